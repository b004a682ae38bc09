"""A scan that has begun, and how its batches reach Arrow."""

from __future__ import annotations

import importlib
import io
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeAlias

from panamarc._core import ACCELERATOR
from panamarc._input.inputs import Input, size_of
from panamarc._java import jvm
from panamarc._java.errors import to_python_exception
from panamarc._reading.accounting import SkippedRange, ranges_of, rows
from panamarc.exceptions import ColumnValueError, MarcWarning, format_error

Report: TypeAlias = Callable[[int, int], None]
"""Takes the bytes and records that were read so far."""
PART = "\x1f"
# What PythonScan answers where it is not a length (see there).
END, PAUSED, NEED_INPUT, FAILED = 0, -1, -2, -3


class ScanCounts(NamedTuple):
    """What a reading of a table cost."""

    records: int
    """Records read, those without rows included."""
    rows: int
    """Rows that were filled and given."""
    columns: int
    """Columns that were filled."""


class Begun:
    """A PythonScan of inputs, and those of them that Python supplies chunks of.

    Batches cross as Arrow's C stream where there are the native library and the accelerator, and
    Java reads all inputs; else as the bytes of Arrow's IPC format. Safe for several threads.
    """

    def __init__(self, scan: Any, inputs: list[Input], table: Any, format: str) -> None:
        """`scan`: without inputs; `table`: a PythonTable; `format`: as given, or empty."""
        self.scan = scan
        self._format = format
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

    def size(self) -> int | None:
        """How many bytes will be read; None where that is not known before."""
        return size_of(self._inputs)

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

    def foreign(self) -> list[str]:
        """A sentence for each input so far that is not empty and has no record."""
        given = self._format
        what = f"no record in the format {given}" if given else "not MARC"
        found = [sentence.rpartition(": begins as ") for (sentence,) in rows(self.scan.foreign())]
        return [f"{name}: {what}: begins as {first}" for name, _, first in found]

    def warn(self) -> None:
        """Issues a MarcWarning for each input that is not empty and has no record."""
        for sentence in self.foreign():
            warnings.warn(sentence, MarcWarning, stacklevel=2)

    def skipped(self) -> list[SkippedRange]:
        """The ranges skipped so far."""
        return ranges_of(self.scan.skipped())

    def defect_counts(self) -> Counter[str]:
        """The defects so far, by kind."""
        found = rows(self.scan.defectCounts())
        return Counter({kind: int(number) for kind, number in found})

    def counts(self) -> ScanCounts:
        """What was read so far."""
        scan = self.scan
        return ScanCounts(int(scan.recordsRead()), int(scan.rowsGiven()), int(scan.columns()))

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

    def __init__(self, begun: Begun, patient: bool = True) -> None:
        """`patient`: whether to read on after much input without a row; else it is the end."""
        self._begun = begun
        self._patient = patient
        self.gave_up = False
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
            elif not self._patient:
                self.gave_up = True
                return b""


def watched(begun: Begun, batches: Iterator[Any], report: Report) -> Iterator[Any]:
    """The batches; after each one it is reported how far the reading has got."""
    for batch in batches:
        yield batch
        report(int(begun.scan.bytesRead()), int(begun.scan.recordsRead()))


def checked(begun: Begun, read: Callable[[], Any]) -> Any:
    """What `read` makes of the batches, with the exception of a scan that failed.

    Libraries have only a text of it.
    """
    try:
        return read()
    except Exception as error:
        raise begun.failure() or error from error


def first_rows(rows: int, following: Callable[[], Any]) -> list[Any]:
    """Batches with that many rows in all, or with all that follow."""
    found, count = [], 0
    while count < rows and (batch := following()) is not None:
        found.append(batch.slice(0, rows - count))
        count += found[-1].num_rows
    return found


def library(module: str, package: str) -> Any:
    """A library that reading records does not need.

    Raises ImportError, which says how to install it.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ImportError(
            f"this needs {package}: pip install 'panamarc[{package}]'", name=package
        ) from error
