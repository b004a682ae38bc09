"""Sources read while others are written."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from panamarc._input.options import Options
from panamarc._reading.accounting import SkippedRange
from panamarc._stores.files import content_hash
from panamarc._stores.reading import Group, Reading, Totals
from panamarc.exceptions import MarcError

GROUPS = 2  # that wait to be written
WAIT = 0.1  # seconds, between two looks at whether nobody takes groups any more


class Job(NamedTuple):
    """A source that is to be read."""

    path: str
    tables: tuple[str, ...]
    options: Options
    cut: int
    """A number of records after which a group ends; 0 for none."""
    state: tuple[int, int] | None
    """The size of the file and the time of its last change; None where there is no such file."""
    hash_first: bool
    """Whether its hash is wanted before its records: it may be known."""


class Ended(NamedTuple):
    """What is known of a source after its last record."""

    content_hash: str
    totals: Totals
    skipped: list[SkippedRange]


class Sequential:
    """A source read by the thread that takes its groups."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._hash: str | None = None
        self._reading: Reading | None = None
        self.groups = self._read()
        """The records, once; raises as `Reading.groups`, and MarcError for a file that changes."""
        self.ended: Ended | None = None
        """Known once the last group was taken."""

    def first_hash(self) -> str | None:
        """The hash of the file; None where it was not wanted before its records."""
        if self.job.hash_first and self._hash is None:
            self._hash = content_hash(self.job.path)
        return self._hash

    def _read(self) -> Iterator[Group]:
        job = self.job
        self._reading = reading = Reading(job.path, job.tables, job.options, job.cut)
        yield from reading.groups()
        found = self.first_hash() or content_hash(job.path)
        self.ended = _ended(reading, found, job)

    def close(self) -> None:
        """Ends the reading. Doing so twice is allowed."""
        if self._reading is not None:
            self._reading.close()


class Ahead:
    """A source read by threads of its own, some groups ahead of the one that takes them."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.ended: Ended | None = None
        """Known once the last group was taken."""
        self._stopped = threading.Event()
        self.groups = self._take()
        """As of `Sequential`."""
        self._given: queue.Queue[Group | Ended | BaseException] = queue.Queue(GROUPS)
        self._hashing = _Hashing(job.path, self._stopped.is_set)
        self._thread = threading.Thread(target=self._read, name="panamarc-ingest", daemon=True)
        self._thread.start()

    def _read(self) -> None:
        reading = None
        try:
            job = self.job
            self._hashing.start()
            if job.hash_first:
                self._hashing.result()
            reading = Reading(job.path, job.tables, job.options, job.cut)
            for group in reading.groups():
                if not self._put(group):
                    return
            self._put(_ended(reading, self._hashing.result(), job))
        except BaseException as error:
            self._put(error)
        finally:
            if reading is not None:
                reading.close()

    def _put(self, item: Group | Ended | BaseException) -> bool:
        """Gives something to the one that takes; False where it does not take any more."""
        while not self._stopped.is_set():
            try:
                self._given.put(item, timeout=WAIT)
                return True
            except queue.Full:
                continue
        return False

    def first_hash(self) -> str | None:
        """As of `Sequential`."""
        return self._hashing.result() if self.job.hash_first else None

    def _take(self) -> Iterator[Group]:
        while True:
            item = self._given.get()
            if isinstance(item, BaseException):
                raise item
            if isinstance(item, Ended):
                self.ended = item
                return
            yield item

    def close(self) -> None:
        """As of `Sequential`; waits until the threads have ended."""
        self._stopped.set()
        self._thread.join()


class _Hashing:
    """The hash of a file, made by a thread."""

    def __init__(self, path: str, stopped: object) -> None:
        self._path = path
        self._stopped = stopped
        self._done = threading.Event()
        self._found: str | OSError = ""

    def start(self) -> None:
        threading.Thread(target=self._hash, name="panamarc-hash", daemon=True).start()

    def _hash(self) -> None:
        try:
            self._found = content_hash(self._path, self._stopped)  # type: ignore[arg-type]
        except OSError as error:
            self._found = error
        finally:
            self._done.set()

    def result(self) -> str:
        """Waits for it. Raises OSError where the file cannot be read."""
        self._done.wait()
        if isinstance(self._found, OSError):
            raise self._found
        return self._found


def state_of(path: str) -> tuple[int, int] | None:
    """A file's size and the time of its last change; None where there is no such file."""
    with suppress(OSError, ValueError):
        found = Path(path).stat()
        return found.st_size, found.st_mtime_ns
    return None


def _ended(reading: Reading, found: str, job: Job) -> Ended:
    if job.state is None or state_of(job.path) != job.state:
        raise MarcError(f"{job.path}: it changed while it was read")
    return Ended(found, reading.totals(), reading.skipped())
