"""How verbs read: their inputs, their progress, and what they say of it at the end."""

from __future__ import annotations

import contextlib
import errno
import math
import os
import stat
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import panamarc
from panamarc import Record, RecordReader, SkippedRange
from panamarc._batch.batch import Batch
from panamarc._input.compression import without_suffix
from panamarc._input.inputs import inputs_of, size_of
from panamarc._java import jvm
from panamarc.cli._choices import OnError
from panamarc.cli._endings import CommandError, note
from panamarc.cli._progress import Progress
from panamarc.cli._text import several, size

STANDARD = "-"
AT_ONCE = 1000  # records; a call into Java costs each of them next to nothing
TIMES_PACKED = 8  # as large may a file be that is compressed
FASTER_IN_C = 3  # times, than what is read in Java alone
REASONS = ("no end", "not read", "malformed", "left out")


class Reading:
    """The records of a verb's inputs, one after the other, and the account of them."""

    def __init__(
        self,
        files: str | Sequence[str],
        doing: str,
        *,
        quiet: bool,
        on_error: OnError = OnError.recover,
        encoding: str | None = None,
        prints: bool = False,
        threads: int | None = None,
    ) -> None:
        """`doing`: what to call the work while it goes on; `prints`: the verb prints meanwhile.

        `threads`: as for `open`.
        """
        self.names = [files] if isinstance(files, str) else list(files)
        self.quiet = quiet
        self.reader: RecordReader
        try:
            self.reader = panamarc.open(
                [standard_input() if name == STANDARD else name for name in self.names],
                on_error=on_error.value,
                file_encoding=encoding,
                threads=threads,
            )
        except LookupError as error:
            raise CommandError(error) from None
        bare = quiet or (prints and sys.stdout.isatty())  # a bar would be between the lines
        self._progress = Progress(doing, total_bytes(self.names), bare)

    def __enter__(self) -> Reading:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self.reader.close()

    def update(self) -> None:
        """Shows how far reading has come."""
        self._progress.update(self.reader.bytes_read, self.reader.records_read)

    def stop(self) -> None:
        """Ends what shows it."""
        self._progress.stop()

    def batches(self) -> Iterator[list[Record]]:
        """The records, many at once."""
        while batch := self.reader.read_batch(AT_ONCE):
            yield batch
            self.update()
        self.stop()

    def packed(self) -> Iterator[Batch]:
        """The records as batches that Java looks into, without an object for each."""
        java_reader = self.reader._java_reader
        while (batch := java_reader.batch(AT_ONCE)) is not None:
            java_reader.acknowledged += 1
            yield batch
            self.update()
        self.stop()

    def records(self) -> Iterator[Record]:
        """The records, one at a time."""
        for batch in self.batches():
            yield from batch

    def count(self) -> panamarc.CountResult:
        """How many records there are, by framing alone."""
        counted = self.reader.count(progress=self._progress.update)
        self.stop()
        return counted

    def note_own_skipped(self, done: str = "not copied") -> None:
        """Notes what belongs to no record, since it is `done` with."""
        if not self.quiet:
            note_skipped(self.reader.skipped, self.reader.records_read, done)


def lost_and_filler(skipped: list[SkippedRange]) -> tuple[int, int]:
    """How many bytes are in no record: those that may have been data, and those of filler."""
    filler = sum(skip.length for skip in skipped if skip.reason == "filler")
    return sum(skip.length for skip in skipped) - filler, filler


def note_skipped(skipped: list[SkippedRange], records: int, done: str) -> None:
    """Notes what belongs to none of this many records. Filler is not noted."""
    ranges = [skip for skip in skipped if skip.reason != "filler"]
    if not records:
        # Of what is not MARC a MarcWarning was raised.
        ranges = [skip for skip in ranges if skip.reason in REASONS]
    if not ranges:
        return
    reasons = ", ".join(
        f"{reason} {number:,}" for reason, number in Counter(r.reason for r in ranges).items()
    )
    lengths = size(sum(skip.length for skip in ranges))
    note(
        f"{several(len(ranges), 'range')} without a usable record, {lengths} in all, "
        f"{done} ({reasons}); the first at byte {ranges[0].start:,} of {ranges[0].source}"
    )


def called(name: str) -> str:
    """What to call a file that is read."""
    return "standard input" if name == STANDARD else name


def standard_input() -> IO[bytes]:
    """Standard input, as bytes."""
    return sys.stdin.buffer


def total_bytes(names: Sequence[str]) -> int | None:
    """How many bytes reading these will take; None where that is not known before."""
    if STANDARD in names:
        return None
    try:
        return size_of(inputs_of(list(names)))
    except (OSError, ValueError):
        return None  # reading reports what is wrong


def expect(names: Sequence[str], most: float = math.inf) -> None:
    """Has Java start for what is in these files, or for `most` bytes of it."""
    size = total_bytes(names)
    if size is not None:
        if any(without_suffix(name) != name for name in names):
            size *= TIMES_PACKED
        elif all(map(_is_iso2709, names)):
            size //= FASTER_IN_C
        jvm.command.to_read = int(min(size, most))


def _is_iso2709(name: str) -> bool:
    """Whether a file begins as one in ISO 2709 that is not compressed, which C reads for Java."""
    with contextlib.suppress(OSError):
        path = Path(name)
        if path.is_file():
            with path.open("rb") as file:
                return file.read(5).isdigit()
    return False


def rereadable(name: str, verb: str) -> str:
    """A file's name, for a verb that reads it twice.

    Raises CommandError for what can be read only once, FileNotFoundError and IsADirectoryError.
    """
    if Path(name).is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), name)
    if name == STANDARD or not stat.S_ISREG(Path(name).stat().st_mode):
        raise CommandError(f"{verb} reads its input twice, so it takes files, not {name}")
    return name
