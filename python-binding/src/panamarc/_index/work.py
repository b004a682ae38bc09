"""Building, updating and verifying an index: `panamarc.build_index` and the like."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from panamarc._index.options import IndexedPath, called, pairs, reading_options
from panamarc._input.options import Options
from panamarc._java import jvm
from panamarc._reading.accounting import PART

Progress = Callable[[int, int], object]


class IndexSummary(NamedTuple):
    """What is in an index."""

    folder: str
    """Where it is."""
    records: int
    segments: int
    """How many parts of Lucene's the records are in."""
    index_bytes: int
    """Bytes of the index's files."""
    source_bytes: int
    """Bytes of the file of records."""


def _summary(row: object) -> IndexSummary:
    folder, *numbers = str(row).split(PART)
    return IndexSummary(folder, *map(int, numbers))


def _done(
    given: IndexedPath, begin: Callable[[Any], Any], progress: Progress | None
) -> IndexSummary:
    """Does work in calls of some milliseconds, so that Ctrl-C ends it."""
    java = jvm.classes()

    def work() -> IndexSummary:
        with begin(java) as running:
            while running.advance():
                if progress is not None:
                    progress(int(running.bytesRead()), int(running.records()))
            return _summary(running.finish())

    return called(given.name, work)


def build_index(
    path: str | os.PathLike[str],
    *,
    keys: Mapping[str, str] | None = None,
    texts: Mapping[str, str] | None = None,
    index_dir: str | os.PathLike[str] | None = None,
    file_encoding: str | None = None,
    nfc: bool = False,
    keep_references: bool = False,
    threads: int | None = None,
    segment_records: int | None = None,
    progress: Progress | None = None,
) -> IndexSummary:
    """Builds the index of a file of records; one that is there is replaced once it is whole.

    `path`: a file in ISO 2709 that is not compressed. `keys`: specs by the names of the keys that
    records are looked up by, as in `{"isbn": "020$a"}`; `id`, the control number (001), is always
    one. `texts`: specs by names whose values are searched by their words, as in
    `{"title": "245$a"}`. `index_dir`: the index's folder, by default `PATH.panamarc-index`.
    `file_encoding`, `nfc`, `keep_references`: as for `open`. `threads`: how many threads of Java
    read and index, by default as many as the process may use processors. `segment_records`: the
    most records of a segment, about; by default memory decides. `progress`: called every few
    milliseconds with the bytes and the records so far.

    Raises MarcIndexError for a file that has no index by its kind, and where another process is
    writing the index; ValueError for names, specs and numbers that are none; OSError where the file
    cannot be read, changes meanwhile, or the index cannot be written; JvmError.
    """
    options = reading_options(
        file_encoding=file_encoding, nfc=nfc, keep_references=keep_references, threads=threads
    )
    if segment_records is not None and segment_records < 1:
        raise ValueError(f"segment_records is {segment_records}; expected 1 or more")
    given = IndexedPath.of(path, index_dir)
    return built(given, options, keys, texts, segment_records, progress)


def built(
    given: IndexedPath,
    options: Options,
    keys: Mapping[str, str] | None,
    texts: Mapping[str, str] | None,
    segment_records: int | None,
    progress: Progress | None,
) -> IndexSummary:
    """The same, with the options checked."""

    def begin(java: Any) -> Any:
        values = pairs(keys), pairs(texts)
        size = segment_records or 0
        return java.index_work.build(*given[:2], options.java(), given.folder, *values, size)

    return _done(given, begin, progress)


def _with_index(
    way: str, given: IndexedPath, options: Options, progress: Progress | None
) -> IndexSummary:
    """Does work with an index that is there: `update` or `verify`."""

    def begin(java: Any) -> Any:
        return getattr(java.index_work, way)(*given[:2], options.java(), given.folder)

    return _done(given, begin, progress)


def update_index(
    path: str | os.PathLike[str],
    *,
    index_dir: str | os.PathLike[str] | None = None,
    file_encoding: str | None = None,
    nfc: bool = False,
    keep_references: bool = False,
    threads: int | None = None,
    progress: Progress | None = None,
) -> IndexSummary:
    """Adds to an index what its file has grown by; keys and texts are those that it has.

    Where the file was only copied, or touched, it is read whole and compared. The parameters are
    those of `build_index`.

    Raises MarcIndexError where there is no index, it is damaged, or the file has not only grown;
    and what `build_index` raises.
    """
    options = reading_options(
        file_encoding=file_encoding, nfc=nfc, keep_references=keep_references, threads=threads
    )
    return _with_index("update", IndexedPath.of(path, index_dir), options, progress)


def verify_index(
    path: str | os.PathLike[str],
    *,
    index_dir: str | os.PathLike[str] | None = None,
    file_encoding: str | None = None,
    nfc: bool = False,
    keep_references: bool = False,
    threads: int | None = None,
    progress: Progress | None = None,
) -> IndexSummary:
    """Reads a whole file and compares it with its index: where records are, and their keys.

    The parameters are those of `build_index`.

    Raises MarcIndexError where they differ, or there is no index, or it is damaged; OSError where
    the file or the index cannot be read.
    """
    options = reading_options(
        file_encoding=file_encoding, nfc=nfc, keep_references=keep_references, threads=threads
    )
    return _with_index("verify", IndexedPath.of(path, index_dir), options, progress)


def optimize_index(
    path: str | os.PathLike[str], *, index_dir: str | os.PathLike[str] | None = None
) -> IndexSummary:
    """Merges the segments of an index into one.

    Raises MarcIndexError where there is no index, it is damaged, or another process is writing it.
    """
    given = IndexedPath.of(path, index_dir)
    options = reading_options()

    def merge() -> IndexSummary:
        work = jvm.classes().index_work
        return _summary(work.optimize(*given[:2], options.java(), given.folder))

    return called(given.name, merge)
