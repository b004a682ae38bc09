"""The account: looked at while reading, it says what it says at the end."""

from __future__ import annotations

import io

import pytest

import panamarc
from panamarc import SkippedRange
from support import realdata
from support.records import iso2709

GOOD = iso2709(("001", "good"), ("245", "10\x1faGood"))
LETTERS = b"no record begins here"


@pytest.mark.filterwarnings("ignore::panamarc.MarcWarning")
@pytest.mark.parametrize("as_file", [True, False])
def test_ranges_seen_while_they_grow_are_those_seen_at_the_end(as_file: bool) -> None:
    data = GOOD + b"\n" + GOOD + LETTERS * 70_000 + b"\n" + GOOD + b"\x1a\0"
    source = io.BytesIO(data) if as_file else data
    reader = panamarc.open([source, LETTERS, GOOD], batch_size=1)
    name = "<BytesIO>" if as_file else "<bytes>"
    seen = []
    for record in reader:
        seen.append(reader.skipped)
        assert reader.bytes_read >= sum(record.span)
    long = len(LETTERS) * 70_000 + 1
    last = 3 * len(GOOD) + 1 + long
    expected = [
        SkippedRange(name, len(GOOD), 1, "filler"),
        SkippedRange(name, 2 * len(GOOD) + 1, long, "no leader"),
        SkippedRange(name, last, 2, "filler"),
        SkippedRange("<bytes>", 0, len(LETTERS), "no leader"),
    ]
    assert [len(ranges) for ranges in seen] == [0, 1, 2, 4]
    for ranges in seen:
        assert ranges == expected[: len(ranges)]
    assert reader.skipped == expected
    assert reader.bytes_read == len(data) + len(LETTERS) + len(GOOD)


def test_a_list_of_ranges_is_the_callers_own() -> None:
    reader = panamarc.open(LETTERS + b"\n" + GOOD)
    for _ in range(2):
        reader.read_batch(1)
        reader.skipped.clear()
    assert reader.skipped == [SkippedRange("<bytes>", 0, len(LETTERS) + 1, "no leader")]


def test_the_account_of_a_reader_closed_in_the_middle_stays_as_it_was() -> None:
    reader = panamarc.open([b"\n" + GOOD * 5, b"\n" + GOOD * 500], batch_size=5)
    assert [record.number for _, record in zip(range(6), reader, strict=False)] == [*range(1, 7)]
    before = reader.skipped, reader.bytes_read, reader.records_read
    reader.close()
    assert (reader.skipped, reader.bytes_read, reader.records_read) == before
    assert before == (
        [SkippedRange("<bytes>", 0, 1, "filler")] * 2,
        2 + 10 * len(GOOD),
        10,
    )


def test_the_account_is_the_same_whenever_it_is_asked_for() -> None:
    paths = [realdata.path(name) for name in realdata.ALL]
    for policy in ("recover", "skip"):
        asked = panamarc.open(paths, on_error=policy, strict=True)
        for _ in asked:
            if asked.records_read % 7 == 0:
                assert sum(one.length for one in asked.skipped) <= asked.bytes_read
        alone = panamarc.open(paths, on_error=policy, strict=True)
        assert sum(1 for _ in alone) == asked.records_read == alone.records_read
        assert asked.skipped == alone.skipped
        assert asked.defect_counts == alone.defect_counts
        assert asked.bytes_read == alone.bytes_read
