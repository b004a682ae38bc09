"""What verbs write: the format that the target's suffix or `--to` says, in the coding asked for."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

import panamarc
from panamarc import Conversion, convert, edit
from panamarc.cli import main
from support import realdata
from support.marcfiles import book

BU = str(realdata.path("bu_bibs_100.mrc"))
OLD = (book("1", "Ça"), book("2", "Two"), book("2", "Again"))
NEW = (book("1", "Ça"), book("3", "New"))
BEGINNINGS = {
    "mrc": b"0",
    "xml": b"<?xml",
    "json": b"[{",
    "jsonl": b'{"leader"',
    "mrk": b"=LDR",
    "txt": b"0",
}
VERBS = (
    (["merge", "old.mrc"], "-o", "old"),
    (["dedupe", "old.mrc"], "-o", "once"),
    (["dedupe", "old.mrc", "-o", "once.mrc"], "--removed", "again"),
    (["grep", "001", "2", "old.mrc"], "-o", "twos"),
    (["head", "-n", "1", "old.mrc"], "-o", "first"),
    (["show", "1", "old.mrc"], "-o", "first"),
    (["split", "-n", "9", "old.mrc"], "--name", "old"),
    (["diff", "old.mrc", "new.mrc"], "--deleted", "gone"),
    (["diff", "old.mrc", "new.mrc"], "--added", "added"),
)
RESULTS = {
    "old": ["1", "2", "2"],
    "once": ["1", "2"],
    "again": ["2"],
    "twos": ["2", "2"],
    "first": ["1"],
    "gone": ["2", "2"],
    "added": ["3"],
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("old.mrc").write_bytes(b"".join(OLD))
    Path("new.mrc").write_bytes(b"".join(NEW))


def numbers(path: str) -> list[str | None]:
    return [record.value("001") for record in panamarc.open(path)]


@pytest.mark.parametrize("suffix", BEGINNINGS)
@pytest.mark.parametrize(("arguments", "option", "result"), VERBS)
def test_the_suffix_says_what_a_verb_writes(
    arguments: list[str], option: str, result: str, suffix: str
) -> None:
    name = f"out{{}}.{suffix}" if option == "--name" else f"out.{suffix}"
    assert main([*arguments, option, name]) in (0, 1)
    written = name.replace("{}", "0001")
    assert Path(written).read_bytes().startswith(BEGINNINGS[suffix])
    assert numbers(written) == RESULTS[result]


@pytest.mark.parametrize(("arguments", "option", "result"), VERBS)
def test_to_says_it_where_the_suffix_does_not(
    arguments: list[str], option: str, result: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "out{}.gz" if option == "--name" else "out.gz"
    before = sorted(Path().iterdir())
    assert main([*arguments, option, name]) == 2
    assert capsys.readouterr().err == (
        f"panamarc: {name}: the name does not say the format; give --to, one of iso2709, "
        "marcxml, json, jsonl, mrk, line, dc, qdc, bibtex, csl-json\n"
    )
    # `dedupe` has its first target complete, or nothing.
    assert sorted(Path().iterdir()) == before
    assert main([*arguments, option, name, "--to", "xml"]) in (0, 1)
    with gzip.open(name.replace("{}", "0001")) as file:
        assert file.read(5) == b"<?xml"


@pytest.mark.parametrize(("arguments", "option", "result"), VERBS)
def test_a_coding_is_written_by_every_verb(arguments: list[str], option: str, result: str) -> None:
    name = "out{}.mrc" if option == "--name" else "out.mrc"
    assert main([*arguments, option, name, "--to-coding", "marc-8"]) in (0, 1)
    written = Path(name.replace("{}", "0001")).read_bytes()
    assert written[9:10] == b" "
    assert numbers(name.replace("{}", "0001")) == RESULTS[result]
    if "Ça".encode() in Path("old.mrc").read_bytes() and result in ("old", "once", "first"):
        assert b"\xf0Ca" in written


def test_a_coding_that_the_format_does_not_have_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["merge", "old.mrc", "-o", "x.xml", "--to-coding", "marc-8"]) == 2
    assert capsys.readouterr().err == (
        "panamarc: --to-coding: the format marcxml is always UTF-8; only iso2709 is written in "
        "MARC-8\n"
    )
    assert not Path("x.xml").exists()


def test_split_by_size_is_for_records_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["split", "old.mrc", "--size", "1kB", "--to", "json"]) == 2
    assert "--size counts the bytes of records in ISO 2709" in capsys.readouterr().err
    assert main(["split", "-q", "old.mrc", "--parts", "2", "--to", "json"]) == 0
    assert capsys.readouterr().out == "old-0001.json\nold-0002.json\n"
    assert main(["split", "-q", "old-0001.json", "-n", "1"]) == 0
    assert capsys.readouterr().out == "old-0001-0001.mrc\nold-0001-0002.mrc\n"


def test_what_is_repaired_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    for format in ("mrc", "xml"):
        done = convert(BU, f"x.{format}")
        assert (done.records, done.repaired) == (100, 16)
        assert main(["convert", BU, f"x.{format}"]) == 0
        assert (
            f"panamarc: x.{format}: 16 records with a broken structure repaired: panamarc validate "
            "lists the defects of the input\n"
        ) in capsys.readouterr().err
    assert convert(BU, "x.xml", threads=3).repaired == 16
    assert convert(BU, "x.mrc", on_error="skip").repaired == 0
    assert isinstance(done, Conversion)
    assert main(["merge", BU, "-o", "copy.mrc"]) == 0
    assert "repaired" not in capsys.readouterr().err
    assert Path("copy.mrc").read_bytes() == Path(BU).read_bytes()
    assert main(["merge", BU, "-o", "copy.mrk"]) == 0
    assert "copy.mrk: 16 records with a broken structure repaired" in capsys.readouterr().err


@pytest.mark.parametrize("suffix", [one for one in BEGINNINGS if one != "txt"])
def test_edit_writes_what_the_suffix_says(suffix: str) -> None:
    def retitle(record: panamarc.Record) -> None:
        record["245"]["a"] = "New"

    source, target = f"source.{suffix}", f"target.{suffix}"
    convert("old.mrc", source)
    done = edit(source, target, where={"001": "1"}, change=retitle)
    assert (done.records, done.changed, done.written) == (3, 1, 3)
    # In place it keeps the format, whatever the name.
    assert edit(source, source, where={"001": "1"}, change=retitle).changed == 1
    other = Path(source).rename("source")
    assert edit(other, other, where={"001": "1"}, change=retitle).changed in (0, 1)
    for name in (target, "source"):
        content = Path(name).read_bytes()
        assert content.startswith(BEGINNINGS[suffix])
        titles = [record.value("245$a") for record in panamarc.open(name)]
        assert titles == ["New", "Two", "Again"]


def test_edit_refuses_a_name_that_does_not_say_the_format() -> None:
    with pytest.raises(ValueError, match=r"x\.odt: the name does not say the format"):
        edit("old.mrc", "x.odt", change=lambda record: None)
    edit("old.mrc", "x.odt", change=lambda record: None, format="marcxml")
    assert Path("x.odt").read_bytes().startswith(b"<?xml")


def test_edit_in_place_leaves_what_has_no_record() -> None:
    Path("x.csv").write_bytes(b"id,title\n")
    with pytest.warns(panamarc.MarcWarning, match="^x.csv: not MARC: begins as text: 'id,title'$"):
        done = edit("x.csv", "x.csv", change=lambda record: None)
    assert (done.records, done.written) == (0, 0)
    assert Path("x.csv").read_bytes() == b"id,title\n"
