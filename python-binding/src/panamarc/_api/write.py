"""Writing: records of any origin into a file, in any format; Java does the work, batch-wise."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Protocol, TypeAlias, get_args, runtime_checkable

from panamarc._batch.batch import Batch
from panamarc._files import write_all
from panamarc._input.compression import without_suffix
from panamarc._java import jvm
from panamarc._java.buffers import address_of
from panamarc._java.errors import to_python_exception
from panamarc._java.interrupts import DeferredInterrupt
from panamarc._names import WrittenFormat
from panamarc._reading.read_record import ReadRecord, changed
from panamarc.record import Record

WRITTEN: tuple[str, ...] = get_args(WrittenFormat)
SUFFIXES = {
    ".qdc.xml": "qdc",
    ".dc.xml": "dc",
    ".csl.json": "csl-json",
    ".bib": "bibtex",
    ".mrc": "iso2709",
    ".marc": "iso2709",
    ".iso": "iso2709",
    ".iso2709": "iso2709",
    ".dat": "iso2709",
    ".xml": "marcxml",
    ".marcxml": "marcxml",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".mrk": "mrk",
    ".txt": "line",
}
ENOUGH = 1 << 20  # bytes of records that are kept back, to be passed on together
CODINGS = ("utf-8", "marc-8")

Progress: TypeAlias = Callable[[int, int], object]


@runtime_checkable
class HasMarc(Protocol):
    """A record of anybody's."""

    def as_marc(self) -> bytes:
        """The record in ISO 2709."""


def suffix_of_name(name: str) -> str:
    """The suffix of a name that says a format, that of compression left out; empty for none."""
    plain = Path(without_suffix(name.lower()))
    double = "".join(plain.suffixes[-2:])
    found = double if double in SUFFIXES else plain.suffix
    return found if found in SUFFIXES else ""


def format_of(path: str, given: str | None) -> str:
    """The format to write. Raises ValueError where neither word nor suffix says it."""
    if given is not None:
        if given not in WRITTEN:
            raise ValueError(f"format is {given!r}; expected one of {', '.join(WRITTEN)}")
        return given
    found = SUFFIXES.get(suffix_of_name(path))
    if found is None:
        raise ValueError(
            f"{path}: the name does not say the format; give format=, one of {', '.join(WRITTEN)}"
        )
    return found


def coding_of(given: str | None, format: str) -> str:
    """The coding to write, as Java has it: empty for none.

    Raises ValueError for one that is unknown, or that the format is not written in.
    """
    if given is not None and given not in CODINGS:
        raise ValueError(f"coding is {given!r}; expected {' or '.join(CODINGS)}")
    if given == "marc-8" and format != "iso2709":
        raise ValueError(f"the format {format} is always UTF-8; only iso2709 is written in MARC-8")
    return given or ""


class Stylesheet(NamedTuple):
    """A stylesheet in XSLT whose results are written instead of records."""

    path: str
    root: str = ""
    """The name of an element around all results, after its namespace in braces; empty for none."""


class FormatWriter:
    """Writes records to a file, which has its name only once the writer is closed.

    Until then it has another name in the same folder; where a `with` block ends with an exception,
    it is removed, and what was there stays. Not for several threads at once.
    """

    def __init__(
        self,
        target: str | os.PathLike[str] | Any,
        *,
        format: WrittenFormat | None = None,
        coding: str | None = None,
        progress: Progress | None = None,
        stylesheet: Stylesheet | None = None,
    ) -> None:
        self._file: Any = None
        self._progress = progress
        self._bytes = 0  # of the records, as ISO 2709 has them
        self._run: tuple[Batch, int, int] | None = None  # untouched records side by side
        self._handed_out: Batch | None = None  # the batch that Java has a copy of
        self._marc = bytearray()  # other records
        self._kept = 0
        self.closed = False
        java = jvm.classes()
        if isinstance(target, str | os.PathLike):
            path = os.fsdecode(target)
            self.name = path
            chosen = "" if stylesheet else format_of(path, format)
            how = coding_of(coding, chosen)
            _check(path)
            full = str(Path.cwd() / path)
            try:
                with DeferredInterrupt():  # or there is a file that nobody knows of
                    self._java = (
                        java.writer.transformed(full, path, *stylesheet)
                        if stylesheet
                        else java.writer.file(full, path, chosen, how)
                    )
            except BaseException as error:
                if hasattr(self, "_java"):
                    self.discard()
                raise _translated(error, path) from error
        elif callable(getattr(target, "write", None)):
            self.name = str(getattr(target, "name", f"<{type(target).__name__}>"))
            self._file = target
            chosen = format_of("", format) if format else "iso2709"
            try:
                self._java = (
                    java.writer.transformed("", self.name, *stylesheet)
                    if stylesheet
                    else java.writer.memory(self.name, chosen, coding_of(coding, chosen))
                )
            except Exception as error:
                raise _translated(error, self.name) from error
        else:
            raise TypeError(
                f"cannot write records to {type(target).__name__}: give a path or a file object "
                "with .write()"
            )

    def write(self, record: Record | HasMarc | Iterable[Record | HasMarc]) -> None:
        """Writes a record, or each of several.

        A record that a reader gave passes as it is in its batch; of any other `as_marc()` is
        called. Raises OSError where the file cannot be written, ValueError where the writer is
        closed, TypeError for what is no record, and what `as_marc` raises.
        """
        if self.closed:
            raise ValueError(f"{self.name}: the writer is closed")
        if isinstance(record, ReadRecord) and not record._batch.converts and not changed(record):
            self.write_run(record._batch, record._index, record._index + 1)
        elif isinstance(record, HasMarc):
            self.write_marc(record, bytes(record.as_marc()))
        else:
            for one in record:
                self.write(one)

    def write_run(self, batch: Batch, first: int, last: int) -> None:
        """Writes records of a batch that nobody changed, from one index up to another."""
        run = self._run
        if run is not None and run[0] is batch and run[2] == first:
            self._run = batch, run[1], last
            return
        self._pass_on()
        self._run = batch, first, last

    def write_marc(self, record: object, marc: bytes) -> None:
        """Writes a record as its `as_marc()` gave it.

        The bytes that were read mean what their reader took them for, so their batch passes.
        """
        batch = record._batch if isinstance(record, Record) else None
        if isinstance(record, Record) and batch is not None and not batch.converts:
            index = record._index
            if marc == batch.raw(index):
                self.write_run(batch, index, index + 1)
                return
        if self._run is not None:
            self._pass_on()
        self._marc += marc
        self._kept += 1
        if len(self._marc) >= ENOUGH:
            self._pass_on()

    def _pass_on(self) -> None:
        """Gives Java what was kept back."""
        run, self._run = self._run, None
        marc, kept = bytes(self._marc), self._kept
        self._marc, self._kept = bytearray(), 0
        try:
            if run is not None:
                batch, first, last = run
                if batch is not self._handed_out:
                    self._handed_out = None  # unless Java takes it
                    self._java.take(address_of(batch.payload), len(batch.payload))
                    self._handed_out = batch
                self._java.batch(first, last)
                lengths = batch.lengths[first:last]
                self._bytes += sum(lengths)
            if marc:
                found = int(self._java.records(address_of(marc), len(marc)))
                if found != kept:
                    raise ValueError(
                        f"{self.name}: {kept} records were given whose as_marc() has {found}"
                    )
                self._bytes += len(marc)
        except Exception as error:
            raise _translated(error, self.name) from error
        if run is not None or marc:
            self._fetch()
            if self._progress is not None:
                self._progress(self._bytes, self.records)

    def _fetch(self) -> None:
        """Writes what there is to the caller's file, if there is one."""
        if self._file is None:
            return
        target = jvm.transfer_buffer
        target.grow(jvm.FIRST_TARGET)
        while size := int(self._java.fetch(target.buffer)):
            write_all(self._file, bytes(target.view[:size]))

    @property
    def records(self) -> int:
        """Records written so far, those kept back not included."""
        return int(self._java.written())

    @property
    def losses(self) -> list[str]:
        """What the format could not carry so far, a sentence for each kind."""
        return str(self._java.losses()).splitlines()

    @property
    def repaired(self) -> int:
        """Records written so far that were read with a defect of their structure.

        They are written well-formed.
        """
        return int(self._java.repaired())

    def close(self) -> None:
        """Completes the file. A caller's file object stays open. Doing so twice is allowed."""
        if self.closed:
            return
        try:
            self._pass_on()
            self._java.commit()
            self._fetch()
        except BaseException as error:
            self.discard()
            raise _translated(error, self.name) from error
        self.closed = True

    def discard(self) -> None:
        """Gives the file up: what had its name before stays. Doing so twice is allowed."""
        self.closed = True
        if jvm.running():
            self._java.close()

    def __enter__(self) -> FormatWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()

    def __del__(self) -> None:
        if not getattr(self, "closed", True) and hasattr(self, "_java"):
            self.discard()


def _check(path: str) -> None:
    """Raises what Python raises for a path that cannot be written, before Java tries."""
    target = Path(path)
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if not target.resolve().parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
    if not os.access(target if target.exists() else target.resolve().parent, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)


def _translated(error: BaseException, name: str) -> BaseException:
    if not isinstance(error, Exception):
        return error
    return to_python_exception(error, name) or error


def open_writer(
    target: str | os.PathLike[str] | Any,
    *,
    format: WrittenFormat | None = None,
    coding: str | None = None,
    progress: Progress | None = None,
) -> FormatWriter:
    """A writer of records, to be used in a `with` block.

    `target`: a path, whose file takes its name when the block ends well, compressed where it
    ends in `.gz`, `.bz2` or `.zst`; or a binary file object with `.write()`. `format`: `iso2709`,
    `marcxml`, `json` (an array), `jsonl` (a record a line), `mrk` (MARCMaker's text) or `line`
    (yaz-marcdump's); or, which hold a part of the record, `dc`, `qdc` (Dublin Core, simple and
    qualified), `bibtex` or `csl-json`; without it the path's suffix says it (`.mrc`, `.xml`,
    `.json`, `.jsonl`, `.mrk`, `.dc.xml`, `.qdc.xml`, `.bib`, `.csl.json`), and file objects get
    ISO 2709. `coding`: `utf-8` or `marc-8`, for ISO 2709 whose values
    are all to be written in it and whose leader/09 is to say so; what MARC-8 does not have becomes
    a reference such as `&#x1E9E;`, which `losses` counts. `progress`: called now and then with the
    bytes of the records, as ISO 2709 has them, and their number.

    Untouched records keep their bytes in ISO 2709 unless there is a `coding`, and in other formats
    become UTF-8. Raises ValueError for a format that is not named anywhere, and for `marc-8` in a
    format that is always UTF-8, TypeError for what is no target, and OSError where
    it cannot be written.
    """
    return FormatWriter(target, format=format, coding=coding, progress=progress)
