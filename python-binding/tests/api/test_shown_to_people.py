"""What a person sees of readers and records, and asks for in a short way."""

from __future__ import annotations

from typing import get_args

import panamarc
from panamarc import Field, Indicators, Record, Subfield
from panamarc._api.write import WRITTEN
from panamarc._input.options import FORMATS, FRAMINGS, POLICIES
from panamarc._names import Format, Framing, OnError, WrittenFormat
from support.records import iso2709

DATA = iso2709(
    ("001", "1"),
    ("245", "10\x1faCats & <dogs>"),
    ("600", "14\x1faA"),
    ("650", " 0\x1faB"),
    ("700", "1 \x1faC"),
)


def test_the_words_of_options_are_types() -> None:
    assert get_args(OnError) == POLICIES
    assert get_args(Framing) == FRAMINGS
    assert get_args(Format) == FORMATS
    assert get_args(WrittenFormat) == WRITTEN


def test_a_repr_says_what_it_is() -> None:
    reader = panamarc.open(DATA + b"\n")
    assert repr(reader) == "<RecordReader: 0 records and 0 bytes read, 0 ranges skipped>"
    (record,) = reader
    size = len(DATA) + 1
    assert repr(reader) == f"<RecordReader: 1 records and {size} bytes read, 1 ranges skipped>"
    reader.close()
    assert repr(reader).endswith(" skipped, closed>")
    assert repr(record) == "<Record 1 of <bytes>: Cats & <dogs>>"
    assert repr(record._batch) == "<Batch of 1 records of <bytes>, from record 1 on>"
    assert repr(Record()) == "<Record of 0 fields>"


def test_a_notebook_shows_a_table() -> None:
    for record in (next(iter(panamarc.open(DATA))), Record(fields=[Field("001", data="<1>")])):
        html = record._repr_html_()
        assert html.startswith("<table><tr><th>LDR</th>")
        assert html.endswith("</table>")
    assert "&lt;1&gt;" in html
    html = next(iter(panamarc.open(DATA)))._repr_html_()
    assert "<th>245</th><td>10</td>" in html
    assert "<b>$a</b> Cats &amp; &lt;dogs&gt;" in html
    assert "<th>650</th><td>_0</td>" in html


def test_a_value_may_have_a_default_and_tags_dots() -> None:
    read, changed = (next(iter(panamarc.open(DATA))) for _ in range(2))
    changed.add_field(Field("610", Indicators(" ", " "), [Subfield("a", "D")]))
    for record in (read, changed):
        assert record.value("999$a") is None
        assert record.value("999$a", "none") == "none"
        assert record.value("650$a", "none") == "B"
        found = [field.tag for field in record.get_fields("6..")]
        assert found == (["600", "650"] if record is read else ["600", "650", "610"])
        assert [field.tag for field in record.get_fields("7..", "24.")] == ["245", "700"]
        assert record.get_fields("8..") == []
        assert record.get_fields("...") == record.fields
    for record in panamarc.open(DATA * 20):
        assert record.value("999$a", "none") == "none"
        assert record.get_fields("65.", "001")[1]["a"] == "B"
