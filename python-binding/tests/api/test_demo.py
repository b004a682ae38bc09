"""The demo: a readable table, and clear words where it cannot give one."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from panamarc import demo
from support import realdata
from support.children import environment
from support.records import iso2709

pytestmark = pytest.mark.same_without_c


def start(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Runs the demo as users do."""
    return subprocess.run(
        [sys.executable, "-m", "panamarc.demo", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=environment(COLUMNS="80", PYTHONIOENCODING="utf-8", **changes),
    )


Run = Callable[..., str]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the demo in this process: what it prints, once it has succeeded."""
    monkeypatch.setattr(demo, "WARM_UP_SECONDS", 0.01)

    def go(*arguments: str, columns: int = 80) -> str:
        monkeypatch.setenv("COLUMNS", str(columns))
        status = demo.main(arguments)
        printed, complaint = capsys.readouterr()
        assert (status, complaint) == (0, "")
        return printed

    return go


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_without_a_file_it_shows_the_sample(columns: int, run: Run) -> None:
    lines = run(columns=columns).splitlines()
    assert lines[0].endswith("loc_bibliographic_386.mrc")
    table = lines[2 : lines.index("… and 366 more")]
    assert len(table) == 22
    assert table[0].split()[-3:] == ["title", "author", "year"]
    assert set(table[1]) == {"─", " "}
    assert "20593163" in table[2]
    assert "Atlas = Atlas /" in table[2]
    assert max(map(demo.width, table)) <= columns
    author = table[0].index("author")
    assert all(demo.width(line) <= author or line[author - 1] == " " for line in table)


def test_it_shows_how_the_reading_went() -> None:
    result = start()
    assert (result.returncode, result.stderr) == (0, "")
    for line in (
        r"records +386",
        r"bytes +525,587",
        r"defects +0",
        r"skipped bytes +0",
        r"scanner +\S+.*",
        r"records/s +[\d,]+",
    ):
        assert re.search(f"^{line}$", result.stdout, re.MULTILINE), line
    output = start(PANAMARC_NATIVE="off").stdout
    assert re.search(r"^scanner +java.*PANAMARC_NATIVE=off", output, re.MULTILINE)


def test_it_shows_defects_and_skipped_ranges(tmp_path: Path, run: Run) -> None:
    good = iso2709(("001", "x"), ("245", "10\x1faTitle"))
    path = tmp_path / "mixed.mrc.gz"
    path.write_bytes(gzip.compress(good + b"\n\n" + b"99999" + good[5:] + b"junk" * 3))
    output = run(str(path), columns=200)
    assert re.search(r"^defects +\d  \(.*record-length 1.*\)$", output, re.MULTILINE)
    assert re.search(r"^skipped bytes +14  \(filler, no leader\)$", output, re.MULTILINE)
    place = len(good) + 2
    assert re.search(rf"^  record 2 at byte {place}: record-length: ", output, re.MULTILINE)
    assert f"  2 bytes at byte {len(good)}: filler" in output


@pytest.mark.parametrize("name", realdata.ALL)
def test_it_shows_every_real_file(name: str, run: Run) -> None:
    lines = run(str(realdata.path(name))).splitlines()
    assert max(map(demo.width, lines[2:24])) <= 80


def test_what_cannot_be_read_is_one_line_and_exit_status_1(tmp_path: Path) -> None:
    missing = tmp_path / "missing.mrc"
    for path, reason in ((missing, "No such file or directory"), (tmp_path, "Is a directory")):
        result = start(str(path))
        assert (result.returncode, result.stderr) == (1, f"cannot read {path}: {reason}\n")


def test_a_wrong_call_is_exit_status_2() -> None:
    result = start("one", "two")
    assert result.returncode == 2
    assert "usage: python -m panamarc.demo" in result.stderr


def test_without_the_sample_it_asks_for_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demo, "SAMPLE", tmp_path / "none.mrc")
    with pytest.raises(SystemExit) as caught:
        demo.main([])
    assert caught.value.code == 2
    assert "give a FILE: the sample comes with panamarc's sources only" in capsys.readouterr().err


def test_files_without_records_are_shown_too(tmp_path: Path, run: Run) -> None:
    for name, content in (("empty", b""), ("random", bytes(range(256)) * 500)):
        (tmp_path / name).write_bytes(content)
        assert re.search(r"^records +0$", run(str(tmp_path / name)), re.MULTILINE)


def test_an_output_closed_early_gives_no_traceback() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "panamarc.demo"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    with process.stderr:
        assert process.stderr.read() == b""
    assert process.wait(timeout=60) == 1


CELLS = [
    ("plain", 8, "plain   "),
    ("exactly8", 8, "exactly8"),
    ("more than eight", 8, "more th…"),
    ("你好世界", 8, "你好世界"),
    ("你好世界!", 8, "你好世… "),
    ("你好世界!", 7, "你好世…"),
    ("e\u0301te\u0301", 5, "e\u0301te\u0301  "),
    ("e\u0301te\u0301 encore", 5, "e\u0301te\u0301 …"),
    ("tab\tand\nline", 12, "tab and line"),
    ("", 3, "   "),
]


@pytest.mark.parametrize(("text", "columns", "expected"), CELLS)
def test_a_cell_is_as_wide_as_it_has_to_be(text: str, columns: int, expected: str) -> None:
    assert demo.cell(text, columns) == expected
    assert demo.width(expected) == columns
