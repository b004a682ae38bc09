"""Record n by a stored index, and records by their keys."""

from __future__ import annotations

import json
import os
import pickle
import random
import re
import threading
from pathlib import Path

import pytest

import panamarc
from panamarc import MarcIndexError, Record
from support import realdata
from support.children import output, start
from support.records import iso2709


def book(number: int, title: str = "Title", *more: tuple[str, str]) -> bytes:
    return iso2709(("001", f"ocm{number:04}"), ("245", f"10\x1fa{title} {number}"), *more)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    path = tmp_path / "books.mrc"
    path.write_bytes(b"".join(map(book, range(1, 101))))
    panamarc.build_index(path)
    return path


def facts(record: Record) -> tuple[object, ...]:
    return (
        record.number,
        record.source,
        record.span,
        record.as_marc(),
        record.defects,
        str(record),
    )


@pytest.mark.parametrize(
    "name", ["bu_bibs_100.mrc", "ia_malformed_116.mrc", "loc_edge_cases_50.mrc"]
)
def test_record_n_is_that_of_reading_in_order(name: str, tmp_path: Path) -> None:
    path = realdata.path(name)
    expected = [facts(record) for record in panamarc.open(path)]
    folder = tmp_path / "index"
    summary = panamarc.build_index(path, index_dir=folder, segment_records=20)
    assert (summary.records, summary.folder) == (len(expected), str(folder))
    with panamarc.open_index(path, index_dir=folder) as reader:
        assert len(reader) == len(expected)
        order = random.Random(18).sample(range(len(expected)), len(expected))
        assert [facts(reader[n]) for n in order] == [expected[n] for n in order]
        assert [facts(record) for record in reader.take(order)] == [expected[n] for n in order]
        assert [facts(record) for record in reader] == expected
        assert [facts(record) for record in reader[:]] == expected


def test_numbers_and_slices_are_those_of_a_list(shelf: Path) -> None:
    there = [f"ocm{number:04}" for number in range(1, 101)]
    with panamarc.open_index(shelf) as reader:
        for part in (
            slice(None),
            slice(3, 9),
            slice(-5, None),
            slice(None, None, -1),
            slice(90, 2, -7),
            slice(5, 5),
            slice(99, 1000, 3),
        ):
            assert [record["001"].data for record in reader[part]] == there[part]
        assert reader[-1].number == 100
        assert next(reversed(reader)).number == 100
        for wrong in (100, -101, 10**12):
            with pytest.raises(IndexError, match="has 100 records; there is no reader"):
                reader[wrong]
        with pytest.raises(IndexError):
            reader.take([100])
        with pytest.raises(TypeError):
            reader["1"]  # type: ignore[call-overload]


def test_records_larger_than_the_transfer_are_given(tmp_path: Path) -> None:
    path = tmp_path / "large.mrc"
    fields = [("500", f"  \x1fa{'x' * 9000}")] * 10
    path.write_bytes(b"".join(book(number, "T", *fields) for number in range(60)))
    panamarc.build_index(path)
    with panamarc.open_index(path) as reader:
        assert len(reader[7].as_marc()) > 90_000
        assert len(reader[:]) == 60


def test_control_numbers_find_their_records(shelf: Path) -> None:
    with panamarc.open_index(shelf) as reader:
        found = reader.get(" ocm0042 ")
        assert found is not None
        assert found.number == 42
        assert reader.get("ocm9999") is None
        assert reader.get("ocm9999", "none") == "none"
        assert "ocm0042" in reader
        assert "ocm9999" not in reader
        assert 42 not in reader


def test_keys_and_texts_find_all_their_records(tmp_path: Path) -> None:
    path = tmp_path / "books.mrc"
    isbn = ("020", "  \x1fa0-306-40615-2 (pbk.)")
    path.write_bytes(book(1, "Atlas", isbn) + book(2, "Maps") + book(3, "An atlas", isbn))
    panamarc.build_index(path, keys={"isbn": "020$a"}, texts={"title": "245$a"})
    with panamarc.open_index(path) as reader:
        assert (reader.keys, reader.texts) == (["id", "isbn"], ["title"])
        assert [r.number for r in reader.get_all("isbn", "9780306406157")] == [1, 3]
        assert reader.find("isbn", "0306406152") == [0, 2]
        assert reader.search("title:atlas 3") == [2]
        with pytest.raises(ValueError, match="id, isbn"):
            reader.find("issn", "1")
        with pytest.raises(ValueError, match="id, isbn"):
            reader.search("issn:1")


def test_samples_and_orders_have_each_record_once(shelf: Path) -> None:
    with panamarc.open_index(shelf) as reader:
        for window in (None, 1, 30, 1000):
            order = [record.number for record in reader.shuffled(7, window)]
            assert sorted(order) == list(range(1, 101))
            assert order == [record.number for record in reader.shuffled(7, window)]
        assert order != [record.number for record in reader.shuffled(8)]
        sample = [record.number for record in reader.sample(10, seed=-(2**70))]
        assert len(set(sample)) == 10
        assert len(reader.sample(1000)) == 100


def test_several_threads_read_at_a_time(shelf: Path) -> None:
    wrong: list[object] = []
    with panamarc.open_index(shelf) as reader:

        def read(seed: int) -> None:
            chooser = random.Random(seed)
            for _ in range(200):
                n = chooser.randrange(100)
                record = reader.get(f"ocm{n + 1:04}") if n % 3 == 0 else reader[n]
                if record is None or record.number != n + 1:
                    wrong.append((n, record))

        threads = [threading.Thread(target=read, args=(seed,)) for seed in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_a_reader_can_be_pickled(shelf: Path) -> None:
    with panamarc.open_index(shelf) as reader, pickle.loads(pickle.dumps(reader)) as another:
        assert another[5].number == 6


def test_a_closed_reader_says_so(shelf: Path) -> None:
    reader = panamarc.open_index(shelf)
    kept = reader[3]
    reader.close()
    reader.close()
    assert reader.closed
    assert kept["001"].data == "ocm0004"
    assert repr(reader) == f"<IndexedReader: 100 records of {shelf}, closed>"
    for use in (lambda: reader[0], lambda: reader.get("1"), lambda: reader[:2], reader.metrics):
        with pytest.raises(ValueError, match="the index is closed"):
            use()


def test_kinds_of_index_that_cannot_be_used_are_named(shelf: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.mrc"
    other.write_bytes(book(1))
    with pytest.raises(MarcIndexError, match="has no index in") as missing:
        panamarc.open_index(other)
    with shelf.open("ab") as file:
        file.write(book(101))
    with pytest.raises(MarcIndexError, match=r"it has \d+ bytes, and had") as stale:
        panamarc.open_index(shelf)
    assert panamarc.update_index(shelf).records == 101
    assert panamarc.verify_index(shelf).records == 101
    segments = next(Path(f"{shelf}.panamarc-index").glob("*.cfs"))
    content = bytearray(segments.read_bytes())
    content[len(content) // 2] ^= 1
    segments.write_bytes(content)
    with pytest.raises(MarcIndexError, match="is damaged, in segment _") as damaged:
        panamarc.open_index(shelf)
    kinds = [one.value.kind for one in (missing, stale, damaged)]
    assert kinds == ["missing", "stale", "damaged"]
    with panamarc.open_index(shelf, rebuild=True) as reader:
        assert len(reader) == 101


def test_what_has_no_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MarcIndexError, match="decompress it") as compressed:
        panamarc.build_index(realdata.path("cliffeh_1010.mrc.gz"), index_dir=tmp_path / "i")
    assert compressed.value.kind == "unsupported"
    with pytest.raises(FileNotFoundError):
        panamarc.build_index(tmp_path / "nothing.mrc")
    with pytest.raises(IsADirectoryError):
        panamarc.open_index(tmp_path)
    (tmp_path / "empty.mrc").write_bytes(b"")
    assert panamarc.build_index(tmp_path / "empty.mrc").records == 0
    with panamarc.open_index(tmp_path / "empty.mrc") as reader:
        assert [*reader] == reader[:] == reader.sample(3) == []


def test_values_that_options_do_not_have_are_refused(shelf: Path) -> None:
    for wrong, message in (
        (lambda: panamarc.build_index(shelf, keys={"a b": "001"}), "a b is no name of a key"),
        (lambda: panamarc.build_index(shelf, keys={"a": "24"}), "24"),
        (
            lambda: panamarc.build_index(shelf, keys={"a": "001"}, texts={"a": "245$a"}),
            "a is both a key and a text",
        ),
        (lambda: panamarc.build_index(shelf, segment_records=0), "segment_records is 0"),
        (lambda: panamarc.open_index(shelf, load_threads=0), "load_threads is 0"),
        (lambda: panamarc.open_index(shelf, on_error="skip"), "on_error='skip'"),
    ):
        with pytest.raises(ValueError, match=message):
            wrong()


def test_a_broken_record_is_raised_where_asked(tmp_path: Path) -> None:
    path = realdata.path("ia_malformed_116.mrc")
    panamarc.build_index(path, index_dir=tmp_path / "i")
    broken = {
        record.number
        for record in panamarc.open(path)
        if any(defect.severity == "structure" for defect in record.defects)
    }
    raised = set()
    with panamarc.open_index(path, index_dir=tmp_path / "i", on_error="raise") as reader:
        for n in range(len(reader)):
            try:
                assert reader[n].number == n + 1
            except panamarc.MarcFormatError as error:
                raised.add(error.record_number)
    assert raised == broken != set()


@pytest.mark.parametrize(
    ("segment_records", "options", "loading", "parallel"),
    [
        (1000, {}, "loading 1 segment one after the other", False),
        (30, {}, r"loading [4-9] segments in parallel \(at most 4\)", True),
        (30, {"load_threads": 2}, r"loading [4-9] segments in parallel \(at most 2\)", True),
        (30, {"load_threads": 1}, "loading [4-9] segments one after the other", False),
        (30, {"parallel_from": 20}, "loading [4-9] segments one after the other", False),
    ],
)
def test_metrics_say_how_segments_were_loaded(
    segment_records: int,
    options: dict[str, int],
    loading: str,
    parallel: bool,
    shelf: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    panamarc.build_index(shelf, segment_records=segment_records, threads=1)
    with panamarc.open_index(shelf) as reader:
        before = reader.metrics()
    with caplog.at_level("INFO", "panamarc"), panamarc.open_index(shelf, **options) as reader:  # type: ignore[arg-type]
        after = reader.metrics()
    assert re.search(loading, caplog.text)
    assert after["loads"] == before["loads"] + 1
    assert after["parallel_loads"] == before["parallel_loads"] + parallel
    assert sum(after["load_times"].values()) == after["loads"]


@pytest.mark.same_without_c
def test_environment_says_how_segments_are_loaded(shelf: Path) -> None:
    panamarc.build_index(shelf, segment_records=30, threads=1)
    code = f"import panamarc; print(panamarc.open_index({str(shelf)!r}).metrics()['loading'])"
    assert "in parallel (at most 2)" in output(code, PANAMARC_INDEX_THREADS="2")
    assert "one after the other" in output(code, PANAMARC_INDEX_PARALLEL_FROM="50")


NOTHING_IS_LEFT = """
import gc, json, os, sys, threading
import panamarc

path = sys.argv[1] if len(sys.argv) > 1 else PATH

def state():
    maps = [line for line in open("/proc/self/maps") if "books.mrc" in line]
    return len(os.listdir("/proc/self/fd")), len(maps)

def use():
    with panamarc.open_index(path) as reader:
        assert reader[5].number == 6 and reader.get("ocm0007").number == 7

use()
threads = len(os.listdir("/proc/self/task"))
before = state()
for _ in range(100):
    use()
print(json.dumps([before, state(), len(os.listdir("/proc/self/task")) <= threads + 2]))
"""


@pytest.mark.same_without_c
@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="Linux says what a process has")
def test_a_hundred_opens_leave_nothing_open(shelf: Path) -> None:
    panamarc.build_index(shelf, segment_records=30, threads=1)
    before, after, threads = json.loads(output(f"PATH = {str(shelf)!r}\n" + NOTHING_IS_LEFT))
    assert (before, threads) == (after, True)


KILLED = """
import panamarc
while True:
    panamarc.build_index({path!r}, segment_records=200)
    print("built", flush=True)
"""


@pytest.mark.same_without_c
@pytest.mark.skipif(os.name == "nt", reason="a process is killed by a signal")
def test_a_killed_build_leaves_the_old_index_or_the_new(tmp_path: Path) -> None:
    path = tmp_path / "many.mrc"
    path.write_bytes(b"".join(map(book, range(1, 3001))))
    panamarc.build_index(path)
    for wait in (0, 0.05, 0.2):
        process = start(KILLED.format(path=str(path)))
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "built\n"
            threading.Event().wait(wait)
        finally:
            process.kill()
            process.communicate()
        with panamarc.open_index(path) as reader:
            assert reader[2999].number == 3000
    assert panamarc.build_index(path).records == 3000


@pytest.mark.same_without_c
def test_lucene_is_loaded_for_an_index_alone_and_silently(shelf: Path) -> None:
    code = f"""
import panamarc
panamarc.start_jvm(options=["-Xlog:class+load:file={shelf}.log"])
[*panamarc.open({str(shelf)!r})]
print("lucene" in open("{shelf}.log").read(), end=" ")
panamarc.build_index({str(shelf)!r}, texts={{"title": "245$a"}})
with panamarc.open_index({str(shelf)!r}) as reader:
    reader[0], reader.search("title")
print("lucene" in open("{shelf}.log").read())
"""
    assert output(code) == "False True"
