"""Where time goes: batch sizes, threads, the GIL, file objects, boundaries."""
