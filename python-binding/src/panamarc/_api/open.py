"""`panamarc.open`: records out of anything that holds bytes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from panamarc import _threads
from panamarc._input.encoding import FileEncoding
from panamarc._input.inputs import size_of_files
from panamarc._input.options import BATCH_BYTES, MOST_RECORDS, Options
from panamarc._input.split import Split
from panamarc._names import Format, Framing, OnError
from panamarc._reading.base import BaseReader, batch_sizes, java_reader_of
from panamarc._reading.cursor import Batches
from panamarc._reading.java_reader import JavaReader
from panamarc.record import Record


class RecordReader(BaseReader):
    """Reads records from a path, bytes, a file object, or several of these one after the other.

    Iterating gives each record once, in the order of the input; `read_batch` gives many at once,
    and both may be mixed. Java is started at the first read. See `open` for the parameters.

    After Ctrl-C, another loop over the reader, or another call, goes on where the one before ended;
    no record is lost.
    """

    def __init__(
        self,
        source: object,
        *,
        on_error: OnError = "recover",
        strict: bool = False,
        framing: Framing = "record",
        file_encoding: str | None = None,
        nfc: bool = False,
        keep_references: bool = False,
        batch_size: int | None = None,
        max_batch_bytes: int = BATCH_BYTES,
        threads: int | Literal["auto"] | None = None,
        quarantine: str | os.PathLike[str] | None = None,
        format: Format | None = None,
    ) -> None:
        encoding = FileEncoding.named(file_encoding)
        composed = "all" if nfc else "none"
        number = _threads.number_for(threads, size_of_files(source) if threads == "auto" else None)
        options = Options(
            on_error=on_error,
            strict=bool(strict),
            framing=framing,
            file_encoding=encoding,
            nfc=composed,
            keep_references=bool(keep_references),
            threads=number,
            format=format or "",
        )
        java_reader = java_reader_of(source, options, max_batch_bytes, quarantine)
        super().__init__(Batches(java_reader, *batch_sizes(batch_size, number)), framing)
        self._batch_size = batch_size

    def split(self, parts: int) -> list[Split]:
        """The file's parts, about equally long, each from one record to another.

        `open` reads a part; read one after the other they give the records, defects and skipped
        ranges of the file, whatever is wrong with it. Parts can be pickled, for other processes and
        machines that have the file under the same path; those that find no record left are empty.
        This frames the whole file, and neither uses nor changes what the reader has read.

        Raises ValueError where `parts` is below 1, where the reader has no single file given by its
        path, or where that is compressed; OSError where it cannot be read.
        """
        if parts < 1:
            raise ValueError(f"parts is {parts}; expected 1 or more")
        self._check_framing()
        return self._java_reader.split(min(parts, MOST_RECORDS))

    def parallel(self, readers: int) -> list[RecordReader]:
        """Readers that share the file, each for a thread of its own.

        Together they give what this reader would give, each record once; they neither use nor
        change what it has read. Each takes the next part of the file, some hundred records, when it
        has read its last one: so it gives records in the order of the file, with the numbers and
        offsets that they have there, and the fastest thread gets the most. Each has an account of
        what it has read. One that is closed before its end, or not read to it, keeps the rest of
        its last part from the others. They count no records and find no boundaries.

        This is faster than `threads=`, which keeps the order for one consumer. A `Loader` gives
        batches of many files, in order where that is wanted.

        Raises ValueError where `readers` is below 1, where there is a quarantine, where the reader
        has no single file given by its path, or where that is compressed or in another format than
        ISO 2709; OSError where it cannot be read.
        """
        if readers < 1:
            raise ValueError(f"readers is {readers}; expected 1 or more")
        self._check_framing()
        return [self._sharing(one) for one in self._java_reader.shared(readers)]

    def _sharing(self, java_reader: JavaReader) -> RecordReader:
        reader = RecordReader.__new__(RecordReader)
        batches = Batches(java_reader, *batch_sizes(self._batch_size, 1))
        BaseReader.__init__(reader, batches, self._framing)
        reader._batch_size = self._batch_size
        return reader

    if TYPE_CHECKING:

        def __iter__(self) -> Iterator[Record]: ...

        def __next__(self) -> Record: ...


def open(
    source: object,
    *,
    on_error: OnError = "recover",
    strict: bool = False,
    framing: Framing = "record",
    file_encoding: str | None = None,
    nfc: bool = False,
    keep_references: bool = False,
    batch_size: int | None = None,
    max_batch_bytes: int = BATCH_BYTES,
    threads: int | Literal["auto"] | None = None,
    quarantine: str | os.PathLike[str] | None = None,
    format: Format | None = None,
) -> RecordReader:
    """A reader of MARC records.

    `source`: a path; bytes, a bytearray, memoryview or mmap; a binary file object, a socket or
    anything else with `.read()`, from its current position; a glob pattern; a part of a file as
    `RecordReader.split` gives it; or a list of these. gzip, bzip2 and zstd are recognised by
    content.

    `format`: `iso2709`; `marcxml`; `json` or `jsonl` (MARC-in-JSON: objects, one or many, or arrays
    of them); `mrk` (MARCMaker's text); `line` (yaz-marcdump's text); `aleph` (Aleph's sequential
    format); `catalogue` (as catalogues show records: `LEADER`, `245 10 $aTitle`). None: what each
    input begins as. Text is UTF-8. Malformed XML or JSON costs the record that it is in, which is
    listed in `skipped`; where no record comes after it, it raises MarcFormatError with line and
    column after the records before it, unless `on_error` is `skip`; under `raise` and `strict`
    always. In formats other than ISO 2709 a record is encoded in that, and its span begins where
    the record before ends.

    `on_error`: what happens to a record whose structure is broken. `recover`: every field that can
    be found is given, and `record.defects` lists what was wrong. `skip`: it is left out, and listed
    in `skipped`. `raise`: MarcFormatError in its place; reading can go on after it. `strict`:
    defects of the content count for that, too.

    `file_encoding`: what records are coded in whose leader/09 is not `a`, which MARC 21 says is
    MARC-8, as is assumed for None. Any name that Python knows (`cp1251`, `gbk`), if the encoding is
    ASCII-compatible. Records that are UTF-8 whatever their leader says come as UTF-8 with a defect
    `coding-scheme`, and records with `a` that are not, in this encoding with the same defect.
    `unimarc`: field 100 of each record names its character sets; read are ISO 10646 (UTF-8), ISO
    5426 (Latin), basic and extended Cyrillic (ISO 5427), Greek (ISO 5428), African (ISO 6438),
    Georgian (ISO 10586), Hebrew (ISO 8957, table 1) and RUSMARC's code pages (866, Windows-1251,
    KOI-8). `nfc`: values come in Unicode Normalization Form C, whatever they
    are coded in. Where a record has fields in UTF-8 and fields in another coding, each subfield is
    read as what it is, and the defect `coding-scheme` names the fields that are not what the record
    says. `keep_references`: references such as
    `&#x4E2D;`, as which MARC-8 has the characters that its sets lack, stay as they are; by default
    they are read as these characters.

    `framing`: `record`, or `terminator` for data without leaders that is divided by 0x1E only (see
    `RecordReader.scan_boundaries`). `batch_size`: how many records an iteration gets from Java at
    once; by default 50, then twice as many each time, up to 800, or 200 each time where threads
    read ahead. `max_batch_bytes`: bytes of
    records after which a batch is full; a larger record comes whole.

    `threads`: how many threads of Java read ahead, 1 to 256; 1 is for none, and what the
    environment variable PANAMARC_NUM_THREADS says, or 1, is the default; `"auto"` is 2 for files of
    16 MiB or more where the process may use two processors, else 1. They read files and bytes
    that are not compressed, some thousand records ahead, and end with the input or the reader. The
    records and the account are the same for any number; where records are left out, a batch may
    have fewer.

    `quarantine`: a path to write the raw bytes to of each record that `skip` leaves out, or would,
    and of each skipped range, in the order of the input. A file of the same name with
    `.tsv` added is its report: tab-separated values, one line a defect or range. What was in both
    files before is replaced. They are complete when the reader has reached its end or is closed.

    A MarcWarning reports an input that is not empty and has no record, and says what it begins as
    (UTF-16, zip, a PNG image, text and so on).

    Raises FileNotFoundError, PermissionError and IsADirectoryError; TypeError for what is no
    source, text-mode files included; LookupError for an encoding that Python does not know;
    ValueError for other values of the options. Reading raises OSError where an input fails,
    LookupError where the Java runtime lacks an encoding of several bytes a character, JvmError
    where Java cannot be used, and what a given file object raises.
    """
    return RecordReader(
        source,
        on_error=on_error,
        strict=strict,
        framing=framing,
        file_encoding=file_encoding,
        nfc=nfc,
        keep_references=keep_references,
        batch_size=batch_size,
        max_batch_bytes=max_batch_bytes,
        threads=threads,
        quarantine=quarantine,
        format=format,
    )
