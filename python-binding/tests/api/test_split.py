"""Parts of a file, read by themselves: in this process, and in others."""

from __future__ import annotations

import gzip
import multiprocessing
import pickle
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import panamarc
from support import realdata, repaircases
from support.damaged import inputs
from support.dump import dump

MALFORMED = str(realdata.path("ia_malformed_116.mrc"))
Read = tuple[list[str], list[panamarc.SkippedRange], int]


def read(source: object, on_error: str = "recover") -> Read:
    """What a source gives, errors in their places; what was skipped; how many bytes it read."""
    reader = panamarc.open(source, on_error=on_error, format="iso2709")  # type: ignore[arg-type]
    found: list[str] = []
    while True:
        try:
            for record in reader:
                found.append(f"{record.number} {record.span} {dump(record)} {record.defects}")
            return found, reader.skipped, reader.bytes_read
        except panamarc.MarcError as error:
            found.append(str(error))


def joined(parts: list[Read]) -> Read:
    found, skipped, sizes = zip(*parts, strict=True)
    return list(chain(*found)), list(chain(*skipped)), sum(sizes)


@pytest.mark.parametrize("on_error", ["recover", "skip", "raise"])
@pytest.mark.parametrize("parts", [1, 2, 5, 500])
def test_parts_give_what_the_file_gives(parts: int, on_error: str) -> None:
    splits = panamarc.open(MALFORMED, on_error=on_error).split(parts)  # type: ignore[arg-type]
    assert len(splits) == parts
    assert [splits[0].start, *(split.end for split in splits)] == [
        *(split.start for split in splits),
        Path(MALFORMED).stat().st_size,
    ]
    expected = read(MALFORMED, on_error)
    assert joined([read(split, on_error) for split in splits]) == expected
    assert read(splits, on_error) == expected


@pytest.mark.filterwarnings("ignore::panamarc.MarcWarning")
@pytest.mark.parametrize(
    "case", repaircases.ALL, ids=lambda case: f"{case.group}-{case.given['name']}"
)
def test_parts_of_broken_files_give_what_these_give(case: repaircases.Case, tmp_path: Path) -> None:
    path = tmp_path / "case.mrc"
    path.write_bytes(case.content)
    splits = panamarc.open(path, format="iso2709").split(3)
    assert joined([read(split) for split in splits]) == read(path)


@pytest.mark.filterwarnings("ignore::panamarc.MarcWarning")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=inputs(), parts=st.integers(1, 6))
def test_whatever_the_bytes_parts_give_what_the_file_gives(
    data: bytes, parts: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("split") / "any.mrc"
    path.write_bytes(data)
    splits = panamarc.open(path, format="iso2709").split(parts)
    assert joined([read(split) for split in splits]) == read(path)


def test_other_processes_read_parts_that_were_pickled() -> None:
    splits = panamarc.open(MALFORMED).split(3)
    assert pickle.loads(pickle.dumps(splits)) == splits
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert joined(pool.map(read, splits)) == read(MALFORMED)


def test_a_reader_is_not_changed_by_splitting_what_it_reads() -> None:
    reader = panamarc.open(MALFORMED)
    before = [record.number for record in reader.read_batch(5)]
    splits = reader.split(2)
    assert before + [record.number for record in reader] == list(range(1, 117))
    assert reader.split(2) == splits


def test_parts_are_described_and_keep_their_place() -> None:
    second = panamarc.open(MALFORMED).split(2)[1]
    reader = panamarc.open(second)
    record = next(reader)
    assert (record.number, record.span[0]) == (second.first_number, second.start)
    assert reader.explain()["inputs"] == ["mapped file, a part"]
    assert second.name == MALFORMED


def test_a_relative_path_is_found_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "books.mrc").write_bytes(Path(MALFORMED).read_bytes())
    monkeypatch.chdir(tmp_path)
    (split,) = panamarc.open("books.mrc").split(1)
    monkeypatch.chdir("/")
    assert (split.path, split.name) == (str(tmp_path / "books.mrc"), "books.mrc")
    assert len(list(panamarc.open(split))) == 116


def failing(split: Any, kind: type[Exception]) -> str:
    with pytest.raises(kind) as caught:
        list(panamarc.open(split))
    return str(caught.value)


def test_a_file_that_changed_its_size_is_not_read_in_parts(tmp_path: Path) -> None:
    path = tmp_path / "books.mrc"
    path.write_bytes(Path(MALFORMED).read_bytes())
    (split,) = panamarc.open(path).split(1)
    with path.open("ab") as file:
        file.write(b"\n")
    assert failing(split, OSError) == (
        f"{path}: the file has 112724 bytes, and had 112723 when it was split"
    )
    path.unlink()
    assert str(path) in failing(split, FileNotFoundError)


def refused(source: object, parts: int = 2) -> str:
    with pytest.raises(ValueError, match=r".") as caught:
        panamarc.open(source).split(parts)
    return str(caught.value)


def test_what_cannot_be_split_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "books.mrc.gz"
    path.write_bytes(gzip.compress(Path(MALFORMED).read_bytes()))
    assert refused(path) == (
        f"{path}: compressed, or no regular file: it is read from its start and cannot be split"
    )
    only = "only a file given by its path can be split, and one at a time"
    assert refused(b"") == only
    assert refused([MALFORMED, MALFORMED]) == only
    assert refused(MALFORMED, 0) == "parts is 0; expected 1 or more"
    reader = panamarc.open(MALFORMED)
    reader.close()
    with pytest.raises(ValueError, match=r"^the reader is closed$"):
        reader.split(2)
    with pytest.raises(ValueError, match="gives ranges, not records"):
        panamarc.open(MALFORMED, framing="terminator").split(2)


def test_a_split_is_read_by_records_only() -> None:
    first, _ = panamarc.open(MALFORMED).split(2)
    with pytest.raises(ValueError, match="a split is read by records, not by framing='terminator'"):
        panamarc.open(first, framing="terminator")


@pytest.mark.parametrize("on_error", ["recover", "skip", "raise"])
@pytest.mark.parametrize("readers", [1, 3])
def test_readers_in_turn_give_what_one_reader_gives(readers: int, on_error: str) -> None:
    shared = panamarc.open(MALFORMED, on_error=on_error).parallel(readers)  # type: ignore[arg-type]
    found: list[str] = []
    unread = [*shared]
    while unread:
        reader = unread.pop(0)
        try:
            records = reader.read_batch(2)
        except panamarc.MarcError as error:
            found.append(str(error))
            records = []
            unread.append(reader)
        found += [f"{one.number} {one.span} {dump(one)} {one.defects}" for one in records]
        unread += [reader] if records else []
    expected = read(MALFORMED, on_error)
    assert sorted(found) == sorted(expected[0])
    assert sorted(chain(*(one.skipped for one in shared))) == sorted(expected[1])
    assert sum(one.bytes_read for one in shared) == expected[2]


def test_threads_that_share_a_file_get_each_record_once(tmp_path: Path) -> None:
    path = tmp_path / "many.mrc"
    path.write_bytes(realdata.path("bu_bibs_100.mrc").read_bytes() * 60)
    with ThreadPoolExecutor(3) as pool:
        readers = panamarc.open(path).parallel(3)
        numbers = [*pool.map(lambda reader: [one.number for one in reader], readers)]
    assert all(found == sorted(found) for found in numbers)
    assert sorted(chain(*numbers)) == [*range(1, 6001)]
    assert sum(one.records_read for one in readers) == 6000


def test_a_file_that_cannot_be_shared_is_refused(tmp_path: Path) -> None:
    path = realdata.path("bu_bibs_100.mrc")
    with pytest.raises(ValueError, match="readers is 0; expected 1 or more"):
        panamarc.open(path).parallel(0)
    with pytest.raises(ValueError, match="no quarantine"):
        panamarc.open(path, quarantine=tmp_path / "aside.mrc").parallel(2)
    with pytest.raises(ValueError, match="only a file given by its path"):
        panamarc.open(path.read_bytes()).parallel(2)
    compressed = tmp_path / "books.mrc.gz"
    compressed.write_bytes(gzip.compress(path.read_bytes()))
    with pytest.raises(ValueError, match="compressed"):
        panamarc.open(compressed).parallel(2)
    with pytest.raises(ValueError, match="several readers share it"):
        panamarc.open(path).parallel(2)[0].count()
