"""Interleaved rounds, so that a machine that slows down slows every library down."""

import gc
import math
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from benchmarks.data.generate import digest
from benchmarks.harness.tasks import run
from benchmarks.peers.libraries import Library


class WrongAnswer(AssertionError):
    """A library read something else than was planted: its time means nothing."""


@dataclass
class Runner:
    """One library at one task on one file, with what a right reading gives."""

    library: Library
    task: Callable[..., Any]  # a Task of tasks.py; in a WholeRunner, one of whole.py
    path: Path
    records: int
    expected: str | int  # digest of the answers, or the count that the task gives
    pairs: Sequence[tuple[str, str]]
    rounds: int
    plain: Callable[[str], str] | None = None  # makes answers that mean the same the same
    seconds: list[float] = field(default_factory=list)

    def run(self) -> float:
        """Seconds from opening the file to its end; raises WrongAnswer."""
        # A full collection before, the collector on as by default during the reading.
        gc.collect()
        start = time.perf_counter()
        with self.library.open(self.path) as reader:
            answers = run(self.task, reader, self.pairs)
            seconds = time.perf_counter() - start
        self._check(answers)
        return seconds

    def _check(self, answers: Iterable[str | None] | int) -> None:
        if isinstance(answers, int):
            found: str | int = answers
        elif self.plain is None:
            found = digest(answers)
        else:
            found = digest(one if one is None else self.plain(one) for one in answers)
        if found != self.expected:
            what = f"{self.library.name}, {self.task.__name__}, {self.path.name}"
            raise WrongAnswer(f"{what}: {found}, planted: {self.expected}")

    @property
    def records_per_second(self) -> float:
        return self.records / statistics.median(self.seconds)

    def as_dict(self) -> dict[str, object]:
        return {
            "library": self.library.name,
            "task": self.task.__name__,
            "file": self.path.name,
            "records": self.records,
            "answer": self.expected,
            "seconds": self.seconds,
            "records_per_second": self.records_per_second,
        }


class Timed(Protocol):
    """Something to measure in a number of rounds."""

    @property
    def rounds(self) -> int: ...

    @property
    def seconds(self) -> list[float]: ...

    def run(self) -> float: ...


def interleave(runners: Sequence[Timed]) -> None:
    """Fills the runners' times: one round of warm-up for all, then rounds in turn.

    Each second round goes the other way, so that none always follows the same other one: what comes
    after a slow peer finds caches cold.
    """
    for runner in runners:
        runner.run()
    for number in range(max(runner.rounds for runner in runners)):
        for runner in runners if number % 2 == 0 else runners[::-1]:
            if number < runner.rounds:
                runner.seconds.append(runner.run())


@dataclass(frozen=True)
class Middle:
    """The median of samples, and how sure it is."""

    median: float
    half_width: float  # of the interval that has the true median in 95 of 100 cases

    @classmethod
    def of(cls, samples: Sequence[float]) -> "Middle":
        """By the samples' ranks alone: nothing is taken of how they are distributed.

        Six samples are the fewest of which this can be said.
        """
        ordered, count = sorted(samples), len(samples)
        if count < 6:
            raise ValueError(f"{count} samples; expected 6 or more")
        below = max(0, math.floor(count / 2 - 0.98 * math.sqrt(count)))
        width = ordered[count - 1 - below] - ordered[below]
        return cls(statistics.median(ordered), width / 2)
