"""The same reading inside Java: what Python adds to it, and what a fresh mapping costs.

    python -m benchmarks.suites.in_java  10,000 records: part of make bench
    python -m benchmarks.suites.in_java --full  100,000 records, 500 MB for the mapping, more rounds

`read_batch` and Java's `readBatch`, both in batches of 200 of which nothing is asked, each in a
JVM with the flags that panamarc gives it in Python; a ratio is Python's records a second over
Java's. Then, in Java alone, the first pass over a mapping, the second pass over the same one,
and `read()` into a buffer that is used again. How a file was written decides how its pages
lie in the page cache; with two threads, the thread that prepares touches pages ahead. Everything
takes turns; medians of the rounds; every number of records is checked.
"""

import argparse
import shutil
import statistics
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from benchmarks.data.make_fixtures import fixture
from benchmarks.diagnostics import batches
from benchmarks.harness.java_side import JAR, java
from benchmarks.harness.measure import WrongAnswer, interleave
from benchmarks.harness.report import number, table
from panamarc._java.jvm import FLAGS

BATCH = 200
DATA = Path(__file__).resolve().parents[1] / "generated"


class Java:
    """A JVM that reads when asked to."""

    def __init__(self) -> None:
        main = "org.panamarc.benchmarks.OneReading"
        self._process = subprocess.Popen(
            [java(), *FLAGS, "-cp", str(JAR), main],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def read(self, way: str, threads: int, path: Path, records: int) -> list[float]:
        """Seconds of each pass; raises WrongAnswer."""
        asking, answers = self._process.stdin, self._process.stdout
        assert asking is not None
        assert answers is not None
        print(way, threads, path, file=asking)
        return [self._answer(answers, path, records) for _ in range(1 + (way == "mapped"))]

    def _answer(self, answers: IO[str], path: Path, records: int) -> float:
        seconds, found = answers.readline().split()
        if int(found) != records:
            raise WrongAnswer(f"{path.name}: Java gave {found} records, not {records}")
        return float(seconds)

    def end(self) -> None:
        self._process.communicate()


@dataclass
class InPython:
    """`read_batch`."""

    path: Path
    records: int
    rounds: int
    seconds: list[float] = field(default_factory=list)

    def run(self) -> float:
        start = time.perf_counter()
        reading = batches.read(self.path, BATCH, titles=False)
        seconds = time.perf_counter() - start
        batches.check(self.path.name, reading.records, self.records)
        return seconds


@dataclass
class InJava:
    """`readBatch`; of a mapping, also the second pass."""

    java: Java
    way: str
    threads: int
    path: Path
    records: int
    rounds: int
    seconds: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)

    def run(self) -> float:
        first, *second = self.java.read(self.way, self.threads, self.path, self.records)
        self.again += second
        return first


def against_java(jvm: Java, records: int, rounds: int) -> None:
    """Prints Python's share of Java's speed."""
    rows = []
    for kind, target in (("utf8", 0.60), ("marc8", 0.90)):
        made = fixture(kind, records)
        ours = InPython(made.path, made.records, rounds)
        theirs = InJava(jvm, "mapped", 1, made.path, made.records, rounds)
        interleave([ours, theirs])
        python, inside = (statistics.median(one.seconds) for one in (ours, theirs))
        ratio = inside / python
        says = "met" if ratio >= target else "missed"
        speeds = [number(made.records / seconds) for seconds in (python, inside)]
        rows.append([kind, *speeds, f"{ratio:.2f}", f"≥ {target:.2f}", says])
    print(f"## `read_batch` and Java's `readBatch`, batches of {BATCH}, records untouched\n")
    print(table(["records", "Python records/s", "Java records/s", "ratio", "target", ""], rows))


def in_pieces(source: Path, times: int, size: int) -> Path:
    """A copy of a file, a number of times over, written in pieces of a size."""
    target = DATA / f"written-{size}.mrc"
    with target.open("wb", buffering=0) as out:
        for _ in range(times):
            with source.open("rb") as file:
                shutil.copyfileobj(file, out, size)
    return target


def mappings(jvm: Java, records: int, times: int, rounds: int) -> None:
    """Prints what a first pass costs."""
    made = fixture("utf8", records)
    rows = []
    for size, name in ((4 << 10, "4 KiB"), (1 << 20, "1 MiB")):
        path = in_pieces(made.path, times, size)
        many = made.records * times
        stream = InJava(jvm, "stream", 1, path, many, rounds)
        mapped = [InJava(jvm, "mapped", threads, path, many, rounds) for threads in (1, 2)]
        interleave([stream, *mapped])
        reading = statistics.median(stream.seconds)
        for one in mapped:
            first = statistics.median(one.seconds)
            second = statistics.median(one.again[-rounds:])
            met = second / first >= 0.6 and reading / first >= 1
            rows.append(
                [
                    name,
                    str(one.threads),
                    *(f"{path.stat().st_size / seconds / 1e9:.2f}" for seconds in (first, second)),
                    f"{path.stat().st_size / reading / 1e9:.2f}",
                    f"{second / first:.2f}",
                    f"{reading / first:.2f}",
                    "met" if met else "missed",
                ]
            )
        size_mb = path.stat().st_size / 1e6
        path.unlink()
    print(f"\n## The first pass over a mapping of {size_mb:.0f} MB, Java alone\n")
    heading = "written in|threads|first, GB/s|second|`read()`|of the second|of `read()`|≥ 0.6, ≥ 1"
    print(table(heading.split("|"), rows))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--full", action="store_true", help="more records, more rounds")
    args = parser.parse_args()
    jvm = Java()
    if args.full:
        against_java(jvm, 100_000, 11)
        mappings(jvm, 100_000, 5, 7)
    else:
        against_java(jvm, 10_000, 5)
        mappings(jvm, 10_000, 4, 3)
    jvm.end()


if __name__ == "__main__":
    main()
