"""One unit read by one worker, as blocks."""

from __future__ import annotations

import errno
import stat
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from panamarc._batch.batch import Batch
from panamarc._input.inputs import Input, PathInput, SplitInput
from panamarc._java import jvm
from panamarc._loader.units import BLOCK_BYTES, BLOCK_RECORDS, Block, End, Item, Request, Unit
from panamarc._reading.accounting import Account
from panamarc._reading.cursor import BatchCursor
from panamarc._reading.java_reader import JavaReader
from panamarc._tables.arrow import Begun, IpcFile, library
from panamarc._tables.columns import add_columns
from panamarc.exceptions import JvmError, MarcError, MarcFormatError


def read_unit(unit: Unit, request: Request) -> Generator[Item, None, None]:
    """The blocks of a unit in order, errors in their places, and its end.

    Raises what is no fault of the file: JvmError, ValueError of a column, what `transform` raises.
    """
    try:
        if unit.error is not None:
            raise unit.error
        given = _input_of(unit)
    except OSError as error:
        yield Block(unit, 0, 1, None, 0, error)
        yield End(unit, failed=True)
        return
    source: _Source = (
        _Records(given, request) if request.columns is None else _Table(given, request)
    )
    with closing(source):
        yield from _read(unit, source)


def _input_of(unit: Unit) -> Input:
    if unit.split is not None:
        return SplitInput(unit.split)
    mode = Path(unit.path).stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):  # a pipe would be waited for
        raise OSError(errno.EINVAL, "Is no regular file", unit.path)
    given = PathInput(unit.path)
    given.name = unit.name
    return given


def _read(unit: Unit, source: _Source) -> Iterator[Item]:
    start, failed = 0, False
    while not failed:
        try:
            piece = source.next()
        except Exception as error:
            if not is_of_file(error):
                raise
            yield Block(unit, start, 1, None, 0, error)
            start += 1
            failed = not source.goes_on_after(error)
        else:
            if piece is None:
                break
            yield Block(unit, start, *piece)
            start += piece.size
    for sentence in source.foreign():
        yield Block(unit, start, 1, None, 0, MarcError(sentence))
        failed = True
    yield source.end(unit)._replace(failed=failed)


def is_of_file(error: Exception) -> bool:
    """Whether it is the fault of a file, so that others may follow."""
    return isinstance(error, OSError | MarcError) and not isinstance(error, JvmError)


class _Piece(NamedTuple):
    """As of Block."""

    size: int
    content: Any
    nbytes: int


class _Source(Protocol):
    """What the blocks of a unit are made of."""

    def next(self) -> _Piece | None:
        """The next records or rows; None at the end."""

    def goes_on_after(self, error: Exception) -> bool:
        """Whether `next` gives what comes after an error that it raised."""

    def foreign(self) -> list[str]:
        """A sentence where the file is not empty and has no record."""

    def end(self, unit: Unit) -> End:
        """The account."""

    def close(self) -> None:
        """Releases everything."""


class _Records:
    """Records, or what is made of them."""

    def __init__(self, given: Input, request: Request) -> None:
        self._reader = JavaReader([given], request.options, BLOCK_BYTES, warns=False)
        self._transform = request.transform

    def next(self) -> _Piece | None:
        batch = self._reader.batch(BLOCK_RECORDS)
        if batch is None:
            return None
        self._reader.acknowledged += 1
        return _Piece(batch.n, self._made(batch), len(batch.payload))

    def _made(self, batch: Batch) -> object:
        if self._transform is None:
            return batch.payload
        return [*map(self._transform, BatchCursor(batch).records)]

    def goes_on_after(self, error: Exception) -> bool:
        return isinstance(error, MarcFormatError)

    def foreign(self) -> list[str]:
        return self._reader.foreign

    def end(self, unit: Unit) -> End:
        account = self._reader.account
        return End(
            unit,
            account(Account.bytes_read),
            account(Account.skipped),
            dict(account(Account.defect_counts)),
        )

    def close(self) -> None:
        self._reader.close()


class _Table:
    """Rows of Arrow's."""

    def __init__(self, given: Input, request: Request) -> None:
        pyarrow = library("pyarrow", "pyarrow")
        java = jvm.classes()
        table = java.table()
        assert request.columns is not None
        add_columns(table, request.columns)
        scan = java.scan(request.options.java(), BLOCK_RECORDS, BLOCK_BYTES)
        self._begun = begun = Begun(scan, [given], table, request.options.format)
        if begun.crosses_as_structures:
            self._batches = pyarrow.RecordBatchReader.from_stream(begun)
        else:
            self._batches = pyarrow.ipc.open_stream(IpcFile(begun))

    def next(self) -> _Piece | None:
        try:
            batch = next(self._batches, None)
        except Exception as error:
            raise self._begun.failure() or error from error
        return None if batch is None else _Piece(batch.num_rows, batch, batch.nbytes)

    def goes_on_after(self, error: Exception) -> bool:
        return bool(self._begun.scan.passOver())

    def foreign(self) -> list[str]:
        return self._begun.foreign()

    def end(self, unit: Unit) -> End:
        begun = self._begun
        bytes_read = int(begun.scan.bytesRead())
        return End(unit, bytes_read, begun.skipped(), dict(begun.defect_counts()))

    def close(self) -> None:
        self._begun.close()
