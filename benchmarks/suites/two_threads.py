"""Two Python threads, each with a reader of its own, compared with one that reads the same.

`read_batch` touches no record; the other tasks are those of tasks.py. Sizes are those of a batch;
None is the default, of an iteration or of `read_batch`.
"""

import gc
import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from benchmarks.harness import tasks
from benchmarks.harness.measure import Runner
from benchmarks.harness.session import LABELS, Generated, Session
from benchmarks.harness.side_by_side import side_by_side
from benchmarks.peers.libraries import AS_PYMARC, MRRC, PANAMARC, Library

HEADING = ["task", "batches of", "`open`", "`MARCReader`", "mrrc", "target", ""]
LARGE = 1000
DOORS = (PANAMARC, AS_PYMARC)


def batches(reader: Any, size: int | None) -> int:
    """`read_batch`"""
    count = 0
    read = reader.read_batch if size is None else partial(reader.read_batch, size)
    while batch := read():
        count += len(batch)
    return count


# The least speed-up, with batches of the default size and with large ones.
TARGETS: dict[Callable[..., Any], tuple[float, float]] = {
    batches: (1.85, 1.85),
    tasks.title: (1.7, 1.8),
    tasks.lists: (1.25, 1.3),
}


@dataclass
class ThreadsRunner(Runner):
    """A number of threads at one task, each of which reads the whole file."""

    threads: int = 1
    size: int | None = None  # records in a batch

    def run(self) -> float:
        """Seconds from the start of all threads to the end of the last; raises WrongAnswer."""
        gc.collect()
        finished = side_by_side([self._read] * self.threads)
        for answers in finished.results:
            self._check(answers)
        return finished.seconds

    def _read(self) -> Iterable[str | None] | int:
        with self.library.open(self.path) as reader:
            if self.task is batches:
                return batches(reader, self.size)
            records = reader
            if self.size is not None:
                records = chain.from_iterable(iter(partial(reader.read_batch, self.size), []))
            return tasks.run(self.task, records, self.pairs)

    def as_dict(self) -> dict[str, object]:
        return super().as_dict() | {"threads": self.threads, "batch_size": self.size}


def speed_up(one: ThreadsRunner, two: ThreadsRunner) -> float:
    """What two threads read in the time of one, over what one reads: the median of the rounds."""
    rounds = zip(one.seconds, two.seconds, strict=True)
    return statistics.median(2 * alone / together for alone, together in rounds)


def _pair(
    file: Generated, library: Library, task: Callable[..., Any], size: int | None, rounds: int
) -> tuple[ThreadsRunner, ThreadsRunner]:
    base = file.runner(library, tasks.loop if task is batches else task, rounds)
    one, two = (
        ThreadsRunner(
            library, task, base.path, base.records, base.expected, (), rounds, None, [], n, size
        )
        for n in (1, 2)
    )
    return one, two


def rows(session: Session, ours: Generated, theirs: Generated) -> list[list[str]]:
    """The rows of the table, one for each task and size; `theirs`: a file that mrrc reads."""
    rounds, mrrcs_rounds = session.scale.rounds, session.scale.peer_rounds
    pairs = {
        (task, size, door): _pair(ours, door, task, size, rounds)
        for task in TARGETS
        for size in (None, LARGE)
        for door in DOORS
    }
    for library in session.installed(MRRC):
        for task in (tasks.loop, tasks.title, tasks.lists):
            pairs[task, None, library] = _pair(theirs, library, task, None, mrrcs_rounds)
    session.measured([one for pair in pairs.values() for one in pair], "threads")
    found = {key: speed_up(*pair) for key, pair in pairs.items()}
    made = []
    for task, targets in TARGETS.items():
        mrrcs = found.get((tasks.loop if task is batches else task, None, MRRC))
        for size, target in zip((None, LARGE), targets, strict=True):
            both = [found[task, size, door] for door in DOORS]
            made.append(
                [
                    str(task.__doc__) if task is batches else LABELS[task],
                    "the default size" if size is None else f"{size:,}",
                    *(f"{one:.2f}" for one in both),
                    f"{mrrcs:.2f}" if mrrcs and size is None else "",
                    f"≥ {target:g}",
                    "met" if min(both) >= target else "missed",
                ]
            )
    return made
