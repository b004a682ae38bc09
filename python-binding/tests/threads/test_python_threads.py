"""Python threads: each with a reader of its own, or all with the same."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest

import panamarc
from panamarc import MarcFormatError
from support import realdata
from support.children import output
from support.mixed import BROKEN, GOOD
from support.readings import Reading
from support.sources import Failing, ReadOnly

FILES = [realdata.path(name) for name in realdata.ALL]
TOGETHER = b"".join(realdata.content(name) for name in realdata.ALL)


@pytest.mark.parametrize("threads", [2, 7])
def test_a_pool_over_files_reads_what_one_thread_reads(threads: int) -> None:
    with ThreadPoolExecutor(threads) as pool:
        found = list(pool.map(Reading, FILES * 2))
    for reading, other in zip(found, map(alone, FILES * 2), strict=True):
        assert reading.records == other.records
        assert reading.account() == other.account()


def test_a_pool_over_files_finds_the_values_that_one_thread_finds() -> None:
    def values(path: Path) -> list[object]:
        with panamarc.open(path) as reader:
            return [(record.title, record.isbn, record.values("650$a")) for record in reader]

    expected = [values(path) for path in FILES]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(values, FILES)) == expected


def test_records_of_one_thread_are_read_by_others() -> None:
    batches = [panamarc.open(path).read_batch(1000) for path in FILES]
    expected = [str(record) for path in FILES for record in panamarc.open(path).read_batch(1000)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(str, [record for batch in batches for record in batch])) == expected


def work(count: int, job: Callable[[int], None]) -> None:
    """Does a job in `count` threads, which begin together."""
    together = threading.Barrier(count)

    def begin(number: int) -> None:
        together.wait()
        job(number)

    with ThreadPoolExecutor(count) as pool:
        for done in [pool.submit(begin, number) for number in range(count)]:
            done.result()


SHARED: dict[str, Callable[[], object]] = {
    "paths": lambda: FILES,
    "bytes": lambda: TOGETHER,
    "BytesIO": lambda: io.BytesIO(TOGETHER),
    "object with .read()": lambda: ReadOnly(TOGETHER, 3000),
    "several": lambda: [*FILES, io.BytesIO(TOGETHER)],
}


@cache
def alone(source: Path | str) -> Reading:
    """What one thread reads from a file, or from one of SHARED."""
    return Reading(source if isinstance(source, Path) else SHARED[source]())


def take(reader: Any, way: int, size: int) -> list[Any]:
    """Some records, in one of the ways there are; none at the end."""
    if way == 0:
        return reader.read_batch(size)  # type: ignore[no-any-return]
    if way == 1:
        return [*islice(reader, size)]
    return [record for record in [next(reader, None)] if record is not None]


@pytest.mark.parametrize("kind", SHARED)
def test_threads_that_share_a_reader_get_each_record_once(kind: str) -> None:
    expected = alone(kind)
    reader = panamarc.open(SHARED[kind](), batch_size=13)
    found: list[list[Any]] = [[] for _ in range(5)]

    def read(number: int) -> None:
        random = Random(number)
        while records := take(reader, random.randrange(3), random.choice([1, 10, 50])):
            found[number] += records

    work(5, read)
    records = {record.number: record for share in found for record in share}
    assert sum(map(len, found)) == len(records) == len(expected.records)
    for share in found:
        assert [record.number for record in share] == sorted(record.number for record in share)
    for other in expected.records:
        record = records[other.number]
        assert (record.span, record.as_marc()) == (other.span, other.raw)
        assert [(field.tag, field._iso2709()) for field in record.fields] == other.fields
    assert reader.bytes_read == expected.bytes_read
    assert reader.defect_counts == expected.defect_counts


def test_each_failure_reaches_one_of_the_threads_that_share_a_reader() -> None:
    data = (b"".join(GOOD) + BROKEN) * 50
    reader = panamarc.open(data, on_error="raise")
    numbers: list[int] = []
    failed: list[int] = []

    def read(_: int) -> None:
        while True:
            try:
                batch = reader.read_batch(4)
            except MarcFormatError as error:
                failed.append(error.record_number)
                continue
            if not batch:
                break
            numbers.extend(record.number for record in batch)

    work(4, read)
    assert sorted(failed) == list(range(11, 551, 11))
    assert sorted(numbers + failed) == list(range(1, 551))


def test_what_read_raises_reaches_one_thread_and_the_others_go_on() -> None:
    error = OSError("the line is down")
    reader = panamarc.open(Failing(TOGETHER, {2, 5, 6, 9}, error))
    numbers: list[int] = []
    raised: list[OSError] = []

    def read(_: int) -> None:
        while True:
            try:
                batch = reader.read_batch(10)
            except OSError as caught:
                raised.append(caught)
                continue
            if not batch:
                break
            numbers.extend(record.number for record in batch)

    work(4, read)
    assert raised == [error] * 4
    assert sorted(numbers) == list(range(1, len(Reading(TOGETHER).records) + 1))


@pytest.mark.parametrize("kind", SHARED)
def test_closing_a_reader_raises_in_threads_that_read(kind: str) -> None:
    reader = panamarc.open(SHARED[kind](), batch_size=1)
    numbers = [next(reader).number]  # before the others can have read them all
    errors: list[str] = []

    def read(number: int) -> None:
        if number == 0:
            reader.close()
            return
        try:
            while batch := reader.read_batch(3):
                numbers.extend(record.number for record in batch)
        except ValueError as error:
            errors.append(str(error))

    work(4, read)
    assert len(numbers) == len(set(numbers))
    assert {message.split(": ")[-1] for message in errors} <= {"the reader is closed"}
    with pytest.raises(ValueError, match=r"^the reader is closed$"):
        list(reader)


def test_java_forgets_threads_that_ended() -> None:
    code = f"""
import threading
import jpype
import panamarc
def read():
    assert len(panamarc.open({str(FILES[1])!r}).read_batch(10)) == 10
def known():
    return len(jpype.JClass("java.lang.Thread").getAllStackTraces())
read()
before = known()
for _ in range(20):
    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
print(known() - before)
"""
    assert output(code) == "0"
