"""`read_batch` and its queue: its states, its caps, its calls into Java."""

from __future__ import annotations

import gzip
import io
import threading
from collections.abc import Callable, Iterator
from itertools import accumulate, islice
from math import ceil
from pathlib import Path
from random import Random
from typing import Any

import pytest

import panamarc
from panamarc import MarcFormatError
from support import realdata
from support.mixed import BROKEN, GOOD, of_length
from support.records import iso2709
from support.sources import Failing, ReadOnly

FILE = "loc_bibliographic_386.mrc"
DATA = realdata.content(FILE)
LENGTHS = [record.span[1] for record in panamarc.open(realdata.path(FILE))]


def numbers(records: list[panamarc.Record]) -> list[int]:
    return [record.number for record in records]


class CountResult(io.BytesIO):
    """A file object that counts its reads."""

    reads = 0

    def readinto1(self, view: Any) -> int:
        self.reads += 1
        return super().readinto1(view)


class CountedReads(ReadOnly):
    """The same with nothing but `.read()`."""

    reads = 0

    def read(self, size: int = -1) -> bytes:
        self.reads += 1
        return super().read(size)


ENDED: dict[str, Callable[[panamarc.RecordReader], object]] = {
    "read_batch": lambda reader: reader.read_batch(),
    "read_batch of one": lambda reader: reader.read_batch(1),
    "next": lambda reader: [*islice(iter(lambda: next(reader, None), None), 1)],
    "iteration": lambda reader: [*reader],
    "boundaries": lambda reader: [*reader.scan_boundaries()],
}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("kind", [CountResult, CountedReads])
def test_after_the_end_there_is_nothing_for_ever_and_nobody_reads(
    kind: type[CountResult] | type[CountedReads], packed: bool
) -> None:
    file = kind(gzip.compress(DATA) if packed else DATA)
    reader = panamarc.open(file)
    assert file.reads == 0
    while reader.read_batch(50):
        assert file.reads > 0
    reads, crossings = file.reads, reader.explain()["crossings"]
    for _ in range(3):
        for way in ENDED.values():
            assert way(reader) == []
        with pytest.raises(StopIteration):
            next(reader)
    assert (file.reads, reader.explain()["crossings"]) == (reads, crossings)


@pytest.mark.parametrize("first", ENDED)
def test_whichever_way_of_reading_sees_the_end_it_is_the_end_for_all(first: str) -> None:
    reader = panamarc.open(realdata.path(FILE))
    assert len(list(reader)) == 386
    assert ENDED[first](reader) == []
    crossings = reader.explain()["crossings"]
    assert [way(reader) for way in ENDED.values()] == [[]] * len(ENDED)
    assert reader.explain()["crossings"] == crossings


def test_the_end_stays_the_end_where_the_file_grows() -> None:
    file = io.BytesIO(DATA)
    reader = panamarc.open(file)
    assert len(list(reader)) == 386
    file.write(DATA)
    file.seek(0)
    assert reader.read_batch() == []
    assert file.tell() == 0


@pytest.mark.parametrize(("size", "last"), [(1, 1), (100, 86), (193, 193), (385, 1), (386, 386)])
def test_the_last_batch_has_what_is_left(size: int, last: int) -> None:
    reader = panamarc.open(realdata.path(FILE))
    sizes = [len(batch) for batch in iter(lambda: reader.read_batch(size), [])]
    assert sizes == [size] * (ceil(386 / size) - 1) + [last]


def test_without_a_number_a_batch_has_a_hundred_records_at_most() -> None:
    assert len(panamarc.open(realdata.path(FILE)).read_batch()) == 100


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, [50, 150, 350, 386]),
        ({"threads": 2}, [200, 386]),
        ({"batch_size": 30}, [*range(30, 386, 30), 386]),
        ({"batch_size": 10**9}, [386]),
    ],
)
def test_batches_of_an_iteration_grow_unless_a_size_is_given(
    options: dict[str, Any], expected: list[int]
) -> None:
    reader = panamarc.open(realdata.path(FILE), **options)
    read = [reader.records_read for _ in reader]
    assert [*dict.fromkeys(read)] == expected
    assert len(read) == 386


def test_a_number_given_to_read_batch_lifts_the_cap_on_records() -> None:
    reader = panamarc.open(realdata.path(FILE), batch_size=10)
    assert len(reader.read_batch(300)) == 300
    assert len(reader.read_batch(1 << 40)) == 86


def full_at(cap: int) -> Iterator[list[int]]:
    """The numbers of the records of each batch that is full at `cap` bytes."""
    batch: list[int] = []
    size = 0
    for number, length in enumerate(LENGTHS, 1):
        batch.append(number)
        size += length
        if size >= cap:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


@pytest.mark.parametrize("as_file", [False, True])
@pytest.mark.parametrize("cap", [1, 2000, 50_000, 1 << 40])
def test_a_batch_is_full_at_its_cap(cap: int, as_file: bool) -> None:
    source = io.BytesIO(DATA) if as_file else realdata.path(FILE)
    reader = panamarc.open(source, max_batch_bytes=cap)
    found = [numbers(batch) for batch in iter(lambda: reader.read_batch(1 << 40), [])]
    assert found == list(full_at(cap))


def test_the_cap_on_bytes_holds_for_an_iteration_too() -> None:
    reader = panamarc.open(realdata.path(FILE), max_batch_bytes=50_000)
    seen = [reader.records_read for _ in reader]
    expected = [end for batch in full_at(50_000) for end in [batch[-1]] * len(batch)]
    assert seen == expected
    assert len(seen) == 386


@pytest.mark.parametrize("as_file", [False, True])
def test_a_record_above_the_cap_comes_whole(as_file: bool) -> None:
    large = iso2709(("001", "large"), *[("500", "  \x1fa" + "x" * 9000)] * 10)
    small = iso2709(("001", "small"))
    data = small + large + small + large + large
    source = io.BytesIO(data) if as_file else data
    reader = panamarc.open(source, max_batch_bytes=1000)
    batches = list(iter(lambda: reader.read_batch(10), []))
    assert [numbers(batch) for batch in batches] == [[1, 2], [3, 4], [5]]
    assert b"".join(record.as_marc() for batch in batches for record in batch) == data


SIZES = {"records of 10 KB": 10_240, "records of 99,999 bytes": 99_999, "small records": 100}


@pytest.mark.parametrize("size", [1, 10, 100])
@pytest.mark.parametrize("kind", SIZES)
def test_batches_of_records_of_any_size(kind: str, size: int) -> None:
    count = 120
    data = b"".join(of_length(SIZES[kind], number) for number in range(1, count + 1))
    reader = panamarc.open(data, max_batch_bytes=1 << 30)
    found: list[panamarc.Record] = []
    while batch := reader.read_batch(size):
        assert len(batch) == min(size, count - len(found))
        found += batch
    assert [record["001"].data for record in found] == [f"{n:06d}" for n in range(1, count + 1)]
    assert b"".join(record.as_marc() for record in found) == data
    assert not any(record.defects for record in found)


@pytest.mark.parametrize("at", [0, 1, 5, 9])
@pytest.mark.parametrize("as_file", [False, True])
def test_a_broken_record_costs_its_batch_no_other(at: int, as_file: bool) -> None:
    data = b"".join([*GOOD[:at], BROKEN, *GOOD[at + 1 :]])
    others = [number for number in range(1, 11) if number != at + 1]

    def reader(policy: str) -> panamarc.RecordReader:
        return panamarc.open(io.BytesIO(data) if as_file else data, on_error=policy)  # type: ignore[arg-type]

    batch = reader("recover").read_batch(10)
    assert numbers(batch) == list(range(1, 11))
    assert [record.number for record in batch if record.defects] == [at + 1]
    assert numbers(reader("skip").read_batch(10)) == others
    raising = reader("raise")
    before = numbers(raising.read_batch(10)) if at else []
    assert before == others[:at]
    with pytest.raises(MarcFormatError) as caught:
        raising.read_batch(10)
    assert caught.value.record_number == at + 1
    assert numbers(raising.read_batch(10)) == others[at:]
    assert raising.read_batch(10) == []


def test_any_mixture_of_ways_delivers_each_record_once_and_in_order() -> None:
    random = Random(2709)
    for _ in range(20):
        source = random.choice([realdata.path(FILE), io.BytesIO(DATA), ReadOnly(DATA, 5000)])
        reader = panamarc.open(source, batch_size=random.choice([1, 7, 200]))
        iteration = iter(reader)
        found: list[panamarc.Record] = []
        while True:
            way, size = random.randrange(5), random.choice([1, 2, 10, 60])
            got = [
                lambda: reader.read_batch(size),  # noqa: B023
                lambda: [*islice(reader, size)],  # noqa: B023
                lambda: [*islice(iteration, size)],  # noqa: B023
                lambda: [record for record in [next(reader, None)] if record],  # noqa: B023
                lambda: [record for record in [next(iteration, None)] if record],  # noqa: B023
            ][way]()
            assert len(got) <= size
            if not got and not reader.read_batch():
                break
            found += got
        assert numbers(found) == list(range(1, 387))


def test_what_fails_within_a_batch_comes_after_what_is_in_hand() -> None:
    starts = [0, *accumulate(LENGTHS)]
    error = OSError("the line is down")
    reader = panamarc.open(Failing(DATA, {3}, error), batch_size=1000)
    whole = sum(1 for start in starts[1:] if start <= 40_000)
    assert numbers([*islice(reader, 5)]) == [1, 2, 3, 4, 5]
    assert numbers(reader.read_batch(1000)) == list(range(6, whole + 1))
    with pytest.raises(OSError, match=r"^the line is down$"):
        reader.read_batch()
    assert numbers(list(reader)) == list(range(whole + 1, 387))


def test_a_batch_not_taken_does_not_answer_another_question() -> None:
    reader = panamarc.open(Failing(DATA, {3}, OSError("the line is down")))
    given = reader._java_reader.batch(1000)  # as if Ctrl-C had come after it
    assert given is not None
    with pytest.raises(OSError, match=r"^the line is down$"):
        list(reader.scan_boundaries())
    assert numbers(list(reader)) == list(range(1, 387))
    assert reader.explain()["records"] == 386


@pytest.mark.parametrize("size", [1, 2, 10, 25, 50, 100, 200, 386, 1000])
@pytest.mark.parametrize("as_path", [True, False])
def test_reading_takes_one_call_a_batch_and_one_for_the_end(size: int, as_path: bool) -> None:
    reader = panamarc.open(realdata.path(FILE) if as_path else DATA)
    while reader.read_batch(size):
        pass
    facts = reader.explain()
    assert facts["batches"] == ceil(386 / size)
    assert facts["crossings"] <= ceil(386 / size) + 1
    # So do the loops of an iteration.
    looping = panamarc.open(realdata.path(FILE) if as_path else DATA, batch_size=size)
    assert len(list(looping)) == 386
    assert looping.explain()["crossings"] == facts["crossings"]


@pytest.mark.parametrize("size", [1, 100])
def test_a_file_object_takes_two_calls_more_for_each_chunk(size: int) -> None:
    file = CountResult(DATA)
    reader = panamarc.open(file)
    while reader.read_batch(size):
        pass
    assert reader.explain()["crossings"] <= ceil(386 / size) + 1 + 2 * file.reads
    assert file.reads <= 3 + len(DATA) / (1 << 20)


def test_a_hundred_at_once_take_the_gil_a_hundredth_as_often(tmp_path: Path) -> None:
    path = tmp_path / "many.mrc"
    path.write_bytes(GOOD[0] * 10_000)
    crossings = {}
    for size in (1, 100):
        reader = panamarc.open(path)
        while reader.read_batch(size):
            pass
        crossings[size] = reader.explain()["crossings"]
    assert crossings == {1: 10_001, 100: 101}


def test_large_batches_of_any_sizes_cost_few_calls_more() -> None:
    growing = [GOOD[0] * (5000 + 100 * step) for step in range(40)]
    sizes = [len(data) for data in growing]
    calls: list[int] = []

    def read() -> None:
        # In a thread of its own, whose buffer is as small as they come.
        reader = panamarc.open(growing, max_batch_bytes=max(sizes))
        while reader.read_batch(1 << 30):
            pass
        facts = reader.explain()
        assert facts["batches"] == len(growing)
        calls.append(facts["crossings"])

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert calls[0] <= 2 * len(growing) + 2
