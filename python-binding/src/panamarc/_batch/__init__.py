"""The packed batch, and what reads from it: specs, fields, forms of a record."""
