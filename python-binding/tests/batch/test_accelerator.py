"""Records and fields in C say what those in Python say, and no batch makes them crash.

It is one file, longer than others, since its tests share the batches that they damage.
"""

from __future__ import annotations

import contextlib
import copy
import gc
import json
import os
import pickle
import struct
import sys
import weakref
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import panamarc
from panamarc import MarcError, Record
from panamarc._batch import bulk, render
from panamarc._batch.batch import HEADER, Batch
from panamarc._batch.read_field import LazyField, OddField, ReadField, field_of
from panamarc._core import ACCELERATOR
from panamarc._iso2709 import _encoded
from panamarc._java import buffers
from panamarc._java.buffers import Block, address_of
from panamarc._pymarc.xml_text import Losses
from panamarc._reading.read_record import LazyRecord, ReadRecord
from panamarc.field import Field, Indicators, RawField, Subfield
from panamarc.marcxml import START, in_bytes, node_of
from support import realdata, repaircases
from support.packing import pack
from support.records import iso2709

FUZZING = os.environ.get("PANAMARC_HYPOTHESIS") == "fuzz"

pytestmark = pytest.mark.skipif(
    ACCELERATOR is None, reason="the accelerator was not built, or is not to be used"
)


def parts(fields: Iterable[Field]) -> list[Any]:
    """All there is to know of fields, with the types."""
    return [
        (
            type(one),
            one.tag,
            one.control_field,
            one.data,
            one.indicators,
            type(one.indicators),
            [(type(each), *each) for each in one.subfields],
            one._text if isinstance(one, OddField) else None,
        )
        for one in fields
    ]


SPECS = ("001", "245$a", "245$ba", "6..$a", "...", "00./0-3", "245 1.$a", "LDR/6", "a b", "650$x")


def outcome(call: Callable[..., Any], *arguments: Any) -> Any:
    """What a call gives, or the type of what it raises."""
    try:
        return call(*arguments)
    except Exception as error:
        return type(error)


def assert_fields_alike(record: Record) -> None:
    """Asks each field in C, then in Python."""
    for field in record.get_fields("..."):
        assert type(field) is ReadField
        for code in ("a", "b", "6", " ", "\x1f", "", "ab", "\xe9"):
            for name in ("__getitem__", "get", "__contains__", "get_subfields"):
                asked = outcome(getattr(field, name), code)
                assert asked == outcome(getattr(LazyField, name), field, code)
        assert field.get_subfields("a", "b", "x") == LazyField.get_subfields(field, "a", "b", "x")
        assert field.get_subfields() == []
        assert [*field] == [*LazyField.__iter__(field)]
        assert field.tag == field._tag
        for name in ("control_field", "data", "indicators", "indicator1", "indicator2"):
            assert getattr(field, name) == getattr(LazyField, name).__get__(field)
        for name in ("value", "format_field"):
            assert getattr(field, name)() == getattr(LazyField, name)(field)


def assert_written_alike(record: Record, other: Record) -> None:
    """Writes a record in C as far as C does, and the same in Python."""
    compact = bulk.compact_json(record)
    assert compact in (None, json.dumps(other.as_dict(), separators=(",", ":")))
    for encoding in ("utf-8", "us-ascii"):
        losses = Losses()
        xml = in_bytes(node_of(other, losses), encoding)
        made = bulk.as_xml(record, START, encoding == "us-ascii")
        assert made in (None, xml)
        assert made is None or not losses.sentences()


def assert_alike(batch: Batch, step: int = 1) -> None:
    """Asks every record, or one in `step`, in C and in Python."""
    for index in range(0, batch.n, step):
        record = ReadRecord(batch, index)
        tags = [*dict.fromkeys(batch.tags_of(index)), "245", "999", "...", "6..", "", "2455", 5]
        for tag in tags:
            for name in ("__getitem__", "get", "__contains__", "get_fields"):
                asked = outcome(getattr(record, name), tag)
                assert asked == outcome(getattr(LazyRecord, name), record, tag)
        assert record.get_fields("245", "650") == LazyRecord.get_fields(record, "245", "650")
        for spec in SPECS:
            for name in ("value", "values"):
                asked = outcome(getattr(record, name), spec)
                assert asked == outcome(getattr(LazyRecord, name), record, spec)
        assert record.title == LazyRecord.title.__get__(record)
        assert_fields_alike(record)
        for name in ("as_marc", "as_json", "as_dict", "__str__"):
            assert getattr(record, name)() == getattr(LazyRecord, name)(record)
        made = record.as_dict()
        leader = render.leader(batch, index)
        assert made == {"leader": leader, "fields": render.entries(batch, index)}
        assert record.as_json() == json.dumps(made)
        assert type(record) is ReadRecord
        assert_written_alike(record, ReadRecord(batch, index))
        opened = record.fields
        assert type(record) is Record
        assert all(isinstance(field.subfields, list) for field in opened)
        assert parts(opened) == parts(map(field_of, batch.tags_of(index), batch.texts(index)))


def batches(content: bytes) -> list[Batch]:
    """The batches that a file comes in."""
    with panamarc.open(content, on_error="recover") as reader:
        found = {id(record._batch): record._batch for record in reader}
    return [batch for batch in found.values() if batch is not None]


@pytest.mark.parametrize("name", realdata.ALL)
def test_the_fields_of_real_files(name: str) -> None:
    found = batches(realdata.content(name))
    # Each record takes a hundred calls a field: of large files, some 400 spread over the file do.
    step = 1 if FUZZING else max(1, sum(batch.n for batch in found) // 400)
    for batch in found:
        assert_alike(batch, step)


@pytest.mark.filterwarnings("ignore::panamarc.MarcWarning")
@pytest.mark.parametrize("case", repaircases.ALL, ids=lambda case: case.name)
def test_the_fields_of_broken_records(case: Any) -> None:
    for batch in batches(case.content):
        assert_alike(batch)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["000", "001", "009", "010", "245", "00A", "ZZZ", "a b", "00\xb2"]),
            st.text("\x1f\x1f\x1fa1 \xe9\u20ac\U0001f600", max_size=12),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_the_fields_of_any_values(fields: list[tuple[str, str]]) -> None:
    assert_alike(Batch(pack(iso2709(*fields))[0]))


TEXTS = st.text("\x1e\x1fa \xe9\U0001f600", max_size=4)
SUBFIELDS = st.builds(Subfield, TEXTS, TEXTS)


@given(
    st.lists(
        st.builds(Field, st.sampled_from(["001", "SYS"]), data=TEXTS)
        | st.builds(
            Field,
            st.sampled_from(["245", "24\xe9"]),
            st.builds(Indicators, TEXTS, TEXTS),
            st.lists(SUBFIELDS, max_size=3),
        ),
        max_size=4,
    )
)
def test_any_fields_are_encoded_as_by_python(fields: list[Field]) -> None:
    made = bulk.encoded(fields)
    if all(field.tag.isascii() for field in fields):
        assert made == _encoded(fields, "utf-8", "raise")
    else:
        assert made is None


@pytest.mark.parametrize("tag", ["900", "010", "999"])
def test_data_that_would_read_back_as_indicators_is_left_to_python(tag: str) -> None:
    for data in ("12", "  ", "a|"):
        assert bulk.encoded([Field(tag, data=data)]) is None
    for data in ("BK", "1", "123", "\x1fa", "\xe9", ""):
        assert bulk.encoded([Field(tag, data=data)]) == _encoded(
            [Field(tag, data=data)], "utf-8", "raise"
        )
    for other in ("001", "009", "SYS", "sys", "00A", "A00", "9 9"):
        assert bulk.encoded([Field(other, data="12")]) is not None


class Own(Field):
    """A field of somebody else's class."""


def changed(**parts: Any) -> Field:
    field = Field("245", Indicators("1", "0"), [Subfield("a", "x")])
    for name, value in parts.items():
        setattr(field, name, value)
    return field


@pytest.mark.parametrize(
    "field",
    [
        Own("245", subfields=[Subfield("a", "x")]),
        RawField("001", data=b"x"),  # type: ignore[arg-type]
        object(),
        changed(subfields=None),
        changed(subfields=[("a", "x", "y")]),
        changed(subfields=["ax"]),
        changed(subfields=[("a", None)]),
        changed(subfields=[("a", "\ud800")]),
        changed(_indicators=None),
        changed(_indicators=("1", 0)),
        changed(control_field=True, data=None),
        changed(control_field=True, data=b"x"),
        changed(control_field=None),
        changed(tag="24"),
        changed(tag="2455"),
        changed(tag="24\xe9"),
        changed(tag="\u20ac"),
        changed(tag=245),
        changed(subfields=[Subfield("a", "x" * 9995)]),
    ],
)
def test_what_is_not_as_usual_is_written_by_python(field: Any) -> None:
    assert bulk.encoded([changed(), field]) is None
    assert bulk.encoded((changed(),)) is None  # type: ignore[arg-type]


def test_what_just_fits_is_encoded_and_no_more() -> None:
    longest = changed(subfields=[Subfield("a", "x" * 9994)])
    assert bulk.encoded([longest] * 11) == _encoded([longest] * 11, "utf-8", "cap")
    assert bulk.encoded([longest] * 12) is None


def test_a_field_without_parts_is_written_by_python() -> None:
    field = Field("245")
    del field.subfields
    assert bulk.encoded([field]) is None


def test_only_what_a_record_said_is_written_as_it_was() -> None:
    first = iso2709(("245", "10\x1faOne"), ("246", "1 \x1faTwo"))
    (record,) = list(panamarc.open(first))
    one, two = record.fields
    assert record.as_marc() == first
    one["a"], two["a"] = "One\x1e1 \x1faT", "wo"  # the same bytes, divided elsewhere
    two.indicators = Indicators("", "")
    assert record.as_marc() != first
    one["a"], two["a"], two.indicators = "One", "Two", Indicators("1", " ")
    assert record.as_marc() == first


PAYLOAD = pack(
    iso2709(("001", "x"), ("245", "10\x1faTitle\x1fb\u20ac"), ("246", "1\x1fashort"), ("250", "  "))
)[0]


def test_no_memory_is_lost() -> None:
    batch = Batch(PAYLOAD)

    def work() -> None:
        for _ in range(100):
            record = ReadRecord(batch, 0)
            kept = [record["245"], record.get_fields("246")[0], record.get("999")]
            record.as_dict()
            record.as_json()
            record.values("245$ab")
            del record
            assert kept[0] is not None
            assert kept[0]["a"] == "Title"
            record = ReadRecord(batch, 0)
            assert [field.subfields for field in record if field.tag == "250"] == [[]]
            bulk.encoded(record.fields)

    work()
    gc.collect()
    before = sys.getallocatedblocks()
    for _ in range(20):
        work()
    gc.collect()
    assert sys.getallocatedblocks() - before < 1000  # of 2000 times


def test_a_cycle_through_an_opened_field_is_collected() -> None:
    class Noticed(list[Any]):
        """A list that can be seen to go."""

    record = ReadRecord(Batch(PAYLOAD), 0)
    kept = record["246"]
    noticed = Noticed([record])
    record["245"].subfields = noticed
    gone = weakref.ref(noticed)
    del record, noticed
    gc.collect()
    assert gone() is None
    assert kept["a"] == "short"


def test_a_field_outlives_its_record_and_can_be_changed_then() -> None:
    field, other = ReadRecord(Batch(PAYLOAD), 0).get_fields("245", "246")
    assert (field["a"], field.tag, str(other)) == ("Title", "245", "=246  1\\$ashort")
    field["a"] = "Another"
    assert field.as_marc("utf-8") == "10\x1faAnother\x1fb\u20ac\x1e".encode()
    assert gc.is_tracked(field)


def test_a_method_that_was_taken_before_works_after() -> None:
    record = ReadRecord(Batch(PAYLOAD), 0)
    get_fields, value, field = record.get_fields, record.value, record["245"]
    get_subfields = field.get_subfields
    field["a"] = "Another"
    record.add_field(Field("999", data="x"))
    assert [one.tag for one in get_fields("999")] == ["999"]
    assert value("245$a") == "Another"
    assert get_subfields("a") == ["Another"]


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_records_and_fields_are_pickled_in_every_state(protocol: int) -> None:
    record = ReadRecord(Batch(PAYLOAD), 0)
    field = record["245"]
    for _ in range(2):
        for one in (field, copy.deepcopy(field)):
            assert str(pickle.loads(pickle.dumps(one, protocol))) == str(field)
        assert str(pickle.loads(pickle.dumps(record, protocol))) == str(record)
        field["a"] = "Another"


def corrupted(payload: bytes, offset: int, number: int) -> bytes:
    return payload[:offset] + number.to_bytes(4, sys.byteorder, signed=True) + payload[offset + 4 :]


def fields_in_c(*fields: tuple[str, str]) -> str:
    """The text that `as_json` gives for these fields."""
    record = ReadRecord(Batch(pack(iso2709(*fields))[0]), 0)
    return record.as_json().partition('"fields": ')[2][:-1]


EDGES = [*range(0x1D), *range(0x7F, 0xA1), 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF]


@pytest.mark.parametrize("character", [*map(chr, EDGES), '"', "\\", "/", "~"], ids=ascii)
def test_json_escapes_a_character_wherever_it_is(character: str) -> None:
    code = character if character.isascii() else "a"
    text = f"{character}x{character}{character}"
    made = fields_in_c(("001", text), ("245", f"{code}{code}\x1f{code}{text}\x1fb"))
    data = {"ind1": code, "ind2": code, "subfields": [{code: text}, {"b": ""}]}
    assert made == json.dumps([{"001": text}, {"245": data}])


@pytest.mark.parametrize(
    "found",
    [
        *(b"\x80", b"\xbf", b"\xc3", b"\xc3a", b"\xe2\x82", b"\xe2\x82a"),
        *(b"\xf0\x9f\x98", b"\xf0\x9fab", b"\xf8\x88\x80\x80\x80", b"\xff"),
        *(b"\xc0\x80", b"\xc1\xbf", b"\xe0\x9f\xbf", b"\xf0\x8f\xbf\xbf"),  # too long
        *(b"\xed\xa0\x80", b"\xed\xbf\xbf"),  # surrogates
        b"\xf4\x90\x80\x80",  # more than there is
    ],
)
def test_a_value_that_is_not_utf_8_is_an_error(found: bytes) -> None:
    for end in b"", b"x":
        payload = pack(iso2709(("001", "x"), ("245", "10\x1fa" + "-" * len(found + end))))[0]
        batch = Batch(payload.replace(b"-" * len(found + end), found + end))
        assert ReadRecord(batch, 0)["001"].data == "x"
        for ask in (
            Record.as_json,
            Record.as_dict,
            lambda record: record["245"]["a"],
            lambda record: record["245"].get_subfields("a"),
            lambda record: record["245"].subfields,
            lambda record: record.values("245$a"),
        ):
            with pytest.raises(UnicodeDecodeError):
                ask(ReadRecord(batch, 0))


OFFSETS = [*range(0, HEADER.size, 4)]
NUMBERS = (-1, 0, 1, 63, 64, 1 << 16, 1 << 29, (1 << 31) - 1, -(1 << 31))


REFUSED = (ValueError, LookupError, struct.error, MemoryError, MarcError, TypeError)


def ask_all(payload: bytes) -> None:
    """Asks a batch for everything; it may refuse, but nothing may crash."""
    batch = Batch(payload)
    for index in range(-1, min(batch.n, 4) + 1):
        for ask in (
            lambda record: record["245"]["a"],
            lambda record: record.get_fields("245", "001"),
            lambda record: (
                record.values("245$ab") + record.values("...") + record.values("001/0-9")
            ),
            lambda record: [field.get_subfields("a", "b") for field in record.get_fields("245")],
            lambda record: record.title,
            lambda record: [(field.tag, field.subfields) for field in record],
            Record.as_dict,
            Record.as_json,
            Record.as_marc,
            lambda record: bulk.encoded(record.fields),
        ):
            with contextlib.suppress(*REFUSED):
                ask(ReadRecord(batch, index))
    with contextlib.suppress(ValueError):
        batch._end_if_clean(0)  # type: ignore[attr-defined]


@pytest.mark.parametrize("at", OFFSETS)
def test_a_batch_with_a_broken_header_raises(at: int) -> None:
    for number in (*NUMBERS, len(PAYLOAD) - 1, len(PAYLOAD)):
        ask_all(corrupted(PAYLOAD, at, number))


@given(st.data())
def test_a_damaged_batch_raises_or_reads(data: st.DataObject) -> None:
    payload = bytearray(PAYLOAD)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(4, len(payload) - 5))
        value = data.draw(st.sampled_from(NUMBERS) | st.integers(-(1 << 31), (1 << 31) - 1))
        payload[at : at + 4] = value.to_bytes(4, sys.byteorder, signed=True)
    ask_all(bytes(payload[: data.draw(st.integers(0, len(payload)))]))
    ask_all(bytes(payload))


def test_what_is_no_batch_is_an_error() -> None:
    assert ACCELERATOR is not None
    starts = HEADER.unpack_from(PAYLOAD)[4]
    for broken in (
        b"PMB",
        b"PMX" + PAYLOAD[3:],
        *(corrupted(PAYLOAD, at, to) for at in (12, 16, 20) for to in (-1, 0, len(PAYLOAD))),
        *(corrupted(PAYLOAD, 8, to) for to in (-1, 1 << 29, (1 << 31) - 1)),
        *(corrupted(PAYLOAD, starts + 4, to) for to in (-1, 0, len(PAYLOAD) + 1)),
    ):
        with pytest.raises(ValueError, match="not a packed batch"):
            ACCELERATOR.entries(Batch(broken), 0)
    with pytest.raises(ValueError, match="not a packed batch: no such record"):
        ACCELERATOR.entries(Batch(PAYLOAD), 1)
    for wrong in (None, "x", bytearray(PAYLOAD)):
        with pytest.raises(TypeError):
            Batch(wrong)  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            ACCELERATOR.records(wrong)
    for wrong in ("x", bytearray(PAYLOAD)):
        with pytest.raises(TypeError):
            ReadRecord(wrong, 0)  # type: ignore[arg-type]


def test_a_batch_keeps_its_payload() -> None:
    batch = Batch(PAYLOAD)
    with pytest.raises(AttributeError, match=r"^a batch keeps its payload$"):
        batch.payload = PAYLOAD
    with pytest.raises(AttributeError, match=r"^a batch keeps its payload$"):
        del batch.payload


def test_a_record_with_another_batch_leaves_its_fields_as_they_are() -> None:
    record = ReadRecord(Batch(PAYLOAD), 0)
    field = record["245"]
    record._batch = Batch(pack(iso2709(("001", "y")))[0])
    assert field["a"] == "Title"
    assert record["001"].data == "y"
    record._batch = None  # type: ignore[assignment]
    assert field.tag == "245"


def test_bytes_for_a_batch_have_the_size_asked_for() -> None:
    assert ACCELERATOR is not None
    block, address = ACCELERATOR.blank(1000)
    assert len(block) == 1000
    assert address == address_of(block)
    for wrong in (-1, "x"):
        with pytest.raises((SystemError, TypeError)):
            ACCELERATOR.blank(wrong)


def test_a_batch_is_written_into_what_it_keeps() -> None:
    block = Block()
    address, room = block.place()
    assert block.place() == (address, room)
    block.grow(2 * room)
    _, larger = block.place()
    assert larger == 2 * room
    found = block.take(larger - 100)
    assert len(found) == larger
    for _ in range(60):  # large ones are given up where batches are small
        address, room = block.place()
        assert len(block.take(100)) == 100
    assert block.place() == (address, room)
    assert room == buffers.SMALL_BLOCK


def test_most_records_are_written_in_c() -> None:
    for batch in batches(realdata.content("loc_bibliographic_386.mrc")):
        for index in range(batch.n):
            record = ReadRecord(batch, index)
            assert bulk.compact_json(record) is not None
            assert bulk.as_xml(record, START, ascii_only=True) is not None


def test_what_xml_writes_in_another_way_is_written_so() -> None:
    text = "<&>\"'\t\n\r\x7f\xe9\u20ac\U0001f600"
    for code in "a<&>\"'":
        raw = iso2709(("001", text), ("245", f'"<\x1f{code}{text}\x1fb'), ("246", "  "))
        batch = Batch(pack(raw)[0])
        for encoding in ("utf-8", "us-ascii"):
            xml = in_bytes(node_of(ReadRecord(batch, 0), Losses()), encoding)
            made = bulk.as_xml(ReadRecord(batch, 0), START, encoding == "us-ascii")
            assert made == xml
    for lost in "\x00\x1b\ufffe\uffff":
        batch = Batch(pack(iso2709(("001", lost)))[0])
        assert bulk.as_xml(ReadRecord(batch, 0), START, ascii_only=False) is None


@pytest.mark.filterwarnings("ignore::panamarc.MarcWarning")
def test_records_of_every_size_are_read_into_blocks() -> None:
    records = [iso2709(("001", str(n)), ("500", "  \x1fa" + n * 90 * "x")) for n in range(100)]
    for size in (1, 3, 7, 100):
        read = panamarc.open(b"".join(records + records[::-1]), batch_size=size)
        assert [record.as_marc() for record in read] == records + records[::-1]
