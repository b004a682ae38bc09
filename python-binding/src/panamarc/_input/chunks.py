"""Reads a file object a chunk at a time, whatever kind of file object it is."""

from __future__ import annotations

import errno
import io
from typing import Any

from panamarc._input.compression import FIRST, Compression, compression_of

COMPRESSED_CHUNK = 1 << 16  # bytes
AT_ONCE = 1 << 16  # bytes to decompress in one call; lost where the data after them is broken

# In this order: those that give what is there before those that wait until all is there.
WAYS = ("readinto1", "read1", "readinto", "read")


class Chunks:
    """The bytes of a file object from its position on, decompressed if they are compressed.

    A `read_into` that Ctrl-C ended is repeated with the same view, and loses nothing: what the file
    gives is kept by the same C code that calls the file, until it is passed on (see
    `_reading.java_reader`).
    """

    def __init__(self, file: Any, name: str) -> None:
        self._plain = Calls(file, name)
        self._bytes: Calls | Decompressed | None = None

    def read_into(self, view: memoryview) -> int:
        """Reads at least a byte into the view; 0 is the end.

        Passes on what the file raises, and can be called again afterwards. Raises BlockingIOError
        where a non-blocking file has nothing yet, TypeError where the file gives no bytes, OSError
        where the compressed data is broken.
        """
        if self._bytes is None:
            compression = compression_of(self._plain.peek(FIRST))
            plain = self._plain
            self._bytes = Decompressed(plain, compression) if compression else plain
        (size,) = map(self._bytes.read_into, (view,))
        return size


class Calls:
    """The one call by which a file object's bytes are had best."""

    def __init__(self, file: Any, name: str) -> None:
        self.name = name
        self._file = file
        self._ways = [way for way in WAYS if callable(getattr(file, way, None))]
        self._given: list[Any] = []  # what the last call gave, until it was passed on
        self._left = b""  # bytes that the file gave already
        self._peeked = memoryview(b"")  # where `peek` has a file put them

    def peek(self, size: int) -> bytes:
        """The next bytes, which are still read afterwards; fewer only at the end."""
        while len(self._left) < size:
            if not self._peeked:
                self._peeked = memoryview(bytearray(COMPRESSED_CHUNK))
            got = self._call(self._peeked)
            more = bytes(self._peeked[:got]) if isinstance(got, int) else got
            self._left, self._given = self._left + more, []
            if not more:
                break
        return self._left[:size]

    def read_into(self, view: memoryview) -> int:
        """Reads into the view; 0 is the end."""
        if not self._left:
            got = self._call(view)
            if isinstance(got, int):
                self._given = []
                return got
            self._left, self._given = got, []
        # A file that gives more than it was asked for loses nothing by it.
        size = min(len(view), len(self._left))
        view[:size] = self._left[:size]
        self._left = self._left[size:]
        return size

    def _call(self, view: memoryview) -> int | bytes:
        """How many bytes were read into the view, or bytes that are to go there."""
        while not self._given:
            way = self._ways[0]
            try:
                read = getattr(self._file, way)
                self._given += map(read, (view if way.startswith("readinto") else len(view),))
            except io.UnsupportedOperation:
                # The base classes of `io` have methods that only say that they are missing.
                if len(self._ways) == 1:
                    raise
                del self._ways[0]
            else:
                if not self._given:
                    raise RuntimeError(f"{self.name}: .{way}() raised StopIteration")
        got, way = self._given[0], self._ways[0]
        try:
            if got is None:
                raise BlockingIOError(
                    errno.EAGAIN,
                    f"{self.name}: nothing there to read yet, and the file does not wait",
                )
            if way.startswith("readinto"):
                return self._count_of(got, way, len(view))
            return self._bytes_of(got, way)
        except (OSError, TypeError):
            self._given = []
            raise

    def _count_of(self, got: Any, way: str, room: int) -> int:
        if not isinstance(got, int):
            raise TypeError(
                f"{self.name}: .{way}() gave {type(got).__name__}, not a number of bytes"
            )
        if not 0 <= got <= room:
            raise OSError(f"{self.name}: .{way}() gave {got}, and there is room for {room} bytes")
        return got

    def _bytes_of(self, got: Any, way: str) -> bytes:
        if isinstance(got, str):
            raise TypeError(f"{self.name}: .{way}() gave str, not bytes: open it in binary mode")
        try:
            return bytes(memoryview(got))
        except TypeError:
            raise TypeError(f"{self.name}: .{way}() gave {type(got).__name__}, not bytes") from None


class Decompressed:
    """What is compressed in a file, member after member.

    Python's own compressed files are no help here: they lose their place where the file raises.
    """

    def __init__(self, packed: Calls, compression: Compression) -> None:
        self._packed = packed
        self._compression = compression
        self._member = compression.decompressor()
        self._input = b""
        self._output: list[bytes] = []  # what came of the input, until it was passed on
        self._buffer = memoryview(bytearray(COMPRESSED_CHUNK))
        self._ended = False

    def read_into(self, view: memoryview) -> int:
        """Reads into the view; 0 is the end."""
        while not self._ended:
            if not self._output and not self._member.eof:
                self._decompress(min(len(view), AT_ONCE))
            if self._output:
                output, rest = self._output[0], self._member.unused_data
                size = len(output)
                view[:size] = output
                # zlib alone gives back what it has not looked at yet.
                rest = rest or getattr(self._member, "unconsumed_tail", b"")
                self._input, self._output = rest, []
                if output:
                    return size
            if self._member.eof:
                self._begin_member()
            elif not self._input and not self._fill():
                raise OSError(f"{self._packed.name}: the compressed data ends too early")
        return 0

    def _decompress(self, most: int) -> None:
        try:
            self._output += map(self._member.decompress, (self._input,), (most,))
        except MemoryError:
            raise
        except Exception as error:  # each module has its own
            raise OSError(f"{self._packed.name}: the compressed data is broken: {error}") from None

    def _begin_member(self) -> None:
        """Goes on with the next member; what follows the last one is padding."""
        while len(self._input) < FIRST and self._fill():
            pass
        begins = self._compression.begins(self._input[:FIRST])
        ended, member = not begins, self._compression.decompressor()
        self._ended, self._member = ended, member

    def _fill(self) -> bool:
        """Gets more of the compressed data; False at its end."""
        (size,) = map(self._packed.read_into, (self._buffer,))
        self._input += self._buffer[:size]
        return size > 0
