"""Where workers put what they read and the pass takes it, in a bounded amount of memory."""

from __future__ import annotations

import threading
from collections import deque
from queue import SimpleQueue

from panamarc._loader.units import Block, End, Item

COST = 4096  # bytes that an item takes besides its content, at most


class Exchange:
    """Items of units, from several workers to one pass.

    In order, the units are given one after the other, as they were numbered; else an item is given
    when it is there. Items of one unit stay in order.

    Ctrl-C may be heard in `take` at any moment (see `_reading.java_reader`), so an item is given
    again until the next call says that the pass has it.
    """

    def __init__(self, ordered: bool, most_bytes: int) -> None:
        """`most_bytes`: of items that wait, but for one of the unit that is given."""
        self._ordered = ordered
        self._most = most_bytes
        # A collector may close this in a thread that has the lock.
        self._lock = threading.RLock()
        self._room = threading.Condition(self._lock)
        # A Condition that Ctrl-C interrupts may leave its lock in a state that nobody knows.
        self._news: SimpleQueue[None] = SimpleQueue()
        self._awaited = False
        self._waiting: dict[int, deque[Item]] = {}
        self._bytes = 0
        self._head = 0  # the number of the unit that is given
        self._ended = 0  # units of which all was given
        self._units: int | None = None  # once it is known how many there are
        self._given: Item | None = None
        self._count = 0  # items given
        self._failed: BaseException | None = None
        self.closed = False

    # What workers call.

    def put(self, number: int, item: Item) -> bool:
        """Adds an item of the unit of a number, once there is room; False where nobody wants it."""
        key = number if self._ordered else 0
        with self._room:
            while not self.closed and not self._has_room(key):
                self._room.wait()
            if self.closed:
                return False
            self._waiting.setdefault(key, deque()).append(item)
            self._bytes += _cost(item)
            self._announce()
        return True

    def _has_room(self, key: int) -> bool:
        # The unit that is given always gets on, or the others would wait for it for ever.
        return self._bytes < self._most or (key == self._head and not self._waiting.get(key))

    def _announce(self) -> None:
        if self._awaited:
            self._awaited = False
            self._news.put(None)

    def finish(self, units: int) -> None:
        """States how many units there are in all."""
        with self._lock:
            self._units = units
            self._announce()

    def fail(self, error: BaseException) -> None:
        """Has `take` raise an error, from now on."""
        with self._lock:
            self._failed = self._failed or error
            self._announce()

    # What the pass calls.

    def take(self, received: int) -> Item | None:
        """The next item; None after the last.

        `received`: how many items the caller has. Raises what a worker failed with.
        """
        while True:
            with self._lock:
                if self._failed is not None:
                    raise self._failed
                if received < self._count:
                    return self._given
                if self._next():
                    return self._given
                if self._ended == self._units:
                    return None
                self._awaited = True
            self._news.get()

    def _next(self) -> bool:
        """Takes the next item into `_given`, where there is one."""
        self._waiting.pop(self._head - 1, None)  # which was given to its end
        waiting = self._waiting.get(self._head)
        if not waiting:
            return False
        item = waiting[0]
        left = self._bytes - _cost(item)
        ended = isinstance(item, End)
        step = ended and self._ordered
        (self._given,) = map(deque.popleft, (waiting,))
        self._count, self._bytes = self._count + 1, left
        self._ended, self._head = self._ended + ended, self._head + step
        self._room.notify_all()
        return True

    def close(self) -> None:
        """Has the workers end. Doing so twice is allowed."""
        self.closed = True
        with self._lock:
            self._waiting.clear()
            self._room.notify_all()
            self._announce()


def _cost(item: Item) -> int:
    return COST + (item.nbytes if isinstance(item, Block) else 0)
