"""File objects and sockets, whose bytes Python reads and hands to Java in chunks."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from panamarc._input.chunks import Chunks
from panamarc._input.history import History, LookBack, Positioned, positioned
from panamarc._java import jvm

NOTHING = memoryview(b"")


class SocketFile:
    """A socket as a file object; one of its own would give nothing more after a timeout."""

    def __init__(self, given: Any) -> None:
        self.readinto1 = given.recv_into


class FileInput:
    """A file object, read from its position on.

    Java maps a regular file that Python's `open` opened, if it is not compressed and at its
    beginning: Python's reading of it would need the GIL for each chunk. The file object is then at
    its end at once. All others give chunks.
    """

    description = "Python file, in chunks"
    rereadable = False

    def __init__(self, file: Any, name: str, ours: bool = False) -> None:
        self.name = name
        self._file = file
        self._ours = ours
        self._chunks: Chunks | None = None
        self._view = NOTHING
        self._size: int | None = None  # of a chunk that Java may not have yet
        self._number = 1  # of that chunk
        self._again: LookBack | None = None  # where somebody wants to look back

    def open(self, options: Any, first_number: int) -> Any:
        java = jvm.classes()
        path = self._mappable()
        if path is not None:
            try:
                reading = map(java.reader.file, (path,), (self.name,), (options,), (first_number,))
                (reader,) = reading
            except java.jpype.JClass("java.lang.Exception"):
                pass  # Python may read what Java may not open
            else:
                self._file.seek(0, os.SEEK_END)
                self.description = "mapped file"
                return reader
        self._chunks = Chunks(self._file, self.name)
        (reader,) = map(java.reader.chunks, (self.name,), (options,), (first_number,))
        return reader

    def _mappable(self) -> str | None:
        """A path by which Java can open the file that is open here; None where it should not."""
        again = self._again or positioned(self._file)
        if not isinstance(again, Positioned) or again.start > 0:
            return None
        descriptor = self._file.fileno()
        path, status = Path(f"/dev/fd/{descriptor}"), os.fstat(descriptor)
        try:
            same = os.path.samestat(path.stat(), status)
        except OSError:
            return None
        return str(path) if same and status.st_size > 0 else None

    def supply(self, reader: Any) -> None:
        chunks = self._chunks
        if chunks is None:
            raise ValueError("the reader is closed")
        if not self._view:
            self._view = memoryview(reader.chunk()).cast("B")
        if self._size is None:
            (self._size,) = map(chunks.read_into, (self._view,))
        if isinstance(self._again, History):
            self._again.add(self._number, bytes(self._view[: self._size]))
        try:
            # Java takes each number once.
            reader.supply(self._size, self._number)
        except Exception:
            self._size = None
            raise
        self._size, self._number = None, self._number + 1

    def add_to(self, scan: Any) -> bool:
        path = self._mappable()
        if path is not None:
            scan.addFile(path, self.name)
            return False
        self._chunks = Chunks(self._file, self.name)
        scan.addChunks(self.name)
        return True

    def status(self) -> os.stat_result | None:
        try:
            return os.fstat(self._file.fileno())
        except (AttributeError, OSError, TypeError, ValueError):
            return None

    def size(self) -> int | None:
        return None

    def look_back(self) -> LookBack:
        if self._again is None:
            self._again = positioned(self._file) or History()
        return self._again

    def close(self) -> None:
        self._chunks = None
        self._view = NOTHING
        if self._ours:
            self._file.close()
