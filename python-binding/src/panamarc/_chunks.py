"""Reads a file object a chunk at a time, whatever kind of file object it is."""

from __future__ import annotations

import errno
import io
import zlib
from typing import Any, cast

GZIP = b"\x1f\x8b"  # RFC 1952, section 2.3.1
GZIP_MEMBER = 31  # zlib's word for: the largest window, in gzip's wrapping
COMPRESSED_CHUNK = 1 << 16  # bytes

# In this order: those that give what is there before those that wait until all is there.
WAYS = ("readinto1", "read1", "readinto", "read")


class Chunks:
    """The bytes of a file object from where it stands, decompressed if they begin as gzip does."""

    def __init__(self, file: Any, name: str) -> None:
        self._plain = Calls(file, name)
        self._bytes: Calls | Inflated | None = None

    def read_into(self, view: memoryview) -> int:
        """Reads at least a byte into the view; 0 is the end.

        Passes on what the file raises, and can be called again afterwards. Raises BlockingIOError
        where a non-blocking file has nothing yet, TypeError where the file gives no bytes, OSError
        where the compressed data is broken.
        """
        if self._bytes is None:
            packed = self._plain.peek(len(GZIP)) == GZIP
            self._bytes = Inflated(self._plain) if packed else self._plain
        return self._bytes.read_into(view)


class Calls:
    """The one call by which a file object's bytes are had best."""

    def __init__(self, file: Any, name: str) -> None:
        self.name = name
        self._file = file
        self._ways = [way for way in WAYS if callable(getattr(file, way, None))]
        self._left = b""  # bytes that the file gave already

    def peek(self, size: int) -> bytes:
        """The next bytes, which are still read afterwards; fewer only at the end."""
        while len(self._left) < size:
            buffer = memoryview(bytearray(COMPRESSED_CHUNK))
            got = self._call(buffer)
            more = bytes(buffer[:got]) if isinstance(got, int) else got
            if not more:
                break
            self._left += more
        return self._left[:size]

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

    def _call(self, view: memoryview) -> int | bytes:
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
                errno.EAGAIN, f"{self.name}: nothing there to read yet, and the file does not wait"
            )
        if fills:
            return cast("int", got)
        if isinstance(got, str):
            raise TypeError(f"{self.name}: .{way}() gave str, not bytes: open it in binary mode")
        try:
            return bytes(memoryview(got))
        except TypeError:
            raise TypeError(f"{self.name}: .{way}() gave {type(got).__name__}, not bytes") from None


class Inflated:
    """The decompressed bytes of a gzip file, member after member (RFC 1952, section 2.2).

    The `gzip` module is no help here: it loses its place where the file raises.
    """

    def __init__(self, packed: Calls) -> None:
        self._packed = packed
        self._member = zlib.decompressobj(GZIP_MEMBER)
        self._input = b""
        self._ended = False

    def read_into(self, view: memoryview) -> int:
        """Reads into the view; 0 is the end."""
        while not self._ended:
            if not self._member.eof:
                output = self._inflate(len(view))
                if output:
                    view[: len(output)] = output
                    return len(output)
            if self._member.eof:
                self._begin_member()
            elif not self._input and not self._fill():
                raise OSError(f"{self._packed.name}: the compressed data ends too early")
        return 0

    def _inflate(self, most: int) -> bytes:
        try:
            output = self._member.decompress(self._input, most)
        except zlib.error as error:
            raise OSError(f"{self._packed.name}: the compressed data is broken: {error}") from None
        self._input = self._member.unused_data or self._member.unconsumed_tail
        return output

    def _begin_member(self) -> None:
        """Goes on with the next member; what follows the last one is padding."""
        while len(self._input) < len(GZIP) and self._fill():
            pass
        self._ended = not self._input.startswith(GZIP)
        self._member = zlib.decompressobj(GZIP_MEMBER)

    def _fill(self) -> bool:
        """Gets more of the compressed data; False at its end."""
        buffer = memoryview(bytearray(COMPRESSED_CHUNK))
        size = self._packed.read_into(buffer)
        self._input += buffer[:size]
        return size > 0
