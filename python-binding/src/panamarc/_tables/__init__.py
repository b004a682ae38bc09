"""Records as tables: what columns hold, which records have rows, and how batches reach Arrow."""
