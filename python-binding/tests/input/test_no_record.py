"""Inputs without a record: what is not MARC, and what is an empty collection."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import panamarc
from panamarc.cli import main

FOREIGN = {
    "a.csv": b"id,title\n1,2\n",
    "a.xml": b"<html><body/></html>",
    "a.json": b'{"a": 1}',
    "a.png": b"\x89PNG\r\n\x1a\n0000",
}
EMPTY = {
    "a.mrc": b"",
    "a.xml": b'<collection xmlns="http://www.loc.gov/MARC21/slim"></collection>\n',
    "b.xml": b'<?xml version="1.0"?>\n<collection/>',
    "a.json": b"[]\n",
}


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("suffix", ["mrc", "xml", "json"])
def test_target_stays_where_the_source_is_not_marc(name: str, suffix: str, tmp_path: Path) -> None:
    source, target = tmp_path / name, tmp_path / f"out.{suffix}"
    source.write_bytes(FOREIGN[name])
    target.write_text("before")
    with pytest.warns(panamarc.MarcWarning, match="not MARC: begins as "):
        done = panamarc.convert(source, target)
    assert (done.records, done.bytes_read, done.losses) == (0, len(FOREIGN[name]), [])
    with pytest.warns(panamarc.MarcWarning, match="not MARC: begins as "):
        edited = panamarc.edit(source, target, change=lambda record: None)
    assert (edited.records, edited.written) == (0, 0)
    assert main(["convert", str(source), str(target)]) == 2
    assert target.read_text() == "before"
    target.unlink()
    with pytest.warns(panamarc.MarcWarning, match="not MARC: begins as "):
        panamarc.convert(source, target)
    assert list(tmp_path.iterdir()) == [source]
    memory = io.BytesIO()
    with pytest.warns(panamarc.MarcWarning, match="not MARC: begins as "):
        panamarc.convert(source, memory)
    assert memory.getvalue() == b""


@pytest.mark.parametrize("name", EMPTY)
def test_empty_collections_are_valid_and_give_empty_ones(name: str, tmp_path: Path) -> None:
    source, target = tmp_path / name, tmp_path / "out.mrc"
    source.write_bytes(EMPTY[name])
    target.write_text("before")
    assert panamarc.convert(source, target).records == 0
    assert target.read_bytes() == b""
    assert main(["validate", str(source)]) == 0
    assert main(["convert", str(source), str(tmp_path / "out.json")]) == 0
    assert (tmp_path / "out.json").read_text() == "[]\n"
    with panamarc.open(source) as reader:
        assert list(reader) == []
    assert [skip.reason for skip in reader.skipped] == ["filler"] * bool(EMPTY[name])


def test_what_is_not_marc_is_passed_over_among_other_sources(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(FOREIGN["a.csv"])
    (tmp_path / "b.jsonl").write_text(
        '{"leader":"00000nam a2200000 a 4500","fields":[{"001":"1"}]}\n'
    )
    target = tmp_path / "out.mrc"
    with pytest.warns(panamarc.MarcWarning, match="not MARC: begins as "):
        done = panamarc.convert([tmp_path / "a.csv", tmp_path / "b.jsonl"], target)
    assert done.records == 1
    assert target.stat().st_size > 0
