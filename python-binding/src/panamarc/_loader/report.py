"""What a pass of a loader met."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from panamarc._loader.units import End
from panamarc._reading.accounting import SkippedRange
from panamarc.exceptions import MarcFormatError


class FailedFile(NamedTuple):
    """Something that kept a file, or a record of it, from being given."""

    path: str
    """As the loader's `files` has it."""
    error: Exception


class LoaderReport(NamedTuple):
    """What a pass met so far."""

    files: int
    """Found in all."""
    batches: int
    """Given."""
    records: int
    """In these batches; of a table, its rows."""
    bytes_read: int
    """Of the (decompressed) files, as far as they were given to their end."""
    errors: list[FailedFile]
    """What was raised, or left out, of folders, files and records, as it was met."""
    skipped: list[SkippedRange]
    """Ranges that belong to no record given, of the files given to their end."""
    defect_counts: dict[str, int]
    """Defects of the records, by kind, of the same files."""

    @property
    def failed(self) -> list[str]:
        """The files that were not read to their end, each once."""
        broken = [path for path, error in self.errors if not isinstance(error, MarcFormatError)]
        return list(dict.fromkeys(broken))


class Account:
    """Collects what a report has. Each change may be made twice, before the next one."""

    def __init__(self, files: int, failed: list[FailedFile]) -> None:
        """`failed`: folders that could not be read."""
        self._files = files
        self._bytes = 0
        self._defects: Counter[str] = Counter()
        self._skipped: list[SkippedRange] = []
        self._errors = failed
        # How long both lists are with the changes before the last one; and how many there were.
        self._known = (0, len(failed))
        self._changes = 0

    def add(self, number: int, change: FailedFile | End) -> None:
        """Notes an error, or the account of a unit, as change of a number, counted from 1."""
        if number <= self._changes:
            return
        skipped, errors = self._known
        read, defects = self._bytes, self._defects
        if isinstance(change, End):
            self._skipped[skipped:] = change.skipped
            read, defects = read + change.bytes_read, defects + Counter(change.defect_counts)
        else:
            self._errors[errors:] = [change]
        known = len(self._skipped), len(self._errors)
        self._bytes, self._defects, self._known, self._changes = read, defects, known, number

    def report(self, batches: int, records: int) -> LoaderReport:
        """All of it, with how many batches and records were given."""
        return LoaderReport(
            self._files,
            batches,
            records,
            self._bytes,
            self._errors.copy(),
            self._skipped.copy(),
            dict(self._defects),
        )
