"""`panamarc.scan_polars`: records as a lazy frame of polars."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from panamarc._names import Format, OnError
from panamarc._tables.arrow import library
from panamarc._tables.columns import Columns
from panamarc._tables.predicates import Predicate, contents
from panamarc._tables.scan import TABLE_ROWS, Part, Scan, scan
from panamarc.where import Condition

OLDEST = (1, 34)  # version of polars


class LazySource:
    """What polars calls to get rows, with what it needs of them. Safe for several threads."""

    def __init__(self, table: Scan) -> None:
        """Raises ValueError for columns and conditions that are none, ImportError."""
        self._polars = library("polars", "polars")
        _check_version(self._polars.__version__)
        self._scan = table
        assert not isinstance(table._columns, tuple), "a frame is one table"
        self._contents = contents(table._columns, table.schema)
        self._nothing = self._polars.from_arrow(table.schema.empty_table())

    def frame(self) -> Any:
        """The `polars.LazyFrame`."""
        plugins = library("polars.io.plugins", "polars")
        return plugins.register_io_source(self, schema=dict(self._nothing.schema))

    def __call__(
        self,
        with_columns: list[str] | None,
        predicate: Any,
        n_rows: int | None,
        batch_size: int | None,
    ) -> Iterator[Any]:
        """The rows that polars asks for, as `polars.DataFrame`, a batch at a time.

        `with_columns`: their names; `predicate`: an expression that is true of each; `n_rows`: how
        many at most; `batch_size` is not heeded. None where there is no such limit.
        """
        wanted = self._nothing.columns if with_columns is None else with_columns
        asked = None if predicate is None else Predicate(predicate, self._polars)
        needed = [*wanted, *(asked.names if asked else [])] or self._nothing.columns[:1]
        condition = None
        # A limit is of rows before the predicate, which Java must not count as others.
        counts_all = n_rows is not None or any(self._contents[name].raises for name in needed)
        if asked is not None and not counts_all:
            condition = asked.condition(self._contents)
        part = Part(tuple(dict.fromkeys(needed)), condition, n_rows)
        left = n_rows
        given = False
        with closing(self._scan._batches(part)) as batches:
            for batch in batches:
                frame = self._polars.from_arrow(batch)
                if left is not None:
                    frame = frame.head(left)
                    left -= frame.height
                if asked is not None and asked.expression is not None:
                    frame = frame.filter(asked.expression)
                yield frame.select(wanted)
                given = True
                if left == 0:
                    break
        if not given:
            yield self._nothing.select(wanted)


def _check_version(version: str) -> None:
    """Raises ImportError for a polars that gives wrong rows, or was not tried."""
    found = tuple(int(part) for part in re.findall(r"[0-9]+", version)[:2])
    if found < OLDEST:
        raise ImportError(
            f"scan_polars needs polars {OLDEST[0]}.{OLDEST[1]} or later, not {version}: "
            "pip install 'panamarc[polars]'",
            name="polars",
        )


def scan_polars(
    source: object,
    columns: Columns = "bibliographic",
    *,
    where: Condition | None = None,
    threads: int | None = None,
    on_error: OnError = "recover",
    strict: bool = False,
    file_encoding: str | None = None,
    nfc: bool = False,
    keep_references: bool = False,
    format: Format | None = None,
    batch_size: int = TABLE_ROWS,
) -> Any:
    """Records as a `polars.LazyFrame`, of which only what a query needs is read.

        books = panamarc.scan_polars("*.mrc")
        books.filter(polars.col("year") >= 1990).select("title", "isbns").collect()

    Java fills only the columns that the query needs, and stops where a row limit (`head`) is
    reached. It leaves out records by comparisons of text, whole numbers and types of record with
    `==`, `!=`, `<`, `is_in` and the like, `str.contains`, `str.starts_with`, `str.ends_with`,
    `list.contains`, `is_null` and whether a tag is there, joined with `&`, `|` and `~`; polars does
    so by all else. The rows are those of `scan(...).to_polars()` with the same query. Columns whose
    cast may raise keep Java from leaving out records, as an error would be lost with these.

    The parameters are those of `scan`. The records are read each time that the frame is collected;
    `collect(engine="streaming")` has some batches in memory at a time.

    Raises what `scan` raises, ImportError where polars is not installed or older than 1.34, and
    while the frame is collected what reading a Scan raises, which polars 1 may put into a
    ComputeError.
    """
    table = scan(
        source,
        columns,
        where=where,
        threads=threads,
        on_error=on_error,
        strict=strict,
        file_encoding=file_encoding,
        nfc=nfc,
        keep_references=keep_references,
        format=format,
        batch_size=batch_size,
    )
    return LazySource(table).frame()
