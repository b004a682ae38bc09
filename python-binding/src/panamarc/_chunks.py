"""Reads a file object a chunk at a time, whatever kind of file object it is."""

from __future__ import annotations

import errno
import gzip
import io
from typing import Any, cast

GZIP = b"\x1f\x8b"  # RFC 1952, section 2.3.1

# In this order: those that give what is there before those that wait until all is there.
WAYS = ("readinto1", "read1", "readinto", "read")


class Chunks:
    """The bytes of a file object from where it stands, decompressed if they begin as gzip does."""

    def __init__(self, file: Any, name: str) -> None:
        self._calls = Calls(file, name)
        self._head = bytearray()
        self._gzip: gzip.GzipFile | None = None
        self._looked = False

    def read_into(self, view: memoryview) -> int:
        """Reads at least a byte into the view; 0 is the end.

        Passes on what the file raises, and can be called again afterwards. Raises BlockingIOError
        where a non-blocking file has nothing yet, TypeError where the file gives no bytes.
        """
        if not self._looked:
            return self._begin(view)
        if self._gzip is not None:
            return self._gzip.readinto1(view)
        return self._calls.read_into(view)

    def _begin(self, view: memoryview) -> int:
        head = self._head
        while len(head) < len(GZIP):
            size = self._calls.read_into(view[len(head) :])
            if not size:
                break
            head += view[len(head) : len(head) + size]
        self._looked = True
        self._head = bytearray()
        if head.startswith(GZIP):
            rest = io.BufferedReader(Rest(bytes(head), self._calls))
            self._gzip = gzip.GzipFile(fileobj=rest)
            return self._gzip.readinto1(view)
        view[: len(head)] = head
        return len(head)


class Calls:
    """The one call by which a file object's bytes are had best."""

    def __init__(self, file: Any, name: str) -> None:
        self._file = file
        self._name = name
        self._ways = [way for way in WAYS if callable(getattr(file, way, None))]
        self._left = memoryview(b"")

    def read_into(self, view: memoryview) -> int:
        """Reads into the view; 0 is the end."""
        if not self._left:
            got = self._call(view)
            if isinstance(got, int):
                return got
            self._left = got
        # A file that gives more than it was asked for loses nothing by it.
        size = min(len(view), len(self._left))
        view[:size] = self._left[:size]
        self._left = self._left[size:]
        return size

    def _call(self, view: memoryview) -> int | memoryview:
        """How many bytes were read into the view, or bytes that are to go there."""
        while True:
            way = self._ways[0]
            fills = way.startswith("readinto")
            try:
                got = getattr(self._file, way)(view if fills else len(view))
                break
            except io.UnsupportedOperation:
                # The base classes of `io` have methods that only say that they are missing.
                if len(self._ways) == 1:
                    raise
                del self._ways[0]
        if got is None:
            raise BlockingIOError(
                errno.EAGAIN, f"{self._name}: nothing there to read yet, and the file does not wait"
            )
        if fills:
            return cast("int", got)
        if isinstance(got, str):
            raise TypeError(f"{self._name}: .{way}() gave str, not bytes: open it in binary mode")
        try:
            return memoryview(got).cast("B")
        except TypeError:
            raise TypeError(
                f"{self._name}: .{way}() gave {type(got).__name__}, not bytes"
            ) from None


class Rest(io.RawIOBase):
    """Bytes that were already read, then the rest of the file."""

    def __init__(self, head: bytes, calls: Calls) -> None:
        super().__init__()
        self._head = memoryview(head)
        self._calls = calls

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)
        if not self._head:
            return self._calls.read_into(view)
        size = min(len(view), len(self._head))
        view[:size] = self._head[:size]
        self._head = self._head[size:]
        return size
