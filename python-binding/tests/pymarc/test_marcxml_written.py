"""MARCXML that Python writes: well-formed, in the schema's order, and what was lost is said."""

from __future__ import annotations

import io
import warnings
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import panamarc
from panamarc import Field, Indicators, MarcWarning, Record, Subfield
from panamarc._pymarc.xml_text import CHARACTERS, CODES, INDICATORS, LOCAL, ORDER
from support.records import iso2709

NS = f"{{{panamarc.MARC_XML_NS}}}"
DATA = iso2709(
    ("245", "10\x1faA\x01B\x1b\x1fc\ufffe"),
    ("SYS", "12\x07"),
    ("008", "x\ry"),
    ("005", "10\x1faeng"),
    ("001", "1"),
)
WANTED = [
    ("controlfield", {"tag": "008"}, "x\ry", []),
    ("controlfield", {"tag": "001"}, "1", []),
    (
        *("datafield", {"tag": "245", "ind1": "1", "ind2": "0"}, None),
        [("a", "A\ufffdB\ufffd"), ("c", "\ufffd")],
    ),
    ("datafield", {"tag": "SYS", "ind1": " ", "ind2": " "}, None, [("a", "12\ufffd")]),
    ("datafield", {"tag": "005", "ind1": "1", "ind2": "0"}, None, [("a", "eng")]),
]
LOST = [f"4 {CHARACTERS}", f"1 {LOCAL}"]
LOSSES = [*LOST, f"1 {ORDER}"]


def parts(record: ET.Element) -> list[Any]:
    """Name, attributes, text and subfields of each field."""
    return [
        (
            *(one.tag.replace(NS, ""), one.attrib, one.text),
            [(sub.get("code"), sub.text) for sub in one],
        )
        for one in record
        if not one.tag.endswith("leader")
    ]


def records() -> list[Record]:
    """The record in each shape it may have."""
    read, changed, by_pymarc = (next(iter(panamarc.open(DATA))) for _ in range(3))
    assert changed.fields
    built = Record(fields=list(by_pymarc.fields), leader=str(by_pymarc.leader))
    return [read, changed, built]


@pytest.mark.parametrize("index", range(3))
def test_a_record_becomes_well_formed_xml_with_losses_warned_of(index: int) -> None:
    record = records()[index]
    with pytest.warns(MarcWarning) as caught:
        xml = panamarc.record_to_xml(record)
    assert parts(ET.fromstring(xml)) == WANTED
    assert [str(one.message) for one in caught] == [f"MARCXML: {one}" for one in LOST]
    assert all(one.filename == __file__ for one in caught)


def test_a_writer_counts_what_was_lost_and_says_it_at_the_end() -> None:
    out = io.BytesIO()
    writer = panamarc.XMLWriter(out)
    writer.write(Record(fields=[Field("001", data="fine")]))
    assert writer.losses == []
    for record in records():
        writer.write(record)
    said = [
        one.replace("4 char", "12 char").replace("1 ", "3 ") + ", first in record 2"
        for one in LOSSES
    ]
    assert writer.losses == said
    with pytest.warns(MarcWarning) as caught:
        writer.close(close_fh=False)
    assert [str(one.message) for one in caught] == [f"MARCXML: {one}" for one in said[:-1]]
    writer.close(close_fh=False)
    for element in list(ET.fromstring(out.getvalue()))[1:]:
        assert parts(element) == WANTED


def test_java_writes_the_same(tmp_path: Path) -> None:
    done = panamarc.convert(DATA, tmp_path / "out.xml")
    assert parts(ET.parse(tmp_path / "out.xml").getroot()[0]) == WANTED
    assert done.losses == [f"{one}, first in record 1" for one in LOSSES]


def test_indicators_and_codes_become_one_character() -> None:
    field = Field("900", Indicators("", "12"), [Subfield("ab", "x"), Subfield("", "y")])
    with pytest.warns(MarcWarning) as caught:
        xml = panamarc.record_to_xml(Record(fields=[field]))
    attributes = {"tag": "900", "ind1": " ", "ind2": "1"}
    assert parts(ET.fromstring(xml)) == [
        ("datafield", attributes, None, [("a", "x"), (" ", "y")]),
    ]
    said = [str(one.message) for one in caught]
    assert said == [f"MARCXML: 1 {INDICATORS}", f"MARCXML: 2 {CODES}"]


def test_the_order_alone_is_no_reason_to_warn() -> None:
    title = Field("245", Indicators("1", "0"), [Subfield("a", "T")])
    xml = panamarc.record_to_xml(Record(fields=[title, Field("001", data="1")]))
    assert [one.get("tag") for one in ET.fromstring(xml)] == [None, "001", "245"]


@settings(max_examples=200, deadline=None)
@given(
    text=st.text(max_size=8),
    tag=st.sampled_from(["001", "245", "SYS", "00A"]),
    code=st.characters(exclude_categories=["Cs"]),
)
def test_any_text_becomes_well_formed_xml(text: str, tag: str, code: str) -> None:
    record = Record(
        fields=[Field(tag, data=text), Field("900", None, [Subfield(code, text)])],
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarcWarning)
        root = ET.fromstring(panamarc.record_to_xml(record))
        again = ET.fromstring(ET.tostring(panamarc.record_to_xml_node(record)))
    assert len(root) == len(again) == 3


@pytest.mark.parametrize(
    ("attributes", "indicators"),
    [
        ('ind1="" ind2="4"', (" ", "4")),
        ('ind2="4"', (" ", "4")),
        ('ind1="12" ind2="4"', ("1", "4")),
    ],
)
def test_pymarcs_handler_reads_each_indicator_by_itself(
    attributes: str, indicators: tuple[str, str]
) -> None:
    xml = (
        f'<record><datafield tag="245" {attributes}><subfield code="">x<i>y</i>z</subfield>'
        '<subfield code="ab">v</subfield></datafield></record>'
    )
    (record,) = panamarc.parse_xml_to_array(io.BytesIO(xml.encode()))
    assert record["245"].indicators == indicators
    assert record["245"].subfields == [(" ", "xyz"), ("a", "v")]
