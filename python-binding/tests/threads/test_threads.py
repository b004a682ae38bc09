"""Threads of Java that read ahead."""

from __future__ import annotations

import re
import threading
from functools import cache
from pathlib import Path

import pytest

import panamarc
from panamarc import _threads
from support import realdata
from support.children import output
from support.dump import dump

FILES = [
    str(realdata.path(name))
    for name in ("loc_bibliographic_386.mrc", "ia_malformed_116.mrc", "bu_bibs_100.mrc")
]


def everything(reader: panamarc.RecordReader) -> tuple[object, ...]:
    """What a reader gives, errors in their places, and its account."""
    found: list[str] = []
    while True:
        try:
            for record in reader:
                found.append(f"{record.number} {record.span} {dump(record)} {record.defects}")
            break
        except panamarc.MarcError as error:
            found.append(str(error))
    account = reader.skipped, reader.defect_counts, reader.records_read, reader.bytes_read
    return found, *account


@cache
def by_one(on_error: str) -> tuple[object, ...]:
    """What one thread gives."""
    one = panamarc.open(FILES, on_error=on_error, threads=1)  # type: ignore[arg-type]
    assert one.explain()["threads"] == 1
    return everything(one)


@pytest.mark.parametrize("threads", [2, 3, 5])
@pytest.mark.parametrize("on_error", ["recover", "skip", "raise"])
def test_any_number_of_threads_reads_what_one_reads(on_error: str, threads: int) -> None:
    several = panamarc.open(FILES, on_error=on_error, threads=threads)  # type: ignore[arg-type]
    assert everything(several) == by_one(on_error)
    assert several.explain()["threads"] == threads


def test_bytes_are_read_ahead_and_what_cannot_be_is_read_all_the_same(tmp_path: Path) -> None:
    data = b"".join(Path(name).read_bytes() for name in FILES)
    expected = everything(panamarc.open(data, threads=1))
    assert everything(panamarc.open(data, threads=3)) == expected
    path = tmp_path / "file"
    path.write_bytes(data)
    with path.open("rb") as file:
        found, _, counts, *rest = everything(panamarc.open(file, threads=3))
    assert (found, counts, *rest) == (expected[0], expected[2], *expected[3:])


def test_mixed_batches_deliver_each_record_once() -> None:
    reader = panamarc.open(FILES, threads=2)
    numbers = [next(reader).number for _ in range(3)]
    for size in (1, 7, 100, 7, 50):
        numbers += [record.number for record in reader.read_batch(size)]
    numbers += [record.number for record in reader]
    assert numbers == list(range(1, 386 + 116 + 100 + 1))
    assert reader.read_batch() == reader.read_batch(5) == []


def test_several_python_threads_share_a_reader_that_reads_ahead() -> None:
    reader = panamarc.open(FILES * 10, threads=2)
    taken: list[int] = []

    def take() -> None:
        while batch := reader.read_batch(20):
            taken.extend(record.number for record in batch)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 10 * 602 + 1))


def test_the_environment_says_how_many_where_a_call_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PANAMARC_NUM_THREADS", " 3 ")
    assert panamarc.open(FILES).explain()["threads"] == 3
    assert panamarc.MARCReader(FILES).explain()["threads"] == 3
    assert panamarc.open(FILES, threads=2).explain()["threads"] == 2
    monkeypatch.setenv("PANAMARC_NUM_THREADS", "")
    assert panamarc.open(FILES).explain()["threads"] == 1


@pytest.mark.parametrize("text", ["0", "257", "many", "1.5"])
def test_an_environment_that_says_something_else_is_an_error(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PANAMARC_NUM_THREADS", text)
    message = f"PANAMARC_NUM_THREADS is {text}; expected a whole number from 1 to 256"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        panamarc.open(FILES)


def test_auto_is_two_for_large_files_and_processors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = tmp_path / "large.mrc"
    large.write_bytes(bytes(_threads.AUTO_BYTES))
    half = [tmp_path / "half.mrc"] * 2
    half[0].write_bytes(bytes(_threads.AUTO_BYTES // 2))

    def auto(source: object) -> object:
        return panamarc.open(source, threads="auto").explain()["threads"]

    monkeypatch.setattr(_threads, "usable", lambda: 2)
    assert [auto(large), auto(half), auto(half[0]), auto(large.read_bytes())] == [2, 2, 1, 1]
    monkeypatch.setattr(_threads, "usable", lambda: 1)
    assert auto(large) == 1
    with pytest.raises(ValueError, match="threads is 'many'; expected 1 to 256, or 'auto'"):
        panamarc.open(large, threads="many")  # type: ignore[arg-type]


@pytest.mark.parametrize("threads", [0, -1, 257])
def test_numbers_that_cannot_be_are_errors(threads: int) -> None:
    with pytest.raises(ValueError, match=f"^threads is {threads}; expected 1 to 256$"):
        panamarc.open(FILES, threads=threads)


def test_a_process_ends_whose_reader_reads_ahead() -> None:
    code = f"""
import panamarc
from panamarc import _threads
reader = panamarc.open({FILES!r} * 50, threads=4)
print(len(reader.read_batch(3)))
"""
    assert output(code) == "3"


def test_a_reader_dropped_while_it_reads_ahead_leaves_no_thread() -> None:
    code = f"""
import gc, time
import panamarc
from panamarc import _threads
DATA = open({FILES[0]!r}, "rb").read() * 40
def threads():
    import jpype
    names = jpype.JClass("java.lang.Thread").getAllStackTraces().keySet()
    return sum(str(thread.getName()).startswith("panamarc-reader") for thread in names)
for _ in range(20):
    reader = panamarc.open(DATA, threads=4)
    reader.read_batch(100)
    assert threads() > 0
    del reader
gc.collect()
while threads():
    time.sleep(0.01)
print("none")
"""
    assert output(code) == "none"
