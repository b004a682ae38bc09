"""What all readers share: records one by one and in lists, boundaries, counts, the account."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import chain, islice
from typing import Any

from panamarc import _threads
from panamarc._closing import Closing
from panamarc._input.inputs import SplitInput, inputs_of
from panamarc._input.options import (
    AHEAD_BATCH_RECORDS,
    BATCH_RECORDS,
    FIRST_BATCH_RECORDS,
    MOST_RECORDS,
    Options,
)
from panamarc._java import jvm
from panamarc._reading.accounting import Account, CountResult, SkippedRange
from panamarc._reading.asynchronous import AsyncBatches
from panamarc._reading.boundaries import Boundaries
from panamarc._reading.cursor import Batches
from panamarc._reading.java_reader import JavaReader
from panamarc._reading.quarantine import prepare
from panamarc.record import Record


class Reader:
    """The root of all readers, of records in ISO 2709 and of text."""


class BaseReader(Reader, Closing):
    """What both kinds of reader share."""

    def __init__(self, batches: Batches, framing: str) -> None:
        self._java_reader = batches.java_reader
        self._batches = batches
        self._boundaries = Boundaries(batches.java_reader)
        self._framing = framing

    def __iter__(self) -> Iterator[Any]:
        """The records not delivered yet."""
        self._check_framing()
        # A new one each time, since Ctrl-C may have ended the one before.
        return chain.from_iterable(self._batches)

    def __next__(self) -> Any:
        self._check_framing()
        batches = self._batches
        while True:
            for item in batches.cursor.items:
                return item
            if not batches.fetch():
                raise StopIteration

    def read_batch(self, batch_size: int = 100) -> list[Record]:
        """At most `batch_size` records; an empty list at the end, and then for ever.

        Records that an iteration has in hand come first. A batch may be smaller before the end:
        its records have at most `max_batch_bytes` together, unless a single one has more. Several
        threads may call this on one reader; each record goes to one of them.

        Raises what an iteration raises, and ValueError where `batch_size` is below 1.
        """
        size = checked_size(batch_size)
        self._check_framing()
        batches = self._batches
        while True:
            taking = islice(batches.cursor.records, size)
            records = [*taking]
            if records:
                return records
            if not batches.fetch(size):
                return []

    def batches(self, batch_size: int = 100) -> AsyncIterator[list[Record]]:
        """Lists of records as `read_batch` gives them, for `async for` (asyncio).

        Each is read by a thread of the event loop's default executor, while the loop goes on.
        A caller that is cancelled while waiting loses nothing, and neither does a time-out: the
        batch, or the exception, is there for the next call, by whatever way of reading. The
        iterator goes on after both, and several tasks may share it; each record goes to one of
        them. A file object's `.read()` that waits is not cut short by that, only by what ends its
        waiting.

        Raises ValueError where `batch_size` is below 1; what an iteration raises comes where the
        batch is awaited.
        """
        self._check_framing()
        return AsyncBatches(self._batches, checked_size(batch_size))

    def scan_boundaries(self) -> Iterator[tuple[int, int]]:
        """Where the input's pieces are: pairs of offset and length, in bytes.

        A piece is a record or, with `framing="terminator"`, what an 0x1E ends, that one included;
        what follows the last one is a piece, too. This reads the input, as reading records does;
        a caller that stops before the end can call this again for the rest.
        """
        return chain.from_iterable(self._boundaries)

    def count(
        self, *, threads: int | None = None, progress: Callable[[int, int], object] | None = None
    ) -> CountResult:
        """Counts the records not delivered yet, by framing alone: where they begin and end.

        They count as read, and are not delivered; the error policy has no say. `threads`: how many
        threads of Java count in files and bytes that are not compressed, 1 to 256; by default as
        PANAMARC_NUM_THREADS says, else the number of processors that the process may use.
        `progress`: called every few milliseconds with the bytes and the records read so far.

        Raises ValueError for other numbers of threads, OSError where an input fails, JvmError where
        Java cannot be used, and what a given file object or `progress` raises; another call then
        counts the rest.
        """
        self._check_framing()
        number = _threads.number(threads, _threads.usable())
        java_reader = self._java_reader
        before, disputed = (
            java_reader.account(Account.records_read),
            java_reader.account(Account.disputed),
        )
        while java_reader.count(number):
            if progress is not None:
                progress(self.bytes_read, self.records_read)
        return CountResult(
            java_reader.account(Account.records_read) - before,
            java_reader.account(Account.disputed) - disputed,
        )

    def _check_framing(self) -> None:
        if self._framing != "record":
            raise ValueError(
                f'framing="{self._framing}" gives ranges, not records: use scan_boundaries()'
            )

    @property
    def skipped(self) -> list[SkippedRange]:
        """The ranges of the input that belong to no record delivered, so far."""
        return self._java_reader.account(Account.skipped)

    @property
    def bytes_read(self) -> int:
        """Bytes of the (decompressed) input that are in a record or a skipped range, so far."""
        return self._java_reader.account(Account.bytes_read)

    @property
    def records_read(self) -> int:
        """Records let through so far, those in hand but not delivered yet included."""
        return self._java_reader.account(Account.records_read)

    @property
    def defect_counts(self) -> dict[str, int]:
        """How many defects of each kind the records so far have."""
        return dict(self._java_reader.account(Account.defect_counts))

    def explain(self) -> dict[str, Any]:
        """How the reading was done so far.

        `inputs`: how each is read; `threads`: how many read ahead where that can be done, 1 for
        none; `scanner`: what looks for terminators, and `why` it is not the fastest, or who chose
        it (both empty before the first read); `crossings`: calls into Java for batches and chunks
        of file objects; `batches` and `records`: what came out of them.
        """
        tally = self._java_reader.tally
        about = jvm.describe() if jvm.running() else {}
        return {
            "inputs": list(self._java_reader.descriptions),
            "threads": self._java_reader.threads,
            "scanner": about.get("scanner", ""),
            "why": about.get("scanner.reason", ""),
            "crossings": tally.crossings,
            "batches": tally.batches,
            "records": tally.records,
        }

    def __repr__(self) -> str:
        state = ", closed" if self.closed else ""
        return (
            f"<{type(self).__name__}: {self.records_read:,} records and {self.bytes_read:,} bytes "
            f"read, {len(self.skipped):,} ranges skipped{state}>"
        )

    @property
    def closed(self) -> bool:
        """Whether the reader was closed."""
        return self._java_reader.closed

    def close(self) -> None:
        """Releases the input. Records stay valid, and so does the account."""
        self._java_reader.close()


def java_reader_of(
    source: object,
    options: Options,
    max_batch_bytes: int,
    quarantine: str | os.PathLike[str] | None = None,
    looks_back: bool = False,
) -> JavaReader:
    """What reads a source, with the options checked."""
    options.check_words()
    if max_batch_bytes < 1:
        raise ValueError(f"max_batch_bytes is {max_batch_bytes}; expected 1 or more")
    inputs = inputs_of(source)
    if options.framing != "record":
        for given in inputs:
            if isinstance(given, SplitInput):
                raise ValueError(
                    f"{given.name}: a split is read by records, not by framing={options.framing!r}"
                )
    options = options._replace(quarantine=prepare(quarantine, inputs))
    return JavaReader(inputs, options, min(max_batch_bytes, MOST_RECORDS), looks_back)


def batch_sizes(batch_size: int | None, threads: int) -> tuple[int, int]:
    """How many records the first batch of an iteration has, and how many the largest.

    Threads that read ahead would begin again with each other size, and divide the input best where
    several batches fit in a window.
    """
    if batch_size is not None:
        return checked_size(batch_size), checked_size(batch_size)
    if threads > 1:
        return AHEAD_BATCH_RECORDS, AHEAD_BATCH_RECORDS
    return FIRST_BATCH_RECORDS, BATCH_RECORDS


def checked_size(batch_size: int) -> int:
    """How many records Java is asked for. Raises ValueError where it is below 1."""
    if batch_size < 1:
        raise ValueError(f"batch_size is {batch_size}; expected 1 or more")
    return min(batch_size, MOST_RECORDS)
