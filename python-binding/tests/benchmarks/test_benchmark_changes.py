"""benchmarks/history/changes.py: what it says of two files of results, and its exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.same_without_c

ROOT = Path(__file__).resolve().parents[3]


def rate(rate: float, task: str = "loop") -> dict[str, Any]:
    return {
        "library": "panamarc",
        "task": task,
        "file": "clean.mrc",
        "seconds": [0.9, 1.0, 1.2],
        "records_per_second": rate,
    }


def compared(**parts: Any) -> dict[str, Any]:
    """A file of compare.py."""
    empty: dict[str, Any] = {"python": [], "java": [], "yaz": [], "jmh": [], "memory": []}
    return empty | {"machine": {"CPU": "one"}} | parts


def peak(size: int) -> dict[str, Any]:
    return {"library": "panamarc", "records": 100_000, "bytes": size}


def jmh(score: float, mode: str = "thrpt", scanner: str = "java") -> dict[str, Any]:
    unit = "ops/s" if mode == "thrpt" else "us/op"
    return {
        "benchmark": "org.panamarc.benchmarks.ScannerBenchmark.terminators",
        "mode": mode,
        "params": {"scanner": scanner},
        "primaryMetric": {"score": score, "scoreUnit": unit, "rawData": [[score], [score * 1.5]]},
    }


def run(folder: Path, old: Any, new: Any, *options: str) -> "subprocess.CompletedProcess[str]":
    for name, results in (("old.json", old), ("new.json", new)):
        if results is not None:
            text = results if isinstance(results, str) else json.dumps(results)
            (folder / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.history.changes", *options, "old.json", "new.json"]
    found = {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | found,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


RATE = "python: panamarc, loop, clean.mrc"
MEMORY = "memory: panamarc, 100,000 records"
SCAN = "JMH: ScannerBenchmark.terminators, scanner=java"


@pytest.mark.parametrize(
    ("old", "new", "row"),
    [
        (
            compared(python=[rate(1000)]),
            compared(python=[rate(890)]),
            [RATE, "1k records/s", "890 records/s", "-11.0%", "WORSE", "30%, 30%"],
        ),
        (
            compared(python=[rate(1000)]),
            compared(python=[rate(1110)]),
            [RATE, "1k records/s", "1.11k records/s", "+11.0%", "better", "30%, 30%"],
        ),
        (
            compared(memory=[peak(1000)]),
            compared(memory=[peak(1110)]),
            [MEMORY, "1k bytes", "1.11k bytes", "+11.0%", "WORSE", "one sample, one sample"],
        ),
        (
            compared(jmh=[jmh(1000)]),
            [jmh(890)],
            [SCAN + ", thrpt", "1k ops/s", "890 ops/s", "-11.0%", "WORSE", "40%, 40%"],
        ),
        (
            [jmh(1000, "avgt")],
            [jmh(1110, "avgt")],
            [SCAN + ", avgt", "1k us/op", "1.11k us/op", "+11.0%", "WORSE", "40%, 40%"],
        ),
        (
            [jmh(1000, "avgt")],
            [jmh(890, "avgt")],
            [SCAN + ", avgt", "1k us/op", "890 us/op", "-11.0%", "better", "40%, 40%"],
        ),
    ],
)
def test_changes_above_ten_percent_are_named_and_fail_if_worse(
    tmp_path: Path, old: Any, new: Any, row: list[str]
) -> None:
    done = run(tmp_path, old, new)
    *_, line, summary = done.stdout.splitlines()
    assert cells(line) == row
    worse = row[4] == "WORSE"
    assert summary == (
        f"1 figures compared, {int(worse)} worse and {int(not worse)} better by more than 10%"
    )
    assert done.returncode == int(worse), done.stderr


@pytest.mark.parametrize("factor", [0.9, 1, 1.1])
def test_a_change_of_ten_percent_or_less_is_not_named(tmp_path: Path, factor: float) -> None:
    old = compared(python=[rate(1000)], jmh=[jmh(1000)], memory=[peak(1000)])
    new = compared(
        python=[rate(1000 * factor)], jmh=[jmh(1000 * factor)], memory=[peak(round(1000 * factor))]
    )
    done = run(tmp_path, old, new)
    assert done.stdout == "3 figures compared, 0 worse and 0 better by more than 10%\n"
    assert done.returncode == 0


def test_what_is_in_one_file_only_and_another_machine_are_said(tmp_path: Path) -> None:
    old = compared(python=[rate(1000), rate(1000, "title")])
    new = compared(python=[rate(1000), rate(1000, "values")], machine={"CPU": "two"})
    assert run(tmp_path, old, new).stdout.splitlines() == [
        "CPU: one before, two now",
        "only in the old file: python: panamarc, title, clean.mrc",
        "only in the new file: python: panamarc, values, clean.mrc",
        "1 figures compared, 0 worse and 0 better by more than 10%",
    ]


def test_only_the_figures_asked_for_count(tmp_path: Path) -> None:
    old = [jmh(1000), jmh(1000, scanner="avx2")]
    new = [jmh(1000), jmh(500, scanner="avx2")]
    assert run(tmp_path, old, new).returncode == 1
    assert run(tmp_path, old, new, "--only", "scanner=java").returncode == 0


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ([jmh(1)], [jmh(1, scanner="avx2")], "the files have no figure in common"),
        ([jmh(1)], None, "new.json: No such file or directory"),
        ([jmh(1)], "{", "new.json: no results of compare.py or of JMH (-rf json)"),
        ([jmh(1)], {"other": 1}, "new.json: no results of compare.py or of JMH (-rf json)"),
        ([jmh(1)], 7, "new.json: no results of compare.py or of JMH (-rf json)"),
    ],
)
def test_files_that_cannot_be_compared_are_an_error(
    tmp_path: Path, old: Any, new: Any, message: str
) -> None:
    done = run(tmp_path, old, new)
    assert done.stderr == message + "\n"
    assert done.returncode == 2
