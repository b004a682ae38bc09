"""Runs that are stopped, killed or out of room, and what the next one does."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

import panamarc
from panamarc._stores import ingestion, reading
from support import realdata
from support.children import environment, output, start
from support.marcfiles import SHELF
from support.signalled import after_signal
from support.stores import URIS, content, rows

pytestmark = pytest.mark.same_without_c

BOOKS = realdata.path("loc_bibliographic_386.mrc")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two files, read in groups of 50 records."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(reading, "GROUP_BYTES", 1)
    monkeypatch.setattr(reading, "BATCH_RECORDS", 50)
    Path("a.mrc").write_bytes(b"".join(SHELF))
    Path("books.mrc").write_bytes(BOOKS.read_bytes())
    return tmp_path


@pytest.fixture(params=list(URIS.values()), ids=list(URIS))
def uri(request: pytest.FixtureRequest) -> str:
    return str(request.param)


class CtrlC:
    """Stops a run after some calls of its progress."""

    def __init__(self, calls: int) -> None:
        self.left = calls

    def __call__(self, done: int, records: int) -> None:
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt


FILES = ["a.mrc", "books.mrc"]


@pytest.mark.parametrize("threads", [1, 2])
def test_a_stopped_run_keeps_what_is_whole_and_goes_on(uri: str, threads: int) -> None:
    panamarc.ingest(FILES, f"{uri}0")
    calls = 0
    while True:
        try:
            panamarc.ingest(FILES, uri, threads=threads, progress=CtrlC(calls))
            break
        except panamarc.IngestStopped as stopped:
            result = stopped.result
        counts = {row["source"]: row["records"] for row in rows(uri, "sources")}
        assert len(rows(uri, "records")) == sum(counts.values())
        if result.sources and result.sources[-1].state == "stopped":
            assert result.sources[-1].records == counts.get(2, counts.get(1))
        assert calls < 30
        calls += 3
    assert calls >= 3
    assert content(uri) == content(f"{uri}0")


def test_a_file_that_changed_after_a_stop_is_read_again(uri: str) -> None:
    with pytest.raises(panamarc.IngestStopped):
        panamarc.ingest("books.mrc", uri, progress=CtrlC(3))
    assert 0 < len(rows(uri, "records")) < 386
    changed = BOOKS.read_bytes().replace(b"Tallinn", b"Tallixx")
    Path("books.mrc").write_bytes(changed)
    assert panamarc.ingest("books.mrc", uri, verify=True).differences == []
    panamarc.ingest("books.mrc", f"{uri}0")
    assert content(uri) == content(f"{uri}0")
    Path("books.mrc").write_bytes(SHELF[0])
    with pytest.raises(panamarc.IngestStopped):
        panamarc.ingest("books.mrc", uri, progress=CtrlC(0))
    Path("books.mrc").write_bytes(b"")
    assert panamarc.ingest("books.mrc", uri, verify=True).records == 0
    assert rows(uri, "fields") == []


def test_other_options_after_a_stop_begin_again(uri: str) -> None:
    with pytest.raises(panamarc.IngestStopped):
        panamarc.ingest("books.mrc", uri, progress=CtrlC(3))
    panamarc.ingest("books.mrc", uri, nfc=True)
    panamarc.ingest("books.mrc", f"{uri}0", nfc=True)
    assert content(uri) == content(f"{uri}0")


KILLED = """
import os, panamarc
from panamarc._stores import ingestion, reading
reading.GROUP_BYTES, reading.BATCH_RECORDS, ingestion.CHECKPOINT = 1, 50, 150_000
def progress(done, records):
    if records > 300:
        os._exit(0)
panamarc.ingest(["a.mrc", "books.mrc"], URI, progress=progress)
"""


def test_a_killed_run_keeps_its_checkpoints(uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert output(f"URI = {uri!r}\n{KILLED}") == ""
    counts = [row["records"] for row in rows(uri, "sources")]
    assert counts[0] == 3
    assert 50 <= counts[1] < 386
    assert panamarc.ingest(FILES, uri, verify=True).differences == []
    panamarc.ingest(FILES, f"{uri}0")
    assert content(uri) == content(f"{uri}0")
    leftovers = [path.name for path in Path().rglob("*") if path.name == ".writing"]
    assert leftovers == []
    monkeypatch.setattr(ingestion, "CHECKPOINT", 1)
    panamarc.ingest(FILES, f"{uri}1")
    assert content(f"{uri}1") == content(uri)


def test_a_file_that_fails_after_a_checkpoint_has_no_rows(
    uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingestion, "CHECKPOINT", 1)
    Path("books.mrc").write_bytes(BOOKS.read_bytes()[:-2])
    result = panamarc.ingest(FILES, uri, on_error="raise")
    assert [one.state for one in result.sources] == ["ingested", "failed"]
    assert len(rows(uri, "records")) == 3
    assert rows(uri, "sources")[-1]["records"] == 0


LIMITED = """
import resource, sys, panamarc
panamarc.start_jvm()
panamarc.ingest("a.mrc", URI)
size = LIMIT
resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
try:
    panamarc.ingest(["large.mrc", "books.mrc"], URI)
except panamarc.StoreError as error:
    print(type(error).__name__, str(error).startswith(URI))
finally:  # what measures coverage writes a larger file
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits of files differ")
@pytest.mark.parametrize(
    ("kind", "limit"), [("duckdb", 1 << 20), ("parquet", 64 << 10), ("sqlite", 256 << 10)]
)
def test_a_full_disk_ends_the_run_and_spoils_nothing(kind: str, limit: int) -> None:
    uri = URIS[kind]
    Path("large.mrc").write_bytes(BOOKS.read_bytes() * 4)
    assert output(f"URI, LIMIT = {uri!r}, {limit}\n{LIMITED}") == "StoreError True"
    assert [row["control_number"] for row in rows(uri, "records")] == ["1", "2", "3"]
    assert panamarc.ingest([*FILES, "large.mrc"], uri, verify=True).differences == []


SIGNALLED = """
import panamarc, sys
from panamarc.cli import main
panamarc.start_jvm()
from panamarc._stores import ingestion, reading
reading.GROUP_BYTES = 1
write = ingestion._Source._write
def said(self):
    print("reading", flush=True)
    return write(self)
ingestion._Source._write = said
sys.stderr = sys.stdout
print(main(["ingest", "-q", "--threads", "2", "--json", "large.mrc", "-s", URI]))
"""


@pytest.mark.parametrize(
    ("kind", "number", "status"),
    [("duckdb", signal.SIGINT, 130), ("parquet", signal.SIGTERM, 143)],
)
def test_a_signal_stops_the_command_which_goes_on(
    kind: str, number: signal.Signals, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    uri = URIS[kind]
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
    Path("large.mrc").write_bytes(BOOKS.read_bytes() * 10)
    printed = after_signal(start(f"URI = {uri!r}\n{SIGNALLED}"), number)
    assert printed.splitlines()[-1] == str(status), printed
    stopped = [line for line in printed.splitlines() if line.startswith("panamarc: stopped")]
    assert len(stopped) == 1
    command = [sys.executable, "-m", "panamarc", "ingest", "-q", "large.mrc", "-s", uri]
    done = subprocess.run(
        [*command, "--verify"], env=environment(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert f"ingested\t{386 * 10}\t" in done.stdout
