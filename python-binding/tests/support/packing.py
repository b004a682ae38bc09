"""A second, independent packer: ISO 2709 records to packed batches, for well-formed input only.

It is written from docs/internals/batch-layout.md alone and serves as an oracle: what the binding
reads from these batches must equal what it reads from the ones that come out of Java.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

FIELD_TERMINATOR = b"\x1e"
HEADER_BYTES = 64
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def records_of(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The start and the raw bytes of each record, by the lengths in the leaders."""
    start = 0
    while start < len(data):
        length = int(data[start : start + 5])
        yield start, data[start : start + length]
        start += length


def entries_of(raw: bytes) -> list[tuple[str, int, int]]:
    """Tag, start and end (without terminator) within `raw` of each directory entry."""
    base = int(raw[12:17])
    entries = []
    for at in range(24, base - 1, 12):
        start = base + int(raw[at + 7 : at + 12])
        tag = raw[at : at + 3].decode("iso8859-1")
        entries.append((tag, start, start + int(raw[at + 3 : at + 7]) - 1))
    return entries


def replaced(value: bytes) -> bytes:
    """The value with each byte that is not ASCII as U+FFFD, for records that are not UTF-8."""
    return value.decode("ascii", "replace").encode()


def is_utf8(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True


class Packer:
    """Collects records and packs them."""

    def __init__(self, first_number: int = 1, source: str = "packed") -> None:
        self.first_number = first_number
        self.source = source
        self.content = bytearray()
        self.inputs: list[int] = []
        self.offsets: list[int] = []
        self.lengths: list[int] = []
        self.firsts: list[int] = [0]
        self.flags: list[int] = []
        self.starts: list[int] = []
        self.tags: list[int] = []
        self.odd: list[bytes] = []
        self.defects = ""

    def tag_unit(self, tag: str) -> int:
        if len(tag) == 3 and all(c in ALPHABET for c in tag):
            a, b, c = (ALPHABET.index(c) for c in tag)
            return 1 + 1296 * a + 36 * b + c
        self.odd.append(tag.encode("iso8859-1"))
        return 0xE000 + len(self.odd) - 1

    def add(self, start: int, raw: bytes) -> None:
        at = HEADER_BYTES + len(self.content)
        self.content += raw
        entries = entries_of(raw)
        values = [raw[begin:end] for _, begin, end in entries]
        in_order = all(entries[k][2] + 1 == entries[k + 1][1] for k in range(len(entries) - 1))
        decodable = all(map(is_utf8, values))
        flags = 0 if raw.isascii() else 4
        if in_order and decodable:
            self.starts += [at + begin for _, begin, _ in entries]
            self.starts.append(at + entries[-1][2] + 1)
        else:
            flags |= 2
            for value in values:
                self.starts.append(HEADER_BYTES + len(self.content))
                self.content += value if decodable else replaced(value)
                self.content += FIELD_TERMINATOR
            self.starts.append(HEADER_BYTES + len(self.content))
        if not decodable:
            flags |= 1
            fields = [str(len(self.flags)), "encoding", "content", str(start), "", "not UTF-8"]
            self.defects += "\x1f".join(fields) + "\x1e"
        self.tags += [self.tag_unit(tag) for tag, _, _ in entries] + [0]
        self.inputs.append(start)
        self.offsets.append(at)
        self.lengths.append(len(raw))
        self.firsts.append(len(self.starts))
        self.flags.append(flags)

    def payload(self) -> bytes:
        n, m = len(self.inputs), len(self.starts)
        out = bytearray(HEADER_BYTES) + self.content
        at = {}

        def column(name: str, code: str, values: Sequence[int]) -> None:
            if name:
                out.extend(bytes(-len(out) % 8))
                at[name] = len(out)
            out.extend(struct.pack(f"={len(values)}{code}", *values))

        column("records", "q", self.inputs)
        column("", "i", self.offsets)
        column("", "i", self.lengths)
        column("", "i", self.firsts)
        column("", "i", range(n))
        column("", "B", self.flags)
        column("starts", "i", self.starts)
        column("tags", "H", self.tags)
        column("odd", "B", b"".join(self.odd))
        defects = self.defects.encode()
        column("defects", "B", defects)
        column("source", "B", self.source.encode())
        header = struct.pack(
            "=4s9iqiiq",
            *(b"PMB\x01", n, m, at["records"], at["starts"], at["tags"], at["odd"]),
            *(len(self.odd), at["defects"], len(defects), self.first_number),
            *(len(out), at["source"], 0),
        )
        out[:HEADER_BYTES] = header
        return bytes(out)


def pack(data: bytes, batch_size: int = 200, source: str = "packed") -> list[bytes]:
    """The packed batches of well-formed ISO 2709 data."""
    payloads = []
    packer = None
    for number, (start, raw) in enumerate(records_of(data), 1):
        packer = packer or Packer(number, source)
        packer.add(start, raw)
        if len(packer.flags) == batch_size:
            payloads.append(packer.payload())
            packer = None
    if packer:
        payloads.append(packer.payload())
    return payloads
