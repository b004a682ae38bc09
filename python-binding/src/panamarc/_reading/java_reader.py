"""The crossing: gets batches out of Java, one input after the other, and keeps the account.

Ctrl-C costs nothing, whenever it comes: Java gives a batch again until `taken` says that Python has
it, and what else is found is kept before it is acted on. Python hears of Ctrl-C where it enters a
function, where it jumps back, and after a call, whose result is lost then. It does not in
`(self.it,) = map(call, (argument,))`, where C code makes the call, nor between assignments in a row
that call nothing. What has to be kept is kept by these means, here and in what this uses.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from panamarc._batch.batch import Batch
from panamarc._core import ACCELERATOR
from panamarc._input.inputs import Input, PathInput
from panamarc._input.options import CHECKED_BYTES, CHECKED_RECORDS, Options
from panamarc._input.shared import shared_inputs
from panamarc._input.split import Split, split_file
from panamarc._java import jvm
from panamarc._java.buffers import Block
from panamarc._java.errors import to_python_exception
from panamarc._reading.accounting import PART, Account
from panamarc.exceptions import MarcFormatError, MarcWarning, format_error

T = TypeVar("T")

USED = 1  # a call used batches in Java, and there is more to do

# The readers not closed yet. Were they only referred to by what the garbage collector finds, JPype
# might release them before a JavaReader's finalizer could close them.
_readers: dict[int, Any] = {}


class Tally:
    """What reading took, for `explain`."""

    def __init__(self) -> None:
        self.crossings = 0  # calls into Java
        self.batches = 0
        self.records = 0


class Result(NamedTuple):
    """The account of an input after its end."""

    account: Account
    next_number: int
    other_format: str
    size: int  # in bytes


class Opened:
    """An input that Java reads."""

    def __init__(self, input: Input) -> None:
        self.input = input
        self.reader: Any = None
        # What the caller's file raised, until all that was read before it has been handed out.
        self.failing: Exception | None = None
        self.result: Result | None = None  # once it has ended
        self.failed = False  # whether the error policy did not let something through
        self.has_pieces = False  # whether boundaries were given, which do not count as records

    def close(self) -> None:
        """Releases it, Java's part included if Java runs. Doing so twice is allowed."""
        if jvm.running():
            self.reader.close()
            _readers.pop(id(self), None)
        self.input.close()


class JavaReader:
    """Batches out of Java, in the order of the inputs. Safe for several threads.

    A caller that wants a batch or boundaries holds `delivery_lock` until it has counted
    `acknowledged` or `boundaries_acknowledged` up, in the statement that puts them where they are
    found again. Before that, the next call gives the same once more.
    """

    def __init__(
        self,
        inputs: list[Input],
        options: Options,
        max_bytes: int,
        looks_back: bool = False,
        warns: bool = True,
    ) -> None:
        """`warns`: whether an input that is not MARC is a warning, besides being in `foreign`."""
        self.tally = Tally()
        self._block = Block()
        self._hot: set[tuple[str, str]] = set()  # for the batches
        self.looks_back = looks_back
        for given in inputs if looks_back else ():
            given.look_back()
        self.descriptions = [given.description for given in inputs]
        self.threads = options.threads
        self._file = inputs[0] if len(inputs) == 1 and isinstance(inputs[0], PathInput) else None
        self.closed = False
        self.delivery_lock = threading.Lock()
        self.acknowledged = 0  # batches and failures
        self.boundaries_acknowledged = 0
        # The input of the batch given last, and those that ended before, with their
        # sizes; for who looks back.
        self.input: Input | None = None
        self.foreign: list[str] = []  # a sentence for each input that has no record and is not MARC
        self._warns = warns
        self.ended: list[tuple[Input, int]] = []
        self._options = options
        self._java_options: Any = None  # the same for Java, made with the first input
        self._max_bytes = max_bytes
        self._waiting = inputs[::-1]  # the next one last
        self._opened: Opened | None = None
        self._account = Account()
        self._next_number = 1
        self._lock = threading.RLock()  # guards the inputs and the account; not held while reading

    def batch(self, max_records: int) -> Batch | None:
        """The next batch; None at the end, for ever after.

        One that was given, but not taken, may have more records. Raises MarcFormatError for what
        the error policy does not let through, OSError where an input fails, and whatever a caller's
        file raises; the next call goes on after that.
        """
        payload = self._in_block(max_records) if ACCELERATOR else self._in_target(max_records)
        return None if payload is None else Batch(payload, hot=self._hot)

    def _in_block(self, max_records: int) -> bytes | None:
        """A packed batch, written by Java into the bytes that are given."""
        block = self._block

        def fill(reader: Any) -> int:
            place = block.place()
            return int(reader.fillAt(*place, self.acknowledged, max_records, self._max_bytes))

        def flush(reader: Any) -> int:
            return int(reader.flushAt(*block.place(), self.acknowledged))

        size = self._next(fill, flush, block)
        return block.take(size) if size else None

    def _in_target(self, max_records: int) -> bytes | None:
        """A packed batch, copied from this thread's target."""

        def fill(reader: Any) -> int:
            return int(
                reader.fill(
                    jvm.transfer_buffer.buffer, self.acknowledged, max_records, self._max_bytes
                )
            )

        def flush(reader: Any) -> int:
            return int(reader.flush(jvm.transfer_buffer.buffer, self.acknowledged))

        return self._take(fill, flush)

    def boundaries(self) -> bytes | None:
        """Offsets and lengths of the next pieces, 64 bits each in turn; None at the end."""

        def find(reader: Any) -> int:
            return int(reader.boundaries(jvm.transfer_buffer.buffer, self.boundaries_acknowledged))

        # Records that were framed before are for `batch` to give.
        found = self._take(find, lambda reader: jvm.END)
        opened = self._opened
        if found is not None and opened is not None:
            opened.has_pieces = True
        return found

    def format(self) -> str:
        """The format of the input at hand; empty where it is not known, and at the end."""
        with self._lock:
            return "" if self._opened is None else str(self._opened.reader.format())

    def split(self, parts: int) -> list[Split]:
        """The parts of the file that is read. Raises ValueError if it is none, or not divided."""
        file = self._divisible()
        return split_file(str(file.path), file.name, self._options, parts)

    def _divisible(self) -> PathInput:
        if self.closed:
            raise ValueError("the reader is closed")
        if self._file is None:
            raise ValueError("only a file given by its path can be split, and one at a time")
        return self._file

    def shared(self, readers: int) -> list[JavaReader]:
        """Readers that share the file that is read. Raises ValueError as `split` does."""
        file = self._divisible()
        if self._options.quarantine:
            raise ValueError("readers that share a file have no quarantine: one reader writes it")
        options = self._options._replace(threads=1)
        inputs = shared_inputs(str(file.path), file.name, options, readers)
        return [JavaReader([one], options, self._max_bytes) for one in inputs]

    def count(self, threads: int) -> bool:
        """Counts records for some milliseconds, by framing alone; False at the end.

        They enter the account, and are not delivered. Raises what `batch` raises for an input.
        """
        with self.delivery_lock:
            counted = self._next(lambda reader: int(reader.count(threads)), lambda reader: jvm.END)
        return counted > 0

    def transfer(self, writer: Any, max_records: int) -> bool:
        """Has Java write batches to a PythonWriter, for some milliseconds; False at the end.

        Raises what `batch` raises.
        """

        def write(reader: Any) -> int:
            size = int(reader.transfer(writer, self.acknowledged, max_records, self._max_bytes))
            return USED if size == jvm.PAUSED else size

        with self.delivery_lock:
            # Nothing is kept back for `flush`: what was found is written.
            return self._next(write, lambda reader: jvm.END) != 0

    def check(self, validation: Any) -> bool:
        """Has Java check batches for a PythonValidation, for some milliseconds; False at the end.

        Raises what `batch` raises, and what Java's schemas raise.
        """

        def check(reader: Any) -> int:
            sizes = CHECKED_RECORDS, min(CHECKED_BYTES, self._max_bytes)
            size = int(reader.check(validation, self.acknowledged, *sizes))
            return USED if size == jvm.PAUSED else size

        def check_framed(reader: Any) -> int:
            return USED if int(reader.checkFramed(validation)) == jvm.PAUSED else jvm.END

        with self.delivery_lock:
            return self._next(check, check_framed) != 0

    def _take(self, call: Callable[[Any], int], flush: Callable[[Any], int]) -> bytes | None:
        """What a call puts into this thread's target; None at the end of the last input."""
        size = self._next(call, flush)
        return bytes(jvm.transfer_buffer.view[:size]) if size else None

    def _next(
        self,
        call: Callable[[Any], int],
        flush: Callable[[Any], int],
        target: jvm.TransferBuffer | Block | None = None,
    ) -> int:
        """The size that a call gives of this or the next input; 0 at the end of the last.

        `target`: what the call fills, if not this thread's target.

        `flush` is called instead where the caller's file raised: it gives what was found before.
        """
        while True:
            opened = self._current()
            if opened is None:
                return jvm.END
            if opened.result is None:
                if target is None:
                    target = jvm.transfer_buffer
                    target.grow(jvm.FIRST_TARGET)
                try:
                    size = self._status(opened, call, flush, target)
                    if size == jvm.FAILED:
                        failed = _format_error(opened.reader)
                        self.acknowledged += 1
                        opened.failed = True
                        raise failed
                except Exception as error:
                    translated = to_python_exception(error, opened.input.name)
                    if translated is None:
                        raise
                    raise translated from error
                if size > 0:
                    self.input = opened.input if self.looks_back else None
                    return size
            self._finish(opened)

    def _status(
        self,
        opened: Opened,
        call: Callable[[Any], int],
        flush: Callable[[Any], int],
        target: jvm.TransferBuffer | Block,
    ) -> int:
        """Calls until something has come of it: a size, END or FAILED."""
        while True:
            self.tally.crossings += 1
            if opened.failing is not None:
                status = flush(opened.reader)
                if status == jvm.END:
                    failing, opened.failing = opened.failing, None
                    raise failing
            else:
                status = call(opened.reader)
            if status <= jvm.TOO_SMALL:
                target.grow(-status)
            elif status == jvm.NEED_INPUT:
                self.tally.crossings += 1
                try:
                    opened.input.supply(opened.reader)
                except Exception as error:
                    opened.failing = error
            elif status != jvm.PAUSED:
                return status

    def _current(self) -> Opened | None:
        """The input that is being read; None after the last."""
        with self._lock:
            if self.closed:
                raise ValueError("the reader is closed")
            if self._opened is None and not self._waiting:
                return None
            # A process forked since the last call must not call Java.
            jvm.classes()
            if self._opened is None:
                given = self._waiting[-1]
                opened = Opened(given)
                key = id(opened)
                index = len(self.descriptions) - len(self._waiting)
                try:
                    if self._java_options is None:
                        self._java_options = self._options.java()
                    (reader,) = map(given.open, (self._java_options,), (self._next_number,))
                    opened.reader, self._opened, _readers[key] = reader, opened, reader
                    del self._waiting[-1]
                except Exception as error:
                    translated = to_python_exception(error, given.name)
                    if translated is None:
                        raise
                    raise translated from error
                self.descriptions[index] = given.description
            return self._opened

    def _finish(self, opened: Opened) -> None:
        """Closes an input that has ended."""
        with self._lock:
            if opened.result is None:
                opened.result = Result(
                    self._account.after(opened.reader),
                    int(opened.reader.nextNumber()),
                    str(opened.reader.otherFormat()),
                    int(opened.reader.bytesRead()),
                )
            account, number, other_format, size = opened.result
            opened.close()
            ended = [*self.ended, (opened.input, size)] if self.looks_back else []
            if self._opened is opened:  # and not closed by another thread
                self._account, self._next_number, self._opened = account, number, None
                self.ended = ended
        if other_format and not (opened.failed or opened.has_pieces):
            given = self._options.format
            what = f"no record in the format {given}" if given else "not MARC"
            message = f"{opened.input.name}: {what}: begins as {other_format}"
            self.foreign.append(message)
            if self._warns:
                warnings.warn(message, MarcWarning, stacklevel=2)

    def account(self, item: Callable[[Account, Any], T]) -> T:
        """An item of the account so far, such as `Account.bytes_read`."""
        with self._lock:
            asked = self._opened is not None and jvm.running()
            return item(self._account, self._opened.reader if self._opened and asked else None)

    def close(self) -> None:
        """Releases everything. Doing so twice is allowed."""
        with self._lock:
            self.closed = True
            opened = self._opened
            if opened is not None:
                opened.close()
                account = self._account.after(opened.reader) if jvm.running() else self._account
                self._account, self._opened = account, None
            while self._waiting:
                self._waiting[-1].close()
                del self._waiting[-1]

    def __del__(self) -> None:
        # A reader that nobody refers to is closed; one that could not be made has nothing to close.
        if hasattr(self, "_lock"):
            self.close()


def _format_error(reader: Any) -> MarcFormatError:
    kind, source, number, offset, tag, message = str(reader.failure()).split(PART)
    chunk = bytes(reader.failureBytes())
    return format_error(kind, source, int(number), int(offset), tag, message, chunk)
