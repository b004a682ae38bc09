"""Reads a file with `read_batch`, and times its two parts: fetching batches, and touching records.

    python -m benchmarks.diagnostics.batches FILE SIZE THREADS

It prints how many records THREADS readers gave.
"""

import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import panamarc
from benchmarks.harness import tasks
from benchmarks.harness.measure import WrongAnswer
from benchmarks.harness.side_by_side import side_by_side

# A size in bytes so large that only the number of records ends a batch.
NO_BYTE_CAP = 1 << 30


@dataclass
class Reading:
    """What one reader gave, and how long it took."""

    records: int = 0
    answers: tasks.Answers = field(default_factory=list)
    crossings: int = 0
    fetching_seconds: float = 0.0  # in read_batch
    touching_seconds: float = 0.0  # asking the records
    # Of each batch: seconds from asking for it to its last answer, over its records.
    seconds_per_record: list[float] = field(default_factory=list)


def read(
    source: object,
    size: int,
    most: int | None = None,
    task: tasks.Task | None = tasks.title,
    nfc: bool = False,
) -> Reading:
    """Reads `most` records or all, `size` at once; does a task with them, or touches none."""
    reading = Reading()
    clock = time.perf_counter
    with panamarc.open(source, nfc=nfc, max_batch_bytes=NO_BYTE_CAP) as reader:
        while most is None or reading.records < most:
            start = clock()
            batch = reader.read_batch(size)
            fetched = clock()
            if not batch:
                break
            if task is not None:
                reading.answers += task(batch, iter(()))
            touched = clock()
            reading.records += len(batch)
            reading.fetching_seconds += fetched - start
            reading.touching_seconds += touched - fetched
            reading.seconds_per_record.append((touched - start) / len(batch))
        reading.crossings = reader.explain()["crossings"]
    return reading


def _titled(path: Path, size: int) -> int:
    """How many records the file has; keeps none of their titles."""
    count = 0
    with panamarc.open(path, max_batch_bytes=NO_BYTE_CAP) as reader:
        while batch := reader.read_batch(size):
            # No title is empty: the comparison is there so that each is made.
            count += sum(record.title != "" for record in batch)
    return count


def check(what: str, found: object, expected: object) -> None:
    """Raises WrongAnswer where they differ: a time is only worth something for a right answer."""
    if found != expected:
        raise WrongAnswer(f"{what}: {found}, expected {expected}")


if __name__ == "__main__":
    file, records_at_once, threads = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    print(sum(side_by_side([lambda: _titled(file, records_at_once)] * threads).results))
