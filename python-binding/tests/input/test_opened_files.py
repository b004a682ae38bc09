"""Files that Python opened, and that Java maps where it can."""

from __future__ import annotations

import gzip
from pathlib import Path

import panamarc
from support import realdata

DATA = realdata.content("cliffeh_1010.mrc.gz")


def test_an_opened_file_is_mapped_and_then_at_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.mrc"
    path.write_bytes(DATA)
    for buffering in (0, -1):
        with path.open("rb", buffering) as file:
            reader = panamarc.open(file)
            first = next(iter(reader))
            assert reader.explain()["inputs"] == ["mapped file"]
            assert (first.source, first.span[0], file.tell()) == (str(path), 0, len(DATA))
            assert len(list(reader)) == 1009
            assert file.read() == b""


def test_an_opened_file_is_read_when_its_name_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "a.mrc"
    path.write_bytes(DATA)
    with path.open("rb") as file:
        path.unlink()
        path.write_bytes(b"another file")
        assert len(list(panamarc.open(file))) == 1010


def test_an_opened_file_that_cannot_be_mapped_gives_chunks(tmp_path: Path) -> None:
    path = tmp_path / "a.mrc"
    first = int(DATA[:5])
    for content, position in ((DATA, first), (gzip.compress(DATA), 0)):
        path.write_bytes(content)
        with path.open("rb") as file:
            file.seek(position)
            reader = panamarc.open(file)
            assert len(list(reader)) == 1010 - (position > 0)
            assert reader.explain()["inputs"] == ["Python file, in chunks"]
