"""Stylesheets of the user's, applied to records one at a time."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

import panamarc
from panamarc import StylesheetError, UnwritableRecord
from panamarc.cli import main
from support import realdata
from support.records import iso2709

SPEC = Path(__file__).resolve().parents[3] / "spec" / "crosswalks"
MODS = SPEC / "mods.xsl"
ROOT = "{http://www.loc.gov/mods/v3}modsCollection"
HEAD = (
    '<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'
    '<xsl:output method="text"/><xsl:template match="/">'
)
FOOT = "</xsl:template></xsl:stylesheet>"


def book(title: str, name: str = "") -> bytes:
    names = [("100", f"1 \x1fa{name}")] if name else []
    return iso2709(("001", "1"), *names, ("245", f"10\x1fa{title}"))


def test_each_record_is_transformed_in_its_order(tmp_path: Path) -> None:
    source = realdata.path("loc_bibliographic_386.mrc")
    done = panamarc.convert(source, tmp_path / "mods.xml.gz", xslt=MODS, xslt_root=ROOT, threads=2)
    assert (done.records, done.losses) == (386, [])
    target = io.BytesIO()
    panamarc.convert(source, target, xslt=MODS, xslt_root=ROOT, threads=1)
    assert gzip.decompress((tmp_path / "mods.xml.gz").read_bytes()) == target.getvalue()
    root = ElementTree.fromstring(target.getvalue())
    assert root.tag == ROOT
    mods = "{http://www.loc.gov/mods/v3}"
    titles = [one.findtext(f"{mods}titleInfo/{mods}title") for one in root]
    with panamarc.open(source) as reader:
        expected = [" ".join(record.values("245$a") + record.values("245$b")) for record in reader]
    assert titles == expected
    types = {one.findtext(f"{mods}typeOfResource") for one in root}
    assert types >= {"text", "cartographic"}


def test_without_a_root_results_follow_each_other(tmp_path: Path) -> None:
    style = tmp_path / "a.xsl"
    style.write_text(f"{HEAD}<xsl:value-of select='.'/>;{FOOT}")
    target = io.BytesIO()
    panamarc.convert(book("A & B") + book("C"), target, xslt=style)
    parts = target.getvalue().decode().split(";")
    assert [part[25:] for part in parts] == ["A & B", "C", ""]
    target = io.BytesIO()
    panamarc.convert(book("A"), target, xslt=str(MODS))
    assert target.getvalue().startswith(b'<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo>')
    assert target.getvalue().endswith(b"</mods>\n")


def test_a_record_at_which_it_fails_is_named_or_left_out(tmp_path: Path) -> None:
    records = book("A") + book("B", "stop") + book("C")
    reason = f"{MODS}, line 18: This name stops it.; the record is at byte {len(book('A'))}"
    with pytest.raises(UnwritableRecord) as caught:
        panamarc.convert(records, tmp_path / "out.xml", xslt=MODS)
    assert str(caught.value) == (
        f"{tmp_path / 'out.xml'}: record 2 (record 2 of <bytes>): {reason}"
    )
    assert list(tmp_path.iterdir()) == []
    for threads in (1, 2):
        target = io.BytesIO()
        done = panamarc.convert(records, target, xslt=MODS, on_error="skip", threads=threads)
        assert target.getvalue().count(b"<mods ") == done.records == 2
        assert done.losses == [f"1 records were left out, first in record 2: {reason}"]


def test_messages_are_among_the_losses(tmp_path: Path) -> None:
    style = tmp_path / "a.xsl"
    style.write_text(f"{HEAD}<xsl:message>Oh,\n dear</xsl:message>{FOOT}")
    done = panamarc.convert(book("A") * 3, io.BytesIO(), xslt=style)
    assert done.losses == ["3 messages of the stylesheet, first in record 1: Oh, dear"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<xsl:value-of select='foo('/>", "Expected an expression"),
        ("<xsl:result-document href='x'>x</xsl:result-document>", "result-document is disabled"),
        ("<xsl:value-o", "must be followed by either attribute"),
        ("</xsl:template><xsl:include href='http://example.org/x.xsl'/><xsl:template match='a'>",
         "nothing is read from the network; expected a file"),
        ("</xsl:template><xsl:include href='no.xsl'/><xsl:template match='a'>",
         "'no.xsl': there is no such file"),
    ],
)  # fmt: skip
def test_what_is_no_stylesheet_is_named_with_its_line(
    tmp_path: Path, body: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.xsl").write_text(f"{HEAD}\n{body}{FOOT}")
    with pytest.raises(StylesheetError) as caught:
        panamarc.convert(book("A"), "out.xml", xslt="a.xsl")
    error = caught.value
    assert error.file == str(tmp_path / "a.xsl")
    assert error.line == 2
    assert problem in error.problem
    assert str(error) == f"{error.file}, line 2: {error.problem}"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xsl"]


@pytest.mark.parametrize(
    "call",
    ["document('{0}')", "unparsed-text('{0}')", "doc('http://example.org/b.xml')",
     "collection('{0}')", "doc('file:///etc/hostname')", "unparsed-text('http://example.org/x')"],
)  # fmt: skip
def test_nothing_outside_its_folder_is_read(tmp_path: Path, call: str) -> None:
    (tmp_path / "secret.xml").write_text("<secret/>")
    (tmp_path / "in").mkdir()
    style = tmp_path / "in" / "a.xsl"
    select = call.format(tmp_path / "secret.xml")
    style.write_text(f'{HEAD}<xsl:value-of select="{select}"/>{FOOT}')
    with pytest.raises(UnwritableRecord, match=r"folder|network|disallowed"):
        panamarc.convert(book("A"), io.BytesIO(), xslt=style)


def test_entities_of_a_stylesheet_open_no_file(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    style = tmp_path / "a.xsl"
    style.write_text(f"<!DOCTYPE x [<!ENTITY e SYSTEM 'secret.txt'>]>{HEAD}A&e;B{FOOT}")
    target = io.BytesIO()
    panamarc.convert(book("A"), target, xslt=style)
    assert target.getvalue() == b"AB"


def test_what_does_not_go_together_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="format and coding are for records"):
        panamarc.convert(book("A"), io.BytesIO(), xslt=MODS, format="json")
    with pytest.raises(ValueError, match="give xslt="):
        panamarc.convert(book("A"), io.BytesIO(), xslt_root="a")
    with pytest.raises(ValueError, match="the root is 'a b'; expected a name"):
        panamarc.convert(book("A"), tmp_path / "x", xslt=MODS, xslt_root="a b")
    with pytest.raises(FileNotFoundError, match=r"no\.xsl"):
        panamarc.convert(book("A"), tmp_path / "x", xslt=tmp_path / "no.xsl")
    assert list(tmp_path.iterdir()) == []


def test_the_command_applies_a_stylesheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.mrc").write_bytes(book("A"))
    assert main(["convert", "a.mrc", "a.mods", "--xslt", str(MODS), "--xslt-root", ROOT]) == 0
    assert capsys.readouterr().err == f"panamarc: a.mods: 1 record from {len(book('A'))} bytes\n"
    assert Path("a.mods").read_text("utf-8").endswith("</modsCollection>\n")
    assert main(["convert", "a.mrc", "b.mods", "--xslt", str(MODS), "--to", "json"]) == 2
    Path("bad.xsl").write_text("<a/>")
    assert main(["convert", "a.mrc", "b.mods", "--xslt", "bad.xsl"]) == 2
    assert str(tmp_path / "bad.xsl") in capsys.readouterr().err
    assert not Path("b.mods").exists()


@pytest.mark.same_without_c
def test_saxon_is_loaded_for_a_stylesheet_alone(tmp_path: Path) -> None:
    (tmp_path / "a.mrc").write_bytes(book("A"))
    program = f"""
import panamarc
log = "{tmp_path}/log"
panamarc.start_jvm(options=["-Xlog:class+load:file=" + log])
panamarc.convert("{tmp_path}/a.mrc", "{tmp_path}/a.xml")
print("saxon" in open(log).read(), end=" ")
panamarc.convert("{tmp_path}/a.mrc", "{tmp_path}/a.mods", xslt="{MODS}")
print("saxon" in open(log).read())
"""
    out = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert (out.stdout, out.stderr) == ("False True\n", "")
