"""Records, fields and leaders say what pymarc's say."""

from __future__ import annotations

import io

import pytest

import pymarc
from panamarc import Indicators, Leader, Record, Subfield
from panamarc._batch.batch import Batch
from panamarc._batch.read_field import ReadField
from panamarc._reading.read_record import ReadRecord
from support import realdata
from support.packing import pack
from support.pymarc_oracle import field_facts, record_facts
from support.records import iso2709


def packed_records(data: bytes, batch_size: int = 200) -> list[Record]:
    batches = map(Batch, pack(data, batch_size))
    return [ReadRecord(batch, index) for batch in batches for index in range(batch.n)]


@pytest.mark.parametrize("name", realdata.WELL_FORMED_UTF8)
def test_every_record_says_what_pymarc_says(name: str) -> None:
    data = realdata.content(name)
    expected = list(pymarc.MARCReader(io.BytesIO(data)))
    records = packed_records(data)
    assert len(records) == len(expected)
    for record, other in zip(records, expected, strict=True):
        assert record_facts(record) == record_facts(other)


FIELDS = {
    "plain": ("245", "10\x1faTitle :\x1fbsubtitle /\x1fcauthor."),
    "repeated code": ("650", " 0\x1faA\x1fxB\x1faC"),
    "empty value": ("245", "10\x1fa\x1fbx"),
    "no subfields": ("500", "  "),
    "subfield without code": ("500", "  \x1f\x1faText\x1f"),
    "no indicators": ("040", "\x1faDLC\x1fcDLC"),
    "one indicator": ("040", "1\x1faDLC"),
    "three indicators": ("040", "123\x1faDLC"),
    "empty data field": ("040", ""),
    "control field": ("001", "ocm 123"),
    "control field with a delimiter": ("003", "ab\x1facd"),
    "empty control field": ("005", ""),
    "linked subject": ("650", " 0\x1f6880-01\x1faA\x1fxB\x1fvC\x1fyD\x1fzE"),
    "spaces around values": ("260", "  \x1fa Paris \x1fb x "),
    "letters in the tag": ("FMT", "10\x1faBK"),
    "digits that are not ASCII": ("245", "10\x1faسلام 你好 𝒳"),
    "blank shown as backslash": ("500", "\\ \x1faa b"),
}


@pytest.mark.parametrize("case", FIELDS)
def test_a_field_says_what_pymarc_says(case: str) -> None:
    tag, text = FIELDS[case]
    leader = "00000nam a2200000 i 4500"
    value = text.encode() + b"\x1e"
    directory = f"{tag}{len(value):04d}00000".encode() + b"\x1e"
    base = 24 + len(directory)
    length = base + len(value) + 1
    head = f"{length:05d}{leader[5:12]}{base:05d}{leader[17:]}".encode()
    other = pymarc.Record(head + directory + value + b"\x1d")
    assert field_facts(ReadField(tag, text)) == field_facts(other.fields[0])


RECORDS = {
    "nothing": [],
    "title alone": [("245", "10\x1faTitle")],
    "title without $a": [("245", "10\x1fbSub")],
    "subtitle first": [("245", "10\x1fbSub\x1faTitle")],
    "subtitle later": [("245", "10\x1faTitle\x1fh[map]\x1fbSub\x1fbmore")],
    "empty title": [("245", "10\x1fa\x1fbSub")],
    "empty subtitle": [("245", "10\x1faTitle\x1fb")],
    "two titles": [("245", "10\x1fbSub"), ("245", "10\x1faTitle")],
    "key title": [("222", " 0\x1faKey\x1fb(Online)"), ("022", "  \x1fa1234-5678\x1fl8765-4321")],
    "key title alone": [("222", " 0\x1faKey"), ("022", "  \x1fy1234-5678")],
    "isbn": [("020", "  \x1fa978-0-13-110362-8 (pbk.) :\x1fc$60"), ("020", "  \x1fa2")],
    "isbn with a check letter": [("020", "  \x1faISBN 0-8044-2957-X")],
    "no isbn in $a": [("020", "  \x1fapaperback"), ("020", "  \x1fa2")],
    "isbn without $a": [("020", "  \x1fz123"), ("020", "  \x1fa2")],
    "author": [("110", "2 \x1faCorporation\x1fbUnit"), ("111", "2 \x1faMeeting")],
    "meeting": [("111", "2 \x1faMeeting\x1f6880-01"), ("130", " 0\x1faUniform\x1fpPart")],
    "uniform title": [("240", "10\x1faWorks\x1ff1999"), ("086", "0 \x1faA 1.1:")],
    "publisher": [("264", " 0\x1faA\x1fbNot"), ("264", " 1\x1faA\x1fbYes\x1fc2001")],
    "publisher of old": [("260", "  \x1faA :\x1fbB,\x1fc1999."), ("264", " 1\x1fbX")],
    "publisher without $b": [("260", "  \x1faA"), ("264", " 1\x1fbX\x1fc1999")],
    "lists": [
        (tag, "  \x1fa" + tag)
        for tag in "440 500 501 509 599 600 650 659 690 700 740 799 800 830 852 300 490".split()
    ],
}


@pytest.mark.parametrize("case", RECORDS)
def test_a_made_up_record_says_what_pymarc_says(case: str) -> None:
    raw = iso2709(("001", "x"), *RECORDS[case])
    (record,) = packed_records(raw)
    assert record_facts(record) == record_facts(pymarc.Record(raw))


def test_keys_that_are_not_there_are_key_errors_that_name_them() -> None:
    record = packed_records(realdata.content("loc_bibliographic_386.mrc"))[0]
    title, control = record["245"], record["001"]
    for container, key in ((record, "999"), (record, "24"), (title, "!"), (control, "a")):
        with pytest.raises(KeyError, match=f"^'{key}'$"):
            container[key]


def test_the_same_field_is_the_same_object_however_it_is_asked_for() -> None:
    record = packed_records(realdata.content("loc_bibliographic_386.mrc"))[0]
    title = record["245"]
    assert record.get("245") is title
    assert record.get_fields("245", "999") == [title]
    assert title in record.fields
    assert record.fields == list(record)


def test_lists_that_are_searched_out_are_the_callers_own() -> None:
    record = packed_records(realdata.content("loc_bibliographic_386.mrc"))[0]
    before = str(record)
    record.get_fields("245").clear()
    record["245"].get_subfields("a").clear()
    record.values("245$a").clear()
    assert str(record) == before
    assert record.values("245$a") == [record["245"]["a"]]


def test_subfields_and_indicators_are_named_tuples() -> None:
    field = ReadField("245", "10\x1faTitle")
    assert field.subfields == [Subfield(code="a", value="Title")]
    assert type(field.subfields[0]) is Subfield
    assert field.indicators == Indicators(first="1", second="0")


LEADER_PARTS = (
    *("record_length", "record_status", "type_of_record", "bibliographic_level"),
    *("type_of_control", "coding_scheme", "indicator_count", "subfield_code_count"),
    *("base_address", "encoding_level", "cataloging_form", "multipart_ressource"),
    *("length_of_field_length", "starting_character_position_length"),
    "implementation_defined_length",
)


@pytest.mark.parametrize("part", LEADER_PARTS)
def test_a_leader_names_its_parts_as_pymarc_does(part: str) -> None:
    text = "01234cam a2256789 i 4501"
    assert getattr(Leader(text), part) == getattr(pymarc.Leader(text), part)
    assert Leader(text)[part] == pymarc.Leader(text)[part]


def test_a_leader_is_like_its_string() -> None:
    leader = Leader("01234cam a2256789 i 4501")
    assert leader == "01234cam a2256789 i 4501"
    assert leader == Leader(str(leader))
    assert leader != "other"
    assert leader != 5
    assert (leader[5], leader[0:5], leader[-1], len(leader)) == ("c", "01234", "1", 24)
    assert "".join(leader) == leader.leader
