"""What a reader has in hand: what Java gave, but was not delivered yet.

A record is taken by C code and given on without a call after it (see `_feed`). Without the
accelerator, to make one takes Python code, in which Ctrl-C may be heard: they are made before the
first is delivered.
"""

from __future__ import annotations

import operator
import struct
from collections.abc import Iterator
from itertools import repeat
from typing import Any

from panamarc._batch import Batch
from panamarc._core import ACCELERATOR
from panamarc._feed import Feed
from panamarc._lookback import History
from panamarc._pymarcs import Item, Manner, in_no_record, is_clean, items_of
from panamarc._readrecord import ReadRecord
from panamarc.exceptions import JvmNotFoundError
from panamarc.record import Record

PAIR = struct.Struct("=qq")


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


class Hand:
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
    """The records of a feed, an iterator for each batch.

    What is left of the batch in hand is known here, so that `read_batch` goes on where an iteration
    left off, and the other way round. This is apart from the reader, so that an iteration does not
    refer to it: only the garbage collector could close a reader that nobody else refers to.
    """

    def __init__(self, feed: Feed, batch_size: int) -> None:
        self.feed = feed
        self.hand = Hand(None)
        # Where in its input the batch in hand ends; None where none of the input was read.
        self._at: int | None = None
        self._batch_size = batch_size
        self._kept: BaseException | None = None

    def __iter__(self) -> Iterator[Iterator[Any]]:
        return self

    def __next__(self) -> Iterator[Any]:
        try:
            if self.fetch():
                return self.hand.items
        except JvmNotFoundError as error:
            return Raised(error.with_traceback(None))
        except BaseException as error:
            return Raised(error)
        raise StopIteration

    def fetch(self, size: int | None = None) -> bool:
        """Sees to it that there are records in hand; False at the end."""
        with self.feed.turn:
            self.raise_kept()
            # Not returned here: what is heard behind this call must still end the turn.
            try:
                found = self._fetch(size)
            except JvmNotFoundError as error:
                # Its message says all; where in here Java was asked for hides that from the reader.
                raise error.with_traceback(None) from None
        return found

    def prepare(self, size: int) -> bool:
        """`fetch` on behalf of somebody who may have gone when it is done.

        What it would raise is kept, for whoever comes next: see `raise_kept`.
        """
        with self.feed.turn:
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
        feed = self.feed
        if self.hand.left():
            return True
        batch = feed.batch(size or self._batch_size)
        if batch is None:
            return self._end()
        hand, at = self._hand_of(batch)
        self.hand, self._at, feed.ended = hand, at, []
        feed.taken += 1
        feed.tally.batches += 1
        feed.tally.records += batch.n
        return True

    def _hand_of(self, batch: Batch) -> tuple[Hand, int | None]:
        """The hand of a batch, and where in its input it ends, for who wants to know."""
        return Hand(batch), None

    def _end(self) -> bool:
        """Sees to what is left where no batch is; False where nothing is."""
        return False


class JudgedBatches(Batches):
    """Batches with the judgement of pymarc, if there is a `manner`: see `_pymarcs`."""

    def __init__(self, feed: Feed, batch_size: int, manner: Manner | None) -> None:
        super().__init__(feed, batch_size)
        self._manner = manner

    def _hand_of(self, batch: Batch) -> tuple[Hand, int | None]:
        batch.converts = True
        manner, given = self._manner, self.feed.given
        if manner is None or given is None:
            return Hand(batch), None
        judged, known = self._behind()
        back = given.look_back()
        at = back.begin if known is None else known
        if isinstance(back, History):
            back.drop(at)
        end = batch.inputs[batch.n - 1] + batch.lengths[batch.n - 1]
        if not judged and manner.reads_as_java() and is_clean(batch, at):
            return Hand(batch), end
        judged += items_of(batch, [*Hand(batch).records], at, manner, back)
        return Hand(batch, judged), end

    def _behind(self) -> tuple[list[Item], int | None]:
        """What follows the last record of each input that has come to its end since."""
        judged: list[Item] = []
        at = self._at
        if self._manner is None:
            return judged, at
        for given, size in self.feed.ended:
            back = given.look_back()
            begin = back.begin if at is None else at
            judged += in_no_record(back, begin, back.begin + size, self._manner)
            at = None
        return judged, at

    def _end(self) -> bool:
        judged, _ = self._behind()
        if judged:
            hand = Hand(None, judged)
            self.hand, self._at, self.feed.ended = hand, None, []
        return bool(judged)

    def last(self) -> Item | None:
        """What was delivered last; None before the first record."""
        hand = self.hand
        batch, judged, left = hand.batch, hand.judged, hand.left()
        if judged is not None:
            at = len(judged) - left - 1
            return judged[at] if at >= 0 else None
        if batch is None or left == batch.n:
            return None
        return Item(None, None, batch.raw(batch.n - left - 1), None)


class Pieces:
    """The boundaries of a feed, an iterator of pairs for each answer."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._hand: Iterator[tuple[Any, ...]] = PAIR.iter_unpack(b"")

    def __iter__(self) -> Iterator[Iterator[tuple[Any, ...]]]:
        return self

    def __next__(self) -> Iterator[tuple[Any, ...]]:
        try:
            if self._fetch():
                return self._hand
        except JvmNotFoundError as error:
            return Raised(error.with_traceback(None))
        except BaseException as error:
            return Raised(error)
        raise StopIteration

    def _fetch(self) -> bool:
        """Sees to it that there are pairs in hand; False at the end."""
        feed = self._feed
        with feed.turn:
            if operator.length_hint(self._hand):
                return True
            pairs = feed.boundaries()
            if pairs is None:
                return False
            hand = PAIR.iter_unpack(pairs)
            self._hand = hand
            feed.boundaries_taken += 1
            return True
