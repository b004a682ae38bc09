"""Counting by framing alone, from Python; the rules are tested in Java."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import panamarc
from panamarc import CountResult
from support import realdata
from support.repaircases import ALL, Case

BU = realdata.path("bu_bibs_100.mrc")


def test_a_file_is_counted_as_it_is_read() -> None:
    with panamarc.open(BU) as reader:
        assert reader.count() == CountResult(100, 16)
        assert (reader.records_read, reader.bytes_read) == (100, BU.stat().st_size)
        assert reader.read_batch() == []
        assert reader.count() == CountResult(0, 0)


@pytest.mark.filterwarnings("ignore::panamarc.MarcWarning")
@pytest.mark.parametrize("case", ALL, ids=[f"{c.group}/{c.name}" for c in ALL])
def test_a_case_has_as_many_records_as_reading_gives(case: Case) -> None:
    content = case.content
    with panamarc.open(content) as reader:
        # A terminator in the leader keeps a record from proving itself, but is of the content.
        broken = [
            one
            for one in reader
            if any(d.severity == "structure" or d.kind == "leader" for d in one.defects)
        ]
        expected, skipped = reader.records_read, reader.skipped
    for source in (content, io.BytesIO(content)):
        with panamarc.open(source) as reader:
            counted = reader.count()
            assert counted.records == expected
            assert counted.disputed <= len(broken)
            assert [skip[1:] for skip in reader.skipped] == [skip[1:] for skip in skipped]


def test_what_was_delivered_is_not_counted_again() -> None:
    with panamarc.open([BU, BU.read_bytes(), io.BytesIO(BU.read_bytes())]) as reader:
        reader.read_batch(10)
        assert reader.count() == CountResult(
            290, 46
        )  # 3 times 16, less the two among those delivered
        assert reader.records_read == 300


@pytest.mark.parametrize("threads", [1, 2])
def test_the_parts_of_a_file_have_as_many_as_the_file(threads: int) -> None:
    with panamarc.open(BU) as reader:
        parts = reader.split(3)
    counted = [panamarc.open(part).count(threads=threads).records for part in parts]
    assert sum(counted) == 100
    assert all(counted)


def test_progress_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "big.mrc"
    path.write_bytes(BU.read_bytes() * 1000)  # 213 MB: more than is counted at once
    calls: list[tuple[int, int]] = []
    with panamarc.open(path) as reader:
        assert reader.count(threads=2, progress=lambda *now: calls.append(now)).records == 100_000
    assert calls == sorted(calls)
    assert 1 < len(calls) < 20  # each of some 16 MB, read by two threads


def test_what_cannot_be_counted_is_reported() -> None:
    refused = pytest.raises(ValueError, match='framing="terminator" gives ranges, not records')
    with panamarc.open(BU, framing="terminator") as reader, refused:
        reader.count()
    with panamarc.open(BU) as reader, pytest.raises(ValueError, match="threads is 0"):
        reader.count(threads=0)


def test_a_failure_is_raised_and_the_rest_is_counted_then() -> None:
    content = BU.read_bytes()

    class Failing(io.BytesIO):
        failed = False

        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 100_000 and not self.failed:
                self.failed = True
                raise OSError("once")
            return super().read(50_000)

    class Readable:
        read = Failing(content).read

    with panamarc.open(Readable()) as reader:
        with pytest.raises(OSError, match="once"):
            reader.count()
        before = reader.records_read
        assert 0 < before < 100
        assert reader.count().records == 100 - before
