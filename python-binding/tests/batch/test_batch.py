"""What a record knows besides its fields, and how it leaves its batch."""

from __future__ import annotations

import copy
import pickle

import pytest

from panamarc import Defect, Record
from panamarc._batch.batch import HEADER, Batch
from panamarc._reading.read_record import ReadRecord
from support import realdata
from support.packing import Packer, pack
from support.records import iso2709


def records(payload: bytes) -> list[Record]:
    batch = Batch(payload)
    return [ReadRecord(batch, index) for index in range(batch.n)]


def odd_batch() -> list[Record]:
    first = iso2709(
        *(("001", "x1"), ("24\xe9", "  \x1faodd"), ("245", "10\x1faTitle"), ("a b", "  \x1fb2"))
    )
    second = iso2709(("001", "x2"), ("a b", "  \x1fb3"), ("650", " 0\x1faS"), ("a b", "  \x1fb4"))
    return records(pack(first + second)[0])


def test_tags_outside_digits_and_capitals_are_found_like_others() -> None:
    first, second = odd_batch()
    assert [field.tag for field in first] == ["001", "24\xe9", "245", "a b"]
    assert first["24\xe9"]["a"] == "odd"
    assert "24\xe9" in first
    assert "24\xe9" not in second
    assert second.get("24\xe9") is None
    assert [field["b"] for field in second.get_fields("a b")] == ["3", "4"]
    assert [field.tag for field in second.get_fields("650", "a b")] == ["a b", "650", "a b"]
    with pytest.raises(KeyError):
        second["24\xe9"]


def test_a_digit_beyond_ascii_makes_no_control_field() -> None:
    (record,) = records(pack(iso2709(("00\xb2", "  \x1fax")))[0])
    assert not record["00\xb2"].control_field
    assert record["00\xb2"]["a"] == "x"
    assert record.values("00.$a") == ["x"]


def test_a_tag_that_no_record_can_have_is_not_there() -> None:
    first, _ = odd_batch()
    for tag in ("", "2", "2455", "zzz", "\ud800", "24\xff"):
        assert tag not in first
        assert first.get_fields(tag) == []


def test_a_record_knows_its_place_number_source_and_raw_bytes() -> None:
    data = realdata.content("loc_authority_150.mrc")
    found = [record for payload in pack(data, 40, "a.mrc") for record in records(payload)]
    assert [record.number for record in found] == list(range(1, 151))
    assert {record.source for record in found} == {"a.mrc"}
    assert b"".join(record.as_marc() for record in found) == data
    end = 0
    for record in found:
        start, length = record.span
        assert start == end
        assert data[start : start + length] == record.as_marc() == record.as_marc21()
        end = start + length
    assert repr(found[41]) == "<Record 42 of a.mrc>"


def test_values_come_in_the_directorys_order() -> None:
    raw = iso2709(("001", "x1"), ("245", "10\x1faTitle"), ("500", "  \x1faNote"))
    swapped = raw[:24] + raw[36:48] + raw[24:36] + raw[48:]
    (record,) = records(pack(swapped)[0])
    assert [str(field) for field in record] == ["=245  10$aTitle", "=001  x1", "=500  \\\\$aNote"]
    assert record.as_marc() == swapped


def test_a_field_terminator_inside_a_value_disturbs_no_other_field() -> None:
    raw = iso2709(("001", "x1"), ("245", "10\x1faTi\x1etle"), ("500", "  \x1faNote"))
    (record,) = records(pack(raw)[0])
    expected = ["=001  x1", "=245  10$aTi\x1etle", "=500  \\\\$aNote"]
    assert [str(field) for field in record] == expected


def defective() -> list[Record]:
    packer = Packer(first_number=7, source="latin.mrc")
    good = iso2709(("001", "x1"), ("24\xe9", "  \x1faodd"))
    bad = iso2709(("001", "x2"), ("245", "10\x1faCaf\xff"), encoding="iso8859-1")
    for start, raw in ((0, good), (len(good), bad), (len(good) + len(bad), good)):
        packer.add(start, raw)
    return records(packer.payload())


def test_defects_belong_to_their_record() -> None:
    before, bad, after = defective()
    assert (before.defects, after.defects) == ([], [])
    assert bad.defects == [Defect("encoding", "content", 8, bad.span[0], "", "not UTF-8")]
    assert bad["245"]["a"] == "Caf\ufffd"
    assert b"Caf\xff" in bad.as_marc()


@pytest.mark.parametrize(
    "detach",
    [Record.copy, copy.copy, copy.deepcopy, lambda record: pickle.loads(pickle.dumps(record))],
    ids=["copy()", "copy.copy", "copy.deepcopy", "pickle"],
)
def test_a_detached_record_says_the_same_and_keeps_only_itself(detach) -> None:  # type: ignore[no-untyped-def]
    payload = pack(realdata.content("loc_bibliographic_386.mrc"))[0]
    for record in [*defective(), *odd_batch(), *records(payload)[::29]]:
        other = detach(record)
        assert str(other) == str(record)
        assert other.as_marc() == record.as_marc()
        assert (other.number, other.source) == (record.number, record.source)
        assert other.span == record.span
        assert other.defects == record.defects
        assert other.values("...$a") == record.values("...$a")
        assert other._batch.n == 1
        assert len(other._batch.payload) < 2 * len(record.as_marc()) + 600


def test_a_batch_of_another_version_is_refused() -> None:
    payload = bytearray(pack(iso2709(("001", "x")))[0])
    payload[3] = 2
    with pytest.raises(ValueError, match="not a packed batch of version 1"):
        _ = Batch(bytes(payload)).tags


def test_the_header_is_as_long_as_the_layout_says() -> None:
    assert HEADER.size == 64
