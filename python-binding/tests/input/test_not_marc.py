"""Input without any record: an error of the command, a warning of the package, and no target."""

from __future__ import annotations

import io
import warnings
import zipfile
from pathlib import Path

import pytest

import panamarc
from panamarc import MarcWarning
from panamarc.cli import main
from support.marcfiles import book

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
PICA = b'<record xmlns="info:srw/schema/5/picaXML-v1.0"><datafield tag="003@"/></record>'


def zipped() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("books.mrc", book("1", "A"))
    return target.getvalue()


FOREIGN = {
    "table.csv": (b"id;title\r\n1;A\r\n", "text: 'id;title'"),
    "picture.png": (PNG, "PNG image"),
    "books.zip": (zipped(), "zip compression"),
    "page.html": (b"<html><body/></html>", "XML or HTML"),
    "other.xml": (b"<feed><entry/></feed>", "XML or HTML"),
    "other.json": (b'{"a": 1}', "JSON"),
    "noise.bin": (bytes([7, 200, 1, 0]), "bytes 07 C8 01 00"),
}
EMPTY = {
    "empty.mrc": b"",
    "newlines.mrc": b"\r\n\n",
    "empty.xml": b'<?xml version="1.0"?>\n<collection xmlns="http://www.loc.gov/MARC21/slim">\n'
    b"</collection>\n",
    "closed.xml": b"\xef\xbb\xbf<m:collection xmlns:m='http://www.loc.gov/MARC21/slim'/>",
    "empty.json": b"[\n]\n",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, (content, _) in FOREIGN.items():
        Path(name).write_bytes(content)
    for name, content in EMPTY.items():
        Path(name).write_bytes(content)
    Path("good.mrc").write_bytes(book("1", "A"))


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize(
    "arguments",
    [
        ["count", "{}"],
        ["head", "{}"],
        ["head", "{}", "-o", "out.mrc"],
        ["show", "1", "{}"],
        ["stats", "{}"],
        ["validate", "{}"],
        ["validate", "--json", "{}"],
        ["grep", "245", ".", "{}"],
        ["grep", "245", ".", "good.mrc", "{}", "-o", "out.mrc"],
        ["split", "{}", "-n", "1"],
        ["merge", "good.mrc", "{}", "-o", "out.mrc"],
        ["convert", "{}", "out.mrc"],
        ["dedupe", "{}", "-o", "out.mrc", "--removed", "good.mrc"],
        ["diff", "{}", "good.mrc", "--added", "out.mrc"],
    ],
)
def test_every_verb_says_that_it_is_not_marc(
    arguments: list[str], name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("out.mrc").write_bytes(b"as it was")
    before = {path: path.read_bytes() for path in Path().iterdir()}
    assert main([one.format(name) for one in arguments]) == 2
    said = f"panamarc: {name}: not MARC: begins as {FOREIGN[name][1]}\n"
    assert said in capsys.readouterr().err
    assert {path: path.read_bytes() for path in Path().iterdir()} == before


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("policy", ["recover", "skip"])
def test_the_package_warns(name: str, policy: str) -> None:
    content, begins = FOREIGN[name]
    for source in (name, content, io.BytesIO(content)):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            assert list(panamarc.open(source, on_error=policy)) == []  # type: ignore[arg-type]
        (warning,) = caught
        assert warning.category is MarcWarning
        assert str(warning.message).endswith(f": not MARC: begins as {begins}")


@pytest.mark.parametrize("name", EMPTY)
def test_what_is_empty_is_no_error(name: str) -> None:
    for source in (name, io.BytesIO(EMPTY[name])):
        assert list(panamarc.open(source)) == []
    assert main(["convert", "-q", name, "out.xml"]) == 0


def test_a_format_that_was_asked_for_is_named() -> None:
    message = "^good.mrc: no record in the format mrk: begins as text: '000"
    with pytest.warns(MarcWarning, match=message):
        list(panamarc.open("good.mrc", format="mrk", on_error="skip"))


def test_boundaries_count_as_records() -> None:
    content = b"junk that is longer than a leader" + book("1", "A")
    assert len(list(panamarc.open(content).scan_boundaries())) == 1
