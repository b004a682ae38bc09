"""How much of its time a reading thread holds the GIL, phase by phase.

    python -m benchmarks.diagnostics.gil_release_check         a minute: part of make bench
    python -m benchmarks.diagnostics.gil_release_check --full  five minutes at most

Two signs. `two threads`: how much more than one thread two do, each reading the file with a reader
of its own; 2 where they never wait for each other, 1 where one thing is done at a time (on one core
it says nothing). `GIL held`: share of its time alone that a reading thread holds the GIL, inferred
from a third thread that counts in pure Python, which it can only do with the GIL:

- What it neither runs nor is ready to run, by the account that Linux keeps of each thread, it waits
  for the GIL: the reader has it, or it is on its way. Other programs on the cores are not in it.
- The way from thread to thread costs something each crossing. That is measured with a thread that
  does nothing but sleep briefly, and taken off; batches of 1,000 records keep it small.
- What remains, over the CPU time of the reading thread in the same round, is the share.

The counter lets go only when asked, and who asks waits a switch interval: 5 ms by default, so that
few of its 5 ms would be the reader's and the rest would be noise. The share is therefore measured
with an interval of 0.1 ms. `next to a busy thread` says how much longer the work takes at the
default interval, which batching is there to hide.

Each round is short, and everything in it takes turns. Rounds go on until all figures are sure, or
the time is up. After ± is half the interval that has the true median in 95 of 100 cases; a figure
with more than 10 % there is not printed. The first two rows are work of which the share is known:
where they come out wrong, by 30 % or more, nothing is printed: another program had the cores.
"""

import argparse
import hashlib
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from benchmarks.data.generate import digest
from benchmarks.data.make_fixtures import Fixture, fixture
from benchmarks.diagnostics import batches
from benchmarks.diagnostics.batches import Reading
from benchmarks.harness import tasks
from benchmarks.harness.measure import Middle
from benchmarks.harness.report import number, table
from benchmarks.harness.side_by_side import Counter, side_by_side

DEFAULT_INTERVAL = 0.005  # seconds
SHORT_INTERVAL = 0.0001
BATCH = 1000
SLEEPS = 100
SLEEP_SECONDS = 0.0003
LEAST_ROUNDS = 9
BUSY_ROUNDS = 5  # of what takes long and is only said roughly
SURE = 0.10  # the most that a figure's half width may be
# The most that a known share may be off: to hand the GIL over takes CPU time of its own.
OFF = 0.30
NOISY = "too noisy"


@dataclass
class Phase:
    """Work for a thread, and what was measured of it, round by round."""

    name: str
    work: Callable[[], list[Reading]]
    check: Callable[[Reading], None] = lambda reading: None
    known: float | None = None  # the share that it holds the GIL
    alone: list[float] = field(default_factory=list)  # seconds
    speed_ups: list[float] = field(default_factory=list)  # of two threads over one
    busy: list[float] = field(default_factory=list)  # times as long next to a busy thread
    shared: list["Shared"] = field(default_factory=list)  # next to a counter, at a short interval
    records: int = 0  # of one work
    crossings: int = 0

    def side_by_side(self, threads: int) -> float:
        """Seconds that the work takes a number of threads, each doing all of it."""
        finished = side_by_side([self.work] * threads)
        for readings in finished.results:
            self.accept(readings)
        return finished.seconds

    def accept(self, readings: list[Reading]) -> None:
        """Raises WrongAnswer if they are not what the file has."""
        for reading in readings:
            self.check(reading)
        self.records = sum(reading.records for reading in readings)
        self.crossings = sum(reading.crossings for reading in readings)

    def with_counter(self, interval: float) -> "Shared":
        shared, readings = with_counter(interval, self.work)
        self.accept(readings)
        return shared

    def round(self) -> None:
        """Measures everything once."""
        one, two = self.side_by_side(1), self.side_by_side(2)
        self.alone.append(one)
        self.speed_ups.append(2 * one / two)
        self.shared.append(self.with_counter(SHORT_INTERVAL))
        if len(self.busy) < BUSY_ROUNDS:
            self.busy.append(self.with_counter(DEFAULT_INTERVAL).seconds / one)

    def held(self, way: float) -> Middle:
        """The share that it holds the GIL; `way`: seconds of the GIL's way to another thread."""
        return Middle.of(
            [(one.waited - self.crossings * way) / one.cpu_seconds for one in self.shared]
        )

    def sure(self, way: float) -> bool:
        speed_up = Middle.of(self.speed_ups)
        return self.held(way).half_width <= SURE and speed_up.half_width <= SURE * speed_up.median

    def row(self, way: float) -> list[str]:
        one, speed_up, held = (
            statistics.median(self.alone),
            Middle.of(self.speed_ups),
            self.held(way),
        )
        faster, share, each = (
            f"{speed_up.median:.2f} ± {speed_up.half_width:.2f}",
            f"{held.median:.0%} ± {held.half_width:.0%}",
            f"{held.median * one / self.records * 1e6:.2f} us" if self.records else "",
        )
        if speed_up.half_width > SURE * speed_up.median:
            faster = NOISY
        if held.half_width > SURE:
            share, each = NOISY, NOISY if self.records else ""
        return [
            self.name,
            number(self.records / one) if self.records else "",
            faster,
            share,
            each,
            f"{statistics.median(self.busy):.1f} times as long",
        ]


@dataclass(frozen=True)
class Shared:
    """Work next to a counting thread."""

    seconds: float
    cpu_seconds: float  # of the thread that works
    waited: float  # seconds that the counter waited for the GIL


def with_counter(
    interval: float, work: Callable[[], list[Reading]]
) -> tuple[Shared, list[Reading]]:
    """Runs the work next to a counter, at a switch interval."""
    sys.setswitchinterval(interval)
    try:
        with Counter() as counter:
            start, cpu, awake = time.perf_counter(), time.thread_time(), counter.awake()
            result = work()
            seconds = time.perf_counter() - start
            waited = seconds - (counter.awake() - awake)
            return Shared(seconds, time.thread_time() - cpu, max(0.0, waited)), result
    finally:
        sys.setswitchinterval(DEFAULT_INTERVAL)


def reading(made: Fixture, task: tasks.Task | None, passes: int) -> list[Reading]:
    return [batches.read(made.path, BATCH, task=task, nfc=made.nfc) for _ in range(passes)]


def reading_phase(name: str, made: Fixture, task: tasks.Task | None, passes: int) -> Phase:
    """Reads the file so often, from its beginning to its end."""

    def check(found: Reading) -> None:
        batches.check(name, found.records, made.records)
        if task is not None:
            batches.check(name, digest(found.answers), made.truth["tasks"][task.__name__])

    return Phase(name, partial(reading, made, task, passes), check)


def hashing() -> list[Reading]:
    hashlib.sha256(bytes(30_000_000))
    return []


def counting() -> list[Reading]:
    for _ in range(1_000_000):
        pass
    return []


def sleeping() -> list[Reading]:
    for _ in range(SLEEPS):
        time.sleep(SLEEP_SECONDS)
    return []


def measure(phases: list[Phase], seconds: float) -> float:
    """Rounds until all is sure or the time is up; the seconds of the GIL's way to another thread.

    A first round of all, in which Java compiles, does not count.
    """
    ways: list[float] = []
    for phase in phases:
        phase.side_by_side(1)
        phase.side_by_side(2)
    end = time.monotonic() + seconds
    while True:
        for phase in phases:
            phase.round()
        sleep, _ = with_counter(SHORT_INTERVAL, sleeping)
        ways.append(sleep.waited / SLEEPS)
        way = statistics.median(ways)
        if len(ways) < LEAST_ROUNDS:
            continue
        if time.monotonic() > end or all(phase.sure(way) for phase in phases):
            return way


def wrong(phases: list[Phase], way: float) -> str:
    """What is wrong with the rows whose share is known; empty if nothing is."""
    shares = [
        (one.name, one.known, one.held(way).median) for one in phases if one.known is not None
    ]
    return "; ".join(
        f"{name}: {share:.0%} came out" for name, known, share in shares if abs(share - known) > OFF
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--full", action="store_true", help="five minutes at most, not one")
    args = parser.parse_args()
    utf8, marc8 = fixture("utf8", 10_000), fixture("marc8", 10_000)
    phases = [
        Phase("known: all of it, a loop in Python", counting, known=1),
        Phase("known: none of it, a hash in C", hashing, known=0),
        reading_phase("read_batch", utf8, None, 3),
        reading_phase("read_batch and record.title", utf8, tasks.title, 2),
        reading_phase("read_batch, one value and two lists", utf8, tasks.lists, 1),
        reading_phase("read_batch, from MARC-8", marc8, None, 1),
        reading_phase("read_batch from MARC-8 and record.title", marc8, tasks.title, 1),
    ]
    way = measure(phases, 300 if args.full else 50)
    rounds = len(phases[0].alone)
    print(f"## Who holds the GIL, 10,000 records in batches of {BATCH:,}\n")
    if problem := wrong(phases, way):
        print(f"No figures: another program had the cores. {problem}")
        return
    heading = ["phase", "records/s", "two threads", "GIL held", "a record", "next to a busy thread"]
    print(table(heading, [phase.row(way) for phase in phases]) + "\n")
    print(
        f"{rounds} rounds. The GIL's way from thread to thread took {way * 1e6:.0f} us, which was"
        " taken off."
    )


if __name__ == "__main__":
    main()
