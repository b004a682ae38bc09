"""`panamarc.ingest`: what is in a store is what is in the files."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import panamarc
import pymarc
from panamarc._stores import reading
from panamarc._tables import arrow
from support import realdata
from support.marcfiles import SHELF, book, record
from support.stores import URIS, content, rows

pytestmark = pytest.mark.same_without_c

ALL = [str(realdata.path(name)) for name in realdata.ALL]
LINKED = record(
    "7",
    ("100", "1 $aDoe$0(DE-588)1"),
    ("245", "10$6880-01$aOne"),
    ("776", "1 $w(OCoLC)9"),
    ("830", " 0$w8"),
    ("880", "10$6245-01/(B$aEins"),
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(params=list(URIS.values()), ids=list(URIS))
def uri(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def looped(path: str) -> Iterator[tuple[int, int, str, str | None, str | None, str]]:
    """The rows of the table of fields, made by a loop over pymarc's records."""
    data = realdata.content(Path(path).name)
    for number, one in enumerate(pymarc.MARCReader(data), 1):
        assert one is not None
        for place, field in enumerate(one.fields):
            if field.control_field:
                yield number, place, field.tag, None, None, str(field.data)
            else:
                value = " ".join(subfield.value for subfield in field.subfields)
                yield number, place, field.tag, field.indicator1, field.indicator2, value


@pytest.mark.parametrize("name", realdata.WELL_FORMED_UTF8)
def test_tables_equal_those_of_a_pymarc_loop(name: str, uri: str) -> None:
    path = str(realdata.path(name))
    result = panamarc.ingest(path, uri)
    found = [
        (row["record"], row["field"], row["tag"], row["ind1"], row["ind2"], row["value"])
        for row in rows(uri, "fields")
    ]
    assert found == list(looped(path))
    records = rows(uri, "records")
    assert result.records == len(records) == found[-1][0]
    leaders = [str(one.leader) for one in pymarc.MARCReader(realdata.content(name)) if one]
    assert [row["leader"] for row in records] == leaders


def test_every_store_and_number_of_threads_has_the_same() -> None:
    found = []
    for threads, kinds in ((1, ["sqlite"]), (2, ["duckdb", "parquet"]), (5, ["parquet"])):
        for kind in kinds:
            uri = URIS[kind]
            target = f"{uri}{threads}"
            result = panamarc.ingest(ALL, target, threads=threads, verify=True)
            assert (result.verified, result.differences) == (len(ALL), []), (kind, threads)
            found.append(content(target))
    assert all(one == found[0] for one in found)
    assert len(found[0]["records"]) == 3812
    assert len({row["fields_hash"] for row in found[0]["sources"]}) == len(ALL)


def test_groups_and_batches_change_no_hash(uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [str(realdata.path(name)) for name in ("bu_bibs_100.mrc", "loc_edge_cases_50.mrc")]
    panamarc.ingest(files, uri)
    monkeypatch.setattr(reading, "GROUP_BYTES", 1)
    monkeypatch.setattr(reading, "BATCH_RECORDS", 7)
    again = f"{uri}2"
    panamarc.ingest(files, again, threads=1)
    assert content(again) == content(uri)


def test_batches_may_cross_as_bytes(uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    panamarc.ingest(ALL[:3], uri)
    monkeypatch.setattr(arrow, "ACCELERATOR", None)
    panamarc.ingest(ALL[:3], f"{uri}2")
    assert content(f"{uri}2") == content(uri)


def test_links_are_rows(uri: str) -> None:
    Path("a.mrc").write_bytes(LINKED)
    panamarc.ingest("a.mrc", uri)
    found = [(row["tag"], row["kind"], row["target"]) for row in rows(uri, "links")]
    assert found == [
        ("100", "authority", "(DE-588)1"),
        ("776", "linking-entry", "(OCoLC)9"),
        ("830", "series", "8"),
        ("880", "script", "245-01/(B"),
    ]
    last = rows(uri, "links")[-1]
    assert (last["control_number"], last["field"], last["target_field"]) == ("7", 5, 2)


def test_skipped_ranges_and_defects_are_kept(uri: str) -> None:
    Path("a.mrc").write_bytes(b"\n\n" + SHELF[0].replace(b"10\x1faThe", b"10\x1f\x1fThe") + b"junk")
    panamarc.ingest("a.mrc", uri)
    with panamarc.open("a.mrc") as reader:
        (one,) = reader
        kinds = [defect.kind for defect in one.defects]
        skipped = [(skip.start, skip.length, skip.reason) for skip in reader.skipped]
    assert [row["defects"] for row in rows(uri, "records")] == [kinds]
    found = [(row["offset"], row["length"], row["reason"]) for row in rows(uri, "skipped")]
    assert found == skipped != []


def test_a_file_is_ingested_once(uri: str) -> None:
    Path("a.mrc").write_bytes(b"".join(SHELF))
    first = panamarc.ingest("a.mrc", uri)
    before = content(uri)
    shutil.copy("a.mrc", "b.mrc")
    again = panamarc.ingest(["a.mrc", "b.mrc"], uri)
    assert [one.state for one in (*first.sources, *again.sources)] == ["ingested", "known", "known"]
    assert [one.source for one in again.sources] == [1, 1]
    assert content(uri) == before


@pytest.mark.parametrize("threads", [1, 2])
def test_copies_in_one_run_are_ingested_once(uri: str, threads: int) -> None:
    for name in ("a.mrc", "b.mrc", "c.mrc"):
        Path(name).write_bytes(b"".join(SHELF))
    result = panamarc.ingest("*.mrc", uri, threads=threads)
    assert [one.state for one in result.sources] == ["ingested", "known", "known"]
    assert len(rows(uri, "records")) == 3


@pytest.mark.parametrize("title", ["The tac", "A longer title"])
def test_a_changed_file_replaces_what_was_there(uri: str, title: str) -> None:
    Path("a.mrc").write_bytes(book("1", "The cat"))
    Path("b.mrc").write_bytes(SHELF[1])
    panamarc.ingest(["a.mrc", "b.mrc"], uri)
    Path("a.mrc").write_bytes(book("1", title))
    result = panamarc.ingest("a.mrc", uri, verify=True)
    assert (result.sources[0].state, result.differences) == ("ingested", [])
    titles = [row["value"] for row in rows(uri, "fields") if row["tag"] == "245"]
    assert sorted(titles) == sorted([title, "The dog"])
    assert [row["source"] for row in content(uri)["sources"]] == [1, 2]


def test_other_options_replace_what_was_there(uri: str) -> None:
    path = str(realdata.path("bu_bibs_100.mrc"))
    assert panamarc.ingest(path, uri).records == 100
    assert panamarc.ingest(path, uri, on_error="skip").records == 84
    assert len(rows(uri, "records")) == 84
    assert panamarc.ingest(path, uri, on_error="skip").sources[0].state == "known"


@pytest.mark.parametrize("threads", [1, 2])
def test_a_failing_file_does_not_cost_the_others(uri: str, threads: int) -> None:
    Path("a.mrc").write_bytes(SHELF[0])
    Path("broken.mrc").write_bytes(SHELF[1] + SHELF[2].replace(b"001", b"00\x1e"))
    Path("page.mrc").write_bytes(b"<html>")
    Path("z.mrc").write_bytes(SHELF[2])
    names = ["a.mrc", "broken.mrc", "missing.mrc", "page.mrc", "z.mrc"]
    result = panamarc.ingest(names, uri, threads=threads, on_error="raise")
    states = ["ingested", "failed", "failed", "failed", "ingested"]
    assert [one.state for one in result.sources] == states
    assert [one.source for one in result.sources] == [1, 2, 3, 4, 5]
    assert [row["control_number"] for row in rows(uri, "records")] == ["1", "3"]
    errors = [row["error"] for row in content(uri)["sources"]]
    assert "record 2" in errors[1]
    assert errors[2] == "missing.mrc: No such file or directory"
    assert errors[3].startswith("page.mrc: ")
    Path("broken.mrc").write_bytes(SHELF[1])
    again = panamarc.ingest(names, uri, threads=threads, on_error="raise")
    assert [one.source for one in again.sources if one.state == "ingested"] == [2]


def test_a_file_that_vanished_keeps_its_rows(uri: str) -> None:
    Path("a.mrc").write_bytes(SHELF[0])
    panamarc.ingest("a.mrc", uri)
    before = content(uri)
    Path("a.mrc").unlink()
    result = panamarc.ingest("a.mrc", uri)
    assert [one.error for one in result.failed] == ["a.mrc: No such file or directory"]
    assert content(uri) == before


def test_folders_and_patterns_name_files(uri: str) -> None:
    left_out = ["b/.hidden.mrc", "b/1.mrc.panamarc-index/segments_1"]
    for place, name in enumerate(["b/2.mrc", "b/1.mrc", "a/c/3.mrc", "a/x.mrc", *left_out]):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(book(str(place), name))
    result = panamarc.ingest(["b", "a/**/*.mrc", "b/1.mrc"], uri)
    names = ["b/1.mrc", "b/2.mrc", "a/c/3.mrc", "a/x.mrc"]
    assert [one.path for one in result.sources] == names


def test_nothing_is_a_store_without_rows(uri: str) -> None:
    Path("empty").mkdir()
    assert panamarc.ingest("empty", uri).sources == []
    Path("empty.mrc").write_bytes(b"")
    result = panamarc.ingest("empty.mrc", uri, verify=True)
    assert (result.sources[0].state, result.verified, result.differences) == ("ingested", 1, [])
    assert rows(uri, "records") == []


def test_a_store_may_have_fewer_tables(uri: str) -> None:
    result = panamarc.ingest(ALL[0], uri, tables=["links", "records"], verify=True)
    assert (result.sources[0].fields, result.differences) == (0, [])
    assert len(rows(uri, "records")) == result.records
    panamarc.ingest(ALL[1], uri)
    with pytest.raises(panamarc.StoreError, match="it has the tables records,links, not records"):
        panamarc.ingest(ALL[1], uri, tables=["records"])
    for wrong in (["fields"], ["records", "x"], "records"):
        with pytest.raises(ValueError, match="expected records and any of"):
            panamarc.ingest(ALL[1], uri, tables=wrong)  # type: ignore[arg-type]


def test_compressed_files_are_read_as_what_is_in_them(uri: str) -> None:
    path = str(realdata.path("cliffeh_1010.mrc.gz"))
    assert panamarc.ingest(path, uri, verify=True).differences == []
    source = content(uri)["sources"][0]
    assert (source["size"], source["records"]) == (Path(path).stat().st_size, 1010)


@pytest.mark.parametrize("what", [b"bytes", 5, None, [b"x"]])
def test_sources_are_files(what: Any) -> None:
    with pytest.raises(TypeError, match="a source of a store is a path"):
        panamarc.ingest(what, "sqlite:a.db")
    assert list(Path().iterdir()) == []
    with pytest.raises(FileNotFoundError, match="No file matches"):
        panamarc.ingest("*.mrc", "sqlite:a.db")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_a_pipe_is_no_source() -> None:
    os.mkfifo("pipe")
    result = panamarc.ingest("pipe", "sqlite:a.db")
    assert "no regular file" in result.sources[0].error


def test_progress_counts_bytes_and_records() -> None:
    calls: list[tuple[int, int]] = []
    panamarc.ingest(ALL[1:3], "sqlite:a.db", progress=lambda *now: calls.append(now))
    assert calls == sorted(calls)
    size = sum(Path(path).stat().st_size for path in ALL[1:3])
    assert calls[-1] == (size, len(rows("sqlite:a.db", "records")))


@pytest.mark.parametrize(("kind", "package"), [("duckdb", "duckdb"), ("sqlite", "pyarrow")])
def test_a_missing_library_is_named(
    kind: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ImportError, match=rf"pip install 'panamarc\[{package}\]'"):
        panamarc.ingest(ALL[0], URIS[kind])
