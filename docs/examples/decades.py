"""Draws how many records there are of each decade: DuckDB counts, matplotlib draws."""

import sys

import duckdb
from matplotlib.figure import Figure

import panamarc

books = panamarc.scan(sys.argv[1:] or "books.mrc", "bibliographic")
counts = duckdb.sql(
    """
    select year // 10 * 10 as decade, count(*) as records
    from books where year between 1800 and 2029 group by decade order by decade
    """
).fetchall()

figure = Figure(figsize=(8, 4.5), layout="constrained")
axes = figure.subplots()
decades, records = zip(*counts, strict=True)
axes.bar(decades, records, width=9, align="edge", color="#0b6e99")
axes.set_title("Publications by decade")
axes.set_xlabel("year of publication (field 008, positions 7 to 10)")
axes.set_ylabel("records per decade")
axes.spines[["top", "right"]].set_visible(False)
figure.savefig("decades.png", dpi=100)
