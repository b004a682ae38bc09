"""`panamarc.open_index`: record n at once, and records by their keys."""

from __future__ import annotations

import operator
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar, overload

from panamarc._batch.batch import Batch
from panamarc._closing import Closing
from panamarc._core import ACCELERATOR
from panamarc._index.options import IndexedPath, called, reading_options, translated
from panamarc._index.work import built
from panamarc._input.options import BATCH_RECORDS, Options
from panamarc._java import jvm
from panamarc._java.buffers import Block
from panamarc._log import logger
from panamarc._reading.base import Reader
from panamarc._reading.cursor import BatchCursor
from panamarc.exceptions import MarcIndexError
from panamarc.record import Record

Default = TypeVar("Default")

AT_ONCE = 800  # records that one call into Java gives of many
KEY = "id"
REBUILT = ("missing", "stale", "damaged", "newer")  # kinds of index that `rebuild` replaces
SEEDS = 1 << 64
HISTOGRAM_BEGINS = "segments_loaded"  # the last of Java's numbers that is no part of it


class _ThreadBlock(threading.local):
    """One thread's bytes, which Java fills."""

    def __init__(self) -> None:
        self.block = Block()


_thread = _ThreadBlock()


class IndexedReader(Reader, Closing):
    """A file of records with a stored index; made by `panamarc.open_index`.

    `len(reader)`, `reader[n]`, `reader[-1]` and slices as of a list, the first record being
    `reader[0]`; its `number` is 1, as in every reader. `"control number" in reader` looks it up.
    Iterating gives the records in the order of the file, from the first one each time. Any number
    of threads may use a reader at a time. Records stay valid once it is closed. It can be pickled;
    the index is opened again then.

    Reading raises OSError where the file fails or was changed since it was opened, MarcFormatError
    as `on_error="raise"` says, and ValueError once the reader is closed.
    """

    def __init__(self, given: IndexedPath, options: Options, loading: tuple[int, int]) -> None:
        self._given = given
        self._options = options
        self._loading = loading
        self._java: Any = None
        self._closed = False
        self._java = called(
            given.name,
            lambda: jvm.classes().index.open(*given[:2], options.java(), given.folder, *loading),
        )
        self._size = int(self._java.size())
        logger().info("%s: %s", given.name, self._java.description())

    # What Java gives.

    def _batch(self, call_at: Callable[..., int], call: Callable[..., int], *what: Any) -> Batch:
        """The records that a method of PythonIndex packs, into memory or into a buffer."""
        jvm.classes()  # a process forked since must not call Java
        try:
            if ACCELERATOR is not None:
                block = _thread.block
                while True:
                    size = int(call_at(*block.place(), *what))
                    if size > 0:
                        return Batch(block.take(size))
                    block.grow(-size)
            target = jvm.transfer_buffer
            target.grow(jvm.FIRST_TARGET)
            while True:
                size = int(call(target.buffer, *what))
                if size > 0:
                    return Batch(bytes(target.view[:size]))
                target.grow(-size)
        except Exception as error:
            raised = translated(error, self._given.name)
            if raised is None:
                raise
            raise raised from error

    def _range(self, start: int, step: int, count: int) -> list[Record]:
        if not count:
            return []
        java = self._open()
        return [*BatchCursor(self._batch(java.fillAt, java.fill, start, step, count)).records]

    def _open(self) -> Any:
        if self._closed:
            raise ValueError(f"{self._given.name}: the index is closed")
        return self._java

    # As of a list.

    def __len__(self) -> int:
        """How many records there are."""
        return self._size

    @overload
    def __getitem__(self, n: int) -> Record: ...

    @overload
    def __getitem__(self, n: slice) -> list[Record]: ...

    def __getitem__(self, n: int | slice) -> Record | list[Record]:
        """Record n, counted from 0, or from the end where it is below 0; a list for a slice.

        Raises IndexError where there is none.
        """
        if isinstance(n, slice):
            numbers = range(self._size)[n]
            records: list[Record] = []
            for at in range(0, len(numbers), AT_ONCE):
                some = numbers[at : at + AT_ONCE]
                records += self._range(some.start, some.step, len(some))
            return records
        wanted = operator.index(n)
        number = wanted + self._size if wanted < 0 else wanted
        if not 0 <= number < self._size:
            raise IndexError(
                f"{self._given.name} has {self._size:,} records; there is no reader[{wanted}]"
            )
        java = self._open()
        cursor = BatchCursor(self._batch(java.fillAt, java.fill, number, 1, 1))
        return next(cursor.records)

    def __iter__(self) -> Iterator[Record]:
        """The records, from the first to the last."""
        for start in range(0, self._size, BATCH_RECORDS):
            yield from self._range(start, 1, min(BATCH_RECORDS, self._size - start))

    def take(self, numbers: list[int]) -> list[Record]:
        """The records of these numbers, counted from 0, in this order.

        Raises IndexError where there is none of a number.
        """
        found: list[Record] = []
        for at in range(0, len(numbers), AT_ONCE):
            some = [operator.index(n) for n in numbers[at : at + AT_ONCE]]
            for n in some:
                if not 0 <= n < self._size:
                    raise IndexError(f"{self._given.name} has {self._size:,} records; no {n}")
            java = self._open()
            found += BatchCursor(self._batch(java.chooseAt, java.choose, some)).records
        return found

    def span(self, n: int) -> tuple[int, int]:
        """Offset and length in bytes of record n, counted from 0. Raises IndexError."""
        if not 0 <= n < self._size:
            raise IndexError(f"{self._given.name} has {self._size:,} records; no {n}")
        java = self._open()
        offset, length = called(self._given.name, lambda: java.span(n))
        return int(offset), int(length)

    # By keys.

    @property
    def keys(self) -> list[str]:
        """The names of the keys that records are looked up by."""
        return [name for name in str(self._open().names(False)).split(",") if name]

    @property
    def texts(self) -> list[str]:
        """The names of the texts that are searched by their words."""
        return [name for name in str(self._open().names(True)).split(",") if name]

    def __contains__(self, control_number: object) -> bool:
        """Whether a record has this control number."""
        return isinstance(control_number, str) and self._first(control_number) >= 0

    @overload
    def get(self, control_number: str) -> Record | None: ...

    @overload
    def get(self, control_number: str, default: Default) -> Record | Default: ...

    def get(self, control_number: str, default: object = None) -> object:
        """The first record with a control number (001), or `default` where none has it.

        Blanks around control numbers do not count.
        """
        number = self._first(control_number)
        return default if number < 0 else self[number]

    def _first(self, control_number: str) -> int:
        java = self._open()
        return called(self._given.name, lambda: int(java.first(KEY, control_number)))

    def get_all(self, key: str, value: str) -> list[Record]:
        """All records with a value of a key, in the order of the file.

        Blanks around values do not count; values of field 020 are compared as ISBNs where they are
        such. Raises ValueError for a key that the index does not have.
        """
        return self.take(self.find(key, value))

    def find(self, key: str, value: str) -> list[int]:
        """The numbers of the records that `get_all` gives, counted from 0. Raises ValueError."""
        java = self._open()
        return called(self._given.name, lambda: [int(n) for n in java.all(key, value)])

    def search(self, query: str) -> list[int]:
        """The numbers, counted from 0, of the records that a query finds, in the order of the file.

        `query`: words with blanks between them, all of which a record must have. `name:word` looks
        in the text or key of that name, a word alone in every text; what is in quotation marks is
        one word. Raises ValueError for what is no query.
        """
        java = self._open()
        return called(self._given.name, lambda: [int(n) for n in java.search(query)])

    # By chance.

    def sample(self, k: int, seed: int = 0) -> list[Record]:
        """`k` records by chance, each at most once: all, where there are fewer.

        The same ones for the same seed, in every version of Python.
        """
        if k < 0:
            raise ValueError(f"k is {k}; expected 0 or more")
        return [*self._shuffled(seed, 0, min(k, self._size))]

    def shuffled(self, seed: int = 0, window: int | None = None) -> Iterator[Record]:
        """All records in an order by chance, each once; the same order for the same seed.

        `window`: how many records that follow each other in the file are given together, in another
        order, and then another such window: less of the file is read at a time, which is faster
        where it does not fit into memory. None: any record may come at any place.
        """
        if window is not None and window < 1:
            raise ValueError(f"window is {window}; expected 1 or more")
        return self._shuffled(seed, window or 0, self._size)

    def _shuffled(self, seed: int, window: int, end: int) -> Iterator[Record]:
        signed = seed % SEEDS - (SEEDS if seed % SEEDS >= SEEDS // 2 else 0)
        for start in range(0, end, AT_ONCE):
            java = self._open()
            what = (signed, window, start, min(AT_ONCE, end - start))
            yield from BatchCursor(self._batch(java.shuffleAt, java.shuffle, *what)).records

    # The index itself.

    def metrics(self) -> dict[str, Any]:
        """What loading took.

        Of this index: `segments`, `loading` in words. Of all indexes that this process loaded so
        far: `loads`, of these `parallel_loads` and `sequential_loads`, `failures`,
        `segments_loaded`; and `load_times`, a histogram: how many loads took at most that many
        milliseconds and more than those before, the last one the others.
        """
        java = self._open()
        found: dict[str, Any] = {
            "segments": int(java.segments()),
            "loading": str(java.description()),
        }
        times: dict[str, int] = {}
        counts: dict[str, Any] = found
        for row in str(java.metrics()).splitlines():
            name, _, number = row.partition("=")
            counts[name] = int(number)
            if name == HISTOGRAM_BEGINS:
                counts = times
        return {**found, "load_times": times}

    @property
    def closed(self) -> bool:
        """Whether the reader was closed."""
        return self._closed

    def close(self) -> None:
        """Closes the file and its index. Records stay valid."""
        self._closed = True
        if self._java is not None and jvm.running():
            self._java.close()

    def __del__(self) -> None:
        # One that could not be made has nothing to close.
        if getattr(self, "_java", None) is not None:
            self.close()

    def __reduce__(self) -> tuple[Any, ...]:
        return IndexedReader, (self._given, self._options, self._loading)

    def __repr__(self) -> str:
        state = ", closed" if self._closed else ""
        return f"<IndexedReader: {self._size:,} records of {self._given.name}{state}>"


def open_index(
    path: str | os.PathLike[str],
    *,
    index_dir: str | os.PathLike[str] | None = None,
    rebuild: bool = False,
    keys: Mapping[str, str] | None = None,
    texts: Mapping[str, str] | None = None,
    on_error: str = "recover",
    strict: bool = False,
    file_encoding: str | None = None,
    nfc: bool = False,
    keep_references: bool = False,
    load_threads: int | None = None,
    parallel_from: int | None = None,
) -> IndexedReader:
    """A reader of a file whose index was built before: record n at once, records by their keys.

    `path`, `index_dir`, `file_encoding`, `nfc`, `keep_references`: as for `build_index`, with the
    values that were given there. `rebuild`: whether an index is built with `keys` and `texts` where
    there is none, or none that can be used. `on_error`: `recover`, or `raise` for MarcFormatError
    where a broken record is asked for; `strict`: as for `open`.

    All of the index's bytes are checked against its checksums. One or two segments are loaded one
    after the other; `parallel_from` (by default as PANAMARC_INDEX_PARALLEL_FROM says, else 3) and
    more are loaded several at a time: `load_threads` (PANAMARC_INDEX_THREADS, else 4) at most, 1
    for one after the other.

    Raises MarcIndexError where there is no index, it is damaged, newer than this library, or not
    that of the file as it is now; ValueError for other values of the options; what `build_index`
    raises; JvmError.
    """
    options = reading_options(
        on_error=on_error,
        strict=strict,
        file_encoding=file_encoding,
        nfc=nfc,
        keep_references=keep_references,
    )
    for name, value in (("load_threads", load_threads), ("parallel_from", parallel_from)):
        if value is not None and not 1 <= value <= 64:
            raise ValueError(f"{name} is {value}; expected 1 to 64")
    given = IndexedPath.of(path, index_dir)
    loading = (load_threads or 0, parallel_from or 0)
    try:
        return IndexedReader(given, options, loading)
    except MarcIndexError as error:
        if not rebuild or error.kind not in REBUILT:
            raise
    built(given, options._replace(on_error="recover", strict=False), keys, texts, None, None)
    return IndexedReader(given, options, loading)
