"""Benchmarks, run as `python -m benchmarks.suites.compare` from the repository's root."""
