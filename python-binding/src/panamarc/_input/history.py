"""Looks back at an input's bytes that Java has read, for what pymarc says of those in no record."""

from __future__ import annotations

import io
import os
import stat
import threading
from pathlib import Path
from typing import Any, Protocol

from panamarc._input.chunks import Chunks
from panamarc._input.compression import FIRST, compression_of


class LookBack(Protocol):
    """Gives bytes of the (decompressed) input again."""

    begin: int
    """Where the reading begins, in bytes."""
    ended: bool
    """Whether the input has no bytes after those that this can give."""

    def read(self, start: int, length: int) -> bytes:
        """The bytes from a place on; fewer where the input ends, or where they are gone."""


class Held:
    """Bytes that nobody can change, compressed perhaps."""

    begin = 0
    ended = True

    def __init__(self, source: bytes, name: str) -> None:
        self._source = source
        self._name = name
        self._lock = threading.Lock()
        self._at = 0
        self._chunks: Chunks | None = None  # the decompressed bytes from there on

    def read(self, start: int, length: int) -> bytes:
        """The bytes from a place on."""
        if compression_of(self._source[:FIRST]) is None:
            return self._source[start : start + length]
        with self._lock:
            if self._chunks is None or start < self._at:
                self._chunks, self._at = Chunks(io.BytesIO(self._source), self._name), 0
            self._more(start - self._at)
            return self._more(length)

    def _more(self, length: int) -> bytes:
        """The next bytes; fewer at the end."""
        found = b""
        while len(found) < length and self._chunks is not None:
            room = memoryview(bytearray(length - len(found)))
            size = self._chunks.read_into(room)
            if not size:
                break
            self._at += size
            found += room[:size]
        return found


class Reopened:
    """A file that is not compressed, opened again for each look."""

    ended = True

    def __init__(self, path: Path, begin: int = 0) -> None:
        self.begin = begin
        self._path = path

    def read(self, start: int, length: int) -> bytes:
        """The bytes from a place on; none where the file is gone."""
        try:
            with self._path.open("rb") as file:
                file.seek(start)
                return file.read(length)
        except OSError:
            return b""


class Positioned:
    """An open file that is not compressed, read at any place without moving its position."""

    ended = True
    begin = 0

    def __init__(self, file: Any, start: int) -> None:
        """`start`: the file's position where the reading begins."""
        self.start = start
        self._file = file

    def read(self, start: int, length: int) -> bytes:
        """The bytes from a place on; none where the file was closed."""
        try:
            return os.pread(self._file.fileno(), length, self.start + start)
        except (OSError, ValueError):
            return b""


def positioned(file: Any) -> Positioned | None:
    """What gives the bytes of a file object again; None where it gives its bytes but once.

    Only for regular files that Python itself opened, and that are not compressed.
    """
    if type(file) not in (io.BufferedReader, io.FileIO) or not hasattr(os, "pread"):
        return None
    try:
        status = os.fstat(file.fileno())
        start = file.tell()
        if not stat.S_ISREG(status.st_mode):
            return None
        found = Positioned(file, start)
    except (OSError, ValueError):
        return None
    return found if compression_of(found.read(0, FIRST)) is None else None


class History:
    """The latest chunks of an input that comes but once."""

    begin = 0

    def __init__(self) -> None:
        self.ended = False
        self._chunks: list[tuple[int, bytes]] = []  # each with its place
        self._numbers = 0
        self._end = 0

    def add(self, number: int, chunk: bytes) -> None:
        """Keeps a chunk; the same number again changes nothing."""
        if number > self._numbers:
            # All at once, so that Ctrl-C leaves it as it was or is to be
            # (see `_reading.java_reader`).
            chunks, end = [*self._chunks, (self._end, chunk)], self._end + len(chunk)
            self._chunks, self._end, self._numbers, self.ended = chunks, end, number, not chunk

    def drop(self, before: int) -> None:
        """Releases the chunks that end before a place."""
        if self._chunks and self._chunks[0][0] + len(self._chunks[0][1]) <= before:
            left = [(at, chunk) for at, chunk in self._chunks if at + len(chunk) > before]
            self._chunks = left

    def read(self, start: int, length: int) -> bytes:
        """The bytes from a place on."""
        found = [
            chunk[max(start - at, 0) : max(start + length - at, 0)] for at, chunk in self._chunks
        ]
        return b"".join(found)
