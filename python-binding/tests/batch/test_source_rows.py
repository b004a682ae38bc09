"""What holds for each row of the table of sources: the same records, the start, who keeps what."""

from __future__ import annotations

import array
import bz2
import gc
import gzip
import io
import lzma
import mmap
import socket
import sys
import tempfile
import threading
import time
import weakref
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

import panamarc
from support.compressing import PACK
from support.readings import Reading
from support.source_rows import DATA, reading, written
from support.sources import ReadOnly, as_mmap, as_pipe, as_socket

JUNK = b"these bytes come before the start\n"


Make = Callable[[bytes, Path], Any]


def mapped(data: bytes, folder: Path) -> mmap.mmap:
    with written(data, folder).open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def zip_member(data: bytes, folder: Path, method: int = zipfile.ZIP_DEFLATED) -> Any:
    with zipfile.ZipFile(folder / "records.zip", "w", method) as archive:
        archive.writestr("folder/records.mrc", data)
    with zipfile.ZipFile(folder / "records.zip") as archive:  # the member keeps the file open
        return archive.open("folder/records.mrc")


def spooled(data: bytes, _: Path) -> Any:
    file = tempfile.SpooledTemporaryFile()  # noqa: SIM115 - closed when it is collected
    file.write(data)
    file.seek(0)
    return file


def socket_file(data: bytes, buffering: int) -> Any:
    with as_socket(data) as socket_of_the_file:  # which closes it when it is closed itself
        return socket_of_the_file.makefile("rb", buffering=buffering)


BY_PATH: dict[str, Make] = {
    "str": lambda data, folder: str(written(data, folder)),
    "Path": written,
    "gzip by its path": lambda data, folder: written(gzip.compress(data), folder),
    "bzip2 by its path": lambda data, folder: written(bz2.compress(data), folder),
    "zstd by its path": lambda data, folder: written(PACK[".zst"](data), folder),
    "pattern": lambda data, folder: str(written(data, folder).with_name("rec*.mrc")),
}
IN_MEMORY: dict[str, Make] = {
    "bytes": lambda data, _: data,
    "bytearray": lambda data, _: bytearray(data),
    "memoryview": lambda data, _: memoryview(data),
    "part of a memoryview": lambda data, _: memoryview(JUNK + data + JUNK)[len(JUNK) : -len(JUNK)],
    "array": lambda data, _: array.array("b", data),
    "mmap of a file": mapped,
    "mmap of memory": lambda data, _: as_mmap(data),
}
# Those that can begin elsewhere than at their start.
SEEKABLE: dict[str, Make] = {
    "file": lambda data, folder: written(data, folder).open("rb"),
    "file without a buffer": lambda data, folder: written(data, folder).open("rb", buffering=0),
    "file for reading and writing": lambda data, folder: written(data, folder).open("r+b"),
    "BytesIO": lambda data, _: io.BytesIO(data),
    "spooled file": spooled,
    "zip member": zip_member,
    "zip member, stored": lambda data, folder: zip_member(data, folder, zipfile.ZIP_STORED),
    "gzip file object": lambda data, _: gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(data))),
    "bz2 file object": lambda data, _: bz2.BZ2File(io.BytesIO(bz2.compress(data))),
    "xz file object": lambda data, _: lzma.LZMAFile(  # noqa: SIM115 - closed when collected
        io.BytesIO(lzma.compress(data))
    ),
}
STREAMS: dict[str, Make] = {
    "socket": lambda data, _: as_socket(data),
    "socket.makefile()": lambda data, _: socket_file(data, -1),
    "socket.makefile() without a buffer": lambda data, _: socket_file(data, 0),
    "pipe": lambda data, _: as_pipe(data),
    "object with .read()": lambda data, _: ReadOnly(data),
    "object with .read(), 999 bytes at a time": lambda data, _: ReadOnly(data, 999),
}
# Compressed, and so not from a position inside.
COMPRESSED: dict[str, Make] = {
    "pipe of bzip2": lambda data, _: as_pipe(bz2.compress(data)),
    "pipe of zstd": lambda data, _: as_pipe(PACK[".zst"](data)),
}
ROWS = BY_PATH | IN_MEMORY | SEEKABLE | STREAMS | COMPRESSED


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Makes the source of a row, and closes it when the test is over."""
    with ExitStack() as made:

        def make(row: str, data: bytes = DATA) -> Any:
            source = ROWS[row](data, tmp_path)
            if hasattr(source, "close"):
                made.callback(source.close)
            return source

        yield make


@pytest.mark.parametrize("row", ROWS)
def test_each_row_gives_the_same_record_by_record(row: str, make: Any) -> None:
    expected = reading()
    assert len(expected.records) > 170
    assert any(record.defects for record in expected.records)
    found = Reading(make(row), (7, 0, 100))
    for record, other in zip(found.records, expected.records, strict=True):
        assert record == other
    assert found.account() == expected.account()


@pytest.mark.parametrize("policy", ["skip", "raise"])
@pytest.mark.parametrize("row", ROWS)
def test_nor_does_what_a_policy_does_depend_on_the_row(row: str, policy: str, make: Any) -> None:
    expected = reading(policy)
    found = Reading(make(row), (7, 0, 100), on_error=policy)
    assert (found.records, found.raised) == (expected.records, expected.raised)
    assert found.account() == expected.account()


@pytest.mark.parametrize("row", SEEKABLE | STREAMS)
def test_a_file_object_is_read_from_its_position_to_its_end(row: str, make: Any) -> None:
    file = make(row, JUNK + DATA)
    if row == "socket":
        assert file.recv(len(JUNK), socket.MSG_WAITALL) == JUNK
    else:
        assert file.read(len(JUNK)) == JUNK
    found = Reading(file)
    assert found.records == reading().records
    assert found.bytes_read == len(DATA)


@pytest.mark.parametrize("row", SEEKABLE)
def test_a_file_object_stays_open_and_is_at_its_end(row: str, make: Any) -> None:
    file = make(row)
    with panamarc.open(file) as reader:
        assert sum(1 for _ in reader) == len(reading().records)
    assert not file.closed
    assert file.tell() == len(DATA)


def test_a_file_object_is_not_touched_before_the_first_read() -> None:
    file = io.BytesIO(DATA)
    reader = panamarc.open(file)
    assert file.tell() == 0
    file.seek(int(DATA[:5]))
    assert next(reader).as_marc() == reading().records[1].raw


def test_an_mmap_is_memory_and_read_from_its_start() -> None:
    memory = as_mmap(DATA)
    memory.seek(1000)
    assert Reading(memory).records == reading().records
    assert memory.tell() == 1000


def test_a_socket_stays_open() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(DATA[:50_000])
        theirs.shutdown(socket.SHUT_WR)
        with panamarc.open(ours) as reader:
            assert len(reader.read_batch(5)) == 5
        ours.sendall(b"thanks")
        assert theirs.recv(6) == b"thanks"


def test_a_socket_that_timed_out_is_tried_again() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(0.01)
        reader = panamarc.open(ours)
        for _ in range(2):
            with pytest.raises(TimeoutError, match=r"^timed out$"):
                reader.read_batch()
        theirs.sendall(DATA[:50_000])
        theirs.shutdown(socket.SHUT_WR)
        assert len(list(reader)) == len(Reading(DATA[:50_000]).records)


@pytest.mark.parametrize("row", ["bytearray", "array", "mmap of a file", "mmap of memory"])
def test_memory_is_the_callers_again_once_the_first_batch_is_there(row: str, make: Any) -> None:
    expected = reading().records
    source = make(row)
    reader = panamarc.open(source, batch_size=1)
    assert next(reader).as_marc() == expected[0].raw
    # Each of these is an error as long as anybody looks at the memory.
    if isinstance(source, mmap.mmap):
        source.close()
    else:
        del source[:]
    assert [record.as_marc() for record in reader] == [record.raw for record in expected[1:]]


class Bytes(bytearray):
    """Bytes that a weak reference can refer to."""


class NamedPath:
    """A path-like object that a weak reference can refer to."""

    def __init__(self, path: Path) -> None:
        self._path = str(path)

    def __fspath__(self) -> str:
        return self._path


@pytest.mark.parametrize("kind", ["memory", "mapped file"])
def test_readers_of_memory_and_of_mapped_files_keep_no_python_object(
    kind: str, tmp_path: Path
) -> None:
    source: Any = Bytes(DATA) if kind == "memory" else NamedPath(written(DATA, tmp_path))
    reader = panamarc.open(source, batch_size=10)
    assert next(reader).number == 1
    assert reader.explain()["inputs"] == [
        "memory, copied once" if kind == "memory" else "mapped file"
    ]
    reference = weakref.ref(source)
    del source
    gc.collect()
    assert reference() is None
    assert sum(1 for _ in reader) == len(reading().records) - 1


class Watched:
    """A PythonReader, and whether Java is putting a batch where Python keeps it."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self.inside = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)

    def fill(self, *arguments: Any) -> Any:
        return self._watched(self._reader.fill, arguments)

    def fillAt(self, *arguments: Any) -> Any:
        return self._watched(self._reader.fillAt, arguments)

    def _watched(self, call: Any, arguments: tuple[Any, ...]) -> Any:
        self.inside = True
        try:
            return call(*arguments)
        finally:
            self.inside = False


@pytest.mark.parametrize("row", ["bytes", "Path", "BytesIO"])
def test_java_reads_while_another_thread_has_the_gil(row: str, make: Any) -> None:
    data = DATA[:40_000] * 300
    reader: Any = panamarc.open(make(row, data), max_batch_bytes=1 << 20)
    reader.read_batch(1)
    watched = reader._java_reader._opened.reader = Watched(reader._java_reader._opened.reader)
    seen, done = threading.Event(), threading.Event()

    def look() -> None:
        while not done.is_set() and not seen.is_set():
            if watched.inside:
                seen.set()
            time.sleep(0)

    thread = threading.Thread(target=look)
    before = sys.getswitchinterval()
    sys.setswitchinterval(1000)  # nobody has to give the GIL away; who does, does so on purpose
    try:
        thread.start()
        while not seen.is_set():
            assert reader.read_batch(1000)
    finally:
        sys.setswitchinterval(before)
        done.set()
        thread.join()
    assert seen.is_set()


def test_a_python_file_is_read_with_the_gil_and_only_then_called() -> None:
    threads = set()

    class Noting(io.BytesIO):
        def readinto1(self, view: Any) -> int:
            threads.add(threading.get_ident())
            return super().readinto1(view)

    assert Reading(Noting(DATA)).records == reading().records
    assert threads == {threading.get_ident()}
