"""Changes a few records of many: Java selects, Python changes, all others pass as bytes."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import IO, Any, BinaryIO, NamedTuple

from panamarc import _jvm, _spec, _threads
from panamarc._account import SkippedRange
from panamarc._atomic import is_special, replacing
from panamarc._batch import Batch
from panamarc._readrecord import ReadRecord, become
from panamarc._whole import write_all
from panamarc._writer import FormatWriter
from panamarc.reader import MarcReader
from panamarc.record import Record

__all__ = ["Edited", "edit"]

AT_ONCE = 500  # records


class Edited(NamedTuple):
    """What `edit` did."""

    records: int
    """Records of the source, without those that `on_error` left out."""
    selected: int
    """Records that `change` was called for."""
    changed: int
    """Of these, records that were not written as they had been."""
    written: int
    """Records written."""
    skipped: list[SkippedRange]
    """The ranges of the source that belong to no record; they are not written."""
    losses: list[str]
    """What `coding` could not carry, a sentence for each kind; empty where nothing was lost."""


class _Written(ABC):
    """The target, and what was done so far."""

    def __init__(self, change: Callable[[Record], Any]) -> None:
        self.selected = self.changed = self.written = 0
        self._change = change

    def pass_on(self, batch: Batch, first: int, last: int) -> None:
        """Writes records as they are, from one index up to another."""
        if first < last:
            self.written += last - first
            self._put_run(batch, first, last)

    def edit(self, batch: Batch, index: int) -> None:
        """Has a record changed, and writes what comes of it."""
        # An ordinary one at once: that takes it apart in one go, and it is to be changed.
        record = become(ReadRecord(batch, index))
        given = self._change(record)
        if given is None:
            given = [record]
        elif isinstance(given, Record):
            given = [given]
        elif isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
            raise TypeError(
                f"change returns None, a record or several records, not {type(given).__name__}"
            )
        records = list(given)
        raws = [one.as_marc() for one in records]
        self.selected += 1
        self.changed += raws != [batch.raw(index)]
        self.written += len(raws)
        self._put(records, raws)

    @abstractmethod
    def _put_run(self, batch: Batch, first: int, last: int) -> None:
        """Writes records of a batch."""

    @abstractmethod
    def _put(self, records: list[Record], raws: list[bytes]) -> None:
        """Writes records that Python has, given with what their `as_marc` gave."""

    @abstractmethod
    def hand_on(self) -> None:
        """Has what there is written. Raises what writing raised, this time or the last."""

    @abstractmethod
    def finish(self) -> list[str]:
        """Waits until all is written; gives what could not be written. Raises what that raised."""


class _Copied(_Written):
    """A target whose records keep their bytes."""

    def __init__(
        self, file: IO[bytes], writing: Executor | None, change: Callable[[Record], Any]
    ) -> None:
        """`writing`: what writes while more is read and changed; None for whoever calls."""
        super().__init__(change)
        self._file = file
        self._writing = writing
        self._pieces: list[bytes | memoryview] = []  # to be written
        self._begun: Future[None] | None = None

    def _put_run(self, batch: Batch, first: int, last: int) -> None:
        offsets, lengths = batch.offsets, batch.lengths
        begin, end = offsets[first], offsets[last - 1] + lengths[last - 1]
        if end - begin == sum(lengths[first:last]):
            self._pieces.append(memoryview(batch.payload)[begin:end])
        else:  # values of a repaired record, or of one in another encoding, stand between them
            self._pieces += [batch.raw(index) for index in range(first, last)]

    def _put(self, records: list[Record], raws: list[bytes]) -> None:
        self._pieces += raws

    def hand_on(self) -> None:
        pieces, self._pieces = self._pieces, []
        if self._writing is None:
            _write(self._file, pieces)
        else:
            self._wait()
            self._begun = self._writing.submit(_write, self._file, pieces)

    def _wait(self) -> None:
        if self._begun is not None:
            self._begun.result()

    def finish(self) -> list[str]:
        self._wait()
        return []


class _Recoded(_Written):
    """A target in a coding of its own, which Java writes."""

    def __init__(self, writer: FormatWriter, change: Callable[[Record], Any]) -> None:
        super().__init__(change)
        self._writer = writer

    def _put_run(self, batch: Batch, first: int, last: int) -> None:
        self._writer.write_run(batch, first, last)

    def _put(self, records: list[Record], raws: list[bytes]) -> None:
        for record, raw in zip(records, raws, strict=True):
            self._writer.write_marc(record, raw)

    def hand_on(self) -> None:
        """Nothing: the writer collects by itself."""

    def finish(self) -> list[str]:
        self._writer.close()
        return self._writer.losses


def _write(file: IO[bytes], pieces: list[bytes | memoryview]) -> None:
    for piece in pieces:
        write_all(file, piece)


def edit(
    src: object,
    dst: str | os.PathLike[str] | BinaryIO,
    *,
    change: Callable[[Record], Any],
    where: Mapping[str, str] | Sequence[Mapping[str, str]] | None = None,
    on_error: str = "recover",
    file_encoding: str | None = None,
    coding: str | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Edited:
    """Copies records in ISO 2709 and has some of them changed on the way.

    `src`: what `open` takes. `dst`: a path, which gets its new content once all is written, and so
    may be the source, compressed where it ends in `.gz`, `.bz2` or `.zst`; or a binary file object.
    Records keep their order, and all but those selected their bytes, broken ones included; with
    `coding`, `utf-8` or `marc-8`, all are written in it, as `writer` does it. What lies between
    records is not written: see the result.

    `where` selects: a dictionary of conditions, all of which must hold. A condition is a spec, as
    for `Record.value`, with a regular expression that is found in one of its values; `!` before the
    spec means that it is found in none of them. An empty expression is found in any value. A list
    of such dictionaries selects what any of them selects, None all records. The expressions are
    Java's (java.util.regex), which are Python's but for little, such as `(?<name>...)`.

        {"LDR/6": "a"}                      language material
        {"650$a": "^Cats", "!856": ""}      about cats, and without a link
        [{"245$a": "cat"}, {"520": "cat"}]  cats in the title or in the summary

    `change` is called for each of these in turn. It changes the record and returns None, or returns
    a record to be written instead, or several; an empty list deletes the record. `progress` is
    called every now and then with the bytes and records read so far; `on_error` and `file_encoding`
    are as for `open`, and so are `threads`, but for as many as there are processors by default.

    Raises what `open` and its reader raise, OSError where `dst` cannot be written, ValueError for
    conditions that are none and for another `coding`, TypeError for what `change` may not return,
    UnwritableRecord where a record that is not copied does not fit ISO 2709, and what `change`
    raises. A path is then as it was.
    """
    sets = _sets(where)
    number = _threads.processors() if threads is None else threads
    reader = MarcReader(src, on_error=on_error, file_encoding=file_encoding, threads=number)
    with reader, _output(dst, change, coding) as written:
        feed = reader._feed
        selection = None
        while (batch := feed.batch(AT_ONCE)) is not None:
            feed.taken += 1
            if selection is None:
                selection = _selection(sets)
            at = 0
            for index in _selected(batch, selection):
                written.pass_on(batch, at, index)
                written.edit(batch, index)
                at = index + 1
            written.pass_on(batch, at, batch.n)
            written.hand_on()
            if progress is not None:
                progress(reader.bytes_read, reader.records_read)
        losses = written.finish()
        return Edited(
            reader.records_read,
            written.selected,
            written.changed,
            written.written,
            reader.skipped,
            losses,
        )


@contextmanager
def _output(
    dst: str | os.PathLike[str] | BinaryIO, change: Callable[[Record], Any], coding: str | None
) -> Iterator[_Written]:
    if coding is None:
        with _target(dst) as file, _writing(dst) as writing:
            yield _Copied(file, writing, change)
    else:
        with FormatWriter(dst, format="iso2709", coding=coding) as writer:
            yield _Recoded(writer, change)


def _target(dst: str | os.PathLike[str] | IO[bytes]) -> AbstractContextManager[IO[bytes]]:
    return replacing(dst) if isinstance(dst, (str, os.PathLike)) else nullcontext(dst)


def _writing(dst: object) -> AbstractContextManager[Executor | None]:
    """A thread that writes; none for what may keep it waiting for ever, such as a pipe."""
    if not isinstance(dst, (str, os.PathLike)) or is_special(Path(dst)):
        return nullcontext()
    return ThreadPoolExecutor(1, "panamarc-writer")


def _sets(
    where: Mapping[str, str] | Sequence[Mapping[str, str]] | None,
) -> list[list[tuple[str, str, bool]]]:
    """The conditions: spec, expression, and whether it must not be found."""
    if where is None:
        return []
    given = [where] if isinstance(where, Mapping) else list(where)
    if not given or not all(isinstance(one, Mapping) and one for one in given):
        raise ValueError(f"where is {where!r}; expected conditions such as {{'LDR/6': 'a'}}")
    return [[_condition(*pair) for pair in one.items()] for one in given]


def _condition(spec: str, expression: str) -> tuple[str, str, bool]:
    none = spec.startswith("!")
    spec = spec.removeprefix("!")
    _spec.parse(spec)
    if not isinstance(expression, str):
        raise TypeError(f"the condition for {spec!r} is a str, not {type(expression).__name__}")
    return spec, expression, none


def _selection(sets: list[list[tuple[str, str, bool]]]) -> Any:
    """The same for Java."""
    java = _jvm.classes()
    selection = java.selection()
    for conditions in sets:
        selection.addSet()
        for spec, expression, none in conditions:
            try:
                selection.add(spec, expression, none)
            except java.jpype.JClass("java.util.regex.PatternSyntaxException") as error:
                raise ValueError(
                    f"{expression!r} is no regular expression: {error.getDescription()}"
                ) from None
    return selection


def _selected(batch: Batch, selection: Any) -> list[int]:
    """The indexes of the records that are wanted."""
    view = _jvm.filled(
        batch.payload,
        lambda columns, address, length, target: columns.select(address, length, selection, target),
    )
    return [] if view is None else view.cast("i").tolist()
