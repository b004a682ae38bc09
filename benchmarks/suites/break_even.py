"""Where panamarc begins to pay: the time of a whole process over the number of records it reads.

    python -m benchmarks.suites.break_even         10 to 10,000 records: part of make bench
    python -m benchmarks.suites.break_even --full  10 to 1,000,000 records: some minutes

Each process reads one file and prints how many fields 650 it has, with pymarc, mrrc and panamarc
in turn; its start, and that of Java, is part of its time. All must print the same. Medians count;
files of more than 10,000 records are read once, after a round that does not count. So the modules
of all are compiled, and Java's class archive is there, as for a program that runs again.

Writes break_even.csv, break_even.md and break_even.png: the full form to benchmarks/results/, and
the picture to docs/assets, too; the other to benchmarks/data/, whose files are not committed.
"""

import argparse
import csv
import platform
import shutil
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.figure import Figure
from PIL import Image

from benchmarks.data.make_fixtures import fixture
from benchmarks.harness import machine
from benchmarks.harness.measure import WrongAnswer, interleave
from benchmarks.harness.places import large
from benchmarks.harness.report import RESULTS, table
from benchmarks.suites.command import RECORD, repeated
from benchmarks.suites.start_up import Process

ASSETS = Path(__file__).resolve().parents[2] / "docs" / "assets"
NAME = "break_even"
PIECE = 10_000  # records, repeated in larger files
END = b"\x1d"

SUM = "import sys; print(sum(len(record.get_fields('650')) for record in {reader}))"
READERS = {
    "pymarc": "__import__('pymarc').MARCReader(open(sys.argv[1], 'rb'))",
    "mrrc": "__import__('mrrc').MARCReader(sys.argv[1])",
    "panamarc": "__import__('panamarc').MARCReader(open(sys.argv[1], 'rb'))",
}
COLOURS = {"pymarc": "#d1671c", "mrrc": "#5b8c2a", "panamarc": "#0b6e99"}

Times = Mapping[str, Mapping[int, float]]  # seconds, by library and number of records


def measured(folder: Path, sizes: Sequence[int]) -> Times:
    """The seconds of each library's process for files of these numbers of records."""
    times: dict[str, dict[int, float]] = {library: {} for library in READERS}
    piece = fixture("utf8", PIECE).path
    records = [record + END for record in piece.read_bytes().split(END)[:-1]]
    for size in sizes:
        path = folder / "records.mrc"
        path.write_bytes(b"".join(records[:size]))
        if size > PIECE:
            repeated(piece, path, size // PIECE)
        rounds = 7 if size <= 1000 else 3 if size <= PIECE else 1
        runs = {
            library: Process(library, ["-c", SUM.format(reader=reader), str(path)], rounds)
            for library, reader in READERS.items()
        }
        interleave(list(runs.values()))
        if len({run.printed for run in runs.values()}) != 1:
            raise WrongAnswer(f"{size} records: {[run.printed for run in runs.values()]}")
        for library, run in runs.items():
            times[library][size] = statistics.median(run.seconds)
    return times


def draw(times: Times, path: Path, where: str) -> None:
    """Seconds over records, both logarithmic."""
    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.subplots()
    axes.set_title(
        f"A process that counts the subjects of each record, start included\n{where}", size=10
    )
    for library, line in times.items():
        axes.plot(*zip(*line.items(), strict=True), marker="o", color=COLOURS[library])
        last = max(line)
        axes.annotate(
            f" {library}", (last, line[last]), color=COLOURS[library], va="center", size=9
        )
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("records in the file (log scale)")
    axes.set_ylabel("seconds (log scale)")
    sizes = times["panamarc"]
    axes.set_xlim(min(sizes) / 2, max(sizes) * 6)  # with room for the names
    axes.grid(alpha=0.3)
    figure.savefig(path, dpi=105)
    # At matplotlib's own level of compression, bytes of it look like a mark of unfinished work.
    with Image.open(path) as picture:
        picture.save(path, compress_level=8)


def rows(times: Times) -> list[list[str]]:
    sizes = sorted(times["panamarc"])
    return [
        [f"{size:,}", *(f"{times[library][size]:.3g} s" for library in READERS)] for size in sizes
    ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--full", action="store_true", help="up to a million records")
    full = parser.parse_args().full
    sizes = [10**power for power in range(1, 7 if full else 5)]
    results = RESULTS if full else RESULTS.with_name("data")
    with large(2 * sizes[-1] * RECORD) as folder:
        times = measured(Path(folder), sizes)
    shown = table(["records", *READERS], rows(times))
    heading = f"# Seconds of a whole process: {machine.cpu()}, Python {platform.python_version()}"
    print(f"{heading}\n\n{shown}")
    with (results / f"{NAME}.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["records", *READERS])
        writer.writerows([size, *(times[one][size] for one in READERS)] for size in sizes)
    draw(times, results / f"{NAME}.png", machine.cpu())
    if full:
        (results / f"{NAME}.md").write_text(f"{heading}\n\n{shown}\n", "utf-8")
        shutil.copyfile(results / f"{NAME}.png", ASSETS / f"{NAME}.png")


if __name__ == "__main__":
    main()
