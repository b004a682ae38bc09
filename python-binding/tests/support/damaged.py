"""Hypothesis strategies: records in order, what is between them, and damage to both."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from support import realdata

# Bytes that mean something to a reader of MARC, and some that nearly do.
TOKENS = (
    b"\x1d",
    b"\x1e",
    b"\x1e\x1d",
    b"\x1f",
    b"\x1fa",
    b"\n",
    b"\x00",
    b"\xef\xbb\xbf",
    b"\xc3\xa9",
    b"\xf0\x9f\x98\x80",
    b"\xe2",
    b"\xc1\xbf",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xeb",
    b"\x1b(N",
    b"\x1b$1",
    b"\x1b-!E",
    b"22",
    b"4500",
    b"00000",
    b"99999",
    b"00026nam a2200025 a 4500\x1e\x1d",
)
TAGS = (
    "001",
    "008",
    "000",
    "020",
    "245",
    "245",
    "500",
    "650",
    "650",
    "880",
    "FMT",
    "9.9",
    "00\xb2",
)
TEXTS = (
    "Title",
    "",
    " ",
    "Gr\u00fc\u00dfe",
    "\u65e5\u672c",
    "\U0001f600",
    "e\u0301",
    "x" * 70,
)
MARC8 = (b"plain", b"a\xe8e", b"\xe1\xe9x", b"\x1b(NJq\x1b(B", b"\x1b$1!0!", b"\xff", b"")


def texts() -> SearchStrategy[bytes]:
    """What is in a subfield, in UTF-8 or MARC-8 or neither."""
    utf8 = st.sampled_from(TEXTS).map(str.encode)
    return st.one_of(utf8, utf8, st.sampled_from(MARC8), st.binary(max_size=6))


@st.composite
def fields(draw: DrawFn) -> tuple[str, bytes]:
    """A tag and a value without its terminator."""
    tag = draw(st.sampled_from(TAGS))
    if tag < "010":
        return tag, draw(texts()).replace(b"\x1e", b"")
    indicators = draw(st.sampled_from((b"10", b"  ", b" 0", b"", b"1", b"123", b"\xc3\xa9")))
    codes = st.sampled_from((b"a", b"b", b"x", b"6", b"", b"\xf0\x9f\x98\x80"))
    pieces = draw(st.lists(st.tuples(codes, texts()), max_size=4))
    value = indicators + b"".join([b"\x1f" + code + text for code, text in pieces])
    return tag, value.replace(b"\x1e", b"").replace(b"\x1d", b"")


@st.composite
def records(draw: DrawFn) -> bytes:
    """A record whose leader and directory are in order."""
    directory = body = b""
    for tag, value in draw(st.lists(fields(), max_size=6)):
        directory += f"{tag}{len(value) + 1:04d}{len(body):05d}".encode("iso8859-1")
        body += value + b"\x1e"
    base = 24 + len(directory) + 1
    scheme = draw(st.sampled_from("aa "))
    leader = f"{base + len(body) + 1:05d}nam {scheme}22{base:05d} i 4500".encode()
    return leader + directory + b"\x1e" + body + b"\x1d"


@st.composite
def damaged(draw: DrawFn, whole: SearchStrategy[bytes]) -> bytes:
    """Bytes to which something happened, half of the time in the first sixty."""
    data = draw(whole)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, min(len(data), 60) if draw(st.booleans()) else len(data)))
        some = draw(st.integers(1, 30))
        token = draw(st.one_of(st.sampled_from(TOKENS), st.binary(min_size=1, max_size=3)))
        how = draw(st.sampled_from(("insert", "replace", "remove", "repeat", "cut")))
        rest = {
            "insert": token + data[at:],
            "replace": token + data[at + len(token) :],
            "remove": data[at + some :],
            "repeat": data[at : at + some] + data[at:],
            "cut": b"",
        }
        data = data[:at] + rest[how]
    return data


REAL = [
    data[start : start + 6000].split(b"\x1d")[0] + b"\x1d"
    for name in (*realdata.MALFORMED, realdata.MARC8, realdata.WELL_FORMED_UTF8[3])
    for data in [realdata.content(name)]
    for start in [data.find(b"\x1d", size) + 1 for size in range(0, 40_000, 10_000)]
]


def inputs(most: int = 6) -> SearchStrategy[bytes]:
    """An input: records, whole or damaged, of this project's making or real, and other bytes."""
    between = st.sampled_from((b"", b"\n", b"\x1a\x00", b"\xef\xbb\xbf", b"junk"))
    part = st.one_of(
        records(), records(), damaged(records()), damaged(st.sampled_from(REAL)), between
    )
    return st.lists(part, max_size=most).map(b"".join)


class LineWentDeadError(OSError):
    """What such a file object raises now and then."""


class Dribble:
    """A file object that gives as many bytes at a time as it likes, and fails now and then.

    `sizes`: how many bytes each call gives in turn; 0 means a failure.
    """

    name = "dribble"

    def __init__(self, data: bytes, sizes: list[int]) -> None:
        self._file = io.BytesIO(data)
        self._sizes = sizes
        self._calls = 0

    def _next(self) -> int:
        size = self._sizes[self._calls % len(self._sizes)]
        self._calls += 1
        if size == 0:
            raise LineWentDeadError
        return size

    def read(self, size: int = -1) -> bytes:
        return self._file.read(min(size, self._next()))


class DribbleInto(Dribble):
    """The same, by way of `readinto`."""

    def readinto(self, target: memoryview) -> int:
        return self._file.readinto(target[: self._next()])


def sources(folder: Any) -> SearchStrategy[Callable[[bytes], object]]:
    """Ways to hand bytes to a reader; paths are of files in `folder`."""
    path = folder / "input.mrc"

    def stored(data: bytes) -> object:
        path.write_bytes(data)
        return path

    # A first size above 0, or every call would fail.
    sizes = st.lists(st.integers(0, 400), min_size=1, max_size=6).map(lambda some: [7, *some])
    plain: tuple[Callable[[bytes], object], ...] = (
        stored,
        bytes,
        bytearray,
        memoryview,
        io.BytesIO,
    )
    return st.one_of(
        st.sampled_from(plain),
        sizes.map(lambda some: lambda data: Dribble(data, some)),
        sizes.map(lambda some: lambda data: DribbleInto(data, some)),
    )
