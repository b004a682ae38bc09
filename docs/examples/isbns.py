"""Prints the ISBNs whose check digit is wrong, or that are none: Polars finds them."""

import sys

import polars as pl

import panamarc

books = panamarc.scan_polars(
    sys.argv[1:] or "books.mrc",
    {
        "record": "001",
        "title": panamarc.col("245$a").strip_punctuation(),
        "isbn": ["020$a"],
        "checked": panamarc.col("020$a").list().normalize_isbn(),
    },
)
broken = books.explode("isbn", "checked").filter(
    pl.col("isbn").is_not_null(), pl.col("checked").is_null()
)
print(f"{'record':<24}{'ISBN':<24}title")
for record, isbn, title in broken.select("record", "isbn", "title").collect().rows():
    print(f"{(record or '').strip():<24}{isbn:<24}{title}")
