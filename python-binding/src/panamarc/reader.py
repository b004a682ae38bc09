"""Readers: records out of anything that holds bytes."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import chain, islice
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from panamarc import _jvm, _threads
from panamarc._account import Account, Counted, SkippedRange
from panamarc._asynchronous import AsyncBatches
from panamarc._encoding import FileEncoding
from panamarc._feed import Feed
from panamarc._hand import Batches, Pieces
from panamarc._names import Format, Framing, OnError
from panamarc._quarantine import prepare
from panamarc._source import Options, inputs_of
from panamarc._split import Split
from panamarc._textreaders import JSONReader, MARCMakerReader, Reader
from panamarc.constants import END_OF_RECORD
from panamarc.exceptions import (
    EndOfRecordNotFound,
    FatalReaderError,
    PymarcException,
    RecordLengthInvalid,
    TruncatedRecord,
)
from panamarc.field import Field, Indicators, Subfield
from panamarc.leader import Leader
from panamarc.record import Record

# With what pymarc's module of this name has from others of its modules: programs import it here.
__all__ = [
    "END_OF_RECORD",
    "EndOfRecordNotFound",
    "FatalReaderError",
    "Field",
    "Indicators",
    "JSONReader",
    "Leader",
    "MARCMakerReader",
    "MARCReader",
    "MarcReader",
    "PymarcException",
    "Reader",
    "Record",
    "RecordLengthInvalid",
    "Subfield",
    "TruncatedRecord",
    "map_records",
    "open",
]

POLICIES: tuple[str, ...] = get_args(OnError)
FRAMINGS: tuple[str, ...] = get_args(Framing)
FORMATS: tuple[str, ...] = get_args(Format)

# Where a call does not say: enough that a crossing costs each record little, and few enough that a
# record that is kept keeps little else.
BATCH_RECORDS = 200
BATCH_BYTES = 4 << 20
MOST_RECORDS = (1 << 31) - 1

Self = TypeVar("Self", bound="_Reader")


class _Reader(Reader):
    """What both kinds of reader share."""

    def __init__(self, batches: Batches, framing: str) -> None:
        self._feed = batches.feed
        self._batches = batches
        self._pieces = Pieces(batches.feed)
        self._framing = framing

    def __iter__(self) -> Iterator[Any]:
        """The records not delivered yet."""
        self._check_framing()
        # A new one each time, since Ctrl-C may have ended the one before.
        return chain.from_iterable(self._batches)

    def __next__(self) -> Any:
        self._check_framing()
        batches = self._batches
        while True:
            for item in batches.hand.items:
                return item
            if not batches.fetch():
                raise StopIteration

    def read_batch(self, batch_size: int = 100) -> list[Record]:
        """At most `batch_size` records; an empty list at the end, and then for ever.

        Records that an iteration has in hand come first. A batch may be smaller before the end:
        its records have at most `max_batch_bytes` together, unless a single one has more. Several
        threads may call this on one reader; each record goes to one of them.

        Raises what an iteration raises, and ValueError where `batch_size` is below 1.
        """
        if batch_size < 1:
            raise ValueError(f"batch_size is {batch_size}; expected 1 or more")
        self._check_framing()
        batches, size = self._batches, min(batch_size, MOST_RECORDS)
        while True:
            taking = islice(batches.hand.records, size)
            records = [*taking]
            if records:
                return records
            if not batches.fetch(size):
                return []

    def batches(self, batch_size: int = 100) -> AsyncIterator[list[Record]]:
        """Lists of records as `read_batch` gives them, for `async for` (asyncio).

        Each is read by a thread of the event loop's default executor, while the loop goes on.
        Whoever is cancelled while waiting loses nothing, and neither does a time-out: the batch, or
        the exception, is there for the next who asks, by whatever way of reading. The iterator goes
        on behind both, and several tasks may share it; each record goes to one of them. A file
        object's `.read()` that waits is not cut short by that, only by what ends its waiting.

        Raises ValueError where `batch_size` is below 1; what an iteration raises comes where the
        batch is awaited.
        """
        self._check_framing()
        return AsyncBatches(self._batches, _batch_records(batch_size))

    def scan_boundaries(self) -> Iterator[tuple[int, int]]:
        """Where the input's pieces are: pairs of offset and length, in bytes.

        A piece is a record or, with `framing="terminator"`, what an 0x1E ends, that one included;
        what follows the last one is a piece, too. This reads the input, as reading records does;
        whoever stops before the end can call this again for the rest.
        """
        return chain.from_iterable(self._pieces)

    def count(
        self, *, threads: int | None = None, progress: Callable[[int, int], object] | None = None
    ) -> Counted:
        """Counts the records not delivered yet, by framing alone: where they begin and end.

        They count as read, and are not delivered; the error policy has no say. `threads`: how many
        threads of Java count in files and bytes that are not compressed, 1 to 256; by default as
        PANAMARC_NUM_THREADS says, else the number of processors that the process may use.
        `progress`: called every few milliseconds with the bytes and the records read so far.

        Raises ValueError for other numbers of threads, OSError where an input fails, JvmError where
        Java cannot be used, and what a given file object or `progress` raises; another call then
        counts the rest.
        """
        self._check_framing()
        number = _threads.number(threads, _threads.usable())
        feed = self._feed
        before, disputed = feed.account(Account.records_read), feed.account(Account.disputed)
        while feed.count(number):
            if progress is not None:
                progress(self.bytes_read, self.records_read)
        return Counted(
            feed.account(Account.records_read) - before,
            feed.account(Account.disputed) - disputed,
        )

    def _check_framing(self) -> None:
        if self._framing != "record":
            raise ValueError(
                f'framing="{self._framing}" gives pieces, not records: use scan_boundaries()'
            )

    @property
    def skipped(self) -> list[SkippedRange]:
        """The ranges of the input that belong to no record delivered, so far."""
        return self._feed.account(Account.skipped)

    @property
    def bytes_read(self) -> int:
        """Bytes of the (decompressed) input that are in a record or a skipped range, so far."""
        return self._feed.account(Account.bytes_read)

    @property
    def records_read(self) -> int:
        """Records let through so far, those in hand but not delivered yet included."""
        return self._feed.account(Account.records_read)

    @property
    def defect_counts(self) -> dict[str, int]:
        """How many defects of each kind the records so far have."""
        return dict(self._feed.account(Account.defect_counts))

    def explain(self) -> dict[str, Any]:
        """How the reading was done so far.

        `inputs`: how each is read; `threads`: how many read ahead where that can be done, 1 for
        none; `scanner`: what looks for terminators, and `why` it is not the fastest, or who chose
        it (both empty before the first read); `crossings`: calls into Java for batches and chunks
        of file objects; `batches` and `records`: what came out of them.
        """
        tally = self._feed.tally
        about = _jvm.describe() if _jvm.running() else {}
        return {
            "inputs": list(self._feed.hows),
            "threads": self._feed.threads,
            "scanner": about.get("scanner", ""),
            "why": about.get("scanner.reason", ""),
            "crossings": tally.crossings,
            "batches": tally.batches,
            "records": tally.records,
        }

    def __repr__(self) -> str:
        state = ", closed" if self.closed else ""
        return (
            f"<{type(self).__name__}: {self.records_read:,} records and {self.bytes_read:,} bytes "
            f"read, {len(self.skipped):,} ranges skipped{state}>"
        )

    @property
    def closed(self) -> bool:
        """Whether the reader was closed."""
        return self._feed.closed

    def close(self) -> None:
        """Lets go of the input. Records stay valid, and so does the account."""
        self._feed.close()

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class MarcReader(_Reader):
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
        threads: int | None = None,
        quarantine: str | os.PathLike[str] | None = None,
        format: Format | None = None,
    ) -> None:
        encoding = FileEncoding.named(file_encoding)
        composed = "all" if nfc else "none"
        number = _threads.number(threads)
        options = Options(
            on_error,
            bool(strict),
            framing,
            encoding,
            composed,
            bool(keep_references),
            number,
            "",
            format or "",
        )
        feed = _feed(source, options, max_batch_bytes, quarantine)
        super().__init__(Batches(feed, _batch_records(batch_size)), framing)

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
        return self._feed.split(min(parts, MOST_RECORDS))

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
    threads: int | None = None,
    quarantine: str | os.PathLike[str] | None = None,
    format: Format | None = None,
) -> MarcReader:
    """A reader of MARC records.

    `source`: a path; bytes, a bytearray, memoryview or mmap; a binary file object, a socket or
    anything else with `.read()`, from its current position; a glob pattern; a part of a file as
    `MarcReader.split` gives it; or a list of these. gzip, bzip2 and zstd are recognised by
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
    be told is given, and `record.defects` lists what was wrong. `skip`: it is left out, and listed
    in `skipped`. `raise`: MarcFormatError in its place; reading can go on behind it. `strict`:
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
    `MarcReader.scan_boundaries`). `batch_size`: how many records an iteration gets from Java at
    once. `max_batch_bytes`: bytes of records after which a batch is full; a larger record comes
    whole.

    `threads`: how many threads of Java read ahead, 1 to 256; 1 is for none, and what the
    environment variable PANAMARC_NUM_THREADS says, or 1, is the default. They read files and bytes
    that are not compressed, some thousand records ahead, and end with the input or the reader. The
    records and the account are the same for any number; where records are left out, a batch may
    have fewer.

    `quarantine`: a path to write the raw bytes to of each record that `skip` leaves out, or would,
    and of each skipped range, in the order of the input. Beside it, with `.tsv` added to its name,
    stands a report: tab-separated values, one line a defect or range. Both are made anew, and
    complete when the reader has come to its end or is closed.

    A MarcWarning reports an input that is not empty and has no record, and says what it begins as
    (UTF-16, zip, a PNG image, text and so on).

    Raises FileNotFoundError, PermissionError and IsADirectoryError; TypeError for what is no
    source, text-mode files included; LookupError for an encoding that Python does not know;
    ValueError for other values of the options. Reading raises OSError where an input fails,
    LookupError where the Java runtime lacks an encoding of several bytes a character, JvmError
    where Java cannot be used, and what a given file object raises.
    """
    return MarcReader(
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


def _feed(
    source: object,
    options: Options,
    max_batch_bytes: int,
    quarantine: str | os.PathLike[str] | None = None,
    looks_back: bool = False,
) -> Feed:
    """The feed of a source, with the options checked."""
    for name, value, allowed in (
        ("on_error", options.on_error, POLICIES),
        ("framing", options.framing, FRAMINGS),
        ("format", options.format or FORMATS[0], FORMATS),
    ):
        if value not in allowed:
            raise ValueError(f"{name} is {value!r}; expected one of {', '.join(allowed)}")
    if max_batch_bytes < 1:
        raise ValueError(f"max_batch_bytes is {max_batch_bytes}; expected 1 or more")
    inputs = inputs_of(source)
    options = options._replace(quarantine=prepare(quarantine, inputs))
    return Feed(inputs, options, min(max_batch_bytes, MOST_RECORDS), looks_back)


def _batch_records(batch_size: int | None) -> int:
    if batch_size is None:
        return BATCH_RECORDS
    if batch_size < 1:
        raise ValueError(f"batch_size is {batch_size}; expected 1 or more")
    return min(batch_size, MOST_RECORDS)


# It stands in a module of its own, and programs look for it in this one.
from panamarc._marcreader import MARCReader, map_records  # noqa: E402
