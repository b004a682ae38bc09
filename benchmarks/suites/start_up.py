"""From the start of a process to its first record or count, compared with the import of pyarrow.

    python -m benchmarks.suites.start_up  7 rounds: part of make bench
    python -m benchmarks.suites.start_up --full  31 rounds

Each is a process of its own, timed from outside until it has ended; they take turns, and medians
count. All find their modules compiled, as an installed program does: a first round that does not
count writes what is missing, whatever PYTHONDONTWRITEBYTECODE says. It makes Java's class archive,
too. Reading includes the start of Java. A ratio is a process's time over that of pyarrow's.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.data.make_fixtures import fixture
from benchmarks.harness.measure import interleave
from benchmarks.harness.report import table

TARGET = 3.2
COUNT_TARGET = 220  # ms
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
FIRST = "import panamarc, sys; print(next(panamarc.open(sys.argv[1])).title)"
PYMARC = "import pymarc, sys; print(next(pymarc.MARCReader(open(sys.argv[1], 'rb'))).title)"


@dataclass
class Process:
    """A program, run again and again."""

    name: str
    command: list[str]
    rounds: int
    seconds: list[float] = field(default_factory=list)
    printed: str = ""

    def run(self) -> float:
        start = time.perf_counter()
        run = subprocess.run(
            [sys.executable, *self.command],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            env=ENVIRONMENT,
        )
        seconds = time.perf_counter() - start
        self.printed = run.stdout
        return seconds


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--full", action="store_true", help="more rounds")
    rounds = 31 if parser.parse_args().full else 7
    path = str(fixture("utf8", 1_000).path)
    with tempfile.TemporaryDirectory() as folder:
        filled = Path(folder, "filled.mrc")
        filled.write_bytes(Path(path).read_bytes() + b"\n")
        compare(path, str(filled), rounds)


def compare(path: str, filled: str, rounds: int) -> None:
    """Prints the table; what comes after the records of the second file is left to Java."""
    nothing, arrow, ours, first, peer, *counts = runs = [
        Process("python -c pass", ["-c", "pass"], rounds),
        Process("import pyarrow", ["-c", "import pyarrow"], rounds),
        Process("import panamarc", ["-c", "import panamarc"], rounds),
        Process("panamarc's first record", ["-c", FIRST, path], rounds),
        Process("pymarc's first record", ["-c", PYMARC, path], rounds),
        Process("panamarc count, in order", ["-m", "panamarc", "count", path], rounds),
        Process("panamarc count, by Java", ["-m", "panamarc", "count", filled], rounds),
    ]
    interleave(runs)
    if not first.printed.strip() or first.printed != peer.printed:
        raise SystemExit(f"start_up: {first.printed!r} is not {peer.printed!r}")
    if [int(count.printed) for count in counts] != [1_000] * 2:
        raise SystemExit(f"start_up: counted {[count.printed for count in counts]}")
    base = statistics.median(arrow.seconds)
    rows = []
    for one in (nothing, arrow, ours, first, peer, *counts):
        median = statistics.median(one.seconds)
        target, met = "", True
        if one is first:
            target, met = f"≤ {TARGET}", median / base <= TARGET
        elif one in counts:
            target, met = f"≤ {COUNT_TARGET} ms", median * 1e3 <= COUNT_TARGET
        says = "" if not target else "met" if met else "missed"
        rows.append([one.name, f"{median * 1e3:.0f} ms", f"{median / base:.2f}", target, says])
    print("## Process start\n")
    print(table(["process", "time", "of pyarrow's", "target", ""], rows))


if __name__ == "__main__":
    main()
