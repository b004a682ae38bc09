"""The demo: a readable table, and clear words where it cannot give one."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest

from panamarc import demo
from support import realdata
from support.children import environment
from support.records import iso2709


def run(*arguments: str, columns: int = 80, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "panamarc.demo", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=environment(COLUMNS=str(columns), PYTHONIOENCODING="utf-8", **changes),
    )


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_without_a_file_it_shows_the_sample(columns: int) -> None:
    result = run(columns=columns)
    assert (result.returncode, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
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
    output = run().stdout
    for line in (
        r"records +386",
        r"bytes +525,587",
        r"defects +0",
        r"skipped bytes +0",
        r"scanner +\S+.*",
        r"records/s +[\d,]+",
    ):
        assert re.search(f"^{line}$", output, re.MULTILINE), line
    output = run(PANAMARC_NATIVE="off").stdout
    assert re.search(r"^scanner +java.*PANAMARC_NATIVE=off", output, re.MULTILINE)


def test_it_shows_defects_and_skipped_ranges(tmp_path: Path) -> None:
    good = iso2709(("001", "x"), ("245", "10\x1faTitle"))
    path = tmp_path / "mixed.mrc.gz"
    path.write_bytes(gzip.compress(good + b"\n\n" + b"99999" + good[5:] + b"junk" * 3))
    result = run(str(path), columns=200)
    assert (result.returncode, result.stderr) == (0, "")
    assert re.search(r"^defects +\d  \(.*record-length 1.*\)$", result.stdout, re.MULTILINE)
    assert re.search(r"^skipped bytes +14  \(filler, no leader\)$", result.stdout, re.MULTILINE)
    place = len(good) + 2
    assert re.search(rf"^  record 2 at byte {place}: record-length: ", result.stdout, re.MULTILINE)
    assert f"  2 bytes at byte {len(good)}: filler" in result.stdout


@pytest.mark.parametrize("name", realdata.ALL)
def test_it_shows_every_real_file(name: str) -> None:
    result = run(str(realdata.path(name)))
    assert (result.returncode, result.stderr) == (0, "")
    assert max(map(demo.width, result.stdout.splitlines()[2:24])) <= 80


def test_what_cannot_be_read_is_one_line_and_exit_status_1(tmp_path: Path) -> None:
    missing = tmp_path / "missing.mrc"
    for path, reason in ((missing, "No such file or directory"), (tmp_path, "Is a directory")):
        result = run(str(path))
        assert (result.returncode, result.stderr) == (1, f"cannot read {path}: {reason}\n")


def test_a_wrong_call_is_exit_status_2() -> None:
    result = run("one", "two")
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


def test_files_without_records_are_shown_too(tmp_path: Path) -> None:
    for name, content in (("empty", b""), ("random", bytes(range(256)) * 500)):
        (tmp_path / name).write_bytes(content)
        result = run(str(tmp_path / name))
        assert (result.returncode, result.stderr) == (0, "")
        assert re.search(r"^records +0$", result.stdout, re.MULTILINE)


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
