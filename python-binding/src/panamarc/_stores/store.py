"""What every store can do, and how one is opened."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from panamarc._reading.accounting import SkippedRange
from panamarc._stores.tables import MARK, VERSION, StoredSource
from panamarc.exceptions import StoreError

# By prefix: what comes after it, and the module.
KINDS = {"duckdb": "FILE.duckdb", "parquet": "FOLDER/", "sqlite": "FILE.db"}


class Store(Protocol):
    """Tables of records that are kept. Used by one thread.

    What is written is there for others with `commit`, all of it or nothing.

    Raises StoreError, which names the store, where it cannot be read or written.
    """

    tables: tuple[str, ...]
    """The tables of records that it has, of `TABLES`."""

    def sources(self) -> list[StoredSource]:
        """The sources, by number."""

    def holds(self, path: str) -> bool:
        """Whether a file is the store, or a part of it."""

    def begin(self, source: int, fresh: bool) -> None:
        """Begins to write rows of a source; `fresh`: those that the store has are removed."""

    def write(self, rows: dict[str, Any]) -> None:
        """Writes rows by table, each a `pyarrow.Table`."""

    def commit(self, source: StoredSource, skipped: Sequence[SkippedRange]) -> None:
        """Keeps what was written since `begin`, with what is known of its source from now on.

        More of the same source may be written after it. `skipped`: ranges that were not given yet.
        """

    def rollback(self) -> None:
        """Drops what was written since `begin` or `commit`, if anything was."""

    def rows(self, table: str, source: int) -> Iterator[Any]:
        """The rows of a source, in the order in which they were written, without its number.

        Each `pyarrow.Table` has the types of `arrow_schema`.
        """

    def close(self) -> None:
        """Releases the store; what was not committed is dropped. Doing so twice is allowed."""


def open_store(uri: str, tables: tuple[str, ...] | None, threads: int) -> Store:
    """The store of a URI such as `duckdb:books.duckdb`, made where there is none.

    `tables`: those that a new store has, and an old one is expected to have; None for those that it
    has, or all. `threads`: how many the store may use.

    Raises ValueError for another prefix, and StoreError for what is no store of this version; that
    stays as it was.
    """
    kind, path = _parts(uri)
    module = importlib.import_module(f"panamarc._stores.{kind}_store")
    store: Store = module.open_store(uri, path, tables, threads)
    return store


def _parts(uri: str) -> tuple[str, str]:
    kind, colon, path = uri.partition(":")
    if kind not in KINDS or not colon or not path:
        known = ", ".join(f"{one}:{rest}" for one, rest in KINDS.items())
        raise ValueError(f"store is {uri!r}; expected one of {known}")
    return kind, path


def check_mark(uri: str, version: object, tables: str, wanted: tuple[str, ...] | None) -> None:
    """Raises StoreError for another version of the layout, or other tables than are wanted."""
    if version != VERSION:
        raise StoreError(
            f"{uri}: a store of version {version}; this panamarc has version {VERSION}: "
            "ingest into a new store"
        )
    if wanted is not None and set(wanted) != set(tables.split(",")):
        raise StoreError(
            f"{uri}: it has the tables {tables}, not {','.join(wanted)}: ingest into a new store"
        )


def foreign(uri: str, found: str) -> StoreError:
    """The error for something that panamarc has not made."""
    return StoreError(f"{uri}: {found}, and no store of panamarc's (no {MARK}); it stays as it is")


@contextmanager
def store_errors(uri: str, *kinds: type[Exception]) -> Iterator[None]:
    """A block in which exceptions of a library are StoreErrors."""
    try:
        yield
    except kinds as error:
        text = " ".join(str(error).split())
        raise StoreError(f"{uri}: {text or type(error).__name__}") from error
