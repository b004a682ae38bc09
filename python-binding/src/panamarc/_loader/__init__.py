"""Many files read by several workers: see `loader`."""
