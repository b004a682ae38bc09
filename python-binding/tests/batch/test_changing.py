"""Records that were read, changed in every way in which a program can."""

from __future__ import annotations

import copy
import gc
import pickle
import weakref
from collections.abc import Callable
from itertools import islice

import pytest

import panamarc
from panamarc import (
    Field,
    Indicators,
    Leader,
    MarcError,
    Record,
    Subfield,
    UnwritableRecord,
)
from panamarc._batch.batch import Batch
from panamarc._batch.read_field import ReadField
from panamarc._reading.read_record import ReadRecord
from support.packing import pack
from support.records import iso2709

RAW = iso2709(
    ("001", "one"),
    ("008", "010101s2001    xxu"),
    ("245", "10\x1faTitle :\x1fbmore /\x1fcauthor."),
    ("650", " 0\x1faSubject\x1fxPart"),
    ("650", " 1\x1faOther"),
    ("880", "10\x1f6245-01\x1faTitel"),
)
ODD = iso2709(
    ("001", "odd"), ("040", "\x1faDLC"), ("245", "10\x1faA\x1f\x1fbB"), ("500", "123\x1fax")
)


def read(raw: bytes = RAW, number: int = 3) -> list[Record]:
    """The same record several times, in one batch."""
    (payload,) = pack(raw * number)
    batch = Batch(payload)
    return [ReadRecord(batch, index) for index in range(number)]


CHANGES: dict[str, Callable[[Record], object]] = {
    "a value": lambda r: r["245"].__setitem__("a", "New :"),
    "a subfield more": lambda r: r["245"].add_subfield("h", "x", 1),
    "a subfield less": lambda r: r["650"].delete_subfield("x"),
    "the list of subfields": lambda r: r["245"].subfields.reverse(),
    "other subfields": lambda r: setattr(r["245"], "subfields", [Subfield("a", "z")]),
    "an indicator": lambda r: setattr(r["245"], "indicator1", "0"),
    "both indicators": lambda r: setattr(r["245"], "indicators", ["0", "4"]),
    "data": lambda r: setattr(r["001"], "data", "two"),
    "a tag": lambda r: setattr(r["245"], "tag", "246"),
    "a field that was looked up before": lambda r: r.get_fields("650")[1].add_subfield("x", "y"),
    "one of the fields": lambda r: r.fields[2].delete_subfield("b"),
    "a field met on the way": lambda r: next(f for f in r if "x" in f).delete_subfield("x"),
    "a field more": lambda r: r.add_field(Field("999", subfields=[Subfield("a", "b")])),
    "a field in order": lambda r: r.add_ordered_field(Field("246", None, [Subfield("a", "b")])),
    "a field in its group": lambda r: r.add_grouped_field(Field("246", None, [Subfield("a", "b")])),
    "a field less": lambda r: r.remove_field(r["650"]),
    "fields less": lambda r: r.remove_fields("650", "001"),
    "no fields": lambda r: r.fields.clear(),
    "other fields": lambda r: setattr(r, "fields", [Field("001", data="z")]),
    "the leader": lambda r: r.leader.__setitem__(5, "d"),
    "a part of the leader": lambda r: setattr(r.leader, "type_of_record", "m"),
    "the leader's text": lambda r: setattr(r.leader, "leader", str(Leader("0" * 24))),
    "another leader": lambda r: setattr(r, "leader", Leader("1" * 24)),
}
SPECS = ("001", "245$a", "245$b", "246$a", "650$x", "650", "008/0-5", "LDR/5", "LDR", "999$a")


def facts(record: Record) -> dict[str, object]:
    """What a record says, every value asked for in another way."""
    return {
        "tags": [field.tag for field in record],
        "title": record.title,
        "subjects": [str(field) for field in record.subjects],
        "values": {spec: record.values(spec) for spec in SPECS},
        "first": {spec: record.value(spec) for spec in SPECS},
        "in": [tag for tag in ("001", "245", "246", "650", "999") if tag in record],
        "got": [str(record.get(tag)) for tag in ("001", "245", "246", "650", "999")],
        "str": str(record),
        "dict": record.as_dict(),
        "json": record.as_json(),
        "leader": str(record.leader),
    }


def ask(record: Record) -> None:
    """Asks for much, so that whatever is kept for later is there."""
    facts(record)


def touch(record: Record) -> None:
    """Looks up fields without changing them."""
    for field in (record["245"], *record.get_fields("650", "001")):
        field.get_subfields("a")


@pytest.mark.parametrize("before", [None, touch, ask])
@pytest.mark.parametrize("case", CHANGES)
def test_a_change_shows_everywhere_and_only_in_its_record(
    case: str, before: Callable[[Record], None] | None
) -> None:
    built = Record(RAW)
    unchanged = facts(built)
    CHANGES[case](built)
    records = read(number=12)
    for record in records:
        if before:
            before(record)
    CHANGES[case](records[1])
    assert facts(records[1]) == facts(built)
    assert facts(records[1]) != unchanged
    assert records[1].as_marc() == built.as_marc()
    for other in (records[0], *records[2:]):
        assert other.as_marc() == RAW
        assert facts(other) == unchanged


@pytest.mark.parametrize("case", CHANGES)
@pytest.mark.parametrize(
    "how", [copy.deepcopy, lambda r: pickle.loads(pickle.dumps(r)), Record.copy]
)
def test_a_copy_says_the_same_and_shares_nothing(
    case: str, how: Callable[[Record], Record]
) -> None:
    record = read()[1]
    copied = how(record)
    CHANGES[case](record)
    assert facts(copied) == facts(read()[0])
    assert copied.as_marc() == RAW
    again = how(record)
    assert facts(again) == facts(record)
    assert again.as_marc() == record.as_marc()
    CHANGES["a field more"](again)
    assert facts(again) != facts(record)
    for one in (copied, again):
        assert (one.number, one.source, one.span) == (2, record.source, record.span)


def test_a_shallow_copy_shares_what_that_of_an_ordinary_record_shares() -> None:
    for record in (read()[1], Record(RAW)):
        copied = copy.copy(record)
        assert copied.fields is record.fields
        assert copied.leader is record.leader
        assert copied.as_marc() == RAW
        copied.remove_fields("650")
        assert "650" not in record
    for field in (read()[1]["245"], Record(RAW)["245"]):
        alike = copy.copy(field)
        assert alike is not field
        assert alike.subfields is field.subfields
        assert str(alike) == str(field)


def test_what_is_only_looked_at_is_written_as_it_was() -> None:
    for record in (read(ODD)[1], read(RAW)[1]):
        raw = record.as_marc()
        for field in record.fields:
            assert isinstance(field.subfields, list)
            assert field.data is None or field.control_field
        record.leader.leader = str(record.leader)
        assert record.as_marc() == raw


def test_fields_next_to_a_changed_one_stay_as_they_were() -> None:
    record = read(ODD)[1]
    assert [field.subfields for field in record][2] == [Subfield("a", "A"), Subfield("b", "B")]
    record["001"].data = "changed"
    written = read(record.as_marc())[0]
    texts = [field._iso2709() for field in written]
    assert texts == ["changed", "\x1faDLC", "10\x1faA\x1f\x1fbB", "123\x1fax"]
    record["245"]["b"] = "C"
    record["040"].indicator2 = "1"
    assert [field._iso2709() for field in record][1:3] == [" 1\x1faDLC", "10\x1faA\x1fbC"]


def test_a_change_that_is_taken_back_is_none() -> None:
    record = read()[1]
    record["245"]["a"] = "x"
    record["245"]["a"] = "Title :"
    field = record["650"]
    record.remove_field(field)
    record.fields.insert(3, field)
    assert record.as_marc() == RAW


def test_what_is_looked_up_stays_the_same_object_after_a_change() -> None:
    record = read()[1]
    title, subjects, leader = record["245"], record.get_fields("650"), record.leader
    assert type(record) is ReadRecord
    record.add_field(Field("999", subfields=[Subfield("a", "b")]))
    assert type(record) is Record
    assert record["245"] is title
    assert record.get_fields("650") == subjects
    assert record.leader is leader
    assert type(title) is ReadField
    title.add_subfield("h", "x")
    assert type(title) is Field


def test_a_changed_record_is_written_in_utf8_and_says_so() -> None:
    raw = RAW[:9] + b" " + RAW[10:]
    record = read(raw)[0]
    assert record.as_marc() == raw
    record["001"].data = "Zoë"
    written = record.as_marc()
    assert written[9:10] == b"a"
    (again, *_) = read(written)
    assert again["001"].data == "Zoë"
    assert int(written[:5]) == len(written)
    assert written[int(written[12:17]) - 1] == 0x1E


def big(length: int, count: int = 1) -> Record:
    return Record(fields=[Field("500", None, [Subfield("a", "x" * length)]) for _ in range(count)])


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (
            big(9995),
            "field 500 is 10000 bytes long; ISO 2709 has room for 9999. "
            'as_marc(oversize="cap") writes it for readers that go by its terminators',
        ),
        (
            big(5000, 20),
            "the record is 100366 bytes long; ISO 2709 has room for 99999. "
            'as_marc(oversize="cap") writes it for readers that go by its terminators',
        ),
        (
            big(1, 8332),
            "the record is 150002 bytes long; ISO 2709 has room for 99999. "
            'as_marc(oversize="cap") writes it for readers that go by its terminators',
        ),
        (
            Record(fields=[Field("2455", None, [Subfield("a", "x")])]),
            "tag '2455' is 4 bytes long; ISO 2709 has room for 3",
        ),
    ],
)
def test_what_iso_2709_has_no_room_for_is_an_error_that_says_so(
    record: Record, message: str
) -> None:
    with pytest.raises(UnwritableRecord) as caught:
        record.as_marc()
    assert str(caught.value) == message
    assert isinstance(caught.value, MarcError)


def test_the_longest_there_is_room_for_are_written() -> None:
    assert Record(big(9994).as_marc())["500"]["a"] == "x" * 9994
    most = big(4900, 20)
    most.add_field(Field("001", data=""))
    missing = 99_999 - len(most.as_marc())
    most["001"].data = "x" * missing
    assert len(most.as_marc()) == 99_999
    most["001"].data += "x"
    with pytest.raises(UnwritableRecord):
        most.as_marc()


@pytest.mark.parametrize("record", [big(9995), big(20_000, 7), big(1, 8_331), big(1, 20_000)])
def test_what_is_longer_is_read_again_whole_where_it_was_capped(record: Record) -> None:
    written = record.as_marc(oversize="cap")
    data = RAW + written + RAW
    first, found, last = panamarc.open(data)
    assert (first.as_marc(), last.as_marc()) == (RAW, RAW)
    assert [field._iso2709() for field in found] == [field._iso2709() for field in record]
    assert found.as_marc() == written


def test_an_unknown_way_with_oversize_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"^oversize is 'x'; expected one of raise, cap$"):
        big(1).as_marc(oversize="x")


def test_indicators_that_are_not_two_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^a field has two indicators, not 3: \['1', '2', '3'\]$"):
        Field("245", ["1", "2", "3"])
    assert Field("245", Indicators("1", "2")).indicators == ("1", "2")


def test_a_record_that_was_taken_is_not_kept_by_its_reader() -> None:
    reader = panamarc.open(RAW * 1000)
    records = iter(reader)
    for record in islice(records, 500):
        assert [field.subfields for field in record.fields]
    del record
    fields = weakref.ref(Noticed(next(records)))
    gc.collect()
    assert fields() is None
    assert [len(reader.read_batch(7)), len(list(records))] == [7, 492]


class Noticed(list[Field]):
    """A list of fields that can be seen to go."""

    def __init__(self, record: Record) -> None:
        super().__init__(record.fields)
        record.fields = self


def test_fields_added_in_an_iteration_over_a_record_come_in_it() -> None:
    (record,) = read(number=1)
    tags = [field.tag for field in record]
    found = []
    for field in record:
        found.append(field.tag)
        if len(found) == 3:
            record.add_field(Field("999", data=None, subfields=[Subfield("a", "new")]))
    assert found == [*tags, "999"]
    assert [field.tag for field in record.fields] == [*tags, "999"]


def test_fields_of_an_iteration_are_those_that_the_record_gives() -> None:
    (record,) = read(number=1)
    taken = [*record]
    assert all(one is other for one, other in zip(taken, record.fields, strict=True))
    assert all(one is other for one, other in zip(taken, record, strict=True))
    iterator = iter(record)
    assert len([*iterator]) == len(taken)
    record.add_field(Field("999", Indicators(" ", " "), [Subfield("a", "new")]))
    assert next(iterator, None) is None  # one that has ended gives no more
