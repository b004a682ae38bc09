"""Work on whole files: counting and plainly reading them, editing and copying.

    python -m benchmarks.suites.whole_files  10,000 records, repeated to 87 MB: part of make bench
    python -m benchmarks.suites.whole_files --full  to 870 MB, more rounds

`read()`: a loop over `file.read(1 << 20)` in Python, the yardstick of `count`, with all processors
and with one thread. `convert`: `panamarc.convert` from ISO 2709 to the same; `edit 1 %` changes
the title of one record in a hundred, and is to have at least 0.7 times the speed of `convert`;
`edit none` selects no record; `record by record` copies by a loop in Python. Each output is
compared with what it must be before a time is printed. Medians of rounds in turn, the first of
which does not count; the JVM runs, and files are in memory where there is room, else in the page
cache.
"""

import argparse
import hashlib
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import panamarc
from benchmarks.data.make_fixtures import fixture
from benchmarks.harness.measure import WrongAnswer, interleave
from benchmarks.harness.places import large
from benchmarks.harness.report import number, table
from panamarc import Record

TITLE = "Changed"
# Threads, None for all processors; the most time that it may take, of read()'s.
COUNTS = {"count": (None, 0.7), "count, one thread": (1, 1.1)}
SELECTED = {"001": "42$"}  # one in a hundred


@dataclass
class Work:
    """Something done with the whole file, the answer that it must give, and what it took."""

    name: str
    go: Callable[[], object]
    answer: Callable[[], object] | None  # None where it is what was given
    expected: object
    rounds: int
    seconds: list[float] = field(default_factory=list)

    def run(self) -> float:
        start = time.perf_counter()
        given = self.go()
        seconds = time.perf_counter() - start
        found = given if self.answer is None else self.answer()
        if found != self.expected:
            raise WrongAnswer(f"{self.name}: {found}, expected {self.expected}")
        return seconds


def count(path: Path, threads: int | None) -> object:
    return panamarc.open(path, threads=threads).count()


def plain(path: Path) -> int:
    size = 0
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            size += len(chunk)
    return size


def by_records(path: Path, target: Path) -> None:
    with panamarc.open(path) as reader, target.open("wb") as file:
        while batch := reader.read_batch(200):
            for record in batch:
                file.write(record.as_marc())


def retitle(record: Record) -> None:
    if "245" in record:
        record["245"]["a"] = TITLE


def digest(path: Path) -> str:
    sha = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            sha.update(chunk)
    return sha.hexdigest()


def edited_by_hand(path: Path, target: Path) -> int:
    """Writes what editing must give, by the way of every record; how many are changed."""
    changed = 0
    with panamarc.open(path) as reader, target.open("wb") as file:
        for record in reader:
            if (record.value("001") or "").endswith("42"):
                changed += "245" in record
                retitle(record)
            file.write(record.as_marc())
    return changed


def convert(path: Path, target: Path) -> None:
    panamarc.convert(path, target, format="iso2709")


def works(path: Path, records: int, folder: Path, rounds: int) -> list[Work]:
    size = path.stat().st_size
    names = ("copied.mrc", "edited.mrc", "expected.mrc")
    copied, edited, expected = (folder / name for name in names)
    changed = edited_by_hand(path, expected)

    def edit(target: Path, where: dict[str, str]) -> Callable[[], object]:
        return lambda: panamarc.edit(path, target, where=where, change=retitle)

    whole = digest(path)
    print(f"{records:,} records, {size:,} bytes; {changed:,} are changed\n")
    return [
        Work("read()", lambda: plain(path), None, size, rounds),
        *(
            Work(name, partial(count, path, threads), None, (records, 0), rounds)
            for name, (threads, _) in COUNTS.items()
        ),
        Work("convert", lambda: convert(path, copied), lambda: digest(copied), whole, rounds),
        Work("edit none", edit(copied, {"001": "^$"}), lambda: digest(copied), whole, rounds),
        Work("edit 1 %", edit(edited, SELECTED), lambda: digest(edited), digest(expected), rounds),
        Work(
            "record by record",
            lambda: by_records(path, copied),
            lambda: digest(copied),
            whole,
            rounds,
        ),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description="Counting and editing whole files.")
    parser.add_argument("--full", action="store_true", help="870 MB instead of 87")
    full: bool = parser.parse_args().full
    made = fixture("utf8", 10_000)
    times = 80 if full else 8
    with large(4 * times * made.path.stat().st_size) as name:
        folder = Path(name)
        path = folder / "records.mrc"
        with path.open("wb") as file:
            for _ in range(times):
                file.write(made.path.read_bytes())
        timed = works(path, times * made.records, folder, 9 if full else 5)
        interleave(timed)
        print_table(timed, times * made.records)


def print_table(timed: list[Work], records: int) -> None:
    took = {work.name: statistics.median(work.seconds) for work in timed}
    of = dict.fromkeys(COUNTS, "read()")
    rows = []
    for name, seconds in took.items():
        yardstick = of.get(name, "convert" if name not in ("read()", "convert") else None)
        ratio = "" if yardstick is None else f"{took[yardstick] / seconds:.2f} of {yardstick}"
        spread = ", ".join(f"{one:.3f}" for one in next(w for w in timed if w.name == name).seconds)
        rows.append((name, f"{seconds:.3f}", number(records / seconds), ratio, spread))
    print(table(("work", "seconds", "records/s", "speed", "rounds"), rows))
    print()
    for name, (_, target) in COUNTS.items():
        times = took[name] / took["read()"]
        print(f"{name} takes {times:.2f} times as long as read(): target ≤ {target}")
    print(f"edit 1 % has {took['convert'] / took['edit 1 %']:.2f} of convert's speed: target ≥ 0.7")


if __name__ == "__main__":
    main()
