"""Crosswalks: the cases that the tests of every language read, and whole and damaged files."""

from __future__ import annotations

import gzip
import io
import json
import random
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

import panamarc
from panamarc import UnwritableRecord
from support import realdata
from support.records import from_lines, iso2709

CASES = yaml.load(
    (Path(__file__).resolve().parents[3] / "spec" / "crosswalks" / "cases.yaml").read_text("utf-8"),
    Loader=yaml.BaseLoader,
)
FORMATS = ("dc", "qdc", "bibtex", "csl-json")
PARTS = "records were reduced to what the crosswalk has a place for (docs/crosswalks.md)"


def written(source: object, format: Any) -> str:
    target = io.BytesIO()
    panamarc.convert(source, target, format=format)
    return target.getvalue().decode()


def checked(text: str, format: str) -> int:
    """How many records a text has, which is well-formed in its format."""
    if format == "bibtex":
        keys = re.findall(r"^@[a-z]+\{([A-Za-z0-9-]+)(?:,|\n\})", text, re.MULTILINE)
        entries = text.split("\n\n") if text else []
        assert len(keys) == len(set(keys)) == len(entries)
        assert all(entry.count("{") == entry.count("}") for entry in entries)
        return len(keys)
    if format == "csl-json":
        items = json.loads(text)
        assert len({item["id"] for item in items}) == len(items)
        return len(items)
    return len(ElementTree.fromstring(text))


@pytest.mark.parametrize("about", CASES, ids=[case["name"] for case in CASES])
def test_each_crosswalk_gives_what_the_case_says(about: Any) -> None:
    raw = from_lines(about.get("leader", "00000nam a2200000 a 4500"), about["fields"])
    for format in FORMATS:
        if "refused" in about:
            with pytest.raises(UnwritableRecord) as caught:
                written(raw, format)
            assert str(caught.value).endswith(f"(record 1 of <bytes>): {about['refused']}")
            continue
        text = written(raw, format)
        if format == "bibtex":
            assert text == about["bibtex"]
        elif format == "csl-json":
            assert list(json.loads(text)[0].items()) == list(json.loads(about["csl"]).items())
        else:
            assert f">{''.join(about[format])}</" in text


@pytest.mark.parametrize("format", FORMATS)
def test_whole_and_damaged_files_are_well_formed(format: str) -> None:
    data = realdata.path("loc_bibliographic_386.mrc").read_bytes()
    assert checked(written(data, format), format) == 386
    chance = random.Random(5)
    damaged = bytearray(data[:100_000])
    for _ in range(400):
        place = chance.randrange(len(damaged))
        if place not in range(24):  # the first record shows the format
            damaged[place] = chance.choice(b"\x00\x08{}\\&<]]>%\x1f\x80\xfe")
    for broken in (bytes(damaged), realdata.path("bu_bibs_100.mrc").read_bytes()):
        with panamarc.open(broken) as reader:
            kept = [one for one in reader if one.get_fields("245") and one.leader[6] != "z"]
        target = io.BytesIO()
        with panamarc.open_writer(target, format=format) as writer:  # type: ignore[arg-type]
            writer.write(kept)
        assert len(kept) > 50
        assert checked(target.getvalue().decode(), format) == len(kept)


def test_a_name_says_which_crosswalk(tmp_path: Path) -> None:
    raw = iso2709(("001", "1"), ("245", "10\x1faA"))
    for suffix, begins in (
        ("dc.xml", "<oai_dc:dcCollection"),
        ("qdc.xml.gz", "<collection"),
        ("bib", "@book{1,"),
        ("CSL.JSON", '{"id":"1"'),
        ("xml", '<collection xmlns="http://www.loc.gov/MARC21/slim"'),
    ):
        done = panamarc.convert(raw, tmp_path / f"a.{suffix}")
        data = (tmp_path / f"a.{suffix}").read_bytes()
        assert begins in (gzip.decompress(data) if suffix.endswith("gz") else data).decode()
        assert done.losses == ([] if suffix == "xml" else [f"1 {PARTS}, first in record 1"])


def test_keys_of_records_with_the_same_number_differ() -> None:
    raw = iso2709(("001", "1"), ("245", "10\x1faA"))
    ids = [item["id"] for item in json.loads(written(raw * 3, "csl-json"))]
    assert ids == ["1", "1-r2", "1-r3"]


def test_a_refused_record_is_named_and_leaves_no_file(tmp_path: Path) -> None:
    good, bad = (iso2709(("001", "1"), (tag, "10\x1faA")) for tag in ("245", "200"))
    for format in FORMATS:
        with pytest.raises(UnwritableRecord, match=r"out: record 301 \(record 301 of <bytes>\)"):
            panamarc.convert(good * 300 + bad + good, tmp_path / "out", format=format)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_what_is_only_written_is_not_read() -> None:
    with pytest.raises(ValueError, match="format is 'bibtex'"):
        panamarc.open(b"", format="bibtex")  # type: ignore[arg-type]
