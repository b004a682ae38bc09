"""Control fields of local kind, such as Aleph's FMT and SYS: their text is kept everywhere."""

from __future__ import annotations

import io
import json
import pickle
import warnings
from pathlib import Path
from typing import Any

import pytest

import panamarc
from panamarc import Field, Indicators, Record, Subfield
from panamarc._batch import bulk
from support import realdata, repaircases
from support.records import iso2709

LEADER = "00000nam a2200000 a 4500"
ISO_2709 = iso2709(
    ("001", "1"),
    ("FMT", "BK"),
    ("SYS", "000000123"),
    ("500", "plain text"),
    ("245", "10\x1faT"),
)
XML = (
    f'<record xmlns="{panamarc.MARC_XML_NS}"><leader>{LEADER}</leader>'
    '<controlfield tag="001">1</controlfield><controlfield tag="FMT">BK</controlfield>'
    '<controlfield tag="SYS">000000123</controlfield>'
    '<controlfield tag="500">plain text</controlfield>'
    '<datafield tag="245" ind1="1" ind2="0"><subfield code="a">T</subfield></datafield></record>'
).encode()
JSON = json.dumps(
    {
        "leader": LEADER,
        "fields": [
            {"001": "1"},
            {"FMT": "BK"},
            {"SYS": "000000123"},
            {"500": "plain text"},
            {"245": {"ind1": "1", "ind2": "0", "subfields": [{"a": "T"}]}},
        ],
    }
).encode()
ALEPH = b"""\
000000001 LDR   L 00000nam^a2200000^a^4500
000000001 001   L 1
000000001 FMT   L BK
000000001 SYS   L 000000123
000000001 500   L plain text
000000001 24510 L $$aT
"""
MRK = rb"""=LDR  00000nam a2200000 a 4500
=001  1
=FMT  BK
=SYS  000000123
=500  plain\text
=245  10$aT
"""
INPUTS = {"iso2709": ISO_2709, "marcxml": XML, "json": JSON, "aleph": ALEPH, "mrk": MRK}
DEFECT = (
    "{} of {} data fields do not begin with two indicators and a subfield delimiter; the first "
    "begins with '{}'"
)
REPORTED = {
    "iso2709": [DEFECT.format(3, 4, "BK")],
    "aleph": [DEFECT.format(1, 2, "pla")],
    "mrk": [DEFECT.format(1, 2, "pla")],
}


def touched(record: Record) -> Record:
    """The same record, once its fields may have been changed."""
    assert record.fields
    return record


def pickled(record: Record) -> Record:
    """The same record, from its pickle."""
    same: Record = pickle.loads(pickle.dumps(record))
    return same


@pytest.mark.parametrize("shape", [lambda record: record, touched, Record.copy, pickled])
@pytest.mark.parametrize("name", INPUTS)
def test_the_text_is_there_by_every_way(name: str, shape: Any) -> None:
    record = shape(next(iter(panamarc.open(INPUTS[name], format=name))))  # type: ignore[arg-type]
    assert [defect.message for defect in record.defects] == REPORTED.get(name, [])
    for tag, text in (("FMT", "BK"), ("SYS", "000000123"), ("500", "plain text")):
        assert record.value(tag) == text
        assert record.values(tag) == [text]
        assert record[tag].data == text
        assert record[tag].value() == text
        assert record[tag].format_field() == text
        assert record[tag].control_field
        assert record[tag].is_control_field()
        assert record[tag].indicators is None
        assert record[tag].indicator1 == record[tag].indicator2 == ""
        assert record[tag].get_subfields("a", "B") == record[tag].subfields == list(record[tag])
        assert {tag: text} in record.as_dict()["fields"]
        assert {tag: text} in json.loads(record.as_json())["fields"]
    assert record.value("SYS/6-8") == "123"
    assert record.value("SYS$0") is None
    assert str(record["SYS"]) == "=SYS  000000123"
    assert "=500  plain\\text\n" in str(record)
    assert "\n=FMT  BK\n" in str(record)
    assert str(record["245"]) == "=245  10$aT"
    again = next(iter(panamarc.open(record.as_marc())))
    assert str(again).splitlines()[1:] == str(record).splitlines()[1:]


@pytest.mark.parametrize(
    ("value", "control"),
    [
        ("BK", True),
        ("B", True),
        ("  x", True),
        ("1A", True),
        ("é1", True),
        ("\x011", True),
        ("", False),
        ("  ", False),
        ("10", False),
        ("a|", False),
        ("10\x1f", False),
        ("\x1fa", False),
    ],
)
def test_two_indicators_alone_are_a_data_field(value: str, control: bool, tmp_path: Path) -> None:
    data = iso2709(("001", "x"), ("900", value), ("901", "  \x1fax"))
    source = panamarc.open(data)
    record = next(iter(source))
    assert record["900"].control_field is control
    assert record.value("900") == (value if control else "" if value == "\x1fa" else None)
    assert touched(record)["900"].control_field is control
    assert record.value("900") == (value if control else "" if value == "\x1fa" else None)
    assert json.loads(record.as_json()) == record.as_dict()
    panamarc.convert(data, tmp_path / "out.jsonl")
    assert json.loads((tmp_path / "out.jsonl").read_text()) == record.as_dict()


LIKE_INDICATORS = {
    "iso2709": iso2709(("001", "1"), ("SYS", "12"), ("FMT", "  "), ("00A", ""), ("sys", "10")),
    "marcxml": (
        f"<record><leader>{LEADER}</leader>"
        '<controlfield tag="001">1</controlfield><controlfield tag="SYS">12</controlfield>'
        '<controlfield tag="FMT">  </controlfield><controlfield tag="00A"/>'
        '<controlfield tag="sys">10</controlfield></record>'
    ).encode(),
    "json": json.dumps(
        {
            "leader": LEADER,
            "fields": [{"001": "1"}, {"SYS": "12"}, {"FMT": "  "}, {"00A": ""}, {"sys": "10"}],
        }
    ).encode(),
    "mrk": f"=LDR  {LEADER}\n=001  1\n=SYS  12\n=FMT  \\\\\n=00A  \n=sys  10\n".encode(),
}


@pytest.mark.parametrize("accelerated", [True, False])
@pytest.mark.parametrize("shape", [lambda record: record, touched, Record.copy, pickled])
@pytest.mark.parametrize("name", LIKE_INDICATORS)
def test_the_tag_decides_where_the_value_may_be_indicators(
    name: str, shape: Any, accelerated: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not accelerated:
        monkeypatch.setattr(bulk, "ACCELERATOR", None)
    data = LIKE_INDICATORS[name]
    record = shape(next(iter(panamarc.open(data, format=name))))  # type: ignore[arg-type]
    for _ in range(2):
        for tag, text in (("SYS", "12"), ("FMT", "  "), ("00A", ""), ("sys", "10")):
            assert record.values(tag) == [text]
            assert (record[tag].data, record[tag].control_field) == (text, True)
            assert record[tag].indicators is None
            assert {tag: text} in record.as_dict()["fields"]
        assert json.loads(record.as_json()) == record.as_dict()
        assert in_json(data)[0]["fields"] == record.as_dict()["fields"]
        record = next(iter(panamarc.open(record.as_marc())))
    (by_pymarcs_rules,) = panamarc.MARCReader(record.as_marc())
    assert by_pymarcs_rules is not None
    assert by_pymarcs_rules.as_dict()["fields"] == record.as_dict()["fields"]


@pytest.mark.parametrize("accelerated", [True, False])
def test_data_like_indicators_is_written_as_a_subfield_with_a_warning(
    accelerated: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not accelerated:
        monkeypatch.setattr(bulk, "ACCELERATOR", None)
    plain = Record(fields=[Field("SYS", data="12"), Field("900", Indicators("1", "2"), [])])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        (again,) = panamarc.open(plain.as_marc())
    assert again.as_dict()["fields"] == plain.as_dict()["fields"]
    field = Field("900", data="12")
    record = Record(fields=[field])
    assert (record.value("900"), record.value("900/1")) == ("12", "2")
    assert record.as_dict()["fields"] == [{"900": "12"}]
    data = "field 900: the data '12' would read back as two indicators; it is written as subfield a"
    with pytest.warns(panamarc.MarcWarning, match=f"^{data}$") as caught:
        (again,) = panamarc.open(record.as_marc())
    assert [one.filename for one in caught] == [__file__]
    assert str(again["900"]) == r"=900  \\$a12"
    with pytest.warns(panamarc.MarcWarning, match=f"^{data}$") as caught:
        assert field.as_marc("utf-8") == b"  \x1fa12\x1e"
    assert [one.filename for one in caught] == [__file__]
    # Two indicators without subfields are written as pymarc writes them.
    for tag, both in (("SYS", "12"), ("900", "BK")):
        written = Record(fields=[Field(tag, Indicators(*both), [])]).as_marc()
        (again,) = panamarc.open(written)
        assert again[tag].data == both
        assert [defect.kind for defect in again.defects] == ["indicators"]


def in_json(data: bytes) -> list[Any]:
    """The records as `convert` writes them."""
    out = io.BytesIO()
    panamarc.convert(data, out, format="jsonl")
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.filterwarnings("ignore::panamarc.MarcWarning")
@pytest.mark.parametrize("name", realdata.ALL)
def test_as_json_and_convert_give_the_same_for_real_files(name: str) -> None:
    data = realdata.content(name)
    written = in_json(data)
    read = [json.loads(record.as_json()) for record in panamarc.open(data)]
    assert read == written
    assert [record.as_dict() for record in panamarc.open(data)] == written
    assert [touched(record).as_dict() for record in panamarc.open(data)] == written


@pytest.mark.filterwarnings("ignore::panamarc.MarcWarning")
@pytest.mark.parametrize("case", repaircases.ALL, ids=lambda case: case.name)
def test_as_json_and_convert_give_the_same_for_broken_records(case: Any) -> None:
    assert [record.as_dict() for record in panamarc.open(case.content)] == in_json(case.content)
    assert [json.loads(r.as_json()) for r in panamarc.open(case.content)] == in_json(case.content)


def test_a_control_field_with_subfields_is_a_data_field_in_json() -> None:
    data = iso2709(("001", "1"), ("005", "10\x1faeng\x1fbx"))
    field = {"005": {"ind1": "1", "ind2": "0", "subfields": [{"a": "eng"}, {"b": "x"}]}}
    record = next(iter(panamarc.open(data)))
    assert record["005"].data == "10\x1faeng\x1fbx"
    for one in (in_json(data)[0], record.as_dict(), json.loads(record.as_json())):
        assert one["fields"] == [{"001": "1"}, field]
    assert touched(record).as_dict()["fields"] == [{"001": "1"}, field]
    (back,) = panamarc.JSONReader(record.as_json())
    assert back["005"].data == "10\x1faeng\x1fbx"


def test_a_field_that_is_made_may_be_of_local_kind() -> None:
    record = Record(fields=[Field("001", data="1"), Field("SYS", data="000000123")])
    record.add_field(Field("FMT", Indicators("B", "K"), [Subfield("a", "x")], "ignored"))
    assert str(record).splitlines()[1:] == ["=001  1", "=SYS  000000123", "=FMT  BK$ax"]
    assert record.value("SYS") == "000000123"
    again = next(iter(panamarc.open(record.as_marc())))
    assert again.value("SYS") == "000000123"
    (back,) = panamarc.JSONReader(record.as_json())
    assert str(back) == str(record)
    (back,) = panamarc.parse_json_to_array(record.as_json())
    assert str(back) == str(record)
    (back,) = panamarc.MARCMakerReader(str(record))
    assert back["SYS"].data == "000000123"


def test_marcreader_gives_the_text_that_pymarc_cuts() -> None:
    record = next(iter(panamarc.MARCReader(ISO_2709)))
    assert record is not None
    assert [record[tag].data for tag in ("SYS", "FMT", "500")] == ["000000123", "BK", "plain text"]
    raw = next(iter(panamarc.MARCReader(ISO_2709, to_unicode=False)))
    assert raw is not None
    data: object = raw["SYS"].data  # bytes, in a RawField
    assert data == b"000000123"
    assert raw.as_marc() == ISO_2709
