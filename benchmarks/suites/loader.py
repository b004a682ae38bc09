"""`panamarc.Loader` compared with readers of pymarc in a pool of threads.

    scripts/on-jdk .venv/bin/python -m benchmarks.suites.loader               100,000 records
    scripts/on-jdk .venv/bin/python -m benchmarks.suites.loader --records N --results FOLDER

Both read a folder of files with two workers, and give title, year and subjects of each record: as
lists, a tuple a record; the loader as tables of Arrow, too. Before a time counts, the answers of
the loader in each way are compared with those of pymarc on a twentieth of the records, and with
each other on all. pymarc reads that twentieth. Rounds are in turn, and medians count; the files are
in memory where there is room. Writes loader.md and loader.json.
"""

import argparse
import gc
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

import tomllib

import panamarc
from benchmarks.data.generate import generate
from benchmarks.harness import machine
from benchmarks.harness.loading import COLUMNS, of_pool, of_records, rows_of
from benchmarks.harness.measure import WrongAnswer, interleave
from benchmarks.harness.places import large
from benchmarks.harness.report import RESULTS, number, table, verdict

ROOT = Path(__file__).resolve().parents[1]
TARGETS: dict[str, float] = tomllib.loads((ROOT / "targets.toml").read_text("utf-8"))["loader"]
RECORDS = 100_000
PART = 20  # pymarc reads one record in this number
RECORD_BYTES = 1_300
FILES = 8
WORKERS = 2
ROUNDS = 7
PEER_ROUNDS = 3
WARM_UP = 4  # seconds in which Java compiles what it runs often


@dataclass
class Way:
    """A way to get the facts, to be measured in rounds."""

    label: str
    read: Callable[[], int]
    """Gives how many records were read."""
    records: int
    rounds: int
    target: str = ""
    seconds: list[float] = field(default_factory=list)

    def run(self) -> float:
        gc.collect()
        start = time.perf_counter()
        found = self.read()
        seconds = time.perf_counter() - start
        check(found, self.records, self.label)
        return seconds

    @property
    def rate(self) -> float:
        return self.records / statistics.median(self.seconds)

    def row(self, peer: "Way") -> list[str]:
        ratio = self.rate / peer.rate
        least = TARGETS.get(self.target)
        judged = ["", ""] if least is None else [f"≥ {least:g}", verdict(ratio, least)]
        return [self.label, number(self.rate), f"{ratio:.3g}", *judged]


def check(found: object, expected: object, what: str) -> None:
    if found != expected:
        raise WrongAnswer(f"{what}: the answers differ")


def loader(folder: Path, columns: bool, **options: Any) -> panamarc.Loader:
    given = {"columns": COLUMNS} if columns else {}
    return panamarc.Loader(folder, "*.mrc", **{"workers": WORKERS, **given, **options})


def in_files(folder: Path, records: int) -> list[Path]:
    """Generated records in a folder of files."""
    folder.mkdir()
    files = [folder / f"{place}.mrc" for place in range(FILES)]
    for place, file in enumerate(files):
        generate(file, records // FILES, clean=True, seed=place + 1)
    return files


def compare(part: Path, files: list[Path], whole: Path) -> None:
    """Raises WrongAnswer where two ways differ."""
    expected = of_pool(files, WORKERS)
    check(of_records(loader(part, columns=False)), expected, "records")
    check(rows_of(loader(part, columns=True)), expected, "tables")
    facts = of_records(loader(whole, columns=False))
    check(facts == rows_of(loader(whole, columns=True)), True, "records and tables")
    for options in ({"workers": 1}, {"workers": "process:2"}):
        check(rows_of(loader(whole, columns=True, **options)) == facts, True, str(options))
    read_apart = rows_of(loader(whole, columns=True, order="any"))
    check(sorted(map(str, read_apart)) == sorted(map(str, facts)), True, "any order")


def ways(files: list[Path], part: int, whole: Path, records: int) -> list[Way]:
    def lists(**options: Any) -> Callable[[], int]:
        return lambda: len(of_records(loader(whole, columns=False, **options)))

    def tables(**options: Any) -> Callable[[], int]:
        return lambda: sum(one.num_rows for one in loader(whole, columns=True, **options))

    def arrays(**options: Any) -> Callable[[], int]:
        batches = loader(whole, columns=True, format="numpy", **options)
        return lambda: sum(len(one["title"]) for one in batches)

    peer = Way(
        f"pymarc, {WORKERS} threads", lambda: len(of_pool(files, WORKERS)), part, PEER_ROUNDS
    )
    ours = [
        ("lists", lists(), "lists"),
        ("lists, one worker", lists(workers=1), ""),
        ("lists, any order", lists(order="any"), ""),
        ("tables", tables(), "arrow"),
        ("tables, one worker", tables(workers=1), ""),
        ("tables, any order", tables(order="any"), ""),
        ("tables, shuffled", tables(shuffle=1), ""),
        ("tables, batches of 1,024", tables(batch_size=1024), ""),
        ("arrays of NumPy", arrays(), ""),
    ]
    return [peer, *(Way(label, read, records, ROUNDS, goal) for label, read, goal in ours)]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=RECORDS)
    parser.add_argument("--results", type=Path, default=RESULTS, help="a folder to write to")
    given = parser.parse_args()
    records = max(given.records // (FILES * PART), 1) * FILES * PART
    facts = machine.describe(str(Path(panamarc.info()["java_home"]) / "bin" / "java"))
    facts |= {name: metadata.version(name) for name in ("pymarc", "pyarrow")}
    facts |= machine.panamarc_facts()
    with large(2 * records * RECORD_BYTES) as folder:
        part, whole = Path(folder, "part"), Path(folder, "whole")
        files = in_files(part, records // PART)
        in_files(whole, records)
        compare(part, files, whole)
        measured = ways(files, records // PART, whole, records)
        enough = time.perf_counter() + WARM_UP
        while time.perf_counter() < enough:
            for way in measured[1:]:
                way.run()
        interleave(measured)
    peer, *ours = measured
    rows = [[peer.label, number(peer.rate), "", "", ""], *(way.row(peer) for way in ours)]
    heading = ["title, year, subjects of each record", "records/s", "× pymarc", "target", ""]
    text = [
        f"# A loader of {records:,} generated records of 1.1 KB in {FILES} files",
        ", ".join(f"{key}: {value}" for key, value in facts.items()),
        table(heading, rows),
        f"`Loader` with {WORKERS} workers and batches of 32, unless a row says otherwise; medians"
        f" of {ROUNDS} rounds. pymarc reads {records // PART:,} records, {PEER_ROUNDS} rounds.",
    ]
    print("\n\n".join(text))
    given.results.mkdir(parents=True, exist_ok=True)
    (given.results / "loader.md").write_text("\n\n".join(text) + "\n", "utf-8")
    raw = [{"way": way.label, "records": way.records, "seconds": way.seconds} for way in measured]
    data = json.dumps({"machine": facts, "ways": raw}, indent=1)
    (given.results / "loader.json").write_text(data + "\n", "utf-8")


if __name__ == "__main__":
    main()
