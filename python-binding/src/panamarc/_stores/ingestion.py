"""Puts sources into a store, one after the other."""

from __future__ import annotations

import json
import os
from collections import Counter, deque
from collections.abc import Callable, Generator
from pathlib import Path
from typing import NamedTuple

from panamarc._input.options import Options
from panamarc._java.interrupts import DeferredInterrupt
from panamarc._stores.ahead import Ahead, Job, Sequential, state_of
from panamarc._stores.reading import Totals
from panamarc._stores.store import Store
from panamarc._stores.tables import COMPLETE, FAILED, PARTIAL, StoredSource
from panamarc.exceptions import JvmError, MarcError, StoreError

CHECKPOINT = 1 << 30  # bytes of a source after which what was read of it is kept
AT_ONCE = 2  # sources that are read at a time

Progress = Callable[[int, int], object]


class SourceResult(NamedTuple):
    """What happened to one source."""

    path: str
    state: str
    """`ingested`, `known` (its content was in the store), `failed`, or `stopped` by Ctrl-C."""
    source: int | None
    """Its number in the store, or that of the source with its content; None where it has none."""
    records: int = 0
    """Records that the store has of it."""
    fields: int = 0
    subfields: int = 0
    links: int = 0
    skipped: int = 0
    """Skipped ranges."""
    error: str = ""
    """Why it failed."""


def threads_of_store(threads: int) -> int:
    """How many of a run's threads are the store's: those that no source needs, but one at least."""
    return max(1, threads - AT_ONCE)


class Ingestion:
    """One run: some files and a store. Used once, by one thread."""

    def __init__(
        self, store: Store, files: list[str], options: Options, progress: Progress | None
    ) -> None:
        self.results: list[SourceResult] = []
        """Of the files so far, in order."""
        self.store = store
        self._files = files
        self._options = options
        self.described = described(options)
        self._progress = progress
        self._bytes = self._records = 0  # of the files that ended
        self._stored = {source.path: source for source in store.sources()}
        self._by_content = {
            source.content_hash: source
            for source in self._stored.values()
            if source.state == COMPLETE and source.options == self.described
        }
        self._next = 1 + max((source.source for source in self._stored.values()), default=0)
        self._sizes = Counter(source.size for source in self._by_content.values())
        self._sizes.update(state[0] for state in map(state_of, files) if state is not None)

    def run(self) -> None:
        """Puts the files into the store.

        Raises StoreError where the store fails. After KeyboardInterrupt, which it raises too, the
        store has what was read.
        """
        runs = self._runs()
        try:
            for run in runs:
                self.results.append(_Source(self, run).ingest())
        finally:
            with DeferredInterrupt():
                runs.close()

    def _runs(self) -> Generator[Sequential | Ahead, None, None]:
        waiting: deque[Sequential | Ahead] = deque()
        kind = Ahead if self._options.threads > 1 else Sequential
        most = AT_ONCE if self._options.threads > 1 else 1
        files = deque(self._files)
        try:
            while files or waiting:
                while files and len(waiting) < most:
                    waiting.append(kind(self._job(files.popleft())))
                yield waiting[0]
                waiting.popleft()
        finally:
            for run in waiting:
                run.close()

    def _job(self, path: str) -> Job:
        before = self.stored(path)
        state = state_of(path)
        return Job(
            path,
            self.store.tables,
            self._options._replace(threads=max(1, self._options.threads // AT_ONCE)),
            before.records if before is not None and self.may_resume(before) else 0,
            state,
            state is not None and self._sizes[state[0]] > 1,
        )

    def stored(self, path: str) -> StoredSource | None:
        """What the store has of a path."""
        return self._stored.get(stored_path(path))

    def may_resume(self, before: StoredSource) -> bool:
        """Whether a run that was stopped read it as this one does."""
        return before.state == PARTIAL and before.options == self.described

    def with_content(self, found: str) -> StoredSource | None:
        """The source of the store with this content, read as this run reads."""
        return self._by_content.get(found)

    def new_number(self) -> int:
        """The number of a source that the store does not have."""
        self._next += 1
        return self._next - 1

    def keep(self, source: StoredSource) -> None:
        """Notes what the store has of a source now."""
        self._stored[source.path] = source
        if source.state == COMPLETE:
            self._by_content[source.content_hash] = source

    def report(self, totals: Totals, ended: bool = False) -> None:
        """Reports what was read of the source at hand."""
        done, records = totals.bytes_read, totals.rows["records"]
        if self._progress is not None:
            self._progress(self._bytes + done, self._records + records)
        if ended:
            self._bytes += done
            self._records += records


class _Source:
    """One source of a run."""

    def __init__(self, ingestion: Ingestion, run: Sequential | Ahead) -> None:
        self._all = ingestion
        self._store = ingestion.store
        self._run = run
        self._path = run.job.path
        self._before = ingestion.stored(self._path)
        self._number = 0
        self._written: Totals | None = None  # by this run
        self._done: StoredSource | None = None  # once all of it is kept
        self._kept = 0  # bytes of it that a checkpoint has

    def ingest(self) -> SourceResult:
        """Puts it into the store; what is wrong with it is in the result."""
        try:
            known = self._known()
            if known is not None:
                return _result(self._path, "known", known)
            self._number = self._before.source if self._before else self._all.new_number()
            return _result(self._path, "ingested", self._read())
        except KeyboardInterrupt:
            with DeferredInterrupt():
                self._all.results.append(self._stop())
            raise
        except (StoreError, JvmError):
            raise
        except (MarcError, OSError, ValueError) as error:
            with DeferredInterrupt():
                return self._fail(message_of(error))
        finally:
            with DeferredInterrupt():
                self._run.close()

    def _known(self) -> StoredSource | None:
        found = self._run.first_hash()
        return None if found is None else self._all.with_content(found)

    def _read(self) -> StoredSource:
        before = self._before
        resumed = before if before is not None and self._all.may_resume(before) else None
        if resumed is not None:
            self._begin(fresh=False)
            done = self._go_on(resumed)
            if done is not None:
                return done
            self._store.rollback()
            self._run.close()  # the file is another one now
            self._run = type(self._run)(self._run.job._replace(cut=0))
        self._begin(fresh=before is not None)
        return self._write()

    def _begin(self, fresh: bool) -> None:
        with DeferredInterrupt():
            self._store.begin(self._number, fresh)

    def _go_on(self, before: StoredSource) -> StoredSource | None:
        """Reads on after what the store has; None where that is not how the file begins."""
        for group in self._run.groups:
            self._all.report(group.totals)
            if group.totals.rows["records"] == before.records:
                same = all(
                    group.totals.hashes[table] == before.hash(table) for table in self._store.tables
                )
                return self._write() if same else None
        return None

    def _write(self) -> StoredSource:
        run = self._run
        for group in run.groups:
            with DeferredInterrupt():
                self._store.write(group.rows)
                self._written = group.totals
                if group.totals.bytes_read - self._kept >= CHECKPOINT:
                    self._commit(PARTIAL, group.totals)
                    self._kept = group.totals.bytes_read
            self._all.report(group.totals)
        ended = run.ended
        assert ended is not None, "the last group was taken"
        with DeferredInterrupt():
            self._done = self._commit(COMPLETE, ended.totals)
        self._all.report(ended.totals, ended=True)
        return self._done

    def _commit(self, state: str, totals: Totals, error: str = "") -> StoredSource:
        """Keeps what was written, with what is known of the source."""
        ended = self._run.ended if state == COMPLETE else None
        about = self._run.job.state
        source = StoredSource(
            self._number,
            stored_path(self._path),
            about[0] if about else 0,
            ended.content_hash if ended else "",
            state,
            error,
            self._all.described,
            skipped=len(ended.skipped) if ended else 0,
        )
        hashes = {f"{table}_hash": found for table, found in totals.hashes.items()}
        source = source._replace(**totals.rows, **hashes)  # type: ignore[arg-type]
        self._store.commit(source, ended.skipped if ended else [])
        self._all.keep(source)
        return source

    def _stop(self) -> SourceResult:
        """Keeps what was written before Ctrl-C."""
        self._run.close()
        if self._done is not None:
            return _result(self._path, "ingested", self._done)
        if self._written is not None:
            return _result(self._path, "stopped", self._commit(PARTIAL, self._written))
        self._store.rollback()
        return _result(self._path, "stopped", self._before)

    def _fail(self, error: str) -> SourceResult:
        """Removes what was written; what the store had of the path before stays."""
        self._store.rollback()
        self._run.close()
        before = self._before
        if before is not None and before.state == COMPLETE and not self._kept:
            return _result(self._path, FAILED, before, error)
        if not self._number:  # before its records
            self._number = before.source if before else self._all.new_number()
        self._begin(fresh=before is not None or self._kept > 0)
        done = self._commit(FAILED, Totals(0, {}, {}), error)
        return _result(self._path, FAILED, done, error)


def _result(path: str, state: str, source: StoredSource | None, error: str = "") -> SourceResult:
    if source is None:
        return SourceResult(path, state, None, error=error)
    counts = source.records, source.fields, source.subfields, source.links, source.skipped
    return SourceResult(path, state, source.source, *counts, error)


def message_of(error: Exception) -> str:
    """Why a source failed, as one line."""
    if isinstance(error, OSError) and error.filename is not None and error.strerror is not None:
        return f"{os.fsdecode(error.filename)}: {error.strerror}"
    return " ".join(str(error).split())


def stored_path(path: str) -> str:
    """A path as the store has it."""
    return os.fsencode(Path(path).absolute()).decode("utf-8", "replace")


def described(options: Options) -> str:
    """What options say of how records are read, as JSON."""
    named = options._asdict()
    named["file_encoding"] = options.file_encoding.name
    kept = ("on_error", "strict", "file_encoding", "nfc", "keep_references", "format")
    return json.dumps({name: named[name] for name in kept})
