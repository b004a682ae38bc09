"""How many records a batch should have: the time to read a file, batch size by batch size.

    python -m benchmarks.diagnostics.batch_size_sweep  10,000 records: part of make bench
    python -m benchmarks.diagnostics.batch_size_sweep --full  100,000 records: ten minutes

Each of 1, 2 and 4 Python threads reads all of the same file with a reader of its own,
`read_batch(size)`, and asks each record for its title; alone, and next to a Python thread that
counts and releases the GIL once a switch interval. There each crossing into Java waits for the
GIL, so small batches read only the beginning of the file. 1 and 2 threads also ask for one value
and two lists through `get_fields` and `get_subfields`, which makes Python objects. A size above
2,000 is tried where the last step still gained. Sizes take turns within a round; medians count. The
answers of every round are compared with what was planted. Peak memory, which only the full form
measures, is that of a process of its own which reads the same alone, the mapped file not counted.
The table of two threads against one is there to choose a default by: its speed-ups are medians of
the rounds' ratios, since one thread and two take turns.

Draws the curve here, and writes speedup_curve.csv and speedup_curve.png: the full form to
benchmarks/results/, the other to benchmarks/data/, whose files are not committed.
"""

import argparse
import statistics
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path

from benchmarks.data.generate import digest
from benchmarks.data.make_fixtures import fixture
from benchmarks.diagnostics import batches, curve, drawing
from benchmarks.diagnostics.curve import Point, what_follows
from benchmarks.harness import machine, memory, tasks
from benchmarks.harness.measure import interleave
from benchmarks.harness.report import number, table
from benchmarks.harness.side_by_side import Counter, side_by_side
from panamarc._input.options import BATCH_RECORDS

HERE = Path(__file__).resolve().parents[1]
SIZES = (1, 10, 25, 50, 100, 200, 500, 1000, 2000)
LARGER = (5000,)
THREADS = (1, 2, 4)
# What is asked of each record, and what else runs.
ALONE, LISTS, BUSY = "alone", "alone, lists", "busy thread"
ASKED = (ALONE, LISTS)
TASKS = {ALONE: tasks.title, LISTS: tasks.lists, BUSY: tasks.title}


@dataclass(frozen=True)
class Scale:
    records: int
    rounds: int
    busy_rounds: int
    busy_threads: tuple[int, ...]
    busy_crossings: int  # batches a thread that reads next to a busy one may fetch
    memory: bool


QUICK = Scale(
    records=10_000,
    rounds=3,
    busy_rounds=2,
    busy_threads=(1, 2),
    busy_crossings=10,
    memory=False,
)
FULL = Scale(
    records=100_000,
    rounds=5,
    busy_rounds=3,
    busy_threads=THREADS,
    busy_crossings=100,
    memory=True,
)


class File:
    """The file that is read, and the digests of the answers of its first records."""

    def __init__(self, records: int) -> None:
        made = fixture("utf8", records)
        self.path, self.records = made.path, made.records
        self._planted = made.truth["tasks"]
        self._titles = batches.read(made.path, 200).answers
        batches.check(made.path.name, digest(self._titles), self._planted["title"])
        self._digests: dict[int, str] = {}

    def digest(self, task: tasks.Task, most: int) -> str:
        """Of a task's answers for the first records; what is not `title` is asked of all."""
        if most == self.records:
            return str(self._planted[task.__name__])
        if most not in self._digests:
            self._digests[most] = digest(self._titles[:most])
        return self._digests[most]


@dataclass
class Sweep:
    """One size with a number of threads, to be measured in rounds."""

    file: File
    size: int
    threads: int
    contention: str
    rounds: int
    most: int  # records that each thread reads
    seconds: list[float] = field(default_factory=list)
    crossings: int = 0
    per_record: list[list[float]] = field(default_factory=list)  # of each round

    def run(self) -> float:
        task = TASKS[self.contention]
        work = partial(batches.read, self.file.path, self.size, self.most, task)
        with Counter() if self.contention == BUSY else nullcontext():
            finished = side_by_side([work] * self.threads)
        self.per_record.append([])
        for reading in finished.results:
            what = f"batches of {self.size}, {self.threads} threads, {self.contention}"
            batches.check(what, digest(reading.answers), self.file.digest(task, self.most))
            self.per_record[-1] += reading.seconds_per_record
        self.crossings = sum(reading.crossings for reading in finished.results)
        return finished.seconds

    def turn(self) -> tuple[str, int, int]:
        """Its place in a round."""
        return self.contention, self.size, self.threads

    @property
    def records_per_second(self) -> float:
        return self.threads * self.most / statistics.median(self.seconds)

    def point(self, first: "Sweep", peak: int | None) -> Point:
        """The row of it; `first` is that of batch size 1."""
        timed = self.per_record[-self.rounds :]  # without the warm-up
        low, _, high = statistics.quantiles(chain.from_iterable(timed), n=4)
        return Point(
            batch_size=self.size,
            time_sec=statistics.median(self.seconds),
            speedup_factor=self.records_per_second / first.records_per_second,
            threads=self.threads,
            contention=self.contention,
            peak_memory_bytes=peak,
            crossings=self.crossings,
            spread_sec_per_record=high - low,
            records=self.threads * self.most,
        )


@dataclass
class Curve:
    """All sizes of a number of threads, alone or next to a busy one."""

    sweeps: list[Sweep]

    @property
    def rates(self) -> dict[int, float]:
        return {sweep.size: sweep.records_per_second for sweep in self.sweeps}

    @property
    def contention(self) -> str:
        return self.sweeps[0].contention

    @property
    def label(self) -> str:
        first = self.sweeps[0]
        return f"{first.threads} thread{'s'[: first.threads > 1]}, {first.contention}"


def measured(file: File, scale: Scale) -> list[Curve]:
    """Every curve, each as long as it climbs."""

    def sweep(size: int, threads: int, contention: str) -> Sweep:
        if contention != BUSY:
            return Sweep(file, size, threads, contention, scale.rounds, file.records)
        most = min(file.records, size * scale.busy_crossings)
        return Sweep(file, size, threads, contention, scale.busy_rounds, most)

    curves = [
        Curve([sweep(size, threads, contention) for size in SIZES])
        for contention, counts in (
            (ALONE, THREADS),
            (LISTS, (1, 2)),
            (BUSY, scale.busy_threads),
        )
        for threads in counts
    ]
    # One thread and two follow each other.
    interleave(sorted((one for each in curves for one in each.sweeps), key=Sweep.turn))
    for size in LARGER:
        going_on = [each for each in curves if curve.climbs(each.rates)]
        for each in going_on:
            last = each.sweeps[-1]
            each.sweeps.append(sweep(size, last.threads, last.contention))
        if not going_on:
            break
        # The size before takes turns with the new one: the step between them is of one time.
        interleave([one for each in going_on for one in each.sweeps[-2:]])
    return curves


def two_against_one(curves: Sequence[Curve]) -> list[list[str]]:
    """A row for each size: what one thread reads, and how much more two do."""
    by_label = {each.label: {one.size: one for one in each.sweeps} for each in curves}
    pairs = [(by_label[f"1 thread, {what}"], by_label[f"2 threads, {what}"]) for what in ASKED]
    rows = []
    for size in SIZES:
        row = [f"{size:,}"]
        for one, two in pairs:
            # The largest size may have had more rounds, with a larger one.
            rounds = zip(one[size].seconds, two[size].seconds, strict=False)
            speed_up = statistics.median(2 * alone / together for alone, together in rounds)
            rates = one[size].records_per_second, two[size].records_per_second
            row += [*map(number, rates), f"{speed_up:.2f}"]
        rows.append(row)
    return rows


def peaks(file: File, curves: Sequence[Curve]) -> dict[tuple[int, int], int]:
    """Peak memory in bytes by batch size and threads."""
    wanted = sorted({(sweep.size, sweep.threads) for each in curves for sweep in each.sweeps})

    def peak(size: int, threads: int) -> int:
        script = ["-m", batches.__name__, str(file.path), str(size), str(threads)]
        return memory.peak_of(script, file.records * threads)

    with ThreadPoolExecutor(2) as pool:  # no times are taken here
        return dict(zip(wanted, pool.map(lambda one: peak(*one), wanted), strict=True))


def rows_of(points: Sequence[Point]) -> list[list[str]]:
    return [
        [
            f"{point.threads}, {point.contention}",
            f"{point.batch_size:,}",
            number(point.records_per_second),
            f"{point.speedup_factor:.2f}",
            f"{point.spread_sec_per_record * 1e6:.2f} us",
            f"{point.crossings:,}",
            "" if point.peak_memory_bytes is None else f"{point.peak_memory_bytes / 2**20:.0f} MiB",
        ]
        for point in points
    ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--full", action="store_true", help="100,000 records, more rounds")
    parser.add_argument("--results", type=Path, help="a folder to write to instead")
    args = parser.parse_args()
    results = args.results or HERE / ("results" if args.full else "data")
    results.mkdir(parents=True, exist_ok=True)
    scale = FULL if args.full else QUICK
    file = File(scale.records)
    curves = measured(file, scale)
    memory_of = peaks(file, curves) if scale.memory else {}
    points = [
        sweep.point(each.sweeps[0], memory_of.get((sweep.size, sweep.threads)))
        for each in curves
        for sweep in each.sweeps
    ]
    curve.write_csv(points, results / "speedup_curve.csv")
    where = f"{machine.cpu()}, {scale.records:,} records of 1.1 KB"
    drawing.png(points, results / "speedup_curve.png", where)
    heading = "threads|batch size|records/s|speed-up|spread a record|crossings|peak memory"
    print(f"## Batch sizes, {scale.records:,} records\n")
    print(table(heading.split("|"), rows_of(points)) + "\n")
    print("### Two threads against one\n")
    heading = "batch size|title: 1 thread|2 threads|speed-up|lists: 1 thread|2 threads|speed-up"
    print(table(heading.split("|"), two_against_one(curves)) + "\n")
    print(drawing.terminal(points) + "\n")
    said = [
        [each.label, f"{each.rates[100] / each.rates[1]:.1f}", curve.verdict(each.rates).text]
        for each in curves
    ]
    print(table(["curve", "100 against 1", "what it says"], said) + "\n")
    for of, where in ((ASKED, "alone"), ((BUSY,), "next to a busy thread")):
        rates = {each.label: each.rates for each in curves if each.contention in of}
        print(f"- {where}: " + what_follows("BATCH_RECORDS", BATCH_RECORDS, rates))
    print("\nWhat a larger default costs: a record that is kept keeps its whole batch.")


if __name__ == "__main__":
    main()
