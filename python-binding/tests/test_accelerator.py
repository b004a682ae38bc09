"""Fields made in C are those made in Python."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import panamarc
import realdata
import repaircases
from packing import pack
from panamarc import Record, _made, _shown
from panamarc._batch import HEADER, Batch
from panamarc._encode import _encoded
from panamarc._readfield import OddField, made_of
from panamarc.field import Field, Indicators, RawField, Subfield
from test_batch import iso2709

pytestmark = pytest.mark.skipif(
    _made.ACCELERATOR is None, reason="the accelerator was not built, or is not to be used"
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


def assert_alike(batch: Batch) -> None:
    for index in range(batch.n):
        assert parts(_made.fields(batch, index)) == parts(
            made_of(batch.tags_of(index), batch.texts(index))
        )
        made = _made.as_dict(batch, index)
        leader = _shown.leader(batch, index)
        assert made == {"leader": leader, "fields": _shown.entries(batch, index)}
        assert _made.as_json(batch, index) == _shown.as_json(batch, index) == json.dumps(made)


def batches(content: bytes) -> list[Batch]:
    """The batches that a file comes in."""
    with panamarc.open(content, on_error="recover") as reader:
        found = {id(record._batch): record._batch for record in reader}
    return [batch for batch in found.values() if batch is not None]


@pytest.mark.parametrize("name", realdata.ALL)
def test_the_fields_of_real_files(name: str) -> None:
    for batch in batches(realdata.content(name)):
        assert_alike(batch)


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
    made = _made.encoded(fields)
    if all(field.tag.isascii() for field in fields):
        assert made == _encoded(fields, "utf-8", "raise")
    else:
        assert made is None


@pytest.mark.parametrize("tag", ["900", "010", "999"])
def test_data_that_would_read_back_as_indicators_is_left_to_python(tag: str) -> None:
    for data in ("12", "  ", "a|"):
        assert _made.encoded([Field(tag, data=data)]) is None
    for data in ("BK", "1", "123", "\x1fa", "\xe9", ""):
        assert _made.encoded([Field(tag, data=data)]) == _encoded(
            [Field(tag, data=data)], "utf-8", "raise"
        )
    for other in ("001", "009", "SYS", "sys", "00A", "A00", "9 9"):
        assert _made.encoded([Field(other, data="12")]) is not None


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
    assert _made.encoded([changed(), field]) is None
    assert _made.encoded((changed(),)) is None  # type: ignore[arg-type]


def test_what_just_fits_is_encoded_and_no_more() -> None:
    longest = changed(subfields=[Subfield("a", "x" * 9994)])
    assert _made.encoded([longest] * 11) == _encoded([longest] * 11, "utf-8", "cap")
    assert _made.encoded([longest] * 12) is None


def test_a_field_without_parts_is_written_by_python() -> None:
    field = Field("245")
    del field.subfields
    assert _made.encoded([field]) is None


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


def test_nothing_is_left_behind() -> None:
    payload = pack(
        iso2709(
            ("001", "x"), ("245", "10\x1faTitle\x1fb\u20ac"), ("246", "1\x1fashort"), ("250", "  ")
        )
    )[0]
    batch = Batch(payload)

    def work() -> None:
        for _ in range(100):
            _made.fields(batch, 0)
            _made.as_dict(batch, 0)
            _made.encoded(_made.fields(batch, 0))

    work()
    gc.collect()
    before = sys.getallocatedblocks()
    for _ in range(20):
        work()
    gc.collect()
    assert sys.getallocatedblocks() - before < 1000  # of 2000 times


def test_fields_can_be_changed_and_refer_to_nothing() -> None:
    record = Record(iso2709(("245", "10\x1faTitle")))
    batch = Batch(pack(record.as_marc())[0])
    (field,) = _made.fields(batch, 0)
    field["a"] = "Another"
    field.add_subfield("b", "one")
    assert field.as_marc("utf-8") == b"10\x1faAnother\x1fbone\x1e"
    assert gc.is_tracked(field)
    assert gc.is_tracked(field.subfields)


def corrupted(payload: bytes, offset: int, number: int) -> bytes:
    return payload[:offset] + number.to_bytes(4, sys.byteorder, signed=True) + payload[offset + 4 :]


def in_c(payload: bytes, stop: int) -> str | None:
    accelerator = _made.ACCELERATOR
    assert accelerator is not None
    made: str | None = accelerator.json(payload, 0, stop)
    return made


EDGES = [*range(0x1D), *range(0x7F, 0xA1), 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF]


@pytest.mark.parametrize("character", [*map(chr, EDGES), '"', "\\", "/", "~"], ids=ascii)
def test_json_escapes_a_character_wherever_it_stands(character: str) -> None:
    code = character if character.isascii() else "a"
    text = f"{character}x{character}{character}"
    payload = pack(iso2709(("001", text), ("245", f"{code}{code}\x1f{code}{text}\x1fb")))[0]
    data = {"ind1": code, "ind2": code, "subfields": [{code: text}, {"b": ""}]}
    assert in_c(payload, 2) == json.dumps([{"001": text}, {"245": data}])


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
def test_json_leaves_what_is_not_utf_8_to_python(found: bytes) -> None:
    for end in b"", b"x":
        payload = pack(iso2709(("001", "x"), ("245", "10\x1fa" + "-" * len(found + end))))[0]
        payload = payload.replace(b"-" * len(found + end), found + end)
        assert in_c(payload, 1) == '[{"001": "x"}]'
        assert in_c(payload, 2) is None
        with pytest.raises(UnicodeDecodeError):
            _made.as_json(Batch(payload), 0)


@pytest.mark.parametrize("value", ["", "1\xe9\x1fa", "10\x1f", "10\x1f\x1fa", "1\x1fa"])
def test_json_leaves_odd_values_to_python(value: str) -> None:
    assert in_c(pack(iso2709(("245", value)))[0], 1) is None


def test_what_is_no_batch_is_an_error() -> None:
    accelerator = _made.ACCELERATOR
    assert accelerator is not None
    payload = pack(iso2709(("001", "x"), ("245", "10\x1faTitle")))[0]
    starts = HEADER.unpack_from(payload)[4]
    assert len(accelerator.fields(payload, 0, 2)) == 2
    for broken, first, stop in (
        (b"PMB", 0, 1),
        (payload, -1, 1),
        (payload, 2, 1),
        (payload, 0, 3),
        *((corrupted(payload, at, to), 0, 2) for at in (16, 20) for to in (-1, 0, len(payload))),
        *((corrupted(payload, 8, to), 0, 2) for to in (-1, 1 << 29, (1 << 31) - 1)),
        *((corrupted(payload, starts, to), 0, 2) for to in (-1, 0, len(payload))),
        *((corrupted(payload, starts + 4, to), 0, 2) for to in (-1, 0, 70, len(payload) + 1)),
    ):
        for make in accelerator.fields, accelerator.entries, accelerator.json:
            with pytest.raises(ValueError, match="not a packed batch"):
                make(broken, first, stop)
    for wrong in (None, "x", bytearray(payload)):
        with pytest.raises(TypeError):
            accelerator.fields(wrong, 0, 1)


def test_values_that_are_not_utf_8_are_an_error() -> None:
    accelerator = _made.ACCELERATOR
    assert accelerator is not None
    payload = pack(iso2709(("001", "x"), ("245", "10\x1faTitle")))[0]
    for found, put in (
        (b"Title", b"T\xfftle"),
        (b"10\x1fa", b"\xff0\x1fa"),
        (b"x\x1e", b"\xff\x1e"),
    ):
        for make in accelerator.fields, accelerator.entries:
            with pytest.raises(UnicodeDecodeError):
                make(payload.replace(found, put), 0, 2)
