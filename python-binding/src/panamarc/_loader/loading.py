"""One pass of a loader: batches cut from what its workers read."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Iterator
from typing import Any, NamedTuple

from panamarc._loader.exchange import Exchange
from panamarc._loader.forms import Form
from panamarc._loader.pieces import Piece, Pieces
from panamarc._loader.progress import Given, Progress
from panamarc.exceptions import JvmForkError


class Running:
    """The workers of a pass. They end before Java does, where the process ends first."""

    def __init__(self, exchange: Exchange, threads: list[threading.Thread]) -> None:
        self.exchange = exchange
        self.process = os.getpid()
        """The process that they are in."""
        self._threads = threads
        # What is registered last is called first: before Java's end, which was registered with it.
        atexit.register(self.close)

    def stop(self) -> None:
        """Has them end. Doing so twice is allowed."""
        atexit.unregister(self.close)
        if os.getpid() == self.process:
            self.exchange.close()
        else:  # the lock may be one that a thread had when the process was forked
            self.exchange.closed = True

    def close(self) -> None:
        """Has them end, and waits until they have. Doing so twice is allowed."""
        self.stop()
        if os.getpid() == self.process:
            for thread in self._threads:
                thread.join()


class _Cut(NamedTuple):
    """The next step of an iteration, and what is so after it."""

    batch: Any
    error: Exception | None
    hand: list[Piece]
    at: int
    have: int
    given: list[Given]
    batches: int
    records: int


class Loading:
    """The batches of a pass, an iterator. Used by one thread at a time.

    An exception does not end it: the next call goes on after that. Where nobody refers to it any
    more, its workers end.
    """

    def __init__(
        self,
        running: Running,
        pieces: Pieces,
        form: Form,
        batch_size: int,
        progress: Progress,
    ) -> None:
        self._running = running
        self._pieces = pieces
        self._form = form
        self._batch_size = batch_size
        self._progress = progress
        self._received = 0  # pieces
        self._hand: list[Piece] = []
        self._at = 0  # items of the first piece that were given
        self._have = 0  # items in hand
        self._stops = False  # whether what is in hand is to be given before more is taken
        self._ended = False

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        """The next batch. See `Loader` for what it raises."""
        if self._ended:
            raise StopIteration
        if self._running.exchange.closed:
            raise ValueError("the loader is closed, or has begun another pass")
        if os.getpid() != self._running.process:
            raise JvmForkError("a loader's workers are not in a forked process: load in it alone")
        self._progress.settle()
        while self._have < self._batch_size and not self._stops:
            piece = self._pieces.take(self._received)
            if piece is None:
                self._stops = True
            else:
                hand, have = [*self._hand, piece], self._have + piece.size
                received, stops = self._received + 1, piece.error is not None
                self._hand, self._have, self._received, self._stops = hand, have, received, stops
        batch, error, left, at, have, given, batches, records = self._cut()
        progress = self._progress
        self._hand, self._at, self._have = left, at, have
        progress.pending, progress.batches, progress.records = given, batches, records
        if error is not None:
            self._stops = False
            raise error
        if batch is None:
            self._ended = True
            self.close()
            raise StopIteration
        return batch

    def _cut(self) -> _Cut:
        """A batch of what is in hand, or what comes first instead of it."""
        taken: list[Any] = []
        given: list[Given] = []
        left, at, wanted = [*self._hand], self._at, self._batch_size
        while left and left[0].error is None:
            piece = left[0]
            size = min(piece.size - at, wanted)
            if size:
                whole = size == piece.size
                taken.append(piece.items if whole else self._form.cut(piece.items, at, size))
            wanted -= size
            at += size
            if at < piece.size:
                given.append(Given(piece, at))
                break
            given.append(Given(piece))
            del left[0]
            at = 0
        batches, records = self._progress.batches, self._progress.records
        if not taken:
            error = left[0].error if left else None
            given += map(Given, left[:1])
            return _Cut(None, error, left[1:], 0, 0, given, batches, records)
        size = self._batch_size - wanted
        batch = self._form.batch(taken)
        return _Cut(batch, None, left, at, self._have - size, given, batches + 1, records + size)

    def close(self) -> None:
        """Ends the workers, and waits until they have. Doing so twice is allowed."""
        self._running.close()

    def __del__(self) -> None:
        # Without waiting: a collector may call this in one of the threads.
        if hasattr(self, "_running"):
            self._running.stop()
