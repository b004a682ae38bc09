"""Ctrl-C at every moment at which Python can hear of it: no record is lost, none comes twice."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest

import panamarc
from panamarc._input import chunks
from panamarc._reading import base
from support import packing, realdata
from support.children import output
from support.ctrlc import CtrlC

GOOD = [raw for _, raw in packing.records_of(realdata.content("loc_edge_cases_50.mrc"))][:13]
BROKEN = b"99999" + GOOD[0][5:]
DATA = b"".join([*GOOD[:6], BROKEN, *GOOD[6:], b"\nno record\n"])
PACKED = gzip.compress(DATA[:9000]) + gzip.compress(DATA[9000:])
RECORDS = len(GOOD) + 1


class ReadOnly:
    """A file object that has nothing but `.read()`."""

    def __init__(self, data: bytes) -> None:
        self.read = io.BytesIO(data).read


SINGLE: dict[str, Callable[[Path], object]] = {
    "file": lambda folder: folder / "plain.mrc",
    "bytes": lambda _: DATA,
    "BytesIO": lambda _: io.BytesIO(DATA),
    "read only": lambda _: ReadOnly(DATA),
    "gzip file": lambda folder: folder / "packed.mrc",
    "gzip BytesIO": lambda _: io.BytesIO(PACKED),
    "gzip read only": lambda _: ReadOnly(PACKED),
}
SOURCES: dict[str, Callable[[Path], object]] = {
    **SINGLE,
    "several": lambda folder: [io.BytesIO(DATA), folder / "plain.mrc"],
}


def iterate(reader: Any, found: list[Any]) -> None:
    for record in reader:
        found.append(record)


def read_batches(reader: Any, found: list[Any]) -> None:
    while batch := reader.read_batch(3):
        found.extend(batch)


def take_next(reader: Any, found: list[Any]) -> None:
    found.extend(iter(reader.__next__, "no record"))


def boundaries(reader: Any, found: list[Any]) -> None:
    for piece in reader.scan_boundaries():
        found.append(piece)


def mixed(reader: Any, found: list[Any]) -> None:
    while batch := reader.read_batch(2):
        found.extend(batch)
        for record in reader:
            found.append(record)
            if len(found) % 3 == 0:
                break


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    panamarc.start_jvm()
    folder = tmp_path_factory.mktemp("interrupts")
    (folder / "plain.mrc").write_bytes(DATA)
    (folder / "packed.mrc").write_bytes(PACKED)
    return folder


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "COMPRESSED_CHUNK", 2000)


def interrupted(
    open_one: Callable[[], Any], read: Callable[[Any, list[Any]], None]
) -> Iterator[tuple[Any, list[Any]]]:
    """What new readers give, each interrupted a moment later than the one before."""
    for moment in count():
        reader = open_one()
        found: list[Any] = []
        try:
            with CtrlC(moment):
                read(reader, found)
        except KeyboardInterrupt:
            read(reader, found)
        else:
            assert moment > 100
            return
        yield reader, found


def check(reader: Any, found: list[Any], times: int) -> None:
    assert [record.number for record in found] == list(range(1, RECORDS * times + 1))
    assert reader.records_read == RECORDS * times
    assert reader.bytes_read == len(DATA) * times
    assert [one.reason for one in reader.skipped] == ["no leader"] * times


@pytest.mark.parametrize("source", SOURCES)
def test_no_record_is_lost_or_doubled(source: str, folder: Path) -> None:
    for reader, found in interrupted(
        lambda: panamarc.open(SOURCES[source](folder), batch_size=5), iterate
    ):
        check(reader, found, 2 if source == "several" else 1)


@pytest.mark.parametrize("read", [read_batches, take_next, mixed])
def test_nor_in_any_way_of_reading(read: Callable[[Any, list[Any]], None], folder: Path) -> None:
    for reader, found in interrupted(
        lambda: panamarc.open(SOURCES["BytesIO"](folder), batch_size=5), read
    ):
        check(reader, found, 1)


def test_nor_in_pymarcs_manner(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "FIRST_BATCH_RECORDS", 3)
    for reader, found in interrupted(lambda: panamarc.MARCReader(io.BytesIO(DATA)), iterate):
        numbers = [None if record is None else record.number for record in found]
        assert numbers == [*range(1, 7), None, *range(8, RECORDS + 1), None]
        assert reader.current_chunk == b"\nno record\n"
        assert reader.bytes_read == len(DATA)


def test_nor_next_to_what_the_policy_does_not_let_through(folder: Path) -> None:
    def read(reader: Any, found: list[Any]) -> None:
        while True:
            try:
                return iterate(reader, found)
            except panamarc.MarcFormatError:
                pass

    for reader, found in interrupted(
        lambda: panamarc.open(folder / "plain.mrc", on_error="raise", batch_size=5), read
    ):
        assert [record.number for record in found] == [*range(1, 7), *range(8, RECORDS + 1)]
        assert reader.bytes_read == len(DATA)
        assert [one.reason for one in reader.skipped] == ["left out", "no leader"]


@pytest.mark.parametrize("framing", ["record", "terminator"])
def test_no_boundary_is_lost_or_doubled(framing: str, folder: Path) -> None:
    def open_one() -> panamarc.RecordReader:
        return panamarc.open(SOURCES["several"](folder), framing=framing)  # type: ignore[arg-type]

    expected = list(open_one().scan_boundaries())
    for _, found in interrupted(open_one, boundaries):
        assert found == expected


@pytest.mark.parametrize("read", [iterate, read_batches, mixed])
def test_ctrl_c_many_times_in_one_reading(
    read: Callable[[Any, list[Any]], None], folder: Path
) -> None:
    random = Random(2709)
    inputs = [make(folder) for make in (*SINGLE.values(), *SINGLE.values())]
    reader = panamarc.open(inputs, batch_size=5)
    found: list[Any] = []
    heard = 0
    while True:
        try:
            with CtrlC(random.randrange(250)):
                read(reader, found)
            break
        except KeyboardInterrupt:
            heard += 1
    assert heard >= 30
    check(reader, found, len(inputs))


@pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="asks Linux for the memory in use"
)
def test_an_interrupted_opening_leaves_no_copy() -> None:
    code = """
import panamarc
from support import ctrlc
from pathlib import Path
panamarc.start_jvm()
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
data = bytes(20 << 20)
before = resident()
heard = 0
for moment in range(100):
    reader = panamarc.open(data)
    try:
        with ctrlc.CtrlC(moment):
            reader.read_batch()
    except KeyboardInterrupt:
        heard += 1
    reader.close()
print(heard > 50, (resident() - before) // len(data) < 5)
"""
    assert output(code) == "True True"
