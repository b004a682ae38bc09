"""The account: where every byte of the inputs went."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

PART = "\x1f"
ROW_END = "\x1e"


class SkippedRange(NamedTuple):
    """Bytes of an input that belong to no record that was delivered."""

    source: str
    """What the input is called."""
    start: int
    """Where in the (decompressed) input, in bytes counted from 0."""
    length: int
    """In bytes."""
    reason: str
    """`filler`, `no leader`, `no end` or `left out`."""


class CountResult(NamedTuple):
    """What counting by framing alone found."""

    records: int
    """Records, as many as `on_error="recover"` gives."""
    disputed: int
    """Of these, records whose leader, directory and terminators disagree on where they end."""


class Account:
    """Where the bytes of several inputs went, read one after the other.

    `reader` is the PythonReader of the input at hand, None where there is none. It is only asked
    for what is new, so that to look at the account after every batch costs no more for the last
    batch than for the first. Not thread-safe.
    """

    def __init__(self) -> None:
        # Of the inputs that ended.
        self._bytes = 0
        self._records = 0
        self._disputed = 0
        self._defects: Counter[str] = Counter()
        self._ranges = 0
        # Of these, and of the input at hand those that will stay as they are.
        self._skipped: list[SkippedRange] = []

    def __repr__(self) -> str:
        return (
            f"<Account of ended inputs: {self._records:,} records, {self._bytes:,} bytes, "
            f"{self._ranges:,} ranges skipped>"
        )

    def bytes_read(self, reader: Any) -> int:
        """Bytes in records or skipped ranges."""
        return self._bytes + (0 if reader is None else int(reader.bytesRead()))

    def records_read(self, reader: Any) -> int:
        """Records let through."""
        return self._records + (0 if reader is None else int(reader.recordsRead()))

    def disputed(self, reader: Any) -> int:
        """Records counted whose framing is disputed."""
        return self._disputed + (0 if reader is None else int(reader.unproven()))

    def defect_counts(self, reader: Any) -> Counter[str]:
        """Defects of these, by kind."""
        counts = self._defects.copy()
        if reader is not None:
            counts.update({kind: int(count) for kind, count in rows(reader.defectCounts())})
        return counts

    def skipped(self, reader: Any) -> list[SkippedRange]:
        """The ranges skipped, as a new list."""
        if reader is None:
            return self._skipped.copy()
        known = len(self._skipped) - self._ranges
        found = ranges_of(reader.skipped(known))
        self._skipped += found[:-1]
        return [*self._skipped, *found[-1:]]

    def after(self, reader: Any) -> Account:
        """The account after this input has ended."""
        account = Account()
        account._bytes = self.bytes_read(reader)
        account._records = self.records_read(reader)
        account._disputed = self.disputed(reader)
        account._defects = self.defect_counts(reader)
        account._skipped = self.skipped(reader)
        account._ranges = len(account._skipped)
        return account


def ranges_of(text: Any) -> list[SkippedRange]:
    """The ranges that Java gives as rows of text."""
    return [
        SkippedRange(source, int(start), int(length), reason)
        for source, start, length, reason in rows(text)
    ]


def rows(text: Any) -> list[list[str]]:
    """The parts of rows that Java gives as text."""
    return [row.split(PART) for row in str(text).split(ROW_END)[:-1]]
