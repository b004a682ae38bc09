"""The packed batch, read in place (its layout: docs/internals/batch-layout.md).

A batch is one immutable `bytes` object. Nothing of it is looked at before a record is touched.
"""

from __future__ import annotations

import struct
import sys
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from panamarc._batch.leader_text import leader_text
from panamarc._batch.read_field import NO_MATCH
from panamarc._core import ACCELERATOR, BatchCore

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FIRST_ODD_TAG = "\ue000"
UNKNOWN_TAG = "\ufffd\ufffd\ufffd"
MAGIC = b"PMB\x01"
HEADER = struct.Struct("=4s9iqiiq")
PART, DEFECT_END = "\x1f", "\x1e"
HAS_DEFECTS = 1
ASIDE = 2
HIGH_BYTES = 4
UTF_16 = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"


class Defect(NamedTuple):
    """Something in the input that breaks the standard, where, and what was made of it."""

    kind: str
    """What is wrong, such as `record-length`."""
    severity: str
    """`structure`: framing, directory or terminators are broken; `content`: anything else."""
    record_number: int
    """The record's number in its reader, counted from 1."""
    offset: int
    """Where in the (decompressed) input, in bytes counted from 0."""
    tag: str
    """The field concerned; empty where it is the whole record."""
    message: str
    """What was found and what was done about it, in one sentence."""


class _Units(dict[str, str]):
    """The character of a tag in a batch, by tag; `NO_MATCH` for an odd tag."""

    def __missing__(self, tag: str) -> str:
        if not isinstance(tag, str) or len(tag) != 3 or tag.strip(ALPHABET):
            return NO_MATCH
        a, b, c = map(ALPHABET.find, tag)
        if b < 0:
            return NO_MATCH
        unit = self[tag] = chr(1 + 1296 * a + 36 * b + c)
        return unit


class _Names(dict[str, str]):
    """The tag of a character in a batch, odd tags aside."""

    def __missing__(self, unit: str) -> str:
        number = ord(unit) - 1
        indexes = number // 1296, number // 36 % 36, number % 36
        name = self[unit] = "".join([ALPHABET[index] for index in indexes])
        return name


UNITS = _Units()
NAMES = _Names()


class Batch(BatchCore):
    """One packed batch. Any number of threads may read it."""

    __slots__ = (
        "inputs",
        "offsets",
        "lengths",
        "spans",
        "first",
        "numbers",
        "flags",
        "starts",
        "tags",
        "odd",
        "faults",
        "asked",
        "columns",
        "hot",
    )

    payload: bytes
    n: int  # records
    converts: bool  # whether records that are not UTF-8 are written as UTF-8, as pymarc does
    inputs: memoryview  # each record's start in its input
    offsets: memoryview  # of each record's raw bytes
    lengths: memoryview  # of each record's raw bytes
    spans: memoryview  # each record's length in its input
    first: list[int]  # each record's first slot; last, the number of slots
    numbers: memoryview  # each record's number, less that of the first
    flags: memoryview
    starts: memoryview  # the offset of each slot's value
    tags: str  # one character a slot
    odd: list[str]  # tags that have no character of their own
    faults: dict[int, list[str]] | None  # defects by record, once one was asked for
    # For records in Python, see `_batch.columns`.
    asked: dict[tuple[str, str], int]  # how often, for what no column was fetched
    columns: dict[tuple[str, str], Any]  # what was fetched for all records
    hot: set[tuple[str, str]]  # what is fetched for all records at once

    def __init__(
        self, payload: bytes, converts: bool = False, hot: set[tuple[str, str]] | None = None
    ) -> None:
        """`converts`: whether records that are not UTF-8 are written as UTF-8, as pymarc does.

        `hot`: what the records of the reader's batches are asked for, which these batches share.
        """
        self.payload = payload
        self.converts = converts
        if ACCELERATOR is None:
            self.n = int.from_bytes(payload[4:8], sys.byteorder)
            self.hot = set() if hot is None else hot

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            # Called only while a slot is empty: once decoded, every access is a plain one.
            if name not in Batch.__slots__:
                raise AttributeError(name)
            self._decode()
            return getattr(self, name)

    def __repr__(self) -> str:
        return f"<Batch of {self.n} records of {self.source}, from record {self.number(0)} on>"

    def _decode(self) -> None:
        payload = self.payload
        header = HEADER.unpack_from(payload)
        magic, n, m, records, starts, tags, odd, odd_count = header[:8]
        if magic != MAGIC:
            raise ValueError(f"not a packed batch of version 1: it begins with {magic!r}")
        if not 0 <= odd <= odd + 3 * odd_count <= len(payload):
            raise ValueError("not a packed batch: odd tags lie outside of it")
        view = memoryview(payload)

        def column(start: int, code: Literal["B", "i", "q"], count: int) -> memoryview:
            size = struct.calcsize("=" + code)
            return view[start : start + size * count].cast(code)

        self.inputs = column(records, "q", n)
        self.offsets = column(records + 8 * n, "i", n)
        self.lengths = column(records + 12 * n, "i", n)
        spans = header[13]
        self.spans = column(spans, "q", n) if spans else self.lengths
        self.first = column(records + 16 * n, "i", n + 1).tolist()
        self.numbers = column(records + 20 * n + 4, "i", n)
        self.flags = column(records + 24 * n + 4, "B", n)
        self.starts = column(starts, "i", m)
        self.odd = [
            payload[at : at + 3].decode("iso8859-1") for at in range(odd, odd + 3 * odd_count, 3)
        ]
        self.faults = None
        self.asked = {}
        self.columns = {}
        self.tags = payload[tags : tags + 2 * m].decode(UTF_16)

    def text(self, slot: int) -> str:
        """The value of a slot."""
        starts = self.starts
        return self.payload[starts[slot] : starts[slot + 1] - 1].decode()

    def texts(self, index: int) -> list[str]:
        """The values of a record's fields."""
        starts = self.starts
        slots = self.slots(index)
        whole = self.payload[starts[slots.start] : starts[slots.stop] - 1].decode()
        texts = whole.split("\x1e")
        # Between two values is a terminator, except perhaps where a repair left the raw bytes as
        # they were. Where none is inside a value, that splits them all at once.
        terminated = self.flags[index] & (HAS_DEFECTS | ASIDE) != HAS_DEFECTS
        if terminated and len(texts) == len(slots):
            return texts
        return [self.text(slot) for slot in slots]

    def tag(self, slot: int) -> str:
        """The tag of a slot."""
        unit = self.tags[slot]
        if unit < FIRST_ODD_TAG:
            return NAMES[unit]
        index = ord(unit) - ord(FIRST_ODD_TAG)
        return self.odd[index] if index < len(self.odd) else UNKNOWN_TAG

    def tags_of(self, index: int) -> list[str]:
        """The tags of a record's fields."""
        slots = self.slots(index)
        if self.odd:
            return [self.tag(slot) for slot in slots]
        return list(map(NAMES.__getitem__, self.tags[slots.start : slots.stop]))

    def slots(self, index: int) -> range:
        """The slots of a record's fields."""
        return range(self.first[index], self.first[index + 1] - 1)

    def slot_with(self, index: int, tag: str) -> int:
        """The first slot of a record that has a tag; -1 where none has."""
        unit = UNITS[tag]
        slot = self.tags.find(unit, self.first[index], self.first[index + 1])
        if slot < 0 and unit == NO_MATCH and self.odd:
            return next(iter(self.slots_of(index, (tag,))), -1)
        return slot

    def slots_with(self, index: int, tag: str) -> list[int]:
        """The slots of a record that have a tag."""
        unit = UNITS[tag]
        begin, end = self.first[index], self.first[index + 1]
        find = self.tags.find
        slot = find(unit, begin, end)
        if slot < 0 and unit == NO_MATCH and self.odd:
            return self.slots_of(index, (tag,))
        found = []
        while slot >= 0:
            found.append(slot)
            slot = find(unit, slot + 1, end)
        return found

    def slots_of(self, index: int, tags: tuple[str, ...]) -> list[int]:
        """The slots of a record that have one of some tags, odd ones too."""
        return [slot for slot in self.slots(index) if self.tag(slot) in tags]

    def raw(self, index: int) -> bytes:
        """A record's bytes as they were in the input."""
        offset = self.offsets[index]
        return self.payload[offset : offset + self.lengths[index]]

    def leader(self, index: int) -> str:
        """A record's leader; a byte, or a character of several in UTF-8, not ASCII as U+FFFD."""
        offset = self.offsets[index]
        leader = self.payload[offset : offset + 24]
        return leader.decode() if leader.isascii() else leader_text(self.raw(index))

    def number(self, index: int) -> int:
        """A record's number in its reader, counted from 1."""
        first_number: int = HEADER.unpack_from(self.payload)[10]
        return first_number + self.numbers[index]

    @property
    def source(self) -> str:
        """What the input is called."""
        *_, length, source, _ = HEADER.unpack_from(self.payload)
        return self.payload[source:length].decode()

    @property
    def has_defects(self) -> bool:
        """Whether any record has a defect."""
        length: int = HEADER.unpack_from(self.payload)[9]
        return length > 0

    def defects(self, index: int) -> list[Defect]:
        """The defects of a record."""
        if not self.flags[index] & HAS_DEFECTS:
            return []
        found = []
        for line in self._defect_lines(index):
            kind, severity, offset, tag, message = line.split(PART)
            number = self.number(index)
            found.append(Defect(kind, severity, number, int(offset), tag, message))
        return found

    def _defect_lines(self, index: int) -> list[str]:
        """The defects of a record as the batch has them, but without the record's index."""
        if self.faults is None:
            start, length = HEADER.unpack_from(self.payload)[8:10]
            faults: dict[int, list[str]] = {}
            for line in self.payload[start : start + length].decode().split(DEFECT_END)[:-1]:
                owner, _, rest = line.partition(PART)
                faults.setdefault(int(owner), []).append(rest)
            self.faults = faults
        return self.faults.get(index, [])

    def extract(self, index: int) -> Batch:
        """A batch of its own for one record, so that it need not keep the others alive."""
        payload = self.payload
        records = HEADER.unpack_from(payload)[3]
        begin = self.offsets[index]
        end = self.offsets[index + 1] if index + 1 < self.n else records
        first, last = self.first[index], self.first[index + 1]
        shift = begin - HEADER.size
        lines = [f"0{PART}{line}{DEFECT_END}" for line in self._defect_lines(index)]

        out = bytearray(HEADER.size) + payload[begin:end]

        def add(content: bytes) -> int:
            out.extend(bytes(-len(out) % 8))
            out.extend(content)
            return len(out) - len(content)

        length = self.lengths[index]
        record = (self.inputs[index], HEADER.size, length, 0, last - first, 0, self.flags[index])
        records_at = add(struct.pack("=q5iB", *record))
        starts = [start - shift for start in self.starts[first:last]]
        starts_at = add(struct.pack(f"={len(starts)}i", *starts))
        tags_at = add(self.tags[first:last].encode(UTF_16, "surrogatepass"))
        odd_at = add("".join(self.odd).encode("iso8859-1"))
        defects = "".join(lines).encode()
        defects_at = add(defects)
        spans_at = add(struct.pack("=q", self.spans[index]))
        source_at = add(self.source.encode())
        HEADER.pack_into(
            out,
            0,
            MAGIC,
            1,
            last - first,
            records_at,
            starts_at,
            tags_at,
            odd_at,
            len(self.odd),
            defects_at,
            len(defects),
            self.number(index),
            len(out),
            source_at,
            spans_at,
        )
        return Batch(bytes(out), converts=self.converts)
