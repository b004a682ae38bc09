"""pymarc's judgement of what is in an input: the same records, None and exceptions.

Java's reading of a clean record is pymarc's. Any other is taken apart again by pymarc's rules.
"""

from __future__ import annotations

from typing import NamedTuple

from panamarc._batch.batch import HAS_DEFECTS, Batch
from panamarc._core import ACCELERATOR
from panamarc._input.encoding import UNIMARC
from panamarc._input.history import LookBack
from panamarc._reading.cursor import Item
from panamarc.exceptions import (
    EndOfRecordNotFound,
    FatalReaderError,
    RecordLengthInvalid,
    TruncatedRecord,
)
from panamarc.record import Record

FILLER = b"\n\r\x00\x1a \xef\xbb\xbf"
RECORD_TERMINATOR = 0x1D
EMPTY_RECORD = 26  # bytes: a leader and two terminators
LENGTH = 5  # bytes of the leader that say how long the record is


class PymarcOptions(NamedTuple):
    """The arguments of pymarc's `MARCReader`."""

    to_unicode: bool
    force_utf8: bool
    hide_utf8_warnings: bool
    utf8_handling: str
    file_encoding: str

    def reads_as_java(self) -> bool:
        """Whether Java's reading of a clean record is what these ask for."""
        return self.to_unicode and not self.force_utf8


def end_if_clean(batch: Batch, begin: int) -> int | None:
    """Where the last record of a batch ends, if pymarc gives each, the first from a place on.

    None otherwise.
    """
    if ACCELERATOR is not None:
        end: int | None = batch._end_if_clean(begin)  # type: ignore[attr-defined]
        return end
    lengths = batch.lengths
    last = end_of(batch)
    clean = (
        not batch.has_defects
        and batch.inputs[0] == begin
        and last - begin == sum(lengths)
        and min(lengths) > EMPTY_RECORD
    )
    return last if clean else None


def end_of(batch: Batch) -> int:
    """Where the last record of a batch ends in its input."""
    end: int = batch.inputs[batch.n - 1] + batch.lengths[batch.n - 1]
    return end


def items_of(
    batch: Batch, records: list[Record], at: int, options: PymarcOptions, back: LookBack
) -> list[Item]:
    """What pymarc makes of a batch, and of the bytes before and between its records."""
    items = []
    for index, record in enumerate(records):
        begin, raw = batch.inputs[index], batch.raw(index)
        items += in_no_record(back, at, begin, options)
        at = begin + len(raw)
        clean = not batch.flags[index] & HAS_DEFECTS and len(raw) > EMPTY_RECORD
        if clean and options.reads_as_java():
            items.append(Item(record, record, raw, None))
        else:
            items.append(Item(record, *_judged(raw, begin, options, back, record)))
    return items


def in_no_record(back: LookBack, begin: int, end: int, options: PymarcOptions) -> list[Item]:
    """What pymarc makes of bytes that are in no record; nothing of filler."""
    chunk = back.read(begin, end - begin) if begin < end else b""
    if not chunk.strip(FILLER):
        return []
    return [Item(None, *_judged(chunk, begin, options, back))]


def _judged(
    chunk: bytes, begin: int, options: PymarcOptions, back: LookBack, record: Record | None = None
) -> tuple[Record | None, bytes, Exception | None]:
    """A record or None, the bytes, and an exception or None."""
    error = framing_error(chunk, begin, back)
    if error is not None:
        return None, chunk, error
    try:
        if options.file_encoding == UNIMARC:
            # Only Java can decode it; but what pymarc refuses is refused.
            Record(chunk, to_unicode=False)
            return record, chunk, None
        return Record(chunk, None, *options[:4], file_encoding=options.file_encoding), chunk, None
    except Exception as raised:
        return None, chunk, raised


def framing_error(raw: bytes, begin: int, back: LookBack) -> FatalReaderError | None:
    """What pymarc says of bytes that should be a record and end as it says; None if they do.

    A length that lies, but leads to the end of another record, is an error, too: pymarc would lose
    the records between.
    """
    said = raw[:LENGTH] if len(raw) >= LENGTH else back.read(begin, LENGTH)
    if len(said) < LENGTH:
        return TruncatedRecord()
    try:
        length = int(said)
    except ValueError:
        return RecordLengthInvalid()
    if length < LENGTH:
        return RecordLengthInvalid()
    last = raw[length - 1 : length] or back.read(begin + length - 1, 1)
    if not last and back.ended:
        return TruncatedRecord()
    if not last or last[0] != RECORD_TERMINATOR:
        return EndOfRecordNotFound()
    return None if length == len(raw) else RecordLengthInvalid()
