"""Readers: records out of anything that holds bytes."""

from __future__ import annotations

import operator
import os
import struct
from collections.abc import Iterator
from itertools import chain, islice, repeat
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from panamarc import _jvm
from panamarc._account import Account, SkippedRange
from panamarc._batch import Batch
from panamarc._encoding import FileEncoding
from panamarc._feed import Feed
from panamarc._quarantine import prepare
from panamarc._source import Options, inputs_of
from panamarc.exceptions import MarcFormatError, format_error
from panamarc.record import Record

__all__ = ["MARCReader", "MarcReader", "open"]

POLICIES = ("raise", "skip", "recover")
FRAMINGS = ("record", "terminator")
PYMARCS_MARC8 = "iso8859-1"

# Where a call does not say: enough that a crossing costs each record little, and few enough that a
# record that is kept keeps little else.
BATCH_RECORDS = 200
BATCH_BYTES = 4 << 20
MOST_RECORDS = (1 << 31) - 1

Self = TypeVar("Self", bound="_Reader")


class _Raised:
    """Raises once where a batch was expected, without ending the iteration that asks for it."""

    def __init__(self, error: BaseException) -> None:
        self._error: BaseException | None = error

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        error, self._error = self._error, None
        if error is None:
            raise StopIteration
        raise error


class _Batches:
    """The records of a feed, an iterator for each batch.

    What is left of the batch in hand is known here, so that `read_batch` takes what an iteration
    left, and the other way round. This is apart from the reader, which refers to the iteration over
    this: were it one object, only the garbage collector could close a reader that nobody refers to.
    """

    def __init__(self, feed: Feed, batch_size: int) -> None:
        self.feed = feed
        self.batch_size = batch_size
        # A batch, and those of its indexes that were not delivered yet.
        self.hand: tuple[Batch, Iterator[int]] | None = None

    def __iter__(self) -> Iterator[Iterator[Any]]:
        return self

    def __next__(self) -> Iterator[Any]:
        hand = self.hand
        if hand is None or not operator.length_hint(hand[1]):
            try:
                batch = self.feed.batch(self.batch_size)
            except BaseException as error:
                return _Raised(error)
            if batch is None:
                raise StopIteration
            hand = self.hand = (batch, iter(range(batch.n)))
        return self.records_of(*hand)

    def records_of(self, batch: Batch, indexes: Iterator[int]) -> Iterator[Any]:
        """Records of a batch, made as they are taken."""
        return map(Record, repeat(batch), indexes)

    def take(self, size: int) -> list[Record]:
        """At most so many records; none at the end."""
        if self.hand is not None:
            batch, indexes = self.hand
            records = list(map(Record, repeat(batch), islice(indexes, size)))
            if records:
                return records
        new = self.feed.batch(size)
        if new is None:
            return []
        if new.n > size:  # it was asked for by an iteration that Ctrl-C ended
            self.hand = (new, iter(range(new.n)))
            return self.take(size)
        return list(map(Record, repeat(new), range(new.n)))


class _Reader:
    """What both kinds of reader share."""

    def __init__(self, batches: _Batches, framing: str) -> None:
        self._feed = batches.feed
        self._batches = batches
        self._framing = framing
        self._records = chain.from_iterable(batches)

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
        return self._batches.take(min(batch_size, MOST_RECORDS))

    def scan_boundaries(self) -> Iterator[tuple[int, int]]:
        """Where the input's pieces are: pairs of offset and length, in bytes.

        A piece is a record or, with `framing="terminator"`, what an 0x1E ends, that one included;
        what follows the last one is a piece, too. This reads the input, as reading records does.
        """
        while True:
            pairs = self._feed.boundaries()
            if pairs is None:
                return
            yield from struct.iter_unpack("=qq", pairs)

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

        `inputs`: how each is read; `scanner`: what looks for terminators, and `why` no faster one
        does (both empty before the first read); `crossings`: calls into Java for batches and
        columns; `batches` and `records`: what came out of them; `columns`: values fetched for
        whole batches.
        """
        tally = self._feed.tally
        about = _jvm.describe() if _jvm.running() else {}
        return {
            "inputs": list(self._feed.hows),
            "scanner": about.get("scanner", ""),
            "why": about.get("scanner.reason", ""),
            "crossings": tally.crossings,
            "batches": tally.batches,
            "records": tally.records,
            "columns": tally.columns,
        }

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
    """

    def __init__(
        self,
        source: object,
        *,
        on_error: str = "recover",
        strict: bool = False,
        framing: str = "record",
        file_encoding: str | None = None,
        nfc: bool = False,
        batch_size: int | None = None,
        max_batch_bytes: int = BATCH_BYTES,
        quarantine: str | os.PathLike[str] | None = None,
    ) -> None:
        encoding = FileEncoding.named(file_encoding)
        options = Options(on_error, bool(strict), framing, encoding, "all" if nfc else "none")
        feed = _feed(source, options, max_batch_bytes, quarantine)
        super().__init__(_Batches(feed, _batch_records(batch_size)), framing)

    def __iter__(self) -> Iterator[Record]:
        """The records not delivered yet."""
        self._check_framing()
        return self._records

    def __next__(self) -> Record:
        self._check_framing()
        record: Record = next(self._records)
        return record


def open(
    source: object,
    *,
    on_error: str = "recover",
    strict: bool = False,
    framing: str = "record",
    file_encoding: str | None = None,
    nfc: bool = False,
    batch_size: int | None = None,
    max_batch_bytes: int = BATCH_BYTES,
    quarantine: str | os.PathLike[str] | None = None,
) -> MarcReader:
    """A reader of MARC records in ISO 2709.

    `source`: a path; bytes, a bytearray, memoryview or mmap; a binary file object, a socket or
    anything else with `.read()`, from its current position; a glob pattern; or a list of these.
    gzip is recognised by its content.

    `on_error`: what happens to a record whose structure is broken. `recover`: every field that can
    be told is given, and `record.defects` lists what was wrong. `skip`: it is left out, and listed
    in `skipped`. `raise`: MarcFormatError in its place; reading can go on behind it. `strict`:
    defects of the content count for that, too.

    `file_encoding`: what records are coded in whose leader/09 is not `a`, which MARC 21 says is
    MARC-8, as is assumed for None. Any name that Python knows (`cp1251`, `gbk`), if the encoding is
    ASCII-compatible. Records that are UTF-8 whatever their leader says come as UTF-8 with a defect
    `coding-scheme`, and records with `a` that are not, in this encoding with the same defect.
    `unimarc`: field 100 of each record names its character sets; read are ISO 10646 (UTF-8), ISO
    5426 (Latin), basic and extended Cyrillic (ISO 5427) and Greek (ISO 5428). `nfc`: values come in
    Unicode Normalization Form C, whatever they are coded in.

    `framing`: `record`, or `terminator` for data without leaders that is divided by 0x1E only (see
    `MarcReader.scan_boundaries`). `batch_size`: how many records an iteration gets from Java at
    once. `max_batch_bytes`: bytes of records after which a batch is full; a larger record comes
    whole.

    `quarantine`: a path to write the raw bytes to of each record that `skip` leaves out, or would,
    and of each skipped range, in the order of the input. Beside it, with `.tsv` added to its name,
    stands a report: tab-separated values, one line a defect or range. Both are made anew, and
    complete when the reader has come to its end or is closed.

    An input without records that begins as another format does (UTF-16, zip, XML and the like) is
    told of by a MarcWarning.

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
        batch_size=batch_size,
        max_batch_bytes=max_batch_bytes,
        quarantine=quarantine,
    )


class _JudgedBatches(_Batches):
    """Batches in which None stands for a record whose structure is broken, if it `judges`."""

    def __init__(self, feed: Feed, batch_size: int, *, judges: bool) -> None:
        super().__init__(feed, batch_size)
        self._judges = judges

    def records_of(self, batch: Batch, indexes: Iterator[int]) -> Iterator[Any]:
        if not (self._judges and batch.has_defects):
            return super().records_of(batch, indexes)
        return map(self._record_or_none, repeat(batch), indexes)

    def _record_or_none(self, batch: Batch, index: int) -> Record | None:
        return None if self.failure(batch, index) else Record(batch, index)

    def place(self) -> tuple[Batch, int] | None:
        """Where the record delivered last is."""
        if self.hand is None:
            return None
        batch, indexes = self.hand
        index = batch.n - operator.length_hint(indexes) - 1
        return (batch, index) if index >= 0 else None

    def failure(self, batch: Batch, index: int) -> MarcFormatError | None:
        """What broke the structure of a record first, where that hinders its delivery."""
        for defect in batch.defects(index) if self._judges else ():
            if defect.severity == "structure":
                return format_error(
                    defect.kind,
                    batch.source,
                    defect.record_number,
                    defect.offset,
                    defect.tag,
                    defect.message,
                    batch.raw(index),
                )
        return None


class MARCReader(_Reader):
    """A reader in pymarc's manner.

    Iterating gives None for a record whose structure is broken; `current_exception` then says what
    is wrong with it, and `current_chunk` has its bytes. Unlike pymarc's, it goes on behind any such
    record. `read_batch` gives these records, too, as far as they can be told. With `on_error` such
    records are treated as `panamarc.open` treats them instead. Closing the reader closes the file
    it was given.
    """

    if TYPE_CHECKING:
        _batches: _JudgedBatches

    def __init__(
        self,
        marc_target: object,
        *,
        file_encoding: str | None = PYMARCS_MARC8,
        on_error: str | None = None,
    ) -> None:
        """`marc_target`: bytes, a binary file object, or whatever else `panamarc.open` takes.

        `file_encoding`: as for `panamarc.open`, but for `iso8859-1`, which is pymarc's default and
        its word for MARC-8. With any other spelling, such as `latin-1`, it is that encoding.
        What is decoded comes in NFC, as from pymarc; UTF-8 as it is.
        `on_error`: `recover`, `skip` or `raise`, as for `panamarc.open`.
        """
        encoding = FileEncoding.named(None if file_encoding == PYMARCS_MARC8 else file_encoding)
        options = Options(on_error or "recover", False, "record", encoding, "decoded")
        feed = _feed(marc_target, options, BATCH_BYTES)
        super().__init__(_JudgedBatches(feed, BATCH_RECORDS, judges=on_error is None), "record")
        self.file_handle = marc_target

    def __iter__(self) -> Iterator[Record | None]:
        """The records not delivered yet, or None for a broken one."""
        return self._records

    def __next__(self) -> Record | None:
        record: Record | None = next(self._records)
        return record

    @property
    def current_chunk(self) -> bytes | None:
        """The bytes of the record delivered last; None before the first."""
        place = self._batches.place()
        return place[0].raw(place[1]) if place else None

    @property
    def current_exception(self) -> MarcFormatError | None:
        """What is wrong with the record delivered last; None if it was delivered."""
        place = self._batches.place()
        return self._batches.failure(*place) if place else None

    def close(self) -> None:
        """Lets go of the input, and closes it if it is a file object."""
        super().close()
        close = getattr(self.file_handle, "close", None)
        if callable(close):
            close()


def _feed(
    source: object,
    options: Options,
    max_batch_bytes: int,
    quarantine: str | os.PathLike[str] | None = None,
) -> Feed:
    """The feed of a source, with the options checked."""
    for name, value, allowed in (
        ("on_error", options.on_error, POLICIES),
        ("framing", options.framing, FRAMINGS),
    ):
        if value not in allowed:
            raise ValueError(f"{name} is {value!r}; expected one of {', '.join(allowed)}")
    if max_batch_bytes < 1:
        raise ValueError(f"max_batch_bytes is {max_batch_bytes}; expected 1 or more")
    inputs = inputs_of(source)
    options = options._replace(quarantine=prepare(quarantine, inputs))
    return Feed(inputs, options, min(max_batch_bytes, MOST_RECORDS))


def _batch_records(batch_size: int | None) -> int:
    if batch_size is None:
        return BATCH_RECORDS
    if batch_size < 1:
        raise ValueError(f"batch_size is {batch_size}; expected 1 or more")
    return min(batch_size, MOST_RECORDS)
