"""The buffers that a call into Java fills or reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from panamarc._core import ACCELERATOR
from panamarc._java import jvm

SMALL_BLOCK = 1 << 16  # bytes; batches in so few are copied


class Block:
    """Bytes that Java writes a batch into, and that the batch then has. For one call at a time."""

    def __init__(self) -> None:
        self._size = jvm.FIRST_TARGET  # what the next bytes have room for
        self._bytes = b""
        self._address = 0

    def place(self) -> tuple[int, int]:
        """Where the bytes are, and how many."""
        if not self._bytes:
            assert ACCELERATOR is not None, "without it, the transfer buffer is filled"
            self._bytes, self._address = ACCELERATOR.blank(self._size)
        return self._address, len(self._bytes)

    def grow(self, size: int) -> None:
        """Makes them at least `size`."""
        self._bytes, self._size = b"", size

    def take(self, size: int) -> bytes:
        """The first bytes, which hold a batch; perhaps more of them, which nobody looks at."""
        found = self._bytes
        room = len(found)
        # Room for a batch that is somewhat larger, or each that is costs another call.
        self._size = max(size + size // 8, room - room // 16, SMALL_BLOCK)
        wanted = 8 * size >= 7 * room
        if wanted or room > self._size:
            self._bytes = b""
        return found if wanted else found[:size]


def column_text(payload: bytes, fill: Callable[[Any, int, int, Any], Any]) -> str | None:
    """The text of a column of a batch, as PythonColumns joins it; None where Python has to find it.

    `fill` calls a method of PythonColumns with the batch's address, its length and the transfer
    buffer.
    """
    view = call_on_batch(payload, fill) if jvm.running() else None
    return None if view is None else str(view, "utf-8")


def call_on_batch(payload: bytes, fill: Callable[[Any, int, int, Any], Any]) -> memoryview | None:
    """What a method of PythonColumns makes of a batch, until this thread's next call into Java.

    `fill` calls a method of PythonColumns with the batch's address, its length and the transfer
    buffer.
    """
    java = jvm.classes()
    jvm.transfer_buffer.grow(jvm.FIRST_TARGET)
    address = address_of(payload)
    while True:
        status = int(fill(java.columns, address, len(payload), jvm.transfer_buffer.buffer))
        if status > jvm.TOO_SMALL:
            break
        jvm.transfer_buffer.grow(-status)
    if status == jvm.FAILED:
        return None
    return jvm.transfer_buffer.view[: 0 if status == jvm.EMPTY else status]


def address_of(payload: bytes) -> int:
    """Where a batch's bytes are in memory; valid while the caller refers to `payload`."""
    import ctypes  # a tenth of what importing all that reads takes

    address = ctypes.cast(ctypes.c_char_p(payload), ctypes.c_void_p).value
    assert address is not None
    return address
