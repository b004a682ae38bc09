"""Whole records from Python, compared with pymarc: shown, taken apart, built and written.

    python -m benchmarks.suites.whole_records

Rounds are interleaved and the median of each counts; both give the same answers, or there is no
time. Prints only.
"""

import argparse
import gc
import io
import statistics
import time
from collections.abc import Callable, Iterable
from itertools import repeat
from pathlib import Path
from typing import Any

from benchmarks.data.generate import generate
from benchmarks.harness.report import table
from benchmarks.harness.session import HEADING, rate_row

_HERE = Path(__file__).resolve().parents[1]


def dictionaries(records: Iterable[Any]) -> int:
    """`record.as_dict()`"""
    return sum(len(record.as_dict()["fields"]) for record in records)


def json(records: Iterable[Any]) -> int:
    """`record.as_json()`"""
    return sum(len(record.as_json()) for record in records)


def text(records: Iterable[Any]) -> int:
    """`str(record)`"""
    return sum(len(str(record)) for record in records)


def objects(records: Iterable[Any]) -> int:
    """every field and subfield as objects"""
    total = 0
    for record in records:
        for field in record.fields:
            if field.control_field:
                total += len(field.data)
            else:
                for subfield in field.subfields:
                    total += len(subfield.value)
    return total


def unchanged(records: Iterable[Any]) -> int:
    """`record.as_marc()`, unchanged"""
    return sum(len(record.as_marc()) for record in records)


def changed(records: Iterable[Any]) -> int:
    """one field added, then `record.as_marc()`"""
    total = 0
    for record in records:
        record.add_field(record.fields[-1])
        total += len(record.as_marc())
    return total


def built(module: Any, count: int) -> int:
    """a record of ten fields built, then `as_marc()`"""
    total = 0
    for number in repeat(1, count):
        record = module.Record()
        record.add_field(module.Field("001", data=f"x{number}"))
        for tag in ("100", "245", "260", "300", "500", "650", "650", "700", "856"):
            subfields = [module.Subfield("a", "A value /"), module.Subfield("b", "another.")]
            record.add_field(module.Field(tag, module.Indicators("1", " "), subfields))
        total += len(record.as_marc())
    return total


# What it must be, by the task.
READINGS: dict[Callable[[Iterable[Any]], int], float | None] = {
    dictionaries: 4,
    json: 4,
    text: 4,
    objects: 5,
    unchanged: None,
    changed: None,
}


def seconds(work: Callable[[], int]) -> tuple[float, int]:
    """How long it takes, and its answer."""
    gc.collect()
    start = time.perf_counter()
    answer = work()
    return time.perf_counter() - start, answer


def compared(label: str, target: float | None, count: int, rounds: int, *both: Any) -> list[str]:
    """A row of the table for panamarc's work and pymarc's."""
    times: tuple[list[float], list[float]] = ([], [])
    answers = [seconds(work)[1] for work in both]  # a round of warm-up
    for _ in range(rounds):
        for work, found, expected in zip(both, times, answers, strict=True):
            took, answer = seconds(work)
            assert answer == expected
            found.append(took)
    assert answers[0] == answers[1], f"{label}: {answers}"
    ours, theirs = (count / statistics.median(one) for one in times)
    return rate_row(label, ours, "pymarc", theirs, target)


def rows(data: Path, count: int, rounds: int) -> list[list[str]]:
    """The rows of the table, for a number of generated records."""
    import pymarc

    import panamarc

    data.mkdir(exist_ok=True)
    path = data / f"clean-{count}.mrc"
    generate(path, count, clean=True)
    content = path.read_bytes()
    found = []
    for task, target in READINGS.items():

        def ours(task: Callable[[Iterable[Any]], int] = task) -> int:
            with panamarc.open(path) as reader:
                return task(reader)

        def theirs(task: Callable[[Iterable[Any]], int] = task) -> int:
            return task(pymarc.MARCReader(io.BytesIO(content)))

        found.append(compared(str(task.__doc__), target, count, rounds, ours, theirs))
    building = [
        lambda module=module: built(module, count)  # type: ignore[misc]
        for module in (panamarc, pymarc)
    ]
    found.append(compared(str(built.__doc__), 1, count, rounds, *building))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--records", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--data", type=Path, default=_HERE / "generated", help="for large files")
    given = parser.parse_args()
    print(table(HEADING, rows(given.data, given.records, given.rounds)))


if __name__ == "__main__":
    main()
