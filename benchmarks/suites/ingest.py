"""Stores: `panamarc.ingest` compared with what people do today, pymarc and `executemany`.

    python -m benchmarks.suites.ingest          100,000 records in four files
    python -m benchmarks.suites.ingest --full   a million, verified

Each run is a process of its own, timed without its start. Before a time counts, the rows of each
table are counted, those of pymarc's part as pymarc counts them, and the hashes of all stores, of
one thread and of two, must be the same. Writes ingest.md and ingest.json to benchmarks/results/.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import tomllib

import panamarc
from benchmarks.data.generate import generate
from benchmarks.harness import machine
from benchmarks.harness.ingest_work import TABLES
from benchmarks.harness.memory import resident
from benchmarks.harness.places import large
from benchmarks.harness.report import RESULTS, number, table

ROOT = Path(__file__).resolve().parents[1]
TARGETS: dict[str, float] = tomllib.loads((ROOT / "targets.toml").read_text("utf-8"))["ingest"]
STORES = ("duckdb", "parquet", "sqlite")
FILES = 4
PART = 5_000  # of pymarc
ROUNDS = 3
RECORD_BYTES = 4_000  # in a store and its journal, at most
HEADING = [
    "implementation",
    "time (s)",
    "records",
    "fields",
    "links",
    "files",
    "records/s",
    "× pymarc",
    "processors",
    "peak memory",
    "target",
    "",
]


class Runs:
    """The runs of one way."""

    def __init__(self, label: str, way: str, threads: int, files: Sequence[Path]) -> None:
        self.label, self.way, self.threads, self.files = label, way, threads, files
        self.done: list[dict[str, Any]] = []

    def run(self, folder: Path) -> None:
        with tempfile.TemporaryDirectory(dir=folder) as place:
            self.done.append(self._child(Path(place) / "store"))

    def _child(self, store: Path) -> dict[str, Any]:
        what = [self.way, str(store), str(self.threads), *map(str, self.files)]
        child = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.harness.ingest_work", *what],
            stdout=subprocess.PIPE,
            text=True,
        )
        peak = 0
        while child.poll() is None:
            peak = max(peak, resident(Path(f"/proc/{child.pid}/status")))
            time.sleep(0.005)
        assert child.stdout is not None
        said = child.stdout.read()
        if child.returncode != 0:
            raise RuntimeError(f"{self.label}: status {child.returncode}")
        found: dict[str, Any] = json.loads(said)
        return found | {"peak": peak}

    def median(self, what: str) -> float:
        return statistics.median(one[what] for one in self.done)

    def counts(self) -> tuple[int, ...]:
        """Rows of each table, which each run must have alike."""
        found = {tuple(one[table] for table in TABLES) for one in self.done}
        if len(found) != 1:
            raise RuntimeError(f"{self.label}: {found}")
        return found.pop()

    def rate(self) -> float:
        return self.counts()[0] / self.median("seconds")

    def row(self, pymarc: "Runs", least: float | None) -> list[str]:
        counts, seconds = self.counts(), self.median("seconds")
        ratio = self.rate() / pymarc.rate()
        target = ["", ""] if least is None else [f"≥ {least:g}", verdict(ratio, least)]
        return [
            self.label,
            f"{seconds:.3g}",
            *(f"{count:,}" for count in counts),
            str(len(self.files)),
            number(self.rate()),
            f"{ratio:.3g}",
            f"{self.median('processors') / seconds:.2f}",
            f"{self.median('peak') / 1e6:.0f} MB",
            *target,
        ]


def verdict(ratio: float, least: float) -> str:
    return "met" if ratio >= least else "missed"


def check(ours: Sequence[Runs], part: Runs, pymarc: Runs) -> None:
    """Raises RuntimeError where two ways differ."""
    if part.counts() != pymarc.counts():
        raise RuntimeError(f"panamarc has {part.counts()}, pymarc {pymarc.counts()}")
    found = {(one.counts(), json.dumps(run["hashes"])) for one in ours for run in one.done}
    if len(found) != 1:
        raise RuntimeError(f"stores differ: {found}")


def verified(ours: Sequence[Runs], folder: Path) -> list[str]:
    """The stores that were compared with their sources, value by value."""
    for one in ours:
        with tempfile.TemporaryDirectory(dir=folder) as place:
            store = f"{one.way}:{Path(place) / 'store'}"
            made = panamarc.ingest([*map(str, one.files)], store, tables=TABLES, verify=True)
            if made.verified != len(one.files) or made.differences:
                raise RuntimeError(f"{store}: {made.differences}")
    return [one.way for one in ours]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--full", action="store_true", help="a million records")
    full = parser.parse_args().full
    records = 1_000_000 if full else 100_000
    generated = ROOT / "generated"
    generated.mkdir(exist_ok=True)
    facts = machine.describe(str(Path(panamarc.info()["java_home"]) / "bin" / "java"))
    facts |= {name: metadata.version(name) for name in ("pymarc", "pyarrow", "duckdb")}
    facts |= machine.panamarc_facts()
    inputs = tempfile.TemporaryDirectory(prefix="ingest-", dir=generated)
    with inputs as given, large(records * RECORD_BYTES) as folder:
        files = [Path(given) / f"{place}.mrc" for place in range(FILES)]
        for place, file in enumerate(files):
            generate(file, records // FILES, clean=True, seed=place + 1)
        small = Path(given) / "part.mrc"
        generate(small, PART, clean=True)
        pymarc = Runs("pymarc → sqlite", "pymarc", 1, [small])
        part = Runs("panamarc, what pymarc reads", "sqlite", 1, [small])
        ours = [
            Runs(f"panamarc → {store}, {how}", store, threads, files)
            for store in STORES
            for how, threads in (("sequential", 1), ("parallel", 2))
        ]
        part.run(Path(folder))
        for _ in range(1 if full else ROUNDS):
            for one in [pymarc, *ours]:
                one.run(Path(folder))
        check(ours, part, pymarc)
        compared = verified(ours[1::2] if full else [], Path(folder))
    rows = [pymarc.row(pymarc, None)]
    rows += [one.row(pymarc, TARGETS.get(one.way) if one.threads > 1 else None) for one in ours]
    scaling = []
    for one, two in zip(ours[::2], ours[1::2], strict=True):
        ratio, least = two.rate() / one.rate(), TARGETS["parallel"]
        scaling.append([one.way, f"{ratio:.3g}", f"≥ {least:g}", verdict(ratio, least)])
    text = [
        f"# Stores, {records:,} generated records of 1.1 KB",
        ", ".join(f"{key}: {value}" for key, value in facts.items()),
        table(HEADING, rows),
        f"Records, fields and links, {'one round' if full else f'medians of {ROUNDS} rounds'}, each"
        " run in a process of its own without its start. Sequential is `threads=1`, parallel"
        f" `threads=2`; pymarc, whose rows go to SQLite by `executemany` in one transaction, reads"
        f" {PART:,} records. Processors: time of processors over time; peak memory: `RssAnon`."
        + (f" Compared with the sources, value by value: {', '.join(compared)}." if full else ""),
        table(["store", "parallel × sequential", "target", ""], scaling),
    ]
    print("\n\n".join(text))
    (RESULTS / "ingest.md").write_text("\n\n".join(text) + "\n", "utf-8")
    runs = [{"way": one.label, "runs": one.done} for one in (pymarc, part, *ours)]
    raw = json.dumps({"machine": facts, "runs": runs}, indent=1)
    (RESULTS / "ingest.json").write_text(raw + "\n", "utf-8")


if __name__ == "__main__":
    main()
