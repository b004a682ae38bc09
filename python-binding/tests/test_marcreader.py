"""MARCReader: pymarc's manner of reading."""

from __future__ import annotations

import io

import pymarc
import pytest

import panamarc
import realdata
from panamarc import MarcFormatError, MARCReader, PymarcException, Record
from pymarc_oracle import record_facts
from test_batch import iso2709

GOOD = iso2709(("001", "good"), ("245", "10\x1faGood"))
BROKEN = GOOD[:24] + b"24x" + GOOD[27:31] + b"abcde" + GOOD[36:]


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


def test_a_broken_record_is_none_with_the_reason_and_the_bytes() -> None:
    reader = MARCReader(GOOD + BROKEN + GOOD)
    found = []
    for record in reader:
        error = reader.current_exception
        found.append((record is None, error is None, reader.current_chunk))
        if error is not None:
            assert isinstance(error, MarcFormatError)
            assert isinstance(error, PymarcException)
            assert (error.record_number, error.kind) == (2, "directory")
            assert error.offset >= len(GOOD)
    assert found == [(False, True, GOOD), (True, False, BROKEN), (False, True, GOOD)]


def test_a_record_whose_content_alone_is_odd_is_a_record() -> None:
    latin = iso2709(("001", "x"), ("245", "10\x1faCaf\xff"), encoding="iso8859-1")
    (record,) = MARCReader(latin)
    assert record is not None
    assert record["245"]["a"] == "Caf\ufffd"


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
