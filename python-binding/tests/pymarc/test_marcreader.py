"""MARCReader: pymarc's manner of reading."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from typing import Any

import pytest

import panamarc
import pymarc
from panamarc import MARCReader, PymarcException, Record
from support import realdata
from support.pymarc_oracle import record_facts
from support.records import iso2709

GOOD = iso2709(("001", "good"), ("245", "10\x1faGood"))
BROKEN = GOOD[:24] + b"24x" + GOOD[27:31] + b"abcde" + GOOD[36:]


class ReadOnly:
    """A file object that has nothing but `.read()`."""

    def __init__(self, data: bytes) -> None:
        self.read = io.BytesIO(data).read


@pytest.mark.parametrize("as_file", [True, False])
def test_it_reads_what_pymarc_reads(as_file: bool) -> None:
    data = realdata.content("loc_edge_cases_50.mrc")
    found = MARCReader(io.BytesIO(data) if as_file else data)
    for record, other in zip(found, pymarc.MARCReader(io.BytesIO(data)), strict=True):
        assert isinstance(record, Record)
        assert record_facts(record) == record_facts(other)
        assert found.current_exception is None
        assert found.current_chunk == record.as_marc()


def test_it_is_an_iterator_as_pymarcs_is() -> None:
    reader = MARCReader(GOOD * 3)
    assert reader.current_chunk is None
    assert reader.current_exception is None
    first = next(reader)
    assert first is not None
    assert first["001"].data == "good"
    assert len(list(reader)) == 2
    assert next(reader, "end") == "end"


def test_a_broken_record_is_none_with_pymarcs_exception_and_the_bytes() -> None:
    data = GOOD + BROKEN + GOOD
    reader, other = MARCReader(data), pymarc.MARCReader(io.BytesIO(data))
    for record, theirs in zip(reader, other, strict=True):
        assert (record is None) == (theirs is None)
        assert repr(reader.current_exception) == repr(other.current_exception)
        assert reader.current_chunk == other.current_chunk


def test_it_goes_on_after_what_ends_pymarcs() -> None:
    lying = b"00099" + GOOD[5:]
    reader = MARCReader(GOOD + lying + b"junk" + GOOD + b"\n" + GOOD + GOOD[:30])
    found = [(record is None, reader.current_exception, reader.current_chunk) for record in reader]
    assert [(none, type(error).__name__) for none, error, _ in found] == [
        (False, "NoneType"),
        (True, "EndOfRecordNotFound"),
        (True, "RecordLengthInvalid"),
        (False, "NoneType"),
        (False, "NoneType"),
        (True, "TruncatedRecord"),
    ]
    assert [chunk for *_, chunk in found] == [GOOD, lying, b"junk", GOOD, GOOD, GOOD[:30]]
    for _, error, _ in found:
        assert error is None or isinstance(error, panamarc.FatalReaderError)
        assert error is None or isinstance(error, PymarcException)


@pytest.mark.parametrize("source", ["bytes", "file", "pipe", "path", "gzip", "gzip path", "two"])
def test_bytes_in_no_record_are_seen_wherever_they_come_from(source: str, tmp_path: Path) -> None:
    data = b"junk" + GOOD + b"more" * 9 + GOOD + b"end"
    plain, packed = tmp_path / "a.mrc", tmp_path / "b.mrc"
    plain.write_bytes(data)
    packed.write_bytes(gzip.compress(data))
    given: dict[str, Any] = {
        "bytes": data,
        "file": io.BytesIO(data),
        "pipe": ReadOnly(data),
        "path": plain,
        "gzip": packed.read_bytes(),
        "gzip path": packed,
        "two": [plain, io.BytesIO(data), packed],
    }
    reader = MARCReader(given[source])
    chunks = [reader.current_chunk for _ in reader]
    expected = [b"junk", GOOD, b"more" * 9, GOOD, b"end"]
    assert chunks == expected * (3 if source == "two" else 1)


def test_parts_of_a_file_are_judged_each_from_where_it_begins(tmp_path: Path) -> None:
    path = tmp_path / "a.mrc"
    path.write_bytes((GOOD * 300 + b"junk") * 20)
    reader = panamarc.open(path)
    found = []
    for part in reader.split(3):
        reader_of_part = MARCReader(part)
        found += [reader_of_part.current_chunk for _ in reader_of_part]
    assert b"".join(one or b"" for one in found) == path.read_bytes()
    whole = MARCReader(path)
    assert found == [whole.current_chunk for _ in whole]


def test_bytes_that_are_gone_are_taken_for_filler() -> None:
    reader = MARCReader(bytearray(b"junk" + GOOD))
    assert [record is None for record in reader] == [False]
    assert [(one.length, one.reason) for one in reader.skipped] == [(4, "no leader")]


def test_bytes_that_are_not_utf8_are_treated_as_said() -> None:
    latin = iso2709(("001", "x"), ("245", "10\x1faCaf\xff"), encoding="iso8859-1")
    reader = MARCReader(latin)
    assert list(reader) == [None]
    assert isinstance(reader.current_exception, UnicodeDecodeError)
    for handling, text in (("replace", "Caf\ufffd"), ("ignore", "Caf")):
        (record,) = MARCReader(latin, utf8_handling=handling)
        assert record is not None
        assert record["245"]["a"] == text


def test_arguments_are_in_the_order_of_pymarcs() -> None:
    (record,) = MARCReader(GOOD, False)
    assert record is not None
    assert isinstance(record["245"], panamarc.RawField)
    assert repr(record["245"]["a"]) == repr(b"Good")
    assert record.as_marc() == GOOD
    reader = MARCReader(GOOD, True, True, True, "strict", "iso8859-1", True)
    assert reader.permissive
    assert next(reader) is not None


def test_read_batch_gives_broken_records_with_their_defects() -> None:
    records = MARCReader(GOOD + BROKEN + GOOD).read_batch()
    assert [bool(record.defects) for record in records] == [False, True, False]


def test_closing_it_closes_the_file() -> None:
    file = io.BytesIO(GOOD)
    with MARCReader(file) as reader:
        next(reader)
    assert file.closed
    assert reader.closed
    other = io.BytesIO(GOOD)
    with panamarc.open(other):
        pass
    assert not other.closed
