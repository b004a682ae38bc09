"""Batches out of Java, and the records, boundaries and accounts made of them."""
