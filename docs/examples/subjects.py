"""Draws the most frequent subjects: Polars counts, matplotlib draws."""

import sys
from textwrap import shorten

import polars as pl
from matplotlib.figure import Figure

import panamarc

books = panamarc.scan_polars(sys.argv[1:] or "books.mrc")
top = (
    books.select(pl.col("subjects").explode().alias("subject"))
    .drop_nulls()
    .group_by("subject")
    .len("times")
    .sort("times", "subject", descending=[True, False])
    .head(15)
    .collect()
)

figure = Figure(figsize=(8, 4.5), layout="constrained")
axes = figure.subplots()
names = [shorten(name, 40, placeholder=" …") for name in top["subject"]]
bars = axes.barh(names, top["times"], color="#d1671c")
axes.bar_label(bars, padding=3)
axes.invert_yaxis()
axes.margins(x=0.08)  # room for the numbers
axes.set_title("The most frequent subjects")
axes.set_xlabel("times in subfields a of fields 6XX")
axes.spines[["top", "right"]].set_visible(False)
figure.savefig("subjects.png", dpi=100)
