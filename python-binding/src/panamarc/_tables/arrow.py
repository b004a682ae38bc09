"""A scan that has begun, and how its batches reach Arrow."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from panamarc._core import ACCELERATOR
from panamarc._input.inputs import Input
from panamarc._java import jvm
from panamarc._java.errors import to_python_exception
from panamarc.exceptions import ColumnValueError, format_error

PART = "\x1f"
# What PythonScan answers where it is not a length (see there).
END, PAUSED, NEED_INPUT, FAILED = 0, -1, -2, -3


class Begun:
    """A PythonScan of inputs, and those of them that Python supplies chunks of.

    Batches cross as Arrow's C stream where there are the native library and the accelerator, and
    Java reads all inputs; else as the bytes of Arrow's IPC format. Safe for several threads.
    """

    def __init__(self, scan: Any, inputs: list[Input], table: Any) -> None:
        """`scan`: without inputs; `table`: a PythonTable."""
        self.scan = scan
        self._inputs = inputs
        chunked = [given.add_to(scan) for given in inputs]
        self.crosses_as_structures = (
            ACCELERATOR is not None and not any(chunked) and not str(scan.missing())
        )
        try:
            scan.open(table)
        except Exception as error:
            raise self.translated(error) or error from error

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """A capsule `arrow_array_stream` of the batches, which can be taken once."""
        assert ACCELERATOR is not None
        capsule, address = ACCELERATOR.stream_capsule()
        self.scan.exportStream(address)
        return capsule

    def schema_capsule(self) -> object:
        """A capsule `arrow_schema` of the columns."""
        assert ACCELERATOR is not None
        capsule, address = ACCELERATOR.schema_capsule()
        self.scan.schemaAt(address)
        return capsule

    def ipc(self) -> io.RawIOBase:
        """The batches as a file of Arrow's IPC stream format."""
        return IpcFile(self)

    def supply(self) -> None:
        """Supplies the chunk that Java asks for."""
        index = int(self.scan.needed())
        self._inputs[index].supply(_ChunksOf(self.scan, index))

    def failure(self) -> Exception | None:
        """What the error policy did not let through, or a value that does not fit its column."""
        text = str(self.scan.failure())
        if not text:
            return None
        kind, source, number, offset, at, value, message = text.split(PART, 6)
        if kind == "value":
            return ColumnValueError(message, source, int(number), int(offset), at, value)
        return format_error(kind, source, int(number), int(offset), at, message, b"")

    def translated(self, error: Exception) -> Exception | None:
        """What Python calls an exception of Java's; None for any other."""
        java = jvm.classes()
        if isinstance(error, java.jpype.JClass("java.lang.IllegalArgumentException")):
            return ValueError(str(error.getMessage()))
        return to_python_exception(error, "")

    def close(self) -> None:
        """Releases everything. Doing so twice is allowed."""
        if jvm.running():
            self.scan.close()
        for given in self._inputs:
            given.close()


class _ChunksOf:
    """One input of a scan, as `Input.supply` wants a reader."""

    def __init__(self, scan: Any, index: int) -> None:
        self._scan, self._index = scan, index

    def chunk(self) -> Any:
        return self._scan.chunk(self._index)

    def supply(self, size: int, number: int) -> None:
        self._scan.supply(self._index, size, number)


class IpcFile(io.RawIOBase):
    """The bytes of an IPC stream, which Java makes a piece at a time."""

    def __init__(self, begun: Begun) -> None:
        self._begun = begun
        self._pieces = 0
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        """Fills the target as far as the piece at hand goes; 0 at the end."""
        if not self._left:
            self._left = memoryview(self._next())
        view = memoryview(target).cast("B")
        size = min(len(view), len(self._left))
        view[:size] = self._left[:size]
        self._left = self._left[size:]
        return size

    def _next(self) -> bytes:
        if not jvm.running():
            raise OSError("the Java virtual machine that reads the records has ended")
        buffer = jvm.transfer_buffer
        buffer.grow(jvm.FIRST_TARGET)
        while True:
            try:
                status = int(self._begun.scan.ipc(buffer.buffer, self._pieces))
            except Exception as error:
                raise self._begun.translated(error) or error from error
            if status >= END:
                self._pieces += 1
                return bytes(buffer.view[:status])
            if status == FAILED:
                raise self._begun.failure() or RuntimeError("the scan failed without a reason")
            if status == NEED_INPUT:
                self._begun.supply()
            elif status != PAUSED:
                buffer.grow(-status)


def checked(begun: Begun, read: Callable[[], Any]) -> Any:
    """What `read` makes of the batches, with the exception of a scan that failed.

    Libraries have only a text of it.
    """
    try:
        return read()
    except Exception as error:
        raise begun.failure() or error from error
