"""How much of its time a reading thread holds the GIL, phase by phase.

    python -m benchmarks.diagnostics.gil_release_check  10,000 records: part of make bench
    python -m benchmarks.diagnostics.gil_release_check --full  100,000 records, more rounds

Two signs. `two threads`: how much more than one thread two do, each reading the file with a reader
of its own; 2 where they never wait for each other, 1 where one thing is done at a time (on one core
it says nothing). `GIL held`: share of its time alone that a reading thread holds the GIL, inferred
from a third thread that counts in pure Python, which it can only do with the GIL:

- The counter's full rate is its rate next to a thread that hashes in C and holds no GIL, so that
  what two busy cores take from each other is not taken for the GIL.
- Next to a reader, it counts at a share of that rate; for the rest of the wall time, it did not
  have the GIL: the reader had it, or it was on its way.
- The way from thread to thread costs something each crossing. That is measured with a thread that
  does nothing but sleep briefly, and taken off.
- What remains, in seconds, over the seconds that the same work takes alone, is the share.

The counter lets go only when asked, and who asks waits a switch interval: 5 ms by default, so that
few of its 5 ms would be the reader's and the rest would be noise. The share is therefore measured
with an interval of 0.1 ms. `next to a busy thread` says how much longer the work takes at the
default interval, which batching is there to hide.

Everything is measured in turns; medians, with half the distance of the quartiles after ±. The
first two rows are work of which the share is known: they show how far the others can be trusted
on this machine, now. Another program that wants the cores spoils them all.
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
from benchmarks.harness.report import number, table
from benchmarks.harness.side_by_side import Counter, side_by_side

DEFAULT_INTERVAL = 0.005  # seconds
SHORT_INTERVAL = 0.0001
BATCH = 200
SLEEPS = 500
SLEEP_SECONDS = 0.0003


@dataclass
class Phase:
    """Work for a thread, and what was measured of it: seconds, round by round."""

    name: str
    work: Callable[[], list[Reading]]
    check: Callable[[Reading], None] = lambda reading: None
    alone: list[float] = field(default_factory=list)
    two: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)  # next to a counter, at the default interval
    missing: list[float] = field(default_factory=list)  # that the counter was without the GIL
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

    def with_counter(self, interval: float) -> "WithCounter":
        stretch, readings = with_counter(interval, self.work)
        self.accept(readings)
        return stretch

    def row(self, way: float) -> list[str]:
        """The row of it; `way`: seconds of the GIL's way from thread to thread."""
        one, two = statistics.median(self.alone), statistics.median(self.two)
        shares = [(seconds - self.crossings * way) / one for seconds in self.missing]
        low, held, high = statistics.quantiles(shares, n=4)
        return [
            self.name,
            number(self.records / one) if self.records else "",
            f"{2 * one / two:.2f}",
            f"{held:.0%} ± {(high - low) / 2:.0%}",
            f"{held * one / self.records * 1e6:.2f} us" if self.records else "",
            f"{statistics.median(self.busy) / one:.1f} times as long",
        ]


@dataclass(frozen=True)
class WithCounter:
    """A stretch of time with a counting thread."""

    seconds: float
    counts: int

    def missing(self, full_rate: float) -> float:
        """Seconds that the counter did not have."""
        return self.seconds - self.counts / full_rate


def with_counter(
    interval: float, work: Callable[[], list[Reading]]
) -> tuple[WithCounter, list[Reading]]:
    """Runs the work next to a counter, at a switch interval."""
    sys.setswitchinterval(interval)
    try:
        with Counter() as counter:
            before = counter.count
            start = time.perf_counter()
            result = work()
            return WithCounter(time.perf_counter() - start, counter.count - before), result
    finally:
        sys.setswitchinterval(DEFAULT_INTERVAL)


def reading(made: Fixture, titles: bool, passes: int) -> list[Reading]:
    return [batches.read(made.path, BATCH, titles=titles, nfc=made.nfc) for _ in range(passes)]


def reading_phase(name: str, made: Fixture, titles: bool, passes: int) -> Phase:
    """Reads the file so often, from its beginning to its end."""

    def check(found: Reading) -> None:
        batches.check(name, found.records, made.records)
        if titles:
            batches.check(name, digest(found.titles), made.truth["tasks"]["title"])

    return Phase(name, partial(reading, made, titles, passes), check)


def hashing() -> list[Reading]:
    hashlib.sha256(bytes(50_000_000))
    return []


def counting() -> list[Reading]:
    for _ in range(3_000_000):
        pass
    return []


def sleeping() -> list[Reading]:
    for _ in range(SLEEPS):
        time.sleep(SLEEP_SECONDS)
    return []


def measure(phases: list[Phase], rounds: int) -> float:
    """Fills the phases' lists; gives the seconds of the GIL's way from thread to thread."""
    ways = []
    for turn in range(-1, rounds):
        for phase in phases:
            one, two = phase.side_by_side(1), phase.side_by_side(2)
            busy = phase.with_counter(DEFAULT_INTERVAL)
            # At the same time, too: what else runs on the machine may come and go.
            free, _ = with_counter(SHORT_INTERVAL, hashing)
            short = phase.with_counter(SHORT_INTERVAL)
            if turn >= 0:
                phase.alone.append(one)
                phase.two.append(two)
                phase.busy.append(busy.seconds)
                phase.missing.append(short.missing(free.counts / free.seconds))
        sleep, _ = with_counter(SHORT_INTERVAL, sleeping)
        ways.append(sleep.missing(free.counts / free.seconds) / SLEEPS)
    return max(0.0, statistics.median(ways))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--full", action="store_true", help="100,000 records, more rounds")
    args = parser.parse_args()
    records, rounds = (100_000, 9) if args.full else (10_000, 4)
    utf8, marc8 = fixture("utf8", records), fixture("marc8", records)
    phases = [
        Phase("known: all of it, a loop in Python", counting),
        Phase("known: none of it, a hash in C", hashing),
        reading_phase("read_batch", utf8, False, 3),
        reading_phase("read_batch and record.title", utf8, True, 3),
        reading_phase("read_batch, from MARC-8", marc8, False, 1),
        reading_phase("read_batch from MARC-8 and record.title", marc8, True, 1),
    ]
    way = measure(phases, rounds)
    print(f"## Who holds the GIL, {records:,} records in batches of {BATCH}\n")
    heading = ["phase", "records/s", "two threads", "GIL held", "a record", "next to a busy thread"]
    print(table(heading, [phase.row(way) for phase in phases]) + "\n")
    print(f"The GIL's way from thread to thread took {way * 1e6:.0f} us and was taken off.")


if __name__ == "__main__":
    main()
