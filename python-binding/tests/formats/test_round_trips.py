"""From ISO 2709 to each format and back: all comes back, but for what docs/formats.md lists."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import panamarc
from panamarc import Record
from support import realdata

FORMATS = ("marcxml", "json", "jsonl", "mrk", "line")
INDICATORS = (
    "151 fields had other than two indicators; they were filled up with blanks or cut, first in "
    "record 1"
)
CODES = "23 subfield delimiters without a code were left out, first in record 20"
CONTROLS = "21 characters that the format cannot carry were replaced, first in record 15"

ORDER = (
    "2 records had control fields after data fields; they were written before these, first in "
    "record 3"
)


def loss(values: int, first: int) -> str:
    """What is said of values of which a part will be read as a subfield."""
    return (
        f"{values} values hold what the format takes for the beginning of a subfield, first in "
        f"record {first}"
    )


# What is said not to be carried, by file and format. All else comes back.
LOSSES = {
    ("cliffeh_1010.mrc.gz", "line"): [loss(38, 161)],
    ("loc_bibliographic_386.mrc", "line"): [loss(2, 214)],
    ("loc_edge_cases_50.mrc", "line"): [loss(1, 10)],
    ("uva_marc8_2000.mrc.gz", "line"): [loss(1, 1771)],
    ("bu_bibs_100.mrc", "marcxml"): [CONTROLS],
    **{("ia_malformed_116.mrc", each): [INDICATORS, CODES] for each in FORMATS},
    ("ia_malformed_116.mrc", "marcxml"): [INDICATORS, CODES, ORDER],
}


def is_broken(record: Record) -> bool:
    return any(defect.severity == "structure" for defect in record.defects)


def in_utf8(record: Record) -> bytes:
    """A record in ISO 2709 and UTF-8, byte for byte as it was where it is that already."""
    raw = record.as_marc()
    if raw[9:10] != b"a" and not (raw.isascii() and b"\x1b" not in raw):
        record.leader.coding_scheme = "a"
    return record.as_marc()


@cache
def expected(name: str) -> list[bytes | None]:
    """The records of a file as they should come back; None for those that are not in order."""
    records = panamarc.open(realdata.content(name))
    return [None if is_broken(record) else in_utf8(record) for record in records]


@pytest.mark.parametrize("name", realdata.ALL)
@pytest.mark.parametrize("format", FORMATS)
def test_a_format_keeps_all_but_the_losses_it_reports(
    name: str, format: str, tmp_path: Path
) -> None:
    there, back = tmp_path / "there", tmp_path / "back.mrc"
    losses = LOSSES.get((name, format), [])
    done = panamarc.convert(realdata.content(name), there, format=format)  # type: ignore[arg-type]
    again = panamarc.convert(there, back, source_format=format)  # type: ignore[arg-type]
    assert (done.losses, again.losses) == (losses, [])
    found = [record.as_marc() for record in panamarc.open(back)]
    wanted = expected(name)
    assert len(found) == len(wanted) == done.records == again.records
    differ = [one for one, other in zip(found, wanted, strict=True) if other not in (None, one)]
    if format == "line" and losses and name not in realdata.MALFORMED:
        assert len(differ) == int(losses[0].split()[0])
    else:
        assert differ == []


@pytest.mark.parametrize("name", realdata.ALL)
def test_iso_2709_in_order_stays_byte_for_byte(name: str, tmp_path: Path) -> None:
    data, target = realdata.content(name), tmp_path / "copy.mrc"
    done = panamarc.convert(data, target)
    assert done.losses == []
    before, after = panamarc.open(data), panamarc.open(target)
    for record, again in zip(before, after, strict=True):
        assert is_broken(record) or record.as_marc() == again.as_marc()
    assert done.records == before.records_read
    if name not in realdata.MALFORMED:
        assert target.read_bytes() == data


def test_a_field_terminator_in_a_value_is_a_defect_when_read(
    tmp_path: Path,
) -> None:
    there = tmp_path / "there.jsonl"
    panamarc.convert(realdata.content("bu_bibs_100.mrc"), there)
    found = [
        (record.number, defect) for record in panamarc.open(there) for defect in record.defects
    ]
    assert len(found) == 21
    assert found[0][0] == 15
    assert found[0][1].kind == "undecodable"
    assert found[0][1].message == "a field of ISO 2709 cannot hold U+001E; it is read as U+FFFD"


# What means something to one format or another.
BITS = (
    *("a", "b", " ", "  ", "$", "$a", " $a ", "$日 ", "\\", "{", "}", "{dollar}", "{lcub}", "="),
    *("\t", "\n", "\r\n", "\n\n=245  10$a", "\x01", "\x0b", "\x7f", "\x85", "\u2028", "\ufeff"),
    *(
        "\ufffe",
        "\uffff",
        "é",
        "e\u0301",
        "日",
        "\U0001f600",
        "<",
        "&amp;",
        "]]>",
        '"',
        "\x1b",
        "\x00",
    ),
)
TEXTS = st.lists(st.sampled_from(BITS), max_size=4).map("".join)
DATA_FIELDS = st.builds(
    panamarc.Field,
    st.sampled_from(("010", "245", "880", "FMT", "9xx", "LDR", "00A")),
    st.tuples(*[st.sampled_from(" 0$\\é{")] * 2),
    st.lists(st.builds(panamarc.Subfield, st.sampled_from("a0$ \\{é日<"), TEXTS), max_size=3),
)
CONTROL_FIELDS = st.builds(
    panamarc.Field, st.sampled_from(("000", "001", "008")), st.none(), st.none(), TEXTS
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(fields=st.lists(st.one_of(DATA_FIELDS, CONTROL_FIELDS), min_size=1, max_size=4))
@pytest.mark.parametrize("format", FORMATS)
def test_no_text_is_changed_without_a_word(fields: list[panamarc.Field], format: str) -> None:
    record = Record(fields=fields, force_utf8=True, leader="00000nam a2200000 i 4500")
    raw = record.as_marc()
    (before,) = panamarc.open(raw)
    assert before.as_marc() == raw
    written = io.BytesIO()
    with panamarc.open_writer(written, format=format) as output:  # type: ignore[arg-type]
        output.write(before)
    after = list(panamarc.open(written.getvalue(), format=format))  # type: ignore[arg-type]
    reported = bool(before.defects or output.losses) or any(one.defects for one in after)
    assert reported or [one.as_marc() for one in after] == [raw]
