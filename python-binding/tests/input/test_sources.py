"""Everything that a reader takes, and what it says to everything else."""

from __future__ import annotations

import bz2
import errno
import gzip
import io
import lzma
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import panamarc
from support import realdata
from support.compressing import PACK, SKIPPABLE
from support.sources import Failing, ReadOnly, as_mmap, as_pipe, as_socket

NAME = "cliffeh_1010.mrc.gz"
DATA = realdata.content(NAME)


class BufferedReadOnly(io.BufferedIOBase):
    """A file object whose base class has methods that only say that they are missing."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        return self._file.read(size)


class Generous:
    """A file object that gives all it has, however little was asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def read(self, size: int) -> bytes:
        given, self._data = self._data, b""
        return given


def as_temporary(data: bytes) -> Any:
    file = tempfile.NamedTemporaryFile()  # noqa: SIM115 - closed when it is collected
    file.write(data)
    file.seek(0)
    return file


KINDS: dict[str, Callable[[bytes], object]] = {
    "bytes": bytes,
    "bytearray": bytearray,
    "memoryview": memoryview,
    "memoryview with steps": lambda data: (
        memoryview(bytes(2 * len(data))).cast("B")[::2]
        if not data
        else memoryview(b"".join(bytes((byte, 0)) for byte in data))[::2]
    ),
    "mmap": as_mmap,
    "BytesIO": io.BytesIO,
    "buffered": lambda data: io.BufferedReader(io.BytesIO(data)),
    "temporary file": as_temporary,
    "read only": ReadOnly,
    "read only, a byte at a time": lambda data: ReadOnly(data, 1),
    "base class without methods": BufferedReadOnly,
    "gives all at once": Generous,
    "pipe": as_pipe,
    "socket": as_socket,
    "socket file": lambda data: as_socket(data).makefile("rb"),
    "gzip file object": lambda data: gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(data))),
    "bz2 file object": lambda data: bz2.BZ2File(io.BytesIO(bz2.compress(data))),
    "gzip bytes": gzip.compress,
    "gzip in BytesIO": lambda data: io.BytesIO(gzip.compress(data)),
    "gzip in two members": lambda data: io.BytesIO(
        gzip.compress(data[:9999]) + gzip.compress(data[9999:])
    ),
    "gzip, a byte at a time": lambda data: ReadOnly(gzip.compress(data), 1),
    "bzip2 bytes": bz2.compress,
    "bzip2 in two members, a byte at a time": lambda data: ReadOnly(
        bz2.compress(data[:9999]) + bz2.compress(data[9999:]), 1
    ),
    "zstd bytes": PACK[".zst"],
    "zstd in two frames, in BytesIO": lambda data: io.BytesIO(
        SKIPPABLE + PACK[".zst"](data[:9999]) + SKIPPABLE + PACK[".zst"](data[9999:]) + SKIPPABLE
    ),
    "zstd, a byte at a time": lambda data: ReadOnly(PACK[".zst"](data), 1),
    "list of parts": lambda data: [data, io.BytesIO(data), [data]],
}


def expected() -> list[str]:
    with panamarc.open(realdata.path(NAME)) as reader:
        return [str(record) for record in reader]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_results_do_not_depend_on_the_kind_of_source(kind: str) -> None:
    small = "a byte at a time" in kind
    data = realdata.content("loc_edge_cases_50.mrc") if small else DATA
    name = "loc_edge_cases_50.mrc" if small else NAME
    times = 3 if kind == "list of parts" else 1
    records = list(panamarc.open(realdata.path(name)))
    with panamarc.open(KINDS[kind](data)) as reader:
        found = list(reader)
        assert [str(record) for record in found] == [str(record) for record in records] * times
        assert [record.span for record in found] == [record.span for record in records] * times
        assert reader.bytes_read == len(data) * times


@pytest.mark.parametrize("kind", [str, Path])
def test_a_relative_path_means_what_it_meant_when_it_was_given(
    kind: Callable[[str], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.mrc").write_bytes(DATA)
    monkeypatch.chdir(tmp_path)
    reader = panamarc.open(kind("a.mrc"))
    monkeypatch.chdir("/")
    assert next(reader).source == "a.mrc"
    assert len(list(reader)) == 1009
    assert reader.explain()["inputs"] == ["mapped file"]


@pytest.mark.filterwarnings("ignore::panamarc.MarcWarning")
def test_bytes_are_records_never_a_path() -> None:
    reader = panamarc.open(os.fsencode(realdata.path(NAME)))
    assert list(reader) == []
    assert reader.skipped[0].source == "<bytes>"


def test_compression_is_known_by_the_content_not_the_name(tmp_path: Path) -> None:
    (tmp_path / "plain.gz").write_bytes(DATA)
    (tmp_path / "packed.mrc").write_bytes(gzip.compress(DATA))
    for path in tmp_path.iterdir():
        assert len(list(panamarc.open(path))) == 1010


def test_a_file_object_is_read_from_its_position_and_stays_open() -> None:
    first = int(DATA[:5])
    file = io.BytesIO(DATA)
    file.seek(first)
    with panamarc.open(file) as reader:
        records = list(reader)
    assert len(records) == 1009
    assert records[0].span[0] == 0
    assert not file.closed


def test_odd_file_names_are_read(tmp_path: Path) -> None:
    for name in (b"caf\xe9.mrc", "книга 𝒳 [1].mrc".encode(), b"a?*.mrc"):
        path = os.fsdecode(os.path.join(os.fsencode(tmp_path), name))  # noqa: PTH118 - bytes
        Path(path).write_bytes(DATA)
        reader = panamarc.open(path)
        assert len(list(reader)) == 1010
        assert next(iter(panamarc.open(path))).source.endswith(".mrc")


def test_a_pipe_in_the_file_system_is_read_as_a_stream(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    thread = threading.Thread(target=path.write_bytes, args=(DATA,))
    thread.start()
    assert len(list(panamarc.open(path))) == 1010
    thread.join()


def test_patterns_are_read_in_the_order_of_the_names(tmp_path: Path) -> None:
    for name in ("b.mrc", "a.mrc", "c.txt"):
        (tmp_path / name).write_bytes(realdata.content("loc_edge_cases_50.mrc"))
    records = list(panamarc.open(str(tmp_path / "*.mrc")))
    assert [Path(record.source).name for record in records] == ["a.mrc"] * 50 + ["b.mrc"] * 50
    assert list(panamarc.open([])) == []


def test_a_path_that_looks_like_a_pattern_is_a_path_where_it_exists(tmp_path: Path) -> None:
    (tmp_path / "[a].mrc").write_bytes(DATA)
    (tmp_path / "a.mrc").write_bytes(b"")
    assert len(list(panamarc.open(tmp_path / "[a].mrc"))) == 1010


SUPPORTED = (
    "a path (str, os.PathLike), bytes (bytearray, memoryview, mmap), a binary file object, "
    "a socket, anything with .read() that gives bytes, a glob pattern, or a list of these"
)


@pytest.mark.parametrize("source", [None, 5, 1.5, object(), {"a": 1}, iter([b""]), {b""}, print])
def test_anything_else_is_a_type_error_that_lists_what_is_supported(source: object) -> None:
    with pytest.raises(TypeError) as caught:
        panamarc.open(source)
    expected = f"cannot read records from {type(source).__name__}: give {SUPPORTED}"
    assert str(caught.value) == expected
    with pytest.raises(TypeError):
        panamarc.open([b"", source])


def test_missing_files_are_pythons_own_errors(tmp_path: Path) -> None:
    missing = tmp_path / "missing.mrc"
    for path in (missing, str(missing), [b"", missing]):
        with pytest.raises(FileNotFoundError) as caught:
            panamarc.open(path)
        assert (caught.value.errno, caught.value.filename) == (errno.ENOENT, str(missing))
    for empty in ("", tmp_path / "*.none"):
        with pytest.raises(FileNotFoundError):
            panamarc.open(empty)
    with pytest.raises(FileNotFoundError, match=r"No file matches the pattern: '.*\*\.none'$"):
        panamarc.open(str(tmp_path / "*.none"))


def test_a_folder_is_an_is_a_directory_error(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError) as caught:
        panamarc.open(tmp_path)
    assert (caught.value.errno, caught.value.filename) == (errno.EISDIR, str(tmp_path))


def test_a_forbidden_file_is_a_permission_error(tmp_path: Path) -> None:
    path = tmp_path / "forbidden.mrc"
    path.write_bytes(DATA)
    path.chmod(0)
    superuser = os.geteuid() == 0
    if superuser:
        os.seteuid(65534)  # nobody: the superuser may read everything
    try:
        with pytest.raises(PermissionError) as caught:
            panamarc.open(path)
    finally:
        if superuser:
            os.seteuid(0)
    assert caught.value.filename == str(path)


def test_text_files_are_type_errors(tmp_path: Path) -> None:
    (tmp_path / "a.mrc").write_bytes(DATA)
    with (tmp_path / "a.mrc").open() as file, pytest.raises(TypeError) as caught:
        panamarc.open(file)
    message = "is open in text mode, and records are bytes: open it in binary mode, as in "
    assert str(caught.value) == f'{tmp_path / "a.mrc"} {message}open(path, "rb")'
    with pytest.raises(TypeError, match=r"^<StringIO> is open in text mode"):
        panamarc.open(io.StringIO("x"))


class Gives:
    """A file object that gives something else."""

    def __init__(self, what: object) -> None:
        self._what = what

    def read(self, size: int) -> object:
        return self._what


def test_read_that_gives_no_bytes_is_named() -> None:
    with pytest.raises(TypeError) as caught:
        panamarc.open(Gives("text")).read_batch()
    assert str(caught.value) == "<Gives>: .read() gave str, not bytes: open it in binary mode"
    with pytest.raises(TypeError, match=r"^<Gives>: \.read\(\) gave float, not bytes$"):
        panamarc.open(Gives(1.5)).read_batch()


def test_a_file_that_does_not_wait_is_a_blocking_io_error() -> None:
    end, start = os.pipe()
    os.set_blocking(end, False)
    with os.fdopen(end, "rb", buffering=0) as file, os.fdopen(start, "wb", buffering=0) as other:
        reader = panamarc.open(file)
        with pytest.raises(BlockingIOError, match="nothing there to read yet"):
            reader.read_batch()
        other.write(DATA[: int(DATA[:5])])
        assert len(reader.read_batch(1)) == 1
        with pytest.raises(BlockingIOError):
            reader.read_batch()


@pytest.mark.parametrize("how", ["read_batch", "iteration"])
@pytest.mark.parametrize("compressed", [False, True])
def test_a_failing_read_comes_after_what_was_read_and_is_tried_again(
    how: str, compressed: bool
) -> None:
    error = RuntimeError("the line is down")
    data = gzip.compress(DATA) if compressed else DATA
    reader = panamarc.open(Failing(data, {1, 3, 4}, error))
    found: list[str] = []
    failures: list[int] = []
    raised: list[Exception] = []
    while True:
        try:
            if how == "read_batch":
                while batch := reader.read_batch():
                    found += map(str, batch)
            else:
                for record in reader:
                    found.append(str(record))
            break
        except RuntimeError as caught:
            raised.append(caught)
            failures.append(len(found))
    assert found == expected()
    assert raised == [error] * 3
    assert failures[0] == 0
    assert failures[1] == failures[2]
    assert compressed or failures[1] > 0


def test_a_reader_of_a_file_open_for_writing_says_what_python_says(tmp_path: Path) -> None:
    with (tmp_path / "a.mrc").open("wb") as file, pytest.raises(io.UnsupportedOperation):
        panamarc.open(file).read_batch()


@pytest.mark.parametrize("how", ["path", "bytes", "file"])
@pytest.mark.parametrize("damage", ["cut", "flipped"])
@pytest.mark.parametrize("suffix", PACK)
def test_broken_compressed_data_is_an_error_after_earlier_records(
    suffix: str, damage: str, how: str, tmp_path: Path
) -> None:
    first = PACK[suffix](DATA)
    packed = bytearray(first + PACK[suffix](DATA))
    begin = len(first) + (len(packed) - len(first)) // 2
    if damage == "cut":
        del packed[begin:]
        message = "the compressed data ends too early"
    else:
        packed[begin : begin + 100] = bytes(100)
        message = "the compressed data is broken: .+"
    path = tmp_path / "broken"
    path.write_bytes(packed)
    source, name = {
        "path": (path, str(path)),
        "bytes": (bytes(packed), "<bytes>"),
        "file": (io.BytesIO(packed), "<BytesIO>"),
    }[how]
    records: list[panamarc.Record] = []
    reader = panamarc.open(source)
    for _ in range(3):
        with pytest.raises(OSError, match=f"^{re.escape(name)}: {message}$"):
            records.extend(reader)
    # Of what turns out to be broken, the last 64 KiB may not be there.
    assert len(records) > 900
    assert list(map(str, records[:900])) == expected()[:900]


@pytest.mark.parametrize("suffix", PACK)
def test_bytes_after_the_last_member_are_padding(suffix: str) -> None:
    for padding in (b"\0", bytes(512), b"junk"):
        packed = PACK[suffix](DATA) + padding
        for source in (packed, io.BytesIO(packed)):
            with panamarc.open(source) as reader:
                assert sum(1 for _ in reader) == 1010
                assert reader.bytes_read == len(DATA)


def test_xz_is_named_in_a_warning() -> None:
    packed = lzma.compress(DATA)
    for source in (packed, io.BytesIO(packed)):
        with pytest.warns(panamarc.MarcWarning, match="xz compression"):
            assert list(panamarc.open(source)) == []


def test_without_its_library_zstd_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "records.mrc"
    path.write_bytes(PACK[".zst"](DATA))
    code = f"""
import panamarc
from pathlib import Path
path = Path({str(path)!r})
try:
    panamarc.open(path.read_bytes()).read_batch()
except OSError as error:
    print(error)
print(sum(1 for _ in panamarc.open(path)))  # which Python reads instead
"""
    options = {"JAVA_TOOL_OPTIONS": "-DZstdNativePath=/no/such/library"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | options, capture_output=True, check=True
    )
    error, count = done.stdout.decode().splitlines()
    assert error.startswith("<bytes>: Zstandard cannot be read on this machine: ")
    assert count == "1010"


def test_a_file_cut_short_while_it_is_read_is_an_os_error(tmp_path: Path) -> None:
    path = tmp_path / "shrinking.mrc"
    path.write_bytes(DATA * 20)
    reader = panamarc.open(path)
    assert reader.read_batch(1)
    os.truncate(path, 0)
    with pytest.raises(OSError, match=r"shrinking\.mrc"):
        list(reader)
