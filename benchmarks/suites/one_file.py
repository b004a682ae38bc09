"""One file, read by one thread and by two in each way that there is, in Java and in Python.

    python -m benchmarks.suites.one_file         100,000 records: part of make bench
    python -m benchmarks.suites.one_file --full  200,000 records, more rounds

`threads=2` reads ahead for one consumer, in order. `parallel(2)` gives two readers that share the
file, to two threads. `split(2)` cuts the file first, which is in its time, and reads the halves. In
Python iterations have batches of the default size. All ways take turns; medians of the rounds; what
was read is compared in each.

The floor is what a program in C takes for the same steps as Java with one thread, values left
out: it runs before Java and after, and its times are the means.
"""

import argparse
import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import panamarc
from benchmarks.data.make_fixtures import fixture
from benchmarks.harness import floor, java_side, machine
from benchmarks.harness.measure import interleave
from benchmarks.harness.report import RESULTS, number, table, verdict
from benchmarks.harness.side_by_side import side_by_side

WAYS = {"one": "one thread", "threads": "`threads=2`", "parallel": "`parallel(2)`"}
WAYS |= {"split": "`split(2)`"}
# The least speed-up of threads=2; readers that share a file have the same.
TARGETS = {"batches": 1.8, 'value("245$a") of each': 1.7}
OF_FLOOR = 0.6  # the least speed of Java with one thread, of the floor's
HEADING = ["task", "records/s by one", *list(WAYS.values())[1:], "target", ""]
Task = Callable[[panamarc.RecordReader], int]


def batches(reader: panamarc.RecordReader) -> int:
    """batches"""
    count = 0
    while batch := reader.read_batch(200):
        count += len(batch)
    return count


def titles(reader: panamarc.RecordReader) -> int:
    """value("245$a") of each"""
    return sum(len(record.value("245$a") or " ") for record in reader)


@dataclass
class Way:
    """A way to read one file, and its times."""

    name: str
    task: Task
    path: Path
    expected: int
    rounds: int
    seconds: list[float] = field(default_factory=list)

    def run(self) -> float:
        """Seconds; raises AssertionError for another answer."""
        gc.collect()
        start = time.perf_counter()
        found = getattr(self, f"_{self.name}")()
        seconds = time.perf_counter() - start
        assert found == self.expected, f"{self.name}: {found}, not {self.expected}"
        return seconds

    def _one(self) -> int:
        return self.task(panamarc.open(self.path))

    def _threads(self) -> int:
        return self.task(panamarc.open(self.path, threads=2))

    def _parallel(self) -> int:
        readers = panamarc.open(self.path).parallel(2)
        return sum(side_by_side([partial(self.task, reader) for reader in readers]).results)

    def _split(self) -> int:
        readers = [panamarc.open(part) for part in panamarc.open(self.path).split(2)]
        return sum(side_by_side([partial(self.task, reader) for reader in readers]).results)


def python_seconds(path: Path, rounds: int) -> dict[tuple[str, str], list[float]]:
    """Seconds of each task and way."""
    tasks: list[Task] = [batches, titles]
    ways = [
        Way(name, task, path, task(panamarc.open(path)), rounds) for task in tasks for name in WAYS
    ]
    interleave(ways)
    return {(str(way.task.__doc__), way.name): way.seconds for way in ways}


def rows(seconds: dict[tuple[str, str], list[float]], records: int) -> list[list[str]]:
    """A row for each task: how much faster each way is than one thread."""
    made = []
    for task, target in TARGETS.items():
        alone = statistics.median(seconds[task, "one"])
        ratios = [alone / statistics.median(seconds[task, way]) for way in WAYS if way != "one"]
        said = verdict(max(ratios[:2]), target)
        cells = [f"{ratio:.2f}" for ratio in ratios]
        made.append([task, number(records / alone), *cells, f"≥ {target}", said])
    return made


def floor_rows(
    around: list[dict[str, float]], seconds: dict[tuple[str, str], list[float]], records: int
) -> list[list[str]]:
    """A row for each step in C, and for each task in Java with one thread: how it compares."""
    steps = {name: statistics.mean(run[name] for run in around) for name in around[0]}
    lowest = list(steps.values())[-1]
    made = [[f"C: {name}", f"{time:.0f}", "", "", ""] for name, time in steps.items()]
    for task in TARGETS:
        time = statistics.median(seconds[task, "one"]) / records * 1e9
        said = ["", ""]
        if task == "batches":
            said = [f"≥ {OF_FLOOR}", "met" if lowest / time >= OF_FLOOR else "missed"]
        made.append([f"Java: {task}", f"{time:.0f}", f"{lowest / time:.2f}", *said])
    return made


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--full", action="store_true", help="more records, more rounds")
    full = parser.parse_args().full
    made = fixture("utf8", 200_000 if full else 100_000)
    rounds = 15 if full else 5
    facts = machine.describe(java_side.java())
    before = floor.steps(made.path, made.records)
    java = java_side.one_file(made.path, rounds)
    around = [before, floor.steps(made.path, made.records)]
    text = "\n\n".join(
        [
            "# One file, two threads",
            table(["machine", ""], [[key, value] for key, value in facts.items()]),
            f"{made.records:,} records in UTF-8. Ratios to one thread; the target is for the better"
            " of `threads=2`, which keeps the order, and `parallel(2)`.",
            "## Java",
            table(HEADING, rows(java, made.records)),
            "With one thread, and what C takes for the same, each step with those before it:",
            table(
                ["step", "ns a record", "speed of the floor's", "target", ""],
                floor_rows(around, java, made.records),
            ),
            "## Python",
            table(HEADING, rows(python_seconds(made.path, rounds), made.records)),
        ]
    )
    print(text)
    if full:
        (RESULTS / "one_file.md").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
