"""What holds for any bytes, tried on records, damaged ones and others that Hypothesis makes.

Runs are the same each time, and short, unless the environment variable PANAMARC_HYPOTHESIS is
`fuzz`: then each runs long and starts from scratch, as `make fuzz` wants it.
"""

from __future__ import annotations

import pickle
import re
import unicodedata
from collections import Counter
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import panamarc
from panamarc._batch.spec import GRAMMAR, matches, parse
from panamarc._input.compression import FIRST, compression_of
from support import damaged
from support.pymarc_alike import assert_alike
from support.readings import Reading, Seen, seen

# Inputs that begin as another format does are as good as any.
pytestmark = pytest.mark.filterwarnings("ignore::panamarc.MarcWarning")

SPECS = ("001", "008/1-3", "LDR/5-9", "245", "245$a", "245$ab", "650$a", "...$b", "00./0", "880$6")


def in_nfc(record: Seen) -> Seen:
    return record._replace(
        fields=[(tag, unicodedata.normalize("NFC", text)) for tag, text in record.fields]
    )


def is_plain(data: bytes) -> bool:
    """Whether the input is not compressed, which reads as what is compressed in it."""
    return compression_of(data[:FIRST]) is None


INPUTS = damaged.inputs().filter(is_plain)
STEPS = st.lists(st.sampled_from((0, 0, 1, 2, 5, 100)), min_size=1, max_size=5)
BATCHES = st.fixed_dictionaries(
    {"batch_size": st.integers(1, 9), "max_batch_bytes": st.sampled_from((1, 300, 4 << 20))}
)
CODINGS = st.fixed_dictionaries(
    {
        "file_encoding": st.sampled_from((None, None, "unimarc", "cp1251", "koi8-r", "gbk")),
        "nfc": st.booleans(),
    }
)


def is_broken(record: Seen, strict: bool = False) -> bool:
    return any(strict or defect.severity == "structure" for defect in record.defects)


def counted(records: list[Seen]) -> Counter[str]:
    return Counter(defect.kind for record in records for defect in record.defects)


@given(data=INPUTS)
def test_every_byte_is_in_a_record_or_a_skipped_range(data: bytes) -> None:
    reading = Reading(data)
    spans = [record.span for record in reading.records]
    at = 0
    for start, length in sorted([*spans, *[skipped[:2] for skipped in reading.skipped]]):
        assert start == at
        assert length > 0
        at += length
    assert at == reading.bytes_read == len(data)
    assert reading.records_read == len(reading.records)
    for number, record in enumerate(reading.records, 1):
        assert record.number == number
        assert record.raw == data[record.span[0] : sum(record.span)]
    assert reading.defect_counts == counted(reading.records)
    assert list(panamarc.open(data).scan_boundaries()) == spans


@given(data=INPUTS, source=st.data(), steps=STEPS, batches=BATCHES, coding=CODINGS)
def test_sources_and_batches_change_nothing(
    tmp_path: Path,
    data: bytes,
    source: st.DataObject,
    steps: list[int],
    batches: dict[str, int],
    coding: dict[str, Any],
) -> None:
    expected = Reading(data, **coding)
    found = Reading(source.draw(damaged.sources(tmp_path))(data), steps, **batches, **coding)
    assert found.records == expected.records
    assert found.account() == expected.account()


@given(data=INPUTS, source=st.data(), steps=STEPS, batches=BATCHES, strict=st.booleans())
def test_skip_and_raise_give_what_is_in_order_and_say_what_is_not(
    tmp_path: Path,
    data: bytes,
    source: st.DataObject,
    steps: list[int],
    batches: dict[str, int],
    strict: bool,
) -> None:
    every = Reading(data)
    broken = [record for record in every.records if is_broken(record, strict)]
    kept = [record for record in every.records if not is_broken(record, strict)]
    left_out = [(*record.span, "left out") for record in broken]
    given = source.draw(damaged.sources(tmp_path))

    skipping = Reading(given(data), steps, on_error="skip", strict=strict, **batches)
    assert skipping.records == kept
    skipped = sorted(every.skipped + left_out)
    assert skipping.account() == (skipped, len(data), len(kept), counted(kept))

    raising = Reading(given(data), steps, on_error="raise", strict=strict, **batches)
    assert raising.records == kept
    assert raising.account() == skipping.account()
    assert raising.raised == Reading(data, on_error="raise", strict=strict).raised
    by_place = {skipped[:2]: skipped[2] for skipped in skipping.skipped}
    assert len(raising.raised) == len([why for why in by_place.values() if why != "filler"])
    assert [error[-1] for error in raising.raised if error[0] != "no-record"] == [
        record.raw for record in broken
    ]


def is_spec(text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


@given(
    data=st.lists(
        st.one_of(damaged.records(), damaged.damaged(damaged.records())), min_size=9, max_size=14
    )
    .map(b"".join)
    .filter(is_plain),
    spec=st.one_of(st.sampled_from(SPECS), st.from_regex(GRAMMAR, fullmatch=True)),
    coding=CODINGS,
)
def test_a_record_says_the_same_in_a_batch_of_its_own(
    data: bytes, spec: str, coding: dict[str, Any]
) -> None:
    assume(is_spec(spec))
    with panamarc.open(data, **coding) as reader:
        records = reader.read_batch()
        for record in records:
            one = record.copy()
            values = parse(spec).find(one._batch, 0)  # type: ignore[arg-type]
            assert record.values(spec) == one.values(spec) == values
            assert record.value(spec) == one.value(spec) == (values[0] if values else None)
            assert record.title == one.title
            for tag in {field.tag for field in one.fields} | {spec[:3]}:
                texts = [field._iso2709() for field in one.fields if matches(tag, field.tag)]
                assert [field._iso2709() for field in record.get_fields(tag)] == texts


@given(
    data=INPUTS,
    arguments=st.fixed_dictionaries(
        {},
        optional={
            "to_unicode": st.booleans(),
            "force_utf8": st.booleans(),
            "hide_utf8_warnings": st.booleans(),
            "utf8_handling": st.sampled_from(("strict", "replace", "ignore")),
            "file_encoding": st.sampled_from(("iso8859-1", "latin-1", "cp1251", "utf-8")),
            "permissive": st.booleans(),
        },
    ),
)
def test_pymarcs_reader_gives_what_pymarc_gives_until_it_ends(
    data: bytes, arguments: dict[str, Any]
) -> None:
    # Of a field outside 00X without a delimiter pymarc keeps no more than the indicators.
    fields = [field for record in panamarc.open(data) for field in record.fields]
    assume(all(field.tag < "010" or not field.is_control_field() for field in fields))
    assert_alike(data, **arguments)


@given(
    data=INPUTS,
    source=st.data(),
    on_error=st.sampled_from(("recover", "skip", "raise")),
    strict=st.booleans(),
)
def test_the_quarantine_holds_what_was_left_out_repaired_or_skipped(
    tmp_path: Path, data: bytes, source: st.DataObject, on_error: str, strict: bool
) -> None:
    every = Reading(data)
    broken = [record.span for record in every.records if is_broken(record, strict)]
    aside = sorted(broken + [skipped[:2] for skipped in every.skipped])
    path = tmp_path / "aside.mrc"
    given = source.draw(damaged.sources(tmp_path))(data)
    Reading(given, on_error=on_error, strict=strict, quarantine=path)
    held = path.read_bytes()
    assert held == b"".join([data[start : start + length] for start, length in aside])
    lines = (tmp_path / "aside.mrc.tsv").read_text("utf-8").split("\n")
    assert lines.pop() == ""
    rows = [line.split("\t") for line in lines[1:]]
    assert {len(row) for row in rows} <= {11}
    places = [(int(start), int(length), int(at)) for _, start, length, at, *_ in rows]
    assert sorted({place[:2] for place in places}) == aside
    for start, length, at in places:
        assert held[at : at + length] == data[start : start + length]


@given(data=INPUTS)
def test_copies_and_pickles_say_the_same(data: bytes) -> None:
    for record in panamarc.open(data):
        assert seen(record.copy()) == seen(record)
        assert seen(pickle.loads(pickle.dumps(record))) == seen(record)


@given(data=INPUTS, source=st.data())
def test_pieces_end_at_field_terminators_whatever_the_source(
    tmp_path: Path, data: bytes, source: st.DataObject
) -> None:
    pieces = re.findall(rb"[^\x1e]*\x1e|[^\x1e]+", data)
    starts = accumulate(map(len, pieces), initial=0)
    reader = panamarc.open(source.draw(damaged.sources(tmp_path))(data), framing="terminator")
    found: list[tuple[int, int]] = []
    while len(found) < len(pieces):
        try:
            found += reader.scan_boundaries()
            break
        except damaged.LineWentDeadError:
            continue
    assert found == list(zip(starts, map(len, pieces), strict=False))
    assert reader.bytes_read == len(data)
