"""How reading goes with 1, 2, 4 and 8 threads on the same work, and what it would with more.

    python -m benchmarks.diagnostics.thread_scaling  80,000 records: part of make bench
    python -m benchmarks.diagnostics.thread_scaling --full  800,000 records, more rounds

The work is to read a file eight times over in batches of 200. It is shared out in three ways:
Python threads each have a reader of their own over a share of the eight (`own`); they share one
reader over all eight and take turns asking it for batches (`shared`); or a single Python thread
asks a reader that was opened with `threads=`, for which threads of Java read ahead (`ahead`; 1 is
for none). Where a column says `us`, it means microseconds a record, all threads together:

- `read_batch`: CPU time of Python's threads inside it: framing, parsing and the crossing; where
  Java reads ahead, the crossing only.
- `waits there`: the rest of the wall time inside it: for a core, for the GIL and, where threads
  share a reader, for their turn; where Java reads ahead, for the queue, which is empty.
- `titles`, `waits there`: the same for `record.title`, which is Python.
- `others`: CPU time of the process's other threads: those that read ahead, and Java's collector
  and compiler.
- `others wait`: the rest of the wall time of the threads that read ahead: for their turn to
  divide, for a core, and for the queue, which is full.
- `cores`: CPU time over wall time.

The serial fraction is the one with which Amdahl's law gives the speed-up that was measured with as
many threads as the machine has cores. PREDICTIONS for more cores follow from that fraction and that
law; nobody has measured them, and caches and memory are not in them. The least and the most of the
rounds are in brackets. The first row, a hash in C that shares nothing, is what the machine gives.

Everything takes turns; medians of the rounds; every answer is checked.
"""

import argparse
import hashlib
import os
import statistics
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import panamarc
from benchmarks.data.generate import digest
from benchmarks.data.make_fixtures import Fixture, fixture
from benchmarks.diagnostics import batches
from benchmarks.harness.measure import interleave
from benchmarks.harness.report import number, table
from benchmarks.harness.side_by_side import Finished, side_by_side

BATCH = 200
COPIES = 8
THREADS = (1, 2, 4, 8)
CORES = len(os.sched_getaffinity(0))
MORE_CORES = (4, 8, 16, 32)
# Methods of Work.
WAYS = {
    "own": "Readers of their own",
    "shared": "One reader for all",
    "ahead": "One Python thread, threads of Java that read ahead",
}


@dataclass
class Share:
    """What a thread did, in seconds; as a sum, what all did."""

    records: int = 0
    titles: list[str | None] = field(default_factory=list)
    read_cpu: float = 0.0
    read_wall: float = 0.0
    title_cpu: float = 0.0
    title_wall: float = 0.0

    def add(self, other: "Share") -> None:
        self.records += other.records
        self.titles += other.titles
        self.read_cpu += other.read_cpu
        self.read_wall += other.read_wall
        self.title_cpu += other.title_cpu
        self.title_wall += other.title_wall


def read(reader: panamarc.RecordReader, titles: bool) -> Share:
    """Takes batches until there are no more."""
    share = Share()
    while True:
        wall, cpu = time.perf_counter(), time.thread_time()
        batch = reader.read_batch(BATCH)
        read_wall, read_cpu = time.perf_counter(), time.thread_time()
        share.read_wall += read_wall - wall
        share.read_cpu += read_cpu - cpu
        if not batch:
            return share
        share.records += len(batch)
        if titles:
            share.titles += [record.title for record in batch]
            share.title_wall += time.perf_counter() - read_wall
            share.title_cpu += time.thread_time() - read_cpu


def boundaries(reader: panamarc.RecordReader, titles: bool) -> Share:
    """Frames only; `titles` is of no use here."""
    wall, cpu = time.perf_counter(), time.thread_time()
    records = sum(1 for _ in reader.scan_boundaries())
    return Share(records, [], time.thread_time() - cpu, time.perf_counter() - wall)


@dataclass(frozen=True)
class Work:
    """What is done with a file."""

    name: str
    made: Fixture
    titles: bool
    does: Callable[[panamarc.RecordReader, bool], Share] = read

    def opened(self, copies: int, threads: int = 1) -> panamarc.RecordReader:
        return panamarc.open([self.made.path] * copies, nfc=self.made.nfc, threads=threads)

    def own(self, threads: int) -> Finished[Share]:
        """Each thread has a reader of its own."""

        def one() -> Share:
            with self.opened(COPIES // threads) as reader:
                return self.does(reader, self.titles)

        return side_by_side([one] * threads)

    def shared(self, threads: int) -> Finished[Share]:
        """All threads share one reader."""
        with self.opened(COPIES) as reader:
            return side_by_side([partial(self.does, reader, self.titles)] * threads)

    def ahead(self, threads: int) -> Finished[Share]:
        """One Python thread, for which a number of Java's read ahead."""
        with self.opened(COPIES, threads) as reader:
            return side_by_side([partial(self.does, reader, self.titles)])

    def check(self, share: Share) -> None:
        """Raises WrongAnswer if a record is missing, given twice or another."""
        batches.check(f"{self.name}, records", share.records, self.made.records * COPIES)
        if self.titles:
            expected = {title: n * COPIES for title, n in titles_of(self.made).items()}
            batches.check(f"{self.name}, titles differ", Counter(share.titles) == expected, True)


_titles: dict[Path, Counter[str | None]] = {}


def titles_of(made: Fixture) -> Counter[str | None]:
    """How often each title is in a file, whose titles were planted."""
    if made.path not in _titles:
        titles = batches.read(made.path, BATCH, nfc=made.nfc).answers
        batches.check(made.path.name, digest(titles), made.truth["tasks"]["title"])
        _titles[made.path] = Counter(titles)
    return _titles[made.path]


@dataclass
class Hash:
    """Work that shares nothing, a number of threads at once."""

    threads: int
    rounds: int
    seconds: list[float] = field(default_factory=list)

    def run(self) -> float:
        data = bytes(8_000_000)
        hashes = [partial(self._hash, data, COPIES // self.threads)] * self.threads
        return side_by_side(hashes).seconds

    @staticmethod
    def _hash(data: bytes, copies: int) -> None:
        for _ in range(copies):
            hashlib.sha256(data)


@dataclass
class Scaling:
    """A work shared out in one way among a number of threads, and what was measured of it."""

    work: Work
    way: str  # "own", "shared" or "ahead"
    threads: int
    rounds: int
    seconds: list[float] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)  # of all threads, round by round
    cpu_seconds: list[float] = field(default_factory=list)

    def run(self) -> float:
        finished = getattr(self.work, self.way)(self.threads)
        whole = Share()
        for share in finished.results:
            whole.add(share)
        self.work.check(whole)
        whole.titles = []
        self.shares.append(whole)
        self.cpu_seconds.append(finished.cpu_seconds)
        return finished.seconds

    def _others_wait(self, share: Share, cpu: float) -> float:
        wall = share.read_wall + share.title_wall
        return max(0.0, self.threads * wall - (cpu - share.read_cpu - share.title_cpu))

    def row(self, one: "Scaling") -> list[str]:
        records = self.work.made.records * COPIES
        seconds = statistics.median(self.seconds)

        def micros(of: Callable[[Share, float], float]) -> str:
            timed = list(zip(self.shares, self.cpu_seconds, strict=True))[-self.rounds :]
            return f"{statistics.median(of(*one) for one in timed) / records * 1e6:.2f}"

        return [
            self.work.name,
            str(self.threads),
            number(records / seconds),
            f"{statistics.median(one.seconds) / seconds:.2f}",
            micros(lambda share, _: share.read_cpu),
            micros(lambda share, _: share.read_wall - share.read_cpu),
            micros(lambda share, _: share.title_cpu),
            micros(lambda share, _: share.title_wall - share.title_cpu),
            micros(lambda share, cpu: cpu - share.read_cpu - share.title_cpu),
            micros(self._others_wait) if self.way == "ahead" and self.threads > 1 else "",
            f"{statistics.median(self.cpu_seconds[-self.rounds :]) / seconds:.2f}",
        ]


def serial_fraction(speed_up: float, threads: int) -> float:
    """The share of the work that is done by one thread at a time, by Amdahl's law."""
    return min(1.0, max(0.0, (threads / speed_up - 1) / (threads - 1)))


def predicted(fraction: float, cores: int) -> float:
    """The speed-up that Amdahl's law gives."""
    return 1 / (fraction + (1 - fraction) / cores)


def amdahl(name: str, one: list[float], many: list[float], threads: int) -> list[str]:
    """The row of a work: seconds with one thread and with many, round by round."""
    ratios = [a / b for a, b in zip(one, many, strict=True)]
    typical = statistics.median(one) / statistics.median(many)
    middle, least, most = (
        serial_fraction(ratio, threads) for ratio in (typical, max(ratios), min(ratios))
    )

    def cell(cores: int) -> str:
        low, high = predicted(most, cores), predicted(least, cores)
        return f"{predicted(middle, cores):.1f} ({low:.1f} to {high:.1f})"

    serial = f"{middle:.0%} ({least:.0%} to {most:.0%})"
    return [name, f"{typical:.2f}", serial, *map(cell, MORE_CORES)]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--full", action="store_true", help="800,000 records, more rounds")
    full = parser.parse_args().full
    rounds = 5 if full else 2
    utf8 = fixture("utf8", 100_000 if full else 10_000)
    marc8 = fixture("marc8", 10_000 if full else 1_000)
    works = [
        Work("read_batch", utf8, titles=False),
        Work("read_batch and record.title", utf8, titles=True),
        Work("read_batch, from MARC-8", marc8, titles=False),
    ]
    framing = Work("scan_boundaries: framing alone", utf8, titles=False, does=boundaries)
    asked = [("own", framing)] + [(way, work) for way in WAYS for work in works]
    hashes = [Hash(threads, rounds) for threads in THREADS]
    curves = [[Scaling(work, way, threads, rounds) for threads in THREADS] for way, work in asked]
    interleave([*hashes, *[one for curve in curves for one in curve]])
    print(f"## Threads, {COPIES} times {utf8.records:,} records; {CORES} cores\n")
    heading = "work|threads|records/s|speed-up|read_batch us|waits there|titles us|waits there"
    columns = [*heading.split("|"), "others us", "others wait", "cores"]
    for way, title in WAYS.items():
        mine = [curve for curve in curves if curve[0].way == way]
        rows = [one.row(curve[0]) for curve in mine for one in curve]
        print(f"### {title}\n\n{table(columns, rows)}\n")
    threads = max(count for count in THREADS if count <= CORES)
    if threads == 1:
        print("One core: nothing can be said of more.")
    else:
        at = THREADS.index(threads)
        rows = [amdahl("a hash in C", hashes[0].seconds, hashes[at].seconds, threads)]
        rows += [
            amdahl(
                f"{curve[0].work.name}, {curve[0].way}",
                curve[0].seconds,
                curve[at].seconds,
                threads,
            )
            for curve in curves
        ]
        cores = [f"{count} cores, PREDICTED" for count in MORE_CORES]
        print("### Amdahl's law\n")
        print(table(["work", f"{threads} threads", "serial fraction", *cores], rows) + "\n")


if __name__ == "__main__":
    main()
