"""A store in a file of SQLite's. Lists are JSON."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import repeat
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
    SOURCE_COLUMNS,
    TABLES,
    TEXT,
    VERSION,
    StoredSource,
    arrow_schema,
    skipped_rows,
)
from panamarc._version import __version__

TYPES = {INT32: "integer", INT64: "integer", TEXT: "text", LIST: "text"}
ROWS = 50_000  # read at once
ERRORS = (sqlite3.Error, OSError)


def open_store(uri: str, path: str, tables: tuple[str, ...] | None, threads: int) -> SqliteStore:
    """The store in this file; see `_stores.store.open_store`. SQLite has one thread."""
    with store_errors(uri, *ERRORS):
        if os.path.lexists(path):
            return SqliteStore(uri, path, _checked(uri, path, tables))
        store = SqliteStore(uri, path, tables or TABLES)
        store.create()
        return store


def _checked(uri: str, path: str, wanted: tuple[str, ...] | None) -> tuple[str, ...]:
    """The tables of a store that is there, which is not touched."""
    connection = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)
    try:
        row = connection.execute(f"select version, tables from {MARK}").fetchone()
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            raise foreign(uri, "a file of SQLite's") from None
        raise
    finally:
        connection.close()
    version, tables = row
    check_mark(uri, version, tables, wanted)
    return tuple(tables.split(","))


class SqliteStore:
    """See `_stores.store.Store`."""

    def __init__(self, uri: str, path: str, tables: tuple[str, ...]) -> None:
        self.tables = tables
        self._uri = uri
        self._path = path
        self._source = 0
        # Transactions are begun here, and not by the module.
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)

    def create(self) -> None:
        """Makes the tables."""
        run = self._connection.execute
        run("begin exclusive")
        run(f"create table {MARK} (version integer, made_by text, tables text)")
        made = (VERSION, f"panamarc {__version__}", ",".join(self.tables))
        run(f"insert into {MARK} values (?, ?, ?)", made)
        for table in (*self.tables, "skipped"):
            columns = {"source": INT32, **COLUMNS[table]}
            run(f"create table {table} ({_declared(columns)})")
        run(f"create table sources ({_declared(SOURCE_COLUMNS)})")
        run("commit")

    def sources(self) -> list[StoredSource]:
        with store_errors(self._uri, *ERRORS):
            found = self._connection.execute("select * from sources order by source").fetchall()
        return [StoredSource(*row) for row in found]

    def holds(self, path: str) -> bool:
        own = (self._path, f"{self._path}-journal", f"{self._path}-wal")
        return any(Path(one).exists() and Path(path).samefile(one) for one in own)

    def begin(self, source: int, fresh: bool) -> None:
        with store_errors(self._uri, *ERRORS):
            self._begin(source)
            if fresh:
                for table in (*self.tables, "skipped"):
                    self._connection.execute(f"delete from {table} where source = ?", (source,))

    def _begin(self, source: int) -> None:
        self._source = source
        if not self._connection.in_transaction:
            self._connection.execute("begin immediate")

    def write(self, rows: dict[str, Any]) -> None:
        with store_errors(self._uri, *ERRORS):
            self._begin(self._source)
            for table, found in rows.items():
                self._insert(table, found)

    def _insert(self, table: str, rows: Any) -> None:
        columns = COLUMNS[table]
        places = ", ".join("?" * (1 + len(columns)))
        values = [_values(rows.column(name), kind) for name, kind in columns.items()]
        self._connection.executemany(
            f"insert into {table} values ({places})", zip(repeat(self._source), *values)
        )

    def commit(self, source: StoredSource, skipped: Sequence[SkippedRange]) -> None:
        with store_errors(self._uri, *ERRORS):
            self._begin(source.source)
            if skipped:
                self._insert("skipped", skipped_rows(skipped))
            run = self._connection.execute
            run("delete from sources where source = ?", (source.source,))
            run(f"insert into sources values ({', '.join('?' * len(source))})", source)
            run("commit")

    def rollback(self) -> None:
        with store_errors(self._uri, *ERRORS):
            if self._connection.in_transaction:
                self._connection.execute("rollback")

    def rows(self, table: str, source: int) -> Iterator[Any]:
        import pyarrow as pa

        columns = COLUMNS[table]
        names = ", ".join(f'"{name}"' for name in columns)
        lists = [place for place, kind in enumerate(columns.values()) if kind == LIST]
        with store_errors(self._uri, *ERRORS):
            cursor = self._connection.execute(
                f"select {names} from {table} where source = ? order by rowid", (source,)
            )
            while found := cursor.fetchmany(ROWS):
                values: list[Any] = list(zip(*found, strict=True))
                for place in lists:
                    values[place] = [json.loads(one) for one in values[place]]
                yield pa.table([list(one) for one in values], schema=arrow_schema(table))

    def close(self) -> None:
        self._connection.close()


def _values(column: Any, kind: str) -> list[Any]:
    """The values of a column as SQLite takes them."""
    if kind == LIST:
        return [json.dumps(one, ensure_ascii=False) for one in column.to_pylist()]
    found: list[Any] = []
    for chunk in column.chunks:
        if hasattr(chunk, "dictionary"):
            # Each value is made once, and not once a row.
            words = [*chunk.dictionary.to_pylist(), None]
            indexes = chunk.indices.fill_null(len(words) - 1)
            found += map(words.__getitem__, indexes.to_pylist())
        else:
            found += chunk.to_pylist()
    return found


def _declared(columns: dict[str, str]) -> str:
    return ", ".join(f'"{name}" {TYPES[kind]}' for name, kind in columns.items())
