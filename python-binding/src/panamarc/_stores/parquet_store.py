"""A store in a folder: a folder of Parquet files for each table, and the file `sources.parquet`.

A source has a file in each folder, `000001-0001.parquet`: its number, and the number of the part; a
large source has several parts. What `sources.parquet` does not name is not in the store: a run that
was ended wrote it, and the next one removes it. So replacing that file is what keeps rows.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from panamarc._files import replacing
from panamarc._reading.accounting import SkippedRange
from panamarc._stores.store import check_mark, foreign, store_errors
from panamarc._stores.tables import (
    COLUMNS,
    MARK,
    REPEATING,
    TABLES,
    VERSION,
    StoredSource,
    arrow_schema,
    plain,
    skipped_rows,
)
from panamarc._tables.arrow import library
from panamarc._version import __version__
from panamarc.exceptions import StoreError

SOURCES = "sources.parquet"
WRITING = ".writing"
LOCK = ".lock"
PART = re.compile(r"\d{6,}-\d{4,}\.parquet")
LEVEL = 1  # of zstd: the next ones take longer, and make files hardly smaller
ROWS = 100_000  # read at once


def open_store(uri: str, path: str, tables: tuple[str, ...] | None, threads: int) -> ParquetStore:
    """The store in this folder; see `_stores.store.open_store`."""
    library("pyarrow.parquet", "pyarrow")
    folder = Path(path)
    with store_errors(uri, OSError, library("pyarrow", "pyarrow").ArrowException):
        if folder.exists():
            has = _checked(uri, folder, tables)
        else:
            folder.mkdir()
            has = None
        return ParquetStore(uri, folder, has, tables or TABLES)


def _checked(uri: str, folder: Path, wanted: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """The tables of a store that is there, which is not touched; None for an empty folder."""
    from pyarrow import parquet

    if not folder.is_dir():
        raise foreign(uri, "a file")
    if not (folder / SOURCES).exists():
        if any(one.name != LOCK for one in folder.iterdir()):
            raise foreign(uri, f"a folder with files, but without {SOURCES}")
        return None
    about = parquet.read_schema(folder / SOURCES).metadata or {}
    if MARK.encode() not in about:
        raise foreign(uri, f"a {SOURCES} of another program")
    version, tables = about[MARK.encode()].decode().split(" ")
    check_mark(uri, int(version), tables, wanted)
    return tuple(tables.split(","))


class ParquetStore:
    """See `_stores.store.Store`."""

    def __init__(
        self, uri: str, folder: Path, has: tuple[str, ...] | None, tables: tuple[str, ...]
    ) -> None:
        """`has`: the tables of the store that is there, None where there is none."""
        import pyarrow as pa

        self.tables = has or tables
        self._uri = uri
        self._folder = folder
        self._errors = (OSError, pa.ArrowException)
        self._source = 0
        self._part = ""
        self._kept: list[str] = []
        self._writers: dict[str, Any] = {}
        self._sources: dict[int, StoredSource] = {}
        self._parts: dict[int, list[str]] = {}
        self._lock = _locked(uri, folder / LOCK)
        if has is None:
            self._write_sources()
        self._read_sources()
        self._clean()
        for table in (*self.tables, "skipped"):
            (folder / table).mkdir(exist_ok=True)

    def _read_sources(self) -> None:
        from pyarrow import parquet

        for row in parquet.read_table(self._folder / SOURCES).to_pylist():
            parts = row.pop("parts")
            self._sources[row["source"]] = StoredSource(**row)
            self._parts[row["source"]] = parts

    def _write_sources(self) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        schema = arrow_schema("sources").append(pa.field("parts", pa.list_(pa.string())))
        mark = {MARK: f"{VERSION} {','.join(self.tables)}", "made_by": f"panamarc {__version__}"}
        rows = [
            {**source._asdict(), "parts": self._parts[number]}
            for number, source in sorted(self._sources.items())
        ]
        table = pa.Table.from_pylist(rows, schema=schema.with_metadata(mark))
        with replacing(self._folder / SOURCES) as file:
            parquet.write_table(table, file)
            file.flush()
            os.fsync(file.fileno())

    def _clean(self) -> None:
        """Removes what is not in the store."""
        shutil.rmtree(self._folder / WRITING, ignore_errors=True)
        known = {f"{part}.parquet" for parts in self._parts.values() for part in parts}
        for table in (*self.tables, "skipped"):
            for file in (self._folder / table).glob("*.parquet"):
                if PART.fullmatch(file.name) and file.name not in known:
                    file.unlink()

    def sources(self) -> list[StoredSource]:
        return [source for _, source in sorted(self._sources.items())]

    def holds(self, path: str) -> bool:
        return self._folder.resolve() in Path(path).resolve().parents

    def begin(self, source: int, fresh: bool) -> None:
        self._source = source
        self._kept = [] if fresh else self._parts.get(source, [])
        self._next_part(self._parts.get(source, []))

    def _next_part(self, taken: list[str]) -> None:
        number = 1 + max((int(part.split("-")[1]) for part in taken), default=0)
        self._part = f"{self._source:06}-{number:04}"

    def write(self, rows: dict[str, Any]) -> None:
        with store_errors(self._uri, *self._errors):
            for table, found in rows.items():
                self._write(table, found)

    def _write(self, table: str, rows: Any) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        number = pa.repeat(pa.scalar(self._source, pa.int32()), rows.num_rows)
        rows = rows.add_column(0, "source", number)
        writer = self._writers.get(table)
        if writer is None:
            (self._folder / WRITING).mkdir(exist_ok=True)
            writer = self._writers[table] = parquet.ParquetWriter(
                self._written(table),
                rows.schema,
                compression="zstd",
                compression_level=LEVEL,
                use_dictionary=["source", *(REPEATING & set(COLUMNS[table]))],
                write_statistics=["source", "record"],
                store_schema=False,
            )
        if rows.num_rows:
            writer.write_table(rows, row_group_size=rows.num_rows)

    def _written(self, table: str) -> Path:
        """Where a file is until it is whole."""
        return self._folder / WRITING / f"{table}.parquet"

    def commit(self, source: StoredSource, skipped: Sequence[SkippedRange]) -> None:
        with store_errors(self._uri, *self._errors):
            number = source.source
            before = self._parts.get(number, [])
            if self._writers or skipped:
                self._write("skipped", skipped_rows(skipped))
                for table in self.tables:
                    if table not in self._writers:
                        self._write(table, arrow_schema(table).empty_table())
                self._publish()
                self._kept = [*self._kept, self._part]
            self._sources[number], self._parts[number] = source, self._kept
            self._write_sources()
            self._next_part([*before, *self._kept])
            for part in set(before) - set(self._kept):
                self._remove(part)

    def _publish(self) -> None:
        """Gives the files their names."""
        for writer in self._writers.values():
            writer.close()
        for table in self._writers:
            written = self._written(table)
            with written.open("rb") as file:
                os.fsync(file.fileno())
            written.replace(self._folder / table / f"{self._part}.parquet")
        self._writers.clear()

    def _remove(self, part: str) -> None:
        for table in (*self.tables, "skipped"):
            (self._folder / table / f"{part}.parquet").unlink(missing_ok=True)

    def rollback(self) -> None:
        for writer in self._writers.values():
            with contextlib.suppress(*self._errors):  # of a disk that is full
                writer.close()
        self._writers.clear()
        shutil.rmtree(self._folder / WRITING, ignore_errors=True)

    def rows(self, table: str, source: int) -> Iterator[Any]:
        import pyarrow as pa
        from pyarrow import parquet

        with store_errors(self._uri, *self._errors):
            for part in self._parts.get(source, []):
                file = parquet.ParquetFile(self._folder / table / f"{part}.parquet")
                with file:
                    for batch in file.iter_batches(ROWS, columns=list(COLUMNS[table])):
                        yield plain(pa.Table.from_batches([batch]), table)

    def close(self) -> None:
        self.rollback()
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _locked(uri: str, path: Path) -> IO[bytes] | None:
    """A file that no other process holds; None where the system has no such locks.

    Raises StoreError where another process does.
    """
    try:
        import fcntl
    except ImportError:
        return None
    file = path.open("wb")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise StoreError(f"{uri}: another process writes it") from None
    return file
