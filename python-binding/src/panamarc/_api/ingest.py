"""`panamarc.ingest`: records put into a store."""

from __future__ import annotations

import os
from typing import NamedTuple

from panamarc._input.options import Options, options_of_whole
from panamarc._names import Format, OnError
from panamarc._stores.files import files_of
from panamarc._stores.ingestion import Ingestion, Progress, SourceResult, threads_of_store
from panamarc._stores.store import Store, open_store
from panamarc._stores.tables import COMPLETE, FAILED, TABLES
from panamarc._stores.verification import differences
from panamarc.exceptions import StoreError

__all__ = ["IngestResult", "IngestStopped", "SourceResult", "ingest"]


class IngestResult(NamedTuple):
    """What a run put into a store."""

    store: str
    sources: list[SourceResult]
    """The files, in order."""
    verified: int = 0
    """Sources that were compared with the store."""
    differences: list[str] = []  # noqa: RUF012 - of a NamedTuple, which nobody changes
    """What the store has otherwise than a source, a sentence each; empty where all is equal."""

    @property
    def records(self) -> int:
        """Records that the store has of these files."""
        return sum(source.records for source in self.sources)

    @property
    def failed(self) -> list[SourceResult]:
        """The files that failed."""
        return [source for source in self.sources if source.state == FAILED]


class IngestStopped(KeyboardInterrupt):
    """Ctrl-C ended a run; `result` says how far it was, and the same call goes on from there."""

    def __init__(self, result: IngestResult) -> None:
        super().__init__()
        self.result = result


def ingest(
    sources: object,
    store: str,
    *,
    tables: tuple[str, ...] | list[str] | None = None,
    threads: int | None = None,
    verify: bool = False,
    progress: Progress | None = None,
    on_error: OnError = "recover",
    strict: bool = False,
    file_encoding: str | None = None,
    nfc: bool = False,
    keep_references: bool = False,
    format: Format | None = None,
) -> IngestResult:
    """Puts records into tables of a store, each file once.

        panamarc.ingest("records/*.mrc", "duckdb:catalogue.duckdb")

    `sources`: paths, folders, glob patterns, or a list of these. `store`: `duckdb:FILE`,
    `parquet:FOLDER` or `sqlite:FILE`, made where there is none. `tables`: which of `records`,
    `fields`, `subfields` and `links` a new store has; by default all, or those that it has.
    `threads`: with 1 all is done in turn; with more, two sources at a time are read ahead of the
    one that is written, each by half of the threads, and the store may use the threads that are
    left, or one. By default as PANAMARC_NUM_THREADS says, else as many as the process may use
    processors. `verify`:
    whether each source is read again and compared with the store, value by value. `progress`:
    called with the bytes and records read so far. The other parameters: as for `open`.

    A file whose content is in the store, read as this run reads, is not put there again. One whose
    content has changed since replaces what the store has of its path. One that fails is reported in
    the result, and the others follow; what was in the store of it stays. Each file is kept whole or
    not at all; but after Ctrl-C, and of a file of more than a GiB when the process ends, the
    records so far are kept, and the next run goes on after them.

    Raises ValueError for another store, table or option, TypeError for sources that are no paths,
    StoreError for a store that cannot be used or written, ImportError, which names what to install,
    and IngestStopped, a KeyboardInterrupt, after Ctrl-C.
    """
    options = options_of_whole(
        on_error=on_error,
        strict=strict,
        file_encoding=file_encoding,
        nfc=nfc,
        keep_references=keep_references,
        threads=threads,
        format=format,
    )
    wanted = _tables(tables)
    files = files_of(sources)
    opened = open_store(store, wanted, threads_of_store(options.threads))
    try:
        for file in files:
            if os.path.lexists(file) and opened.holds(file):
                raise StoreError(f"{store}: the source {file} is the store, or in it")
        ingestion = Ingestion(opened, files, options, progress)
        try:
            ingestion.run()
        except KeyboardInterrupt as error:
            raise IngestStopped(IngestResult(store, ingestion.results)) from error
        result = IngestResult(store, ingestion.results)
        return _verified(opened, result, options, progress) if verify else result
    finally:
        opened.close()


def _tables(tables: tuple[str, ...] | list[str] | None) -> tuple[str, ...] | None:
    if tables is None:
        return None
    unknown = [table for table in tables if table not in TABLES]
    if unknown or isinstance(tables, str) or "records" not in tables:
        raise ValueError(
            f"tables is {tables!r}; expected records and any of {', '.join(TABLES[1:])}"
        )
    return tuple(table for table in TABLES if table in tables)


def _verified(
    store: Store, result: IngestResult, options: Options, progress: Progress | None
) -> IngestResult:
    """The result, with what differs."""
    found: list[str] = []
    verified = done = records = 0
    stored = {source.source: source for source in store.sources()}
    for one in result.sources:
        source = stored.get(one.source or 0)
        if source is None or source.state != COMPLETE or one.state == FAILED:
            continue

        def report(read: int, count: int, before: tuple[int, int] = (done, records)) -> None:
            if progress is not None:
                progress(before[0] + read, before[1] + count)

        found += differences(store, source, one.path, options, report)
        verified += 1
        done, records = done + source.size, records + source.records
    return result._replace(verified=verified, differences=found)
