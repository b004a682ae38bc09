"""yaz-marcdump, YAZ's program for MARC files: a process for each file, its start counted in.

It gives no values, so it has two tasks: to check each record (-n), and to write all records of a
MARC-8 file in UTF-8, which panamarc then reads for the same values.
"""

import os
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.harness.measure import WrongAnswer

NAME = "yaz-marcdump"
_CHECK = ["-n"]
_CONVERT = ["-f", "MARC-8", "-t", "UTF-8", "-o", "marc", "-l", "9=97"]


def version() -> str | None:
    """The version that is installed, if one is."""
    if shutil.which(NAME) is None:
        return None
    said = subprocess.run([NAME, "-V"], capture_output=True, text=True, check=True)
    found = re.search(r"[0-9]+(\.[0-9]+)+", said.stdout + said.stderr)
    return found.group() if found else "unknown"


def _output(*arguments: str) -> tuple[bytes, int]:
    """What it writes, and its exit status."""
    run = subprocess.run([NAME, *arguments], capture_output=True, check=False)
    return run.stdout, run.returncode


def records_given(path: Path) -> tuple[int, str]:
    """Records that it writes of a file with defects, and how it ended if not well."""
    out, status = _output("-o", "marc", str(path))
    return out.count(b"\x1d"), f"status {status}" if status else ""


@dataclass
class Runner:
    """One task on one file, to be interleaved with those of libraries."""

    task: str
    options: list[str]
    path: Path
    records: int
    rounds: int
    out: Path  # where its output goes
    check: Callable[[Path], None]  # looks at that; raises WrongAnswer
    seconds: list[float] = field(default_factory=list)

    def run(self) -> float:
        """Seconds from the start of the process to its end; raises WrongAnswer."""
        with self.out.open("wb") as target:
            start = time.perf_counter()
            status = subprocess.call(
                [NAME, *self.options, str(self.path)], stdout=target, stderr=subprocess.DEVNULL
            )
            seconds = time.perf_counter() - start
        if status:
            raise WrongAnswer(f"{NAME}, {self.path.name}: status {status}")
        self.check(self.out)
        return seconds

    @property
    def records_per_second(self) -> float:
        return self.records / statistics.median(self.seconds)

    def as_dict(self) -> dict[str, object]:
        return {
            "library": NAME,
            "task": self.task,
            "file": self.path.name,
            "records": self.records,
            "seconds": self.seconds,
            "records_per_second": self.records_per_second,
        }


def checking(path: Path, records: int, rounds: int) -> Runner:
    """Reads and checks each record."""

    def all_records(_: Path) -> None:
        listed = _output("-p", *_CHECK, str(path))[0].count(b"<!-- Record ")
        if listed != records:
            raise WrongAnswer(f"{NAME}, {path.name}: {listed} of {records} records")

    return Runner("check", _CHECK, path, records, rounds, Path(os.devnull), all_records)


def converting(path: Path, records: int, rounds: int, check: Callable[[Path], None]) -> Runner:
    """Writes each record in UTF-8, which `check` looks at."""
    out = path.with_suffix(".utf8.mrc")
    return Runner("convert", _CONVERT, path, records, rounds, out, check)
