"""Stored indexes: built, brought up to date and read."""
