"""Changes a few records of many: Java selects, Python changes, all others pass as bytes."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import IO, Any, BinaryIO, NamedTuple

from panamarc import _threads
from panamarc._api.open import RecordReader
from panamarc._api.selection import Where, selected, selection_of, sets_of
from panamarc._api.write import FormatWriter, format_of
from panamarc._batch.batch import Batch
from panamarc._files import is_special, replacing, write_all
from panamarc._names import OnError
from panamarc._reading.accounting import SkippedRange
from panamarc._reading.read_record import ReadRecord, materialize
from panamarc.record import Record

__all__ = ["EditResult", "edit"]

AT_ONCE = 500  # records


class EditResult(NamedTuple):
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
    """What `format` and `coding` could not carry, a sentence for each kind; empty for nothing."""


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
        record = materialize(ReadRecord(batch, index))
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
        """`writing`: what writes while more is read and changed; None for the caller."""
        super().__init__(change)
        self._file = file
        self._writing = writing
        self._boundaries: list[bytes | memoryview] = []  # to be written
        self._begun: Future[None] | None = None

    def _put_run(self, batch: Batch, first: int, last: int) -> None:
        offsets, lengths = batch.offsets, batch.lengths
        begin, end = offsets[first], offsets[last - 1] + lengths[last - 1]
        if end - begin == sum(lengths[first:last]):
            self._boundaries.append(memoryview(batch.payload)[begin:end])
        else:  # values of a repaired record, or of one in another encoding, are between them
            self._boundaries += [batch.raw(index) for index in range(first, last)]

    def _put(self, records: list[Record], raws: list[bytes]) -> None:
        self._boundaries += raws

    def hand_on(self) -> None:
        pieces, self._boundaries = self._boundaries, []
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


class _Rewritten(_Written):
    """A target in another format, or in a coding of its own, which Java writes."""

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
    where: Where = None,
    on_error: OnError = "recover",
    file_encoding: str | None = None,
    format: str | None = None,
    coding: str | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> EditResult:
    """Copies records and has some of them changed on the way.

    `src`: what `open` takes. `dst`: a path, which gets its new content once all is written, and so
    may be the source, compressed where it ends in `.gz`, `.bz2` or `.zst`; or a binary file object.
    `format`: as for `writer`, and without it the suffix of `dst` gives the format; a file object
    and what is no regular file get ISO 2709, and a file that is changed in place keeps its format,
    whatever its name. Records keep their order. In ISO 2709 all but those selected keep their
    bytes, broken ones included; with `coding`, `utf-8` or `marc-8`, all are written in it, as
    `writer` does it. What lies between records is not written: see the result. A file that is to be
    changed in place and has no record stays as it is, and so does `dst` where `src` is not MARC,
    which a MarcWarning reports.

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
    are as for `open`. So is `threads`, but by default it is the number of processors that the
    process may use.

    Raises what `open` and its reader raise, OSError where `dst` cannot be written, ValueError for
    conditions that are none, a format that is not known and another `coding`, TypeError for what
    `change` may not return, UnwritableRecord where a record that is not copied does not fit ISO
    2709, and what `change` raises. A path is then as it was.
    """
    sets = sets_of(where)
    chosen = _format(src, dst, format)
    number = _threads.number(threads, _threads.usable())
    reader = RecordReader(src, on_error=on_error, file_encoding=file_encoding, threads=number)
    java_reader = reader._java_reader
    with reader, ExitStack() as stack:
        first = java_reader.batch(AT_ONCE)  # which is not taken yet
        if first is None and (chosen is None or java_reader.foreign):
            return EditResult(0, 0, 0, 0, reader.skipped, [])
        if chosen is None:
            chosen = format_of("", java_reader.format())
        written = stack.enter_context(_output(dst, change, chosen, coding))
        selection = None
        while (batch := java_reader.batch(AT_ONCE)) is not None:
            java_reader.acknowledged += 1
            if selection is None:
                selection = selection_of(sets)
            at = 0
            for index in selected(batch, selection):
                written.pass_on(batch, at, index)
                written.edit(batch, index)
                at = index + 1
            written.pass_on(batch, at, batch.n)
            written.hand_on()
            if progress is not None:
                progress(reader.bytes_read, reader.records_read)
        losses = written.finish()
        return EditResult(
            reader.records_read,
            written.selected,
            written.changed,
            written.written,
            reader.skipped,
            losses,
        )


def _format(src: object, dst: object, given: str | None) -> str | None:
    """The format to write; None for the source's own. Raises ValueError where it is not known."""
    if given is not None or not isinstance(dst, str | os.PathLike):
        return format_of("", given or "iso2709")
    target = Path(dst)
    if is_special(target):
        return "iso2709"
    source = Path(src) if isinstance(src, str | os.PathLike) else None
    if source is not None and source.exists() and target.exists() and target.samefile(source):
        return None
    return format_of(os.fsdecode(dst), None)


@contextmanager
def _output(
    dst: str | os.PathLike[str] | BinaryIO,
    change: Callable[[Record], Any],
    format: str,
    coding: str | None,
) -> Iterator[_Written]:
    if format == "iso2709" and coding is None:
        with _target(dst) as file, _writing(dst) as writing:
            yield _Copied(file, writing, change)
    else:
        with FormatWriter(dst, format=format, coding=coding) as writer:  # type: ignore[arg-type]
            yield _Rewritten(writer, change)


def _target(dst: str | os.PathLike[str] | IO[bytes]) -> AbstractContextManager[IO[bytes]]:
    return replacing(dst) if isinstance(dst, (str, os.PathLike)) else nullcontext(dst)


def _writing(dst: object) -> AbstractContextManager[Executor | None]:
    """A thread that writes; none for what may keep it waiting for ever, such as a pipe."""
    if not isinstance(dst, (str, os.PathLike)) or is_special(Path(dst)):
        return nullcontext()
    return ThreadPoolExecutor(1, "panamarc-writer")
