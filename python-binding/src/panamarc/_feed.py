"""The crossing: gets batches out of Java, one input after the other, and keeps the account."""

from __future__ import annotations

import sys
import threading
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

from panamarc import _jvm
from panamarc._account import PART, Account
from panamarc._batch import MAGIC, Batch, Tally
from panamarc._source import Input, Options
from panamarc.exceptions import MarcFormatError, MarcWarning, format_error

T = TypeVar("T")


class Opened:
    """An input that Java reads."""

    def __init__(self, given: Input, reader: Any) -> None:
        self.given = given
        self.reader = reader
        # Held while Java is called and supplied, so that no chunk is supplied twice.
        self.turn = threading.Lock()
        # What the caller's file raised, until all that was read before it has been handed out.
        self.failing: Exception | None = None


class Feed:
    """Batches out of Java, in the order of the inputs. Safe for several threads."""

    def __init__(self, inputs: list[Input], options: Options, max_bytes: int) -> None:
        self.tally = Tally()
        self.hows = [given.how for given in inputs]
        self.closed = False
        self._options = options
        self._java_options: Any = None  # the same for Java, made with the first input
        self._max_bytes = max_bytes
        self._waiting = inputs[::-1]  # the next one last
        self._opened: Opened | None = None
        self._account = Account()
        self._next_number = 1
        self._lock = threading.RLock()  # guards what stands above; never held while reading
        self._rescued: list[bytes] = []

    def batch(self, max_records: int) -> Batch | None:
        """The next batch; None at the end, for ever after.

        Raises MarcFormatError for what the error policy does not let through, OSError where an
        input fails, and whatever a caller's file raises; the next call goes on behind that.
        """

        def fill(reader: Any) -> int:
            return int(reader.fill(_jvm.target.buffer, max_records, self._max_bytes))

        payload = self._rescued.pop() if self._rescued else self._take(fill)
        if payload is None:
            return None
        batch = Batch(payload, self.tally)
        with self._lock:
            self.tally.batches += 1
            self.tally.records += batch.n
        return batch

    def boundaries(self) -> memoryview | None:
        """Offsets and lengths of the next pieces, 64 bits each in turn; None at the end."""
        payload = self._take(lambda reader: int(reader.boundaries(_jvm.target.buffer)))
        return None if payload is None else memoryview(payload).cast("q")

    def _take(self, call: Callable[[Any], int]) -> bytes | None:
        """What a call puts into this thread's target; None at the end of the last input."""
        while True:
            opened = self._current()
            if opened is None:
                return None
            _jvm.target.grow(_jvm.FIRST_TARGET)
            try:
                with opened.turn:
                    size = self._status(opened, call)
                    if size == _jvm.FAILED:
                        raise _format_error(opened.reader)
                if size > 0:
                    return bytes(_jvm.target.view[:size])
            except Exception as error:
                translated = _jvm.translated(error, opened.given.name)
                if translated is None:
                    raise
                finished = opened is not self._opened and not self.closed
                if finished and isinstance(translated, ValueError):
                    continue  # another thread came to the input's end meanwhile, and closed it
                raise translated from error
            except BaseException:
                self._rescue()
                raise
            self._finish(opened)

    def _rescue(self) -> None:
        """Keeps the batch that Java had completed just as Ctrl-C was heard."""
        view = _jvm.target.view
        if view[:4] == MAGIC:
            length = int.from_bytes(view[48:52], sys.byteorder)
            self._rescued.append(bytes(view[:length]))

    def _status(self, opened: Opened, call: Callable[[Any], int]) -> int:
        """Calls until something has come of it: a size, END or FAILED."""
        target = _jvm.target
        while True:
            target.view[:4] = bytes(4)
            self.tally.crossings += 1
            if opened.failing is not None:
                status = int(opened.reader.flush(target.buffer))
                if status == _jvm.END:
                    failing, opened.failing = opened.failing, None
                    raise failing
            else:
                status = call(opened.reader)
            if status <= _jvm.TOO_SMALL:
                target.grow(-status)
            elif status == _jvm.NEED_INPUT:
                try:
                    opened.given.supply(opened.reader)
                except Exception as error:
                    opened.failing = error
            elif status != _jvm.AGAIN:
                return status

    def _current(self) -> Opened | None:
        """The input that is being read; None after the last."""
        with self._lock:
            if self.closed:
                raise ValueError("the reader is closed")
            if self._opened is None and not self._waiting:
                return None
            # A process forked since the last call must not call Java.
            _jvm.classes()
            if self._opened is None:
                given = self._waiting[-1]
                try:
                    if self._java_options is None:
                        self._java_options = self._options.java()
                    reader = given.open(self._java_options, self._next_number)
                except Exception as error:
                    translated = _jvm.translated(error, given.name)
                    if translated is None:
                        raise
                    raise translated from error
                self._opened = Opened(given, reader)
                self._waiting.pop()
                self.hows[len(self.hows) - len(self._waiting) - 1] = given.how
            return self._opened

    def _finish(self, opened: Opened) -> None:
        """Closes an input that came to its end, or whose reader was closed."""
        other_format = ""
        with self._lock:
            if self._opened is opened:
                other_format = str(opened.reader.otherFormat())
                account = self._account.after(opened.reader)
                number = int(opened.reader.nextNumber())
                # All at once, so that Ctrl-C comes before or behind it.
                self._account, self._next_number, self._opened = account, number, None
                opened.reader.close()
                opened.given.close()
        if other_format and self._options.on_error != "raise":
            message = f"{opened.given.name}: no records; it begins as {other_format} does"
            warnings.warn(message, MarcWarning, stacklevel=2)

    def account(self, item: Callable[[Account, Any], T]) -> T:
        """An item of the account so far, such as `Account.bytes_read`."""
        with self._lock:
            asked = self._opened is not None and _jvm.running()
            return item(self._account, self._opened.reader if self._opened and asked else None)

    def close(self) -> None:
        """Lets go of everything. Doing so twice is allowed."""
        with self._lock:
            if self.closed:
                return
            self.closed = True
            opened, self._opened = self._opened, None
            waiting, self._waiting = self._waiting, []
            if opened is not None:
                if _jvm.running():
                    self._account = self._account.after(opened.reader)
                    opened.reader.close()
                opened.given.close()
            for given in waiting:
                given.close()

    def __del__(self) -> None:
        # A reader that nobody refers to is closed; one that could not be made has nothing to close.
        if hasattr(self, "_rescued"):
            self.close()


def _format_error(reader: Any) -> MarcFormatError:
    kind, source, number, offset, tag, message = str(reader.failure()).split(PART)
    chunk = bytes(reader.failureBytes())
    return format_error(kind, source, int(number), int(offset), tag, message, chunk)
