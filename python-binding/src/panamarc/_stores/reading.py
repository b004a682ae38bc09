"""One source read once, as groups of rows of several tables."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from panamarc._input.options import Options
from panamarc._reading.accounting import SkippedRange
from panamarc._stores.hashes import TableHash
from panamarc._tables.arrow import checked
from panamarc._tables.scan import Scan
from panamarc.exceptions import MarcError

BATCH_RECORDS = 4000
GROUP_BYTES = 32 << 20  # of Arrow's buffers


class Totals(NamedTuple):
    """What was read of a source so far."""

    bytes_read: int
    """Of the decompressed input."""
    rows: dict[str, int]
    """By table."""
    hashes: dict[str, str]
    """By table, of these rows."""


class Group(NamedTuple):
    """Rows of whole records, and the totals with them."""

    rows: dict[str, Any]
    """By table: `pyarrow.Table`."""
    totals: Totals


class Reading:
    """The records of one file. Read once; used by one thread at a time."""

    def __init__(self, path: str, tables: tuple[str, ...], options: Options, cut: int = 0) -> None:
        """`cut`: a number of records after which a group ends, which another run has written.

        Raises OSError where the file cannot be read or is no regular file.
        """
        mode = Path(path).stat().st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        if not stat.S_ISREG(mode):
            raise MarcError(f"{path}: it is no regular file, and a store has to read it again")
        self._path = path
        self._tables = tables
        self._cut = cut
        self._scan = Scan(path, tables, None, options, BATCH_RECORDS)
        self._begun = self._scan._begin()
        self._hashes = {table: TableHash(table) for table in tables}
        self._rows = dict.fromkeys(tables, 0)

    def groups(self) -> Iterator[Group]:
        """The records, in groups of some MiB.

        Raises MarcFormatError as the options say, OSError where the file fails, and MarcError where
        it is not MARC.
        """
        begun = self._begun
        reader = self._scan._reader_of(begun)
        held: list[Any] = []
        size = 0
        while (batch := checked(begun, lambda: next(reader, None))) is not None:
            held.append(batch)
            size += batch.nbytes
            if size >= GROUP_BYTES:
                yield from self._groups(held)
                held, size = [], 0
        if held:
            yield from self._groups(held)
        for sentence in begun.foreign():
            raise MarcError(sentence)

    def _groups(self, batches: list[Any]) -> Iterator[Group]:
        rows = {table: _table_of(batches, table) for table in self._tables}
        if self._rows["records"] < self._cut < self._rows["records"] + rows["records"].num_rows:
            from pyarrow import compute

            places = {
                table: compute.sum(compute.less_equal(found.column("record"), self._cut)).as_py()
                or 0
                for table, found in rows.items()
            }
            yield self._group({name: found.slice(0, places[name]) for name, found in rows.items()})
            rows = {name: found.slice(places[name]) for name, found in rows.items()}
        yield self._group(rows)

    def _group(self, rows: dict[str, Any]) -> Group:
        for table, found in rows.items():
            self._hashes[table].add(found)
            self._rows[table] += found.num_rows
        return Group(rows, self.totals())

    def totals(self) -> Totals:
        """What was given so far."""
        return Totals(
            int(self._begun.scan.bytesRead()),
            self._rows.copy(),
            {table: one.digest() for table, one in self._hashes.items()},
        )

    def skipped(self) -> list[SkippedRange]:
        """The ranges skipped so far."""
        return self._begun.skipped()

    def close(self) -> None:
        """Releases everything. Doing so twice is allowed."""
        self._begun.close()


def _table_of(batches: list[Any], table: str) -> Any:
    """A table out of batches of one row, in which it is a list of structs."""
    import pyarrow as pa

    parts = [pa.RecordBatch.from_struct_array(batch.column(table).values) for batch in batches]
    whole = pa.Table.from_batches(parts).unify_dictionaries()
    return whole.drop_columns(["source"]) if table == "records" else whole
