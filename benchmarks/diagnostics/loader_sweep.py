"""How many records a loader's batch should have, and how many workers: the time to load a folder.

    python -m benchmarks.diagnostics.loader_sweep         10,000 records, into benchmarks/data/
    python -m benchmarks.diagnostics.loader_sweep --full  200,000 records, more rounds

Batches of 16, 32, 64 and 128 records, by 1, 2, 4 and 8 threads, once as records of which title,
year and subjects are asked, once as tables of Arrow with these. The answers of each loader are
compared with those of `open` before its time counts. Sizes and workers take turns within a round;
medians count.

Writes loader_sweep.csv and loader_sweep.png: the full form to benchmarks/results/, and the picture
to docs/assets, too; the other to benchmarks/data/, whose files are not committed. Then it says what
follows for the defaults.
"""

import argparse
import gc
import shutil
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

import panamarc
from benchmarks.diagnostics.curve import what_follows, write_csv
from benchmarks.harness import machine
from benchmarks.harness.loading import COLUMNS, Facts, of_records, rows_of
from benchmarks.harness.measure import WrongAnswer, interleave
from benchmarks.harness.places import large
from benchmarks.harness.report import number, table
from benchmarks.suites.loader import RECORD_BYTES, in_files
from panamarc import _threads
from panamarc._loader.settings import BATCH_SIZE

HERE = Path(__file__).resolve().parents[1]
ASSETS = HERE.parent / "docs" / "assets"
PICTURE = "loader_sweep.png"
SIZES = (16, 32, 64, 128)
WORKERS = (1, 2, 4, 8)
RECORDS, TABLES = "records", "tables"
COLOURS = {1: "#0b6e99", 2: "#d1671c", 4: "#5b8c2a", 8: "#7a4fa3"}
MARKERS = {1: "o", 2: "s", 4: "^", 8: "D"}


@dataclass(frozen=True)
class Point:
    """A row of loader_sweep.csv: its columns in this order."""

    result: str  # "records" or "tables"
    workers: int
    batch_size: int  # records
    time_sec: float  # median of the rounds
    records_per_second: float
    speedup_factor: float  # over one worker with batches of 16


@dataclass
class Sweep:
    """One size with a number of workers, to be measured in rounds."""

    folder: Path
    records: int
    result: str
    workers: int
    size: int
    rounds: int
    seconds: list[float] = field(default_factory=list)

    def loader(self) -> panamarc.Loader:
        columns = COLUMNS if self.result == TABLES else None
        return panamarc.Loader(
            self.folder, "*.mrc", columns=columns, workers=self.workers, batch_size=self.size
        )

    def facts(self) -> list[Facts]:
        return (rows_of if self.result == TABLES else of_records)(self.loader())

    def run(self) -> float:
        gc.collect()
        start = time.perf_counter()
        if self.result == TABLES:
            found = sum(batch.num_rows for batch in self.loader())
        else:
            found = len(of_records(self.loader()))
        seconds = time.perf_counter() - start
        if found != self.records:
            raise WrongAnswer(f"{self}: {found} records")
        return seconds

    @property
    def rate(self) -> float:
        return self.records / statistics.median(self.seconds)


def measured(folder: Path, records: int, rounds: int) -> list[Point]:
    sweeps = [
        Sweep(folder, records, result, workers, size, rounds)
        for result in (RECORDS, TABLES)
        for workers in WORKERS
        for size in SIZES
    ]
    files = sorted(folder.glob("*.mrc"))
    expected = of_records([list(panamarc.open(file)) for file in files])
    for sweep in sweeps:
        if sweep.facts() != expected:
            raise WrongAnswer(f"{sweep}: other answers than those of open")
    interleave(sweeps)
    first = {sweep.result: sweep.rate for sweep in sweeps[:: len(WORKERS) * len(SIZES)]}
    return [
        Point(
            sweep.result,
            sweep.workers,
            sweep.size,
            statistics.median(sweep.seconds),
            sweep.rate,
            sweep.rate / first[sweep.result],
        )
        for sweep in sweeps
    ]


def draw(points: Sequence[Point], path: Path, where: str) -> None:
    """Records a second over batch size, a panel for each result and a line for each worker."""
    figure = Figure(figsize=(11, 4.6), layout="constrained")
    figure.suptitle(f"panamarc.Loader: title, year and subjects of each record\n{where}")
    for axes, result in zip(figure.subplots(1, 2), (RECORDS, TABLES), strict=True):
        for workers in WORKERS:
            line = [one for one in points if (one.result, one.workers) == (result, workers)]
            axes.plot(
                [one.batch_size for one in line],
                [one.records_per_second / 1e6 for one in line],
                color=COLOURS[workers],
                marker=MARKERS[workers],
                markersize=5,
                label=_workers(workers),
            )
        axes.set_xscale("log")
        axes.set_xticks(SIZES, map(str, SIZES))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_xlabel("batch size (records, log scale)")
        axes.set_ylabel("million records a second")
        axes.set_ylim(bottom=0)
        axes.set_title("as records" if result == RECORDS else "as Arrow tables")
        axes.grid(alpha=0.3)
        axes.legend()
    figure.savefig(path, dpi=100)


def _workers(number: int) -> str:
    return "1 worker" if number == 1 else f"{number} workers"


def rates(points: Sequence[Point], result: str, of: str) -> dict[str, dict[int, float]]:
    """Curves of records a second by "batch size", or by "workers"."""
    curves: dict[str, dict[int, float]] = {}
    for one in points:
        if one.result == result:
            at, other = one.batch_size, _workers(one.workers)
            if of == "workers":
                at, other = one.workers, f"batches of {one.batch_size}"
            curves.setdefault(other, {})[at] = one.records_per_second
    return curves


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--full", action="store_true", help="200,000 records, more rounds")
    parser.add_argument("--results", type=Path, help="a folder to write to instead")
    given = parser.parse_args()
    records, rounds = (200_000, 5) if given.full else (10_000, 2)
    results = given.results or HERE / ("results" if given.full else "data")
    results.mkdir(parents=True, exist_ok=True)
    with large(records * RECORD_BYTES) as folder:
        whole = Path(folder, "whole")
        in_files(whole, records)
        points = measured(whole, records, rounds)
    write_csv(points, results / "loader_sweep.csv")
    cores = _threads.usable()
    draw(points, results / PICTURE, f"{machine.cpu()}, {cores} cores, {records:,} records")
    if given.full and not given.results:
        shutil.copyfile(results / PICTURE, ASSETS / PICTURE)
    rows = [
        [
            one.result,
            str(one.workers),
            str(one.batch_size),
            number(one.records_per_second),
            f"{one.speedup_factor:.2f}",
        ]
        for one in points
    ]
    print(f"## Loaders, {records:,} records, {cores} cores\n")
    print(table(["result", "workers", "batch size", "records/s", "speed-up"], rows) + "\n")
    for result in (RECORDS, TABLES):
        for name, present in (("batch size", BATCH_SIZE), ("workers", min(cores, WORKERS[-1]))):
            print(f"- {result}: " + what_follows(name, present, rates(points, result, name)))


if __name__ == "__main__":
    main()
