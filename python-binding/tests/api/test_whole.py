"""What is written to a file that takes little at once is written whole."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

import panamarc
from panamarc._files import write_all
from support import realdata

CONTENT = realdata.content("loc_edge_cases_50.mrc")


class Slow(io.RawIOBase):
    """Takes some bytes at once."""

    def __init__(self, most: int = 700) -> None:
        self.most = most
        self.taken = b""

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        part = bytes(content[: self.most])
        self.taken += part
        return len(part)


def by_marc_writer(file: Any) -> None:
    writer = panamarc.MARCWriter(file)
    for record in panamarc.open(CONTENT):
        writer.write(record)


def by_writer(file: Any) -> None:
    with panamarc.open_writer(file, format="iso2709") as writer:
        writer.write(panamarc.open(CONTENT))


WAYS: dict[str, Callable[[Any], object]] = {
    "MARCWriter": by_marc_writer,
    "writer": by_writer,
    "convert": lambda file: panamarc.convert(CONTENT, file, format="iso2709"),
    "edit": lambda file: panamarc.edit(CONTENT, file, change=lambda record: None),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_file_that_takes_little_at_once_gets_all(way: str) -> None:
    file = Slow()
    WAYS[way](file)
    assert file.taken == CONTENT


@pytest.mark.parametrize("way", WAYS)
def test_a_file_that_takes_nothing_is_an_error(way: str) -> None:
    with pytest.raises(OSError, match=r" took 0 of \d+ bytes$"):
        WAYS[way](Slow(0))


def test_what_write_returns_otherwise_is_no_number_of_bytes() -> None:
    for returned in (None, True, "5"):
        given: list[bytes] = []

        class Odd:
            def write(self, content: bytes, given: Any = given, returned: Any = returned) -> Any:
                given.append(content)
                return returned

        write_all(Odd(), b"content")
        assert given == [b"content"]
