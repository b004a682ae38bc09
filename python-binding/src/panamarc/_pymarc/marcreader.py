"""The reader in pymarc's options."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from panamarc import _threads
from panamarc._decode import PYMARCS_MARC8
from panamarc._input.encoding import FileEncoding
from panamarc._input.options import BATCH_BYTES, Options
from panamarc._names import OnError
from panamarc._pymarc.judge import PymarcOptions
from panamarc._pymarc.judged import JudgedBatches
from panamarc._reading.base import BaseReader, batch_sizes, java_reader_of
from panamarc.record import Record


class MARCReader(BaseReader):
    """A reader in pymarc's options.

    Iterating gives None for what pymarc's rules refuse; `current_exception` then says why, with
    pymarc's exceptions, and `current_chunk` has the bytes. Unlike pymarc's, it goes on after a
    FatalReaderError with the next record that there is, and passes over filler (newlines and the
    like) between records. `read_batch` gives every record as far as it can be read, with its
    defects. With `on_error` records are treated as `panamarc.open` treats them instead. Closing the
    reader closes the file it was given.

    Clean records are read by Java, when asked. All others, and all where `to_unicode` is False or
    `force_utf8` True, are taken apart in Python, at pymarc's speed.
    """

    if TYPE_CHECKING:
        _batches: JudgedBatches

        def __iter__(self) -> Iterator[Record | None]: ...

        def __next__(self) -> Record | None: ...

    def __init__(
        self,
        marc_target: object,
        to_unicode: bool = True,
        force_utf8: bool = False,
        hide_utf8_warnings: bool = False,
        utf8_handling: str = "strict",
        file_encoding: str | None = PYMARCS_MARC8,
        permissive: bool = False,
        *,
        on_error: OnError | None = None,
    ) -> None:
        """A reader of bytes, a binary file object, or whatever else `panamarc.open` takes.

        `to_unicode`: False gives RawFields, with bytes for values. `force_utf8`: values are UTF-8,
        whatever leader/09 says. `utf8_handling`: how bytes that are not UTF-8 are treated, by the
        names that Python's codecs have: `strict` gives None for the record. `hide_utf8_warnings`:
        nothing is written to standard error of characters that MARC-8 lacks. `permissive` changes
        nothing, as in pymarc.

        `file_encoding`: as for `panamarc.open`, but for `iso8859-1`, which is pymarc's default and
        its word for MARC-8. With any other spelling, such as `latin-1`, it is that encoding.
        What is decoded comes in NFC, as from pymarc; UTF-8 as it is.

        `on_error`: `recover`, `skip` or `raise`, as for `panamarc.open`; the arguments before
        `file_encoding` change nothing then.

        Records in another encoding are written as UTF-8 by `Record.as_marc`, as by pymarc.
        """
        self.to_unicode = to_unicode
        self.force_utf8 = force_utf8
        self.hide_utf8_warnings = hide_utf8_warnings
        self.utf8_handling = utf8_handling
        self.file_encoding = file_encoding
        self.permissive = permissive
        self.file_handle: Any = marc_target
        encoding = FileEncoding.named(None if file_encoding == PYMARCS_MARC8 else file_encoding)
        threads = _threads.number(None)
        options = Options(
            on_error=on_error or "recover",
            file_encoding=encoding,
            nfc="decoded",
            keep_references=on_error is None,  # as pymarc does
            threads=threads,
            format="iso2709",
        )
        java_reader = java_reader_of(marc_target, options, BATCH_BYTES, looks_back=on_error is None)
        pymarcs = None
        if on_error is None:
            said = file_encoding or PYMARCS_MARC8
            pymarcs = PymarcOptions(to_unicode, force_utf8, hide_utf8_warnings, utf8_handling, said)
        super().__init__(JudgedBatches(java_reader, *batch_sizes(None, threads), pymarcs), "record")

    @property
    def current_chunk(self) -> bytes | None:
        """The bytes of what was delivered last; None before the first.

        Empty for bytes in no record that are gone, as those of a buffer that may be changed are.
        """
        last = self._batches.last()
        return last.chunk if last else None

    @property
    def current_exception(self) -> Exception | None:
        """Why what was delivered last is None; None if it was a record."""
        last = self._batches.last()
        return last.error if last else None

    def close(self) -> None:
        """Releases the input, and closes it if it is a file object."""
        super().close()
        close = getattr(self.file_handle, "close", None)
        if callable(close):
            close()


def map_records(f: Callable[[Any], Any], *files: Any) -> None:
    """Calls a function with each record of some files, and with None where MARCReader gives it."""
    for file in files:
        for record in MARCReader(file):
            f(record)
