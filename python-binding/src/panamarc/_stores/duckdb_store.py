"""A store in a file of DuckDB's."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from panamarc._reading.accounting import SkippedRange
from panamarc._stores.store import check_mark, foreign, store_errors
from panamarc._stores.tables import (
    COLUMNS,
    INT32,
    INT64,
    LIST,
    MARK,
    REPEATING,
    SOURCE_COLUMNS,
    TABLES,
    TEXT,
    VERSION,
    StoredSource,
    plain,
    skipped_rows,
)
from panamarc._tables.arrow import library
from panamarc._version import __version__

TYPES = {INT32: "integer", INT64: "bigint", TEXT: "varchar", LIST: "varchar[]"}
ROWS = 100_000  # read at once
GIVEN = "panamarc_rows"  # what rows are called while they are inserted


def open_store(uri: str, path: str, tables: tuple[str, ...] | None, threads: int) -> DuckDbStore:
    """The store in this file; see `_stores.store.open_store`."""
    duckdb = library("duckdb", "duckdb")
    with store_errors(uri, duckdb.Error, OSError):
        if os.path.lexists(path):
            has = _checked(duckdb, uri, path, tables)
            return DuckDbStore(uri, path, has, duckdb.connect(path, config={"threads": threads}))
        has = tables or TABLES
        connection = duckdb.connect(path, config={"threads": threads})
        store = DuckDbStore(uri, path, has, connection)
        store.create()
        return store


def _checked(duckdb: Any, uri: str, path: str, wanted: tuple[str, ...] | None) -> tuple[str, ...]:
    """The tables of a store that is there, which is not touched."""
    with duckdb.connect(path, read_only=True) as connection:
        try:
            version, tables = connection.execute(f"select version, tables from {MARK}").fetchone()
        except duckdb.CatalogException:
            raise foreign(uri, "a file of DuckDB's") from None
    check_mark(uri, version, tables, wanted)
    return tuple(tables.split(","))


class DuckDbStore:
    """See `_stores.store.Store`."""

    def __init__(self, uri: str, path: str, tables: tuple[str, ...], connection: Any) -> None:
        self.tables = tables
        self._uri = uri
        self._path = path
        self._connection = connection
        self._source = 0
        self._errors = library("duckdb", "duckdb").Error
        self._begun = False

    def create(self) -> None:
        """Makes the tables."""
        compressed = self._takes_compressions()
        run = self._connection.execute
        run("begin")
        run(f"create table {MARK} (version integer, made_by varchar, tables varchar)")
        made = [VERSION, f"panamarc {__version__}", ",".join(self.tables)]
        run(f"insert into {MARK} values (?, ?, ?)", made)
        for table in (*self.tables, "skipped"):
            columns = {"source": INT32, **COLUMNS[table]}
            run(f"create table {table} ({_declared(columns, compressed)})")
        run(f"create table sources ({_declared(SOURCE_COLUMNS, False)})")
        run("commit")

    def _takes_compressions(self) -> bool:
        """Whether DuckDB has the compressions, of which an older version lacks some."""
        columns = _declared({"number": INT64, "tag": TEXT, "value": TEXT}, True)
        try:
            self._connection.execute(f"create temporary table {GIVEN} ({columns})")
        except self._errors:
            return False
        self._connection.execute(f"drop table {GIVEN}")
        return True

    def sources(self) -> list[StoredSource]:
        with store_errors(self._uri, self._errors):
            found = self._connection.execute("select * from sources order by source").fetchall()
        return [StoredSource(*row) for row in found]

    def holds(self, path: str) -> bool:
        own = (self._path, f"{self._path}.wal")
        return any(Path(one).exists() and Path(path).samefile(one) for one in own)

    def begin(self, source: int, fresh: bool) -> None:
        with store_errors(self._uri, self._errors):
            self._begin(source)
            if fresh:
                for table in (*self.tables, "skipped"):
                    self._connection.execute(f"delete from {table} where source = {source}")

    def _begin(self, source: int) -> None:
        self._connection.execute("begin")
        self._source, self._begun = source, True

    def write(self, rows: dict[str, Any]) -> None:
        with store_errors(self._uri, self._errors):
            if not self._begun:
                self._begin(self._source)
            for table, found in rows.items():
                self._insert(table, found)

    def _insert(self, table: str, rows: Any) -> None:
        self._connection.register(GIVEN, rows)
        try:
            names = ", ".join(map(_quoted, COLUMNS[table]))
            self._connection.execute(
                f"insert into {table} (source, {names}) select {self._source}, {names} from {GIVEN}"
            )
        finally:
            self._connection.unregister(GIVEN)

    def commit(self, source: StoredSource, skipped: Sequence[SkippedRange]) -> None:
        with store_errors(self._uri, self._errors):
            if not self._begun:
                self._begin(source.source)
            if skipped:
                self._insert("skipped", skipped_rows(skipped))
            run = self._connection.execute
            run("delete from sources where source = ?", [source.source])
            places = ", ".join("?" * len(source))
            run(f"insert into sources values ({places})", list(source))
            run("commit")
            self._begun = False

    def rollback(self) -> None:
        if self._begun:
            self._begun = False
            with store_errors(self._uri, self._errors):
                self._connection.execute("rollback")

    def rows(self, table: str, source: int) -> Iterator[Any]:
        import pyarrow as pa

        names = ", ".join(map(_quoted, COLUMNS[table]))
        # A connection of its own, since others run while the rows are read.
        with store_errors(self._uri, self._errors), self._connection.cursor() as cursor:
            found = cursor.sql(f"select {names} from {table} where source = {source}")
            reader = getattr(found, "to_arrow_reader", None) or found.fetch_arrow_reader
            for batch in reader(ROWS):
                yield plain(pa.Table.from_batches([batch]), table)

    def close(self) -> None:
        with store_errors(self._uri, self._errors):
            self._connection.close()


def _quoted(name: str) -> str:
    return f'"{name}"'


def _declared(columns: dict[str, str], compressed: bool) -> str:
    return ", ".join(
        f"{_quoted(name)} {TYPES[kind]}{_compression(name, kind) if compressed else ''}"
        for name, kind in columns.items()
    )


def _compression(name: str, kind: str) -> str:
    """The compression of a column: DuckDB takes most of its time to try all that it has."""
    if kind == LIST:
        return ""
    chosen = "bitpacking" if kind != TEXT else "dict_fsst" if name in REPEATING else "zstd"
    return f" using compression {chosen}"
