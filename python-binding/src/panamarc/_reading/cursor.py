"""What a reader has in hand: what Java gave, but was not delivered yet.

A record is taken by C code and given on without a call after it (see `_java_reader`). Without the
accelerator, to make one takes Python code, in which Ctrl-C may be heard: they are made before the
first is delivered.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from itertools import repeat
from typing import Any, NamedTuple

from panamarc._batch.batch import Batch
from panamarc._core import ACCELERATOR
from panamarc._reading.java_reader import JavaReader
from panamarc._reading.read_record import ReadRecord
from panamarc.exceptions import JvmNotFoundError
from panamarc.record import Record


class Item(NamedTuple):
    """One step of an iteration over a reader in pymarc's options."""

    record: Record | None
    """The record as Java reads it; None for bytes in no record."""
    shown: Record | None
    """What the iteration gives."""
    chunk: bytes
    error: Exception | None


class Raised:
    """Raises once where a batch was expected, without ending the iteration that asks for it."""

    def __init__(self, error: BaseException) -> None:
        self._error: BaseException | None = error

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        error, self._error = self._error, None
        if error is None:
            raise StopIteration
        try:
            raise error
        finally:
            del error  # or its traceback would keep this frame, which would keep it


class BatchCursor:
    """The records of a batch. Whichever way they are taken, each is taken once."""

    def __init__(self, batch: Batch | None, judged: list[Item] | None = None) -> None:
        """`judged`: what an iteration gives instead of the records, where it does."""
        self.batch = batch
        self.judged = judged
        self._left: Any  # has as many items as there are records left
        self.records: Iterator[Record]
        self.items: Iterator[Record | None]
        if judged is not None:
            self._left = iter(range(len(judged)))
            self.records = filter(None, map([i.record for i in judged].__getitem__, self._left))
            self.items = map([i.shown for i in judged].__getitem__, self._left)
        elif batch is None:
            self.items = self.records = self._left = iter(())
        elif ACCELERATOR is not None:
            self.items = self.records = self._left = ACCELERATOR.records(batch)
        else:
            # From the end of a list, which does not keep those that were taken. None ends it.
            indexes = range(batch.n - 1, -1, -1)
            self._left = [None, *map(ReadRecord, repeat(batch), indexes)]
            self.items = self.records = iter(self._left.pop, None)

    def left(self) -> int:
        """How many records were not taken yet."""
        left = operator.length_hint(self._left)
        return max(left - 1, 0) if type(self._left) is list else left


class Batches:
    """The records of a JavaReader, an iterator for each batch.

    What is left of the batch in hand is known here, so that `read_batch` goes on where an iteration
    left off, and the other way round. This is apart from the reader, so that an iteration does not
    refer to it: only the garbage collector could close a reader that nobody else refers to.
    """

    def __init__(self, java_reader: JavaReader, first_size: int, most: int) -> None:
        """Batches of `first_size` records, then of twice as many each time, up to `most`."""
        self.java_reader = java_reader
        self.cursor = BatchCursor(None)
        # Where in its input the batch in hand ends; None where none of the input was read.
        self._at: int | None = None
        self._size, self._most = first_size, most
        self._kept: BaseException | None = None

    def __iter__(self) -> Iterator[Iterator[Any]]:
        return self

    def __next__(self) -> Iterator[Any]:
        try:
            if self.fetch():
                return self.cursor.items
        except JvmNotFoundError as error:
            return Raised(error.with_traceback(None))
        except BaseException as error:
            return Raised(error)
        raise StopIteration

    def fetch(self, size: int | None = None) -> bool:
        """Sees to it that there are records in hand; False at the end."""
        with self.java_reader.delivery_lock:
            self.raise_kept()
            # Not returned here: Ctrl-C that is heard after this call must still release the lock.
            try:
                found = self._fetch(size)
            except JvmNotFoundError as error:
                # Its message says all; where in here Java was asked for hides that from the reader.
                raise error.with_traceback(None) from None
        return found

    def prepare(self, size: int) -> bool:
        """`fetch` on behalf of somebody who may have gone when it is done.

        What it would raise is kept for the next caller: see `raise_kept`.
        """
        with self.java_reader.delivery_lock:
            if self._kept is not None:
                return True
            try:
                return self._fetch(size)
            except BaseException as error:
                self._kept = error
                return True

    def raise_kept(self) -> None:
        """Raises what `prepare` kept, once."""
        kept, self._kept = self._kept, None
        if kept is not None:
            try:
                raise kept
            finally:
                del kept  # as in Raised

    def _fetch(self, size: int | None) -> bool:
        java_reader = self.java_reader
        if self.cursor.left():
            return True
        next_size = self._size if size else min(2 * self._size, self._most)
        batch = java_reader.batch(size or self._size)
        if batch is None:
            return self._end()
        cursor, at = self._cursor_of(batch)
        self.cursor, self._at, self._size, java_reader.ended = cursor, at, next_size, []
        java_reader.acknowledged += 1
        java_reader.tally.batches += 1
        java_reader.tally.records += batch.n
        return True

    def _cursor_of(self, batch: Batch) -> tuple[BatchCursor, int | None]:
        """The cursor of a batch, and where in its input it ends, for who wants to know."""
        return BatchCursor(batch), None

    def _end(self) -> bool:
        """Sees to what is left where no batch is; False where nothing is."""
        return False
