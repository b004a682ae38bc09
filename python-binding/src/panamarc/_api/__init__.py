"""The package's own functions: open, edit, convert, write, info."""
