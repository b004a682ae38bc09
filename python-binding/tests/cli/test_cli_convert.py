"""`panamarc convert`, as a user calls it; what formats can carry is tested elsewhere."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from panamarc.cli import main
from support import realdata
from support.marcfiles import book

BOOKS = book("1", "Straße", ("650", " 0$aCats")) + book("2", "B")


@pytest.fixture(autouse=True)
def books(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("books.mrc").write_bytes(BOOKS)


@pytest.mark.parametrize("suffix", ["xml", "json", "jsonl", "mrk", "xml.gz", "mrk.bz2", "json.zst"])
def test_records_come_back_from_a_format(suffix: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", "books.mrc", f"books.{suffix}"]) == 0
    assert main(["convert", f"books.{suffix}", "again.mrc"]) == 0
    assert Path("again.mrc").read_bytes() == BOOKS
    first, _ = capsys.readouterr().err.splitlines()
    assert first == f"panamarc: books.{suffix}: 2 records from {len(BOOKS)} bytes"


def test_input_and_output_may_be_streams(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BOOKS)))
    assert main(["convert", "-q", "-", "-", "--to", "jsonl"]) == 0
    out, notes = capsysbinary.readouterr()
    assert notes == b""
    leaders = [json.loads(line)["leader"] for line in out.splitlines()]
    assert leaders == [BOOKS[:24].decode(), book("2", "B")[:24].decode()]


@pytest.mark.parametrize(
    "arguments", [["books.mrc", "books.xyz"], ["books.mrc", "x.xml", "--to", "odt"]]
)
def test_what_cannot_be_written_is_one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["convert", *arguments]) == 2
    out, notes = capsys.readouterr()
    assert (out, len(notes.splitlines())) == ("", 1)
    assert sorted(path.name for path in Path().iterdir()) == ["books.mrc"]


def test_a_target_stays_as_it_was_where_reading_fails(capsys: pytest.CaptureFixture[str]) -> None:
    Path("books.xml").write_bytes(b"before")
    broken = str(realdata.path("bu_bibs_100.mrc"))
    assert main(["convert", "--on-error", "raise", broken, "books.xml"]) == 2
    assert capsys.readouterr().err.startswith(f"panamarc: {broken}: record 3 at byte 4435: ")
    assert Path("books.xml").read_bytes() == b"before"
    assert sorted(path.name for path in Path().iterdir()) == ["books.mrc", "books.xml"]
