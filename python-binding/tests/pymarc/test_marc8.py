"""MARC-8 reads as pymarc reads it, but for the marks that span two letters.

pymarc gives these as two halves, as the Library of Congress mapped them before 2004; panamarc gives
one mark between the letters, as it has mapped them since.
"""

from __future__ import annotations

import io
import unicodedata

import panamarc
import pymarc
from support import realdata

HALVES = str.maketrans(
    {"\ufe20": "\u0361", "\ufe22": "\u0360", "\ufe21": None, "\ufe23": None},
)


def plain(value: str) -> str:
    return unicodedata.normalize("NFC", value.translate(HALVES))


def test_every_value_is_pymarcs() -> None:
    content = realdata.content(realdata.MARC8)
    theirs = list(pymarc.MARCReader(io.BytesIO(content)))
    ours = list(panamarc.open(content))
    assert len(ours) == len(theirs)
    spanning = 0
    for record, other in zip(ours, theirs, strict=True):
        assert other is not None
        for field, other_field in zip(record.fields, other.fields, strict=True):
            assert field.tag == other_field.tag
            if field.control_field:
                assert field.data == other_field.data
                continue
            pairs = list(zip(field.subfields, other_field.subfields, strict=True))
            spanning += any(one.value != another.value for one, another in pairs)
            for one, another in pairs:
                assert one.code == another.code
                assert plain(one.value) == plain(another.value), record.number
    assert spanning > 0


def test_a_reader_in_pymarcs_manner_gives_what_pymarc_gives() -> None:
    content = realdata.content(realdata.MARC8)
    spanning = 0
    for record, other in zip(
        panamarc.MARCReader(content), pymarc.MARCReader(io.BytesIO(content)), strict=True
    ):
        assert record is not None
        assert other is not None
        for field, other_field in zip(record.fields, other.fields, strict=True):
            if field.control_field:
                continue
            for one, another in zip(field.subfields, other_field.subfields, strict=True):
                if one.value != another.value:
                    spanning += 1
                    assert one.value.translate(HALVES) == another.value.translate(HALVES)
    assert spanning > 0
