"""Files, pipes and sockets that hold given bytes."""

from __future__ import annotations

import io
import mmap
import os
import socket
import threading
from typing import Any


class ReadOnly:
    """A file object that has nothing but `.read()`."""

    def __init__(self, data: bytes, most: int = 1 << 30) -> None:
        self._file = io.BytesIO(data)
        self._most = most

    def read(self, size: int = -1) -> bytes:
        return self._file.read(min(size, self._most))


def as_mmap(data: bytes) -> mmap.mmap:
    memory = mmap.mmap(-1, len(data))
    memory[:] = data
    return memory


def as_pipe(data: bytes) -> Any:
    """The end of a pipe into which another thread writes in small pieces."""
    end, start = os.pipe()

    def write() -> None:
        with os.fdopen(start, "wb", buffering=0) as file:
            for at in range(0, len(data), 50_000):
                file.write(data[at : at + 50_000])

    threading.Thread(target=write, daemon=True).start()
    return os.fdopen(end, "rb")


def as_socket(data: bytes) -> socket.socket:
    """The end of a socket into which another thread writes."""
    ours, theirs = socket.socketpair()

    def write() -> None:
        with theirs:
            theirs.sendall(data)

    threading.Thread(target=write, daemon=True).start()
    return ours


class Failing(ReadOnly):
    """A file object that fails at some of its calls."""

    def __init__(self, data: bytes, fails: set[int], error: Exception) -> None:
        super().__init__(data, 20_000)
        self._calls = 0
        self._fails = fails
        self._error = error

    def read(self, size: int = -1) -> bytes:
        self._calls += 1
        if self._calls in self._fails:
            raise self._error
        return super().read(size)
