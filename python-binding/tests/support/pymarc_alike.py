"""Holds panamarc's MARCReader and pymarc's side by side, item by item."""

from __future__ import annotations

import contextlib
import io
import re
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import panamarc
import pymarc
from support.pymarc_oracle import record_facts

THEIRS: Any = pymarc  # much of it has no types
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
FILLER = b"\n\r\x00\x1a \xef\xbb\xbf"
# Java takes codes, indicators and leaders outside ASCII as they are; pymarc takes a letter for a
# code, and refuses the others.
ODD_CODE = re.compile(rb"[\x1e\x1f][^\x1f]?[\x80-\xff]")
# Marks that span two letters: two halves to pymarc, one to panamarc, as the Library of Congress
# mapped them before 2004, and since.
HALVES = str.maketrans(
    {"\ufe20": "\u0361", "\ufe22": "\u0360", "\ufe21": None, "\ufe23": None},
)
SPANNING = ("\u0360", "\u0361")
SPANNING_HALVES = ("\ufe20", "\ufe21", "\ufe22", "\ufe23")


def items(reader: Any) -> Iterator[tuple[Any, Any, bytes]]:
    """Record or None, exception and bytes of each step."""
    for record in reader:
        yield record, reader.current_exception, reader.current_chunk


def written(record: Any) -> Any:
    """What `as_marc` gives, or the kind of what it raises."""
    try:
        return record.as_marc()
    except Exception as error:
        return type(error).__name__


def alike(ours: Any, theirs: Any) -> bool:
    """Whether records say the same, but for marks that span two letters."""
    if any(isinstance(field, panamarc.RawField) for field in ours):
        # Much of what a record says takes text; of bytes, neither library makes more than this.
        return bool(ours.as_dict() == theirs.as_dict() and ours.as_marc() == theirs.as_marc())
    mine, other = record_facts(ours), record_facts(theirs)
    if any(mark in mine["str"] for mark in SPANNING):
        mine["dict"], other["dict"] = ours.as_dict(), theirs.as_dict()
        return bool(repr(mine).translate(HALVES) == repr(other).translate(HALVES))
    return (
        mine == other
        and ours.as_dict() == theirs.as_dict()
        and ours.as_json() == theirs.as_json()
        and our_xml(ours) == their_xml(theirs)
    )


def our_xml(record: Any) -> Any:
    """A record in MARCXML, whatever that cannot carry."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", panamarc.MarcWarning)
        return panamarc.record_to_xml(record, quiet=True)


def their_xml(record: Any) -> Any:
    """What pymarc makes of it, but well-formed, with codes, and in the order of the schema."""
    fields = sorted(record.fields, key=lambda field: not field.control_field)
    made = pymarc.Record(fields=fields or [pymarc.Field("001")])
    made.leader, made.fields = record.leader, fields
    root = THEIRS.record_to_xml_node(made, quiet=True)
    for element in root.iter():
        if element.text:
            element.text = NO_XML.sub("\ufffd", element.text)
        for name, value in element.attrib.items():
            element.set(name, NO_XML.sub("\ufffd", value) or " ")
    return ET.tostring(root).replace(b"\r", b"&#13;")


def is_known(raw: bytes, theirs: Any) -> bool:
    """Whether a record is of those that panamarc reads otherwise, and says so."""
    if ODD_CODE.search(raw) or not raw[:24].isascii():
        return True
    fields = list(theirs or ())
    # pymarc takes the first characters of a control field of local kind for indicators.
    if any(not field.tag.isdecimal() and not field.subfields for field in fields):
        return True
    # pymarc takes control fields for ISO 8859-1 where all others are MARC-8.
    data = [field.data for field in fields if field.control_field]
    return raw[9:10] != b"a" and not all(text.isascii() and "\x1b" not in text for text in data)


def assert_alike(data: bytes, **arguments: Any) -> tuple[int, int]:
    """Holds two readers of the data side by side, up to where pymarc's would end or go astray.

    Gives how many records were compared, and how many None.
    """
    compared = nothing = at = 0
    with contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ours = items(panamarc.MARCReader(data, **arguments))
        for theirs, their_error, chunk in items(pymarc.MARCReader(io.BytesIO(data), **arguments)):
            if not data[at : at + 1].strip(FILLER):
                break  # pymarc takes filler for a leader
            record, error, raw = next(ours)
            if isinstance(their_error, pymarc.FatalReaderError):
                assert record is None
                assert isinstance(error, panamarc.FatalReaderError)
                nothing += 1
                break
            if isinstance(error, panamarc.RecordLengthInvalid):
                assert data[at : at + 5] != b"%05d" % len(raw)
                break  # pymarc loses a record to a length that lies
            assert raw == chunk
            if theirs is None and not (record is not None and is_known(raw, theirs)):
                assert record is None
                assert type(error).__name__ == type(their_error).__name__
                assert str(error) == str(their_error)
                nothing += 1
            elif theirs is not None:
                assert record is not None
                assert error is None
                assert alike(record, theirs) or is_known(raw, theirs)
                compared += 1
            at += len(chunk)
    return compared, nothing
