"""Tables: `panamarc.scan` compared with pymarc, polars-marc21 and marc21.

    python -m benchmarks.suites.tables               everything: six minutes
    python -m benchmarks.suites.tables --only where  rows whose name has the text; writes nothing

Each task makes the same table, whose cells are compared with those of pymarc's before a time
counts. Peers read the first of the records. Rounds are interleaved and medians taken; of two things
that are to be compared in one round, such as two threads and one, the median of the rounds' ratios
counts. The files are in the page cache. Writes tables.md and tables.json to
benchmarks/results/.
"""

import argparse
import gc
import json
import re
import statistics
import tempfile
import time
import unicodedata
from collections.abc import Callable, Sequence
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

import tomllib

import panamarc
from benchmarks.data.generate import generate, repeat
from benchmarks.harness import machine, table_memory
from benchmarks.harness.measure import interleave
from benchmarks.harness.places import large
from benchmarks.harness.report import RESULTS, number, table, verdict
from benchmarks.harness.side_by_side import side_by_side
from benchmarks.harness.table_memory import COLUMNS
from benchmarks.harness.table_work import ROUNDS, Expected, Work, arrow_size, rows_of, same
from benchmarks.peers import tables as peers
from panamarc import where

ROOT = Path(__file__).resolve().parents[1]
TARGETS: dict[str, float] = tomllib.loads((ROOT / "targets.toml").read_text("utf-8"))["tables"]
MARC8 = ROOT.parent / "spec" / "data" / "uva_marc8_2000.mrc.gz"
HALVES = str.maketrans({"\ufe20": "\u0361", "\ufe22": "\u0360", "\ufe21": None, "\ufe23": None})

RECORDS = 100_000
MANY = 10  # times as many, for threads and memory
PART = 5_000  # of pymarc
MIDDLE = 20_000  # of polars-marc21
PEER_ROUNDS = 5
WRITTEN = 100 << 20  # bytes that marc21 writes, at most
WARM_UP = 4  # seconds in which Java compiles what it runs often
FIELDS = ["record", "field", "tag", "ind1", "ind2", "value"]
SUBFIELDS = ["record", "field", "subfield", "tag", "ind1", "ind2", "code", "value"]
HEADING = ["table", "panamarc records/s", "compared with", "records/s", "ratio", "target", ""]

# Conditions that about one record in a hundred fulfils; the same of a row of the whole table.
CONDITIONS: dict[str, tuple[where.Condition, Callable[[dict[str, Any]], bool]]] = {
    "years": (where.years(1954, 1954), lambda row: row["year"] == "1954"),
    "end of the control number": (
        where.matches("001", "17$"),
        lambda row: row["id"].endswith("17"),
    ),
    "word of the title": (
        where.matches("245$a", r"(?i)\bharbou?r\b"),
        lambda row: re.search(r"(?i)\bharbou?r\b", row["title"] or "") is not None,
    ),
}


def in_one_form(cell: Any) -> Any:
    """A value of MARC-8 as both libraries mean it: in NFC, a mark over two letters as one mark."""
    if isinstance(cell, list):
        return [in_one_form(one) for one in cell]
    return cell if cell is None else unicodedata.normalize("NFC", cell.translate(HALVES))


def scan(path: Path, columns: Any, threads: int = 1, **options: Any) -> Any:
    return panamarc.scan(path, columns, threads=threads, **options).to_arrow()


def ratio_row(label: str, what: str, ours: Work, peer: Work, target: str) -> list[str]:
    ratio, least = ours.rate / peer.rate, TARGETS.get(target)
    goal = f"≥ {least:g}" if least else ""
    rates = number(ours.rate), what, number(peer.rate)
    return [label, *rates, f"{ratio:.3g}", goal, verdict(ratio, least)]


def round_row(label: str, what: str, ours: Work, base: Work, target: str) -> list[str]:
    """The same of two that take turns: the median of the rounds' ratios."""
    times = ours.records / base.records
    ratio = statistics.median(
        times * one / two for one, two in zip(base.seconds, ours.seconds, strict=True)
    )
    least = TARGETS[target]
    met = "met" if ratio >= least else "missed"
    rates = number(ours.rate), what, number(base.rate)
    return [label, *rates, f"{ratio:.3g}", f"≥ {least:g}", met]


class Tables:
    """The rows of the table, and all samples."""

    def __init__(
        self, folder: Path, written: Path, only: str, versions: dict[str, str | None]
    ) -> None:
        self.folder, self.written = folder, written
        self.only, self.versions = only, versions
        self.rows: list[list[str]] = []
        self.raw: list[dict[str, Any]] = []
        self.whole = self._generated(RECORDS)
        self.middle = self._generated(MIDDLE)
        self.part = self._generated(PART)

    def _generated(self, records: int) -> Path:
        path = self.folder / f"clean-{records}.mrc"
        generate(path, records, clean=True)
        return path

    def many(self, name: str = "many") -> Path:
        path = self.folder / f"{name}.mrc"
        if not path.exists():
            repeat(self.whole, MANY, path)
        return path

    def wanted(self, label: str) -> bool:
        return self.only in label

    def measure(self, works: Sequence[Work]) -> None:
        ours = works[0]
        ours.run()
        ends = time.monotonic() + WARM_UP
        while time.monotonic() < ends:
            ours.make()
        interleave(works)
        self.raw += [
            {"work": one.name, "records": one.records, "seconds": one.seconds} for one in works
        ]

    def add(self, row: list[str]) -> None:
        print(table(HEADING, [row]), flush=True)
        self.rows.append(row)

    def against_pymarc(
        self,
        label: str,
        columns: Any,
        names: list[str],
        loop: Callable[[Path], peers.Rows],
        others: Sequence[Work] = (),
        ours_path: Path | None = None,
        part: tuple[Path, int] | None = None,
        records: int = RECORDS,
        form: Callable[[peers.Rows], peers.Rows] = list,
    ) -> tuple[Work, Work]:
        """A table of panamarc and of pymarc, with whose rows that of panamarc must begin."""
        path, (small, count) = ours_path or self.whole, part or (self.part, PART)
        expected = form(loop(small))

        def begins(made: Any) -> None:
            same(f"{label}, panamarc", expected, form(rows_of(made.slice(0, len(expected)))))
            same(f"{label}, panamarc", expected, form(rows_of(scan(small, columns))))

        ours = Work(
            f"{label}, panamarc",
            records,
            partial(scan, path, columns),
            Expected(label, begins, arrow_size),
        )
        pymarcs = Work(
            f"{label}, pymarc",
            count,
            partial(peers.in_arrow(loop, names), small),
            Expected(
                f"{label}, pymarc",
                lambda made: same(label, expected, form(rows_of(made))),
                arrow_size,
            ),
            PEER_ROUNDS,
        )
        self.measure([ours, pymarcs, *others])
        return ours, pymarcs

    def five_columns(self) -> None:
        label = "five columns"
        if not self.wanted(label):
            return
        theirs: list[Work] = []
        if self.versions[peers.POLARS_MARC21]:
            cells = peers.grouped(peers.pairs(scan(self.middle, COLUMNS)))
            theirs.append(
                Work(
                    peers.POLARS_MARC21,
                    MIDDLE,
                    partial(peers.polars_marc21, self.middle),
                    Expected(
                        peers.POLARS_MARC21,
                        lambda made: same(
                            peers.POLARS_MARC21, cells, peers.grouped(made.iter_rows())
                        ),
                        lambda made: (made.shape, made.estimated_size()),
                    ),
                    PEER_ROUNDS,
                )
            )
        if self.versions[peers.MARC21]:
            all_cells = peers.grouped(peers.pairs(scan(self.whole, COLUMNS)))
            theirs.append(
                Work(
                    peers.MARC21,
                    RECORDS,
                    partial(peers.marc21_tsv, self.whole, self.written / "five.tsv"),
                    Expected(
                        peers.MARC21,
                        lambda made: same(
                            peers.MARC21, all_cells, peers.grouped(peers.tsv_rows(made))
                        ),
                        lambda made: made.stat().st_size,
                    ),
                    PEER_ROUNDS,
                )
            )
        ours, pymarcs = self.against_pymarc(label, COLUMNS, peers.NAMES, peers.pymarc_five, theirs)
        self.add(ratio_row(label, "pymarc, a loop", ours, pymarcs, f"{label}, pymarc"))
        for one in theirs:
            what = f"{one.name}, TSV" if one.name == peers.MARC21 else one.name
            self.add(ratio_row(label, what, ours, one, f"{label}, {one.name}"))

    def marc8(self) -> None:
        label = "five columns of MARC-8"
        if not self.wanted(label):
            return
        times, copies = 25, 2
        path, part = self.folder / "marc8.mrc", self.folder / "marc8-part.mrc"
        repeat(MARC8, times, path)
        repeat(MARC8, copies, part)
        one = 2000

        def form(rows: peers.Rows) -> peers.Rows:
            return [tuple(in_one_form(cell) for cell in row) for row in rows]

        ours, pymarcs = self.against_pymarc(
            label,
            COLUMNS,
            peers.NAMES,
            peers.pymarc_five,
            ours_path=path,
            part=(part, one * copies),
            records=one * times,
            form=form,
        )
        self.add(ratio_row(label, "pymarc, a loop", ours, pymarcs, "MARC-8, pymarc"))

    def rows_of_parts(self) -> None:
        for label, names, loop in (
            ("fields", FIELDS, peers.pymarc_fields),
            ("subfields", SUBFIELDS, peers.pymarc_subfields),
        ):
            if self.wanted(label):
                ours, pymarcs = self.against_pymarc(label, label, names, loop)
                row = ratio_row(f"`{label}`", "pymarc, a loop", ours, pymarcs, f"{label}, pymarc")
                self.add(row)

    def conditions(self) -> None:
        if not self.wanted("where"):
            return
        rows = scan(self.whole, COLUMNS).to_pylist()

        def work(name: str, condition: where.Condition | None, wanted: list[Any]) -> Work:
            return Work(
                f"where, {name}",
                RECORDS,
                partial(scan, self.whole, COLUMNS, where=condition),
                Expected(name, lambda made: same(name, wanted, made.to_pylist()), arrow_size),
            )

        everything = work("all records", None, rows)
        works, shares = [], {}
        for name, (condition, fulfils) in CONDITIONS.items():
            wanted = [row for row in rows if fulfils(row)]
            works.append(work(name, condition, wanted))
            shares[name] = len(wanted) / len(rows)
        self.measure([everything, *works])
        for one, (name, share) in zip(works, shares.items(), strict=True):
            label = f"`where` that keeps {share:.1%}: {name}"
            self.add(round_row(label, "all records", one, everything, "where"))

    def threads(self) -> None:
        label = "five columns, two threads"
        if not self.wanted(label):
            return
        path, records = self.many(), RECORDS * MANY
        check = Expected(
            label, lambda made: same(label, records, made.num_rows), arrow_size
        )  # the same for both, so that their tables are of the same size, column by column
        one, two = (
            Work(f"{label}: {n}", records, partial(scan, path, COLUMNS, n), check, 7)
            for n in (1, 2)
        )
        self.measure([two, one])
        row = round_row(
            f"{label}, {number(records)} records", "one thread", two, one, "two threads"
        )
        self.add(row)

    def python_threads(self) -> None:
        label = "five columns, two Python threads, a file each"
        if not self.wanted(label):
            return
        files, records = [self.many(), self.many("others")], RECORDS * MANY

        def work(paths: list[Path]) -> Work:
            made = Work(f"{label}: {len(paths)}", records * len(paths), list, list, 7)
            check = Expected(label, lambda one: same(label, records, one.num_rows), arrow_size)

            def run() -> float:
                gc.collect()
                done = side_by_side([partial(scan, path, COLUMNS) for path in paths])
                for one in done.results:
                    check(one)
                return done.seconds

            made.run = run  # type: ignore[method-assign] # the clock is that of the threads
            return made

        two, one = work(files), work(files[:1])
        self.measure([two, one])
        self.add(round_row(label, "one thread, a file", two, one, "two Python threads"))

    def memory(self) -> list[list[str]]:
        """The rows of a table of its own."""
        if not self.wanted("memory"):
            return []
        paths = {RECORDS: self.whole, RECORDS * MANY: self.many()}
        rows, raw = table_memory.measured(paths, self.part, TARGETS)
        self.raw += raw
        return rows


def missing(versions: dict[str, str | None]) -> str:
    """Which peers are not there, in a sentence; empty where all are."""
    names = [name for name, version in versions.items() if version is None]
    return f" Not installed, so not measured: {', '.join(names)}." if names else ""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", help="rows whose name has this in it")
    only = parser.parse_args().only
    versions = peers.versions()
    facts = machine.describe(str(Path(panamarc.info()["java_home"]) / "bin" / "java"))
    facts |= {name: metadata.version(name) for name in ("pymarc", "pyarrow")}
    facts |= {name: version or "not installed" for name, version in versions.items()}
    facts |= machine.panamarc_facts()
    generated = ROOT / "generated"
    generated.mkdir(exist_ok=True)
    inputs = tempfile.TemporaryDirectory(prefix="tables-", dir=generated)
    with inputs as folder, large(WRITTEN) as written:
        tables = Tables(Path(folder), Path(written), only, versions)
        tables.five_columns()
        tables.marc8()
        tables.rows_of_parts()
        tables.conditions()
        tables.threads()
        tables.python_threads()
        sizes = tables.memory()
    text = [
        f"# Tables, {RECORDS:,} generated records of 1.1 KB",
        ", ".join(f"{key}: {value}" for key, value in facts.items()),
        table(HEADING, tables.rows),
        f"Records a second, medians of {ROUNDS} interleaved rounds ({PEER_ROUNDS} for peers), one"
        " thread unless the row says more. Five columns are the control number, the year, the"
        " title, a list of ISBNs and one of subjects. pymarc's loop ends in a table of pyarrow, as"
        f" panamarc does, and reads the first {PART:,} records. {peers.POLARS_MARC21}, which reads"
        f" {MIDDLE:,}, and {peers.MARC21} give a row for each pair of a record's ISBNs and"
        f" subjects; {peers.MARC21} is a process of its own, whose start counts. The file"
        f" of MARC-8 is real, repeated.{missing(versions)}",
    ]
    if sizes:
        text.append(table(table_memory.HEADING, sizes))
        text.append("Resident memory without the pages of the mapped file (`RssAnon`).")
    print("\n\n".join(text))
    if not only:
        (RESULTS / "tables.md").write_text("\n\n".join(text) + "\n", "utf-8")
        raw = json.dumps({"machine": facts, "tables": tables.raw}, indent=1)
        (RESULTS / "tables.json").write_text(raw + "\n", "utf-8")


if __name__ == "__main__":
    main()
