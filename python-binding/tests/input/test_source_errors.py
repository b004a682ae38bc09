"""What a reader says of sources that fail, and that it tries them again."""

from __future__ import annotations

import gzip
import io
import os
import re
import socket
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

import panamarc
from panamarc import MarcWarning
from support.source_rows import DATA, reading, written
from support.sources import ReadOnly


@pytest.mark.parametrize("how", ["open", "StringIO", "wrapper", "socket.makefile()"])
def test_text_mode_is_refused_at_once(how: str, tmp_path: Path) -> None:
    ours, theirs = socket.socketpair()
    makes: dict[str, Callable[[], Any]] = {
        "open": lambda: written(DATA, tmp_path).open(encoding="latin-1"),
        "StringIO": lambda: io.StringIO("text"),
        "wrapper": lambda: io.TextIOWrapper(io.BytesIO(DATA)),
        "socket.makefile()": lambda: ours.makefile("r", encoding="latin-1"),
    }
    names = {
        "open": str(tmp_path / "records.mrc"),
        "StringIO": "<StringIO>",
        "wrapper": "<TextIOWrapper>",
        "socket.makefile()": "<TextIOWrapper>",
    }
    with ours, theirs, makes[how]() as file, pytest.raises(TypeError) as caught:
        panamarc.open(file)
    assert str(caught.value) == (
        f"{names[how]} is open in text mode, and records are bytes: open it in binary mode, as in "
        'open(path, "rb")'
    )


class Answers:
    """A file object whose `.readinto()` answers as it was made to."""

    def __init__(self, answer: object) -> None:
        self._answer = answer

    def readinto(self, view: memoryview) -> object:
        return self._answer

    def read(self, size: int) -> bytes:
        raise AssertionError("there is a better way")


@pytest.mark.parametrize(
    ("answer", "kind", "message"),
    [
        (-1, OSError, "gave -1, and there is room for 65536 bytes"),
        (65537, OSError, "gave 65537, and there is room for 65536 bytes"),
        (1.5, TypeError, "gave float, not a number of bytes"),
        (b"x", TypeError, "gave bytes, not a number of bytes"),
    ],
)
def test_a_readinto_that_gives_no_number_of_bytes_is_named(
    answer: object, kind: type[Exception], message: str
) -> None:
    reader = panamarc.open(Answers(answer))
    for _ in range(2):
        with pytest.raises(kind) as caught:
            reader.read_batch()
        assert str(caught.value) == f"<Answers>: .readinto() {message}"


class Complaint(Exception):
    """What no library raises."""


class Complaining(ReadOnly):
    """A file object that raises after a number of bytes, until it may go on."""

    def __init__(self, data: bytes, after: int, error: BaseException | None) -> None:
        super().__init__(data)
        self.error = error
        self._after = after

    def read(self, size: int = -1) -> bytes:
        if self._after > 0:
            got = super().read(min(size, self._after))
            self._after -= len(got)
            return got
        if self.error is not None:
            raise self.error
        return super().read(size)


@pytest.mark.parametrize("how", ["read_batch", "next", "iteration", "boundaries"])
@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        (Complaint, ("x",)),
        (OSError, (5, "x")),
        (ValueError, ("x",)),
        (TimeoutError, ("x",)),
        (MemoryError, ("x",)),
    ],
)
def test_what_read_raises_comes_unchanged_after_the_records_before_it(
    how: str, kind: type[Exception], arguments: tuple[Any, ...]
) -> None:
    error = kind(*arguments)
    spans = [record.span for record in reading().records]
    cut = sum(spans[9]) + 100  # within the eleventh record
    file = Complaining(DATA, cut, error)
    reader = panamarc.open(file)

    ways: dict[str, Callable[[], Iterable[Any]]] = {
        "read_batch": lambda: chain.from_iterable(iter(lambda: reader.read_batch(1000), [])),
        "next": lambda: iter(lambda: next(reader, None), None),
        "iteration": lambda: reader,
        "boundaries": reader.scan_boundaries,
    }
    found: list[tuple[int, int]] = []

    def read() -> None:
        for one in ways[how]():
            found.append(getattr(one, "span", one))

    for _ in range(3):
        with pytest.raises(kind) as caught:
            read()
        assert caught.value is error
        assert found == spans[:10]
    file.error = None
    read()
    assert found == spans


@pytest.mark.parametrize("length", [2, 3, 9])
def test_gzip_cut_within_its_header_says_so(length: int, tmp_path: Path) -> None:
    data = gzip.compress(DATA)[:length]
    for source, name in (
        (data, "<bytes>"),
        (io.BytesIO(data), "<BytesIO>"),
        (written(data, tmp_path), str(tmp_path / "records.mrc")),
    ):
        with panamarc.open(source) as reader:
            for _ in range(2):
                with pytest.raises(OSError, match=r"too early$") as caught:
                    reader.read_batch()
                assert str(caught.value) == f"{name}: the compressed data ends too early"


def test_a_file_that_vanished_before_reading_is_pythons_error(tmp_path: Path) -> None:
    path = written(DATA, tmp_path)
    reader = panamarc.open(path)
    path.unlink()
    for _ in range(2):
        with pytest.raises(FileNotFoundError) as caught:
            reader.read_batch()
        assert os.fspath(caught.value.filename) == str(path)
    path.write_bytes(DATA)
    assert len(list(reader)) == len(reading().records)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="this is no Linux")
def test_a_file_that_cannot_be_read_is_named() -> None:
    error = "[Errno 5] Input/output error: '/proc/self/mem'"
    with panamarc.open("/proc/self/mem") as reader, pytest.raises(OSError, match=re.escape(error)):
        reader.read_batch()


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="this is no Linux")
def test_a_file_that_says_it_is_empty_is_read() -> None:
    content = Path("/proc/version").read_bytes()
    with panamarc.open("/proc/version") as reader:
        with pytest.warns(MarcWarning, match="not MARC: begins as text: 'Linux version"):
            assert reader.read_batch() == []
        assert [(one.start, one.length) for one in reader.skipped] == [(0, len(content))]
