"""panamarc beside its peers, in one run: answers checked first, then a table of times.

    make bench                            about ten minutes
    python benchmarks/compare.py --quick  about two, on smaller files

Every reading's answers are compared with what was planted before its time counts. Rounds are
interleaved and medians taken; the files are in the page cache; one thread. Rows where a peer wins
stay in. Writes compare.md and compare.json to benchmarks/results/.
"""

import argparse
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import account
import java_side
import machine
import marc8
import memory
import real_files
import survival
import tasks
from generate import generate, repeat
from libraries import MRRC, PANAMARC, PYMARC, Library
from measure import Runner, interleave
from report import number, table, verdict

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Scale:
    records: int  # generated records for panamarc, mrrc and marc4j
    prefix: int  # the first of them, which pymarc reads
    rounds: int
    peer_rounds: int


FULL = Scale(records=100_000, prefix=10_000, rounds=7, peer_rounds=3)
QUICK = Scale(records=20_000, prefix=3_000, rounds=5, peer_rounds=3)

# What each task is measured against: the peers' task of the same meaning, and the targets.
GOALS: list[tuple[tasks.Task, tasks.Task, dict[Library, float]]] = [
    (tasks.loop, tasks.loop, {PYMARC: 80, MRRC: 8}),
    (tasks.title, tasks.title, {PYMARC: 60}),
    (tasks.field, tasks.field, {PYMARC: 40}),
    (tasks.lists, tasks.lists, {PYMARC: 15, MRRC: 3}),
    (tasks.values, tasks.lists, {PYMARC: 40}),
    (tasks.drawn, tasks.drawn, {}),
    (tasks.drawn_value, tasks.drawn, {}),
]
LABELS: dict[tasks.Task, str] = {
    tasks.loop: "`for record in reader: pass`",
    tasks.title: "`record.title`",
    tasks.field: "`record['245']['a']`",
    tasks.lists: "one value, two lists: `get_fields`, `get_subfields`",
    tasks.values: "one value, two lists: `record.value`, `record.values`",
    tasks.drawn: "`record[tag][code]`, drawn by seed",
    tasks.drawn_value: "`record.value(spec)`, drawn by seed",
}
HEADING = [
    "task",
    "panamarc records/s",
    "peer",
    "peer records/s",
    "ratio",
    "target",
    "",
]


@dataclass(frozen=True)
class Generated:
    """A generated file and what a right reading of it gives."""

    path: Path
    truth: dict[str, Any]

    @property
    def records(self) -> int:
        return int(self.truth["records"])

    def runner(self, library: Library, task: tasks.Task, rounds: int) -> Runner:
        expected = self.records if task is tasks.loop else self._digest(task, library)
        pairs = self.truth["pairs"]
        return Runner(library, task, self.path, self.records, expected, pairs, rounds)

    def _digest(self, task: tasks.Task, library: Library) -> str:
        name = "lists" if task is tasks.values else task.__name__
        if library is MRRC and name == "title":
            name = "field"  # its title is 245 $a alone
        return str(self.truth["tasks"][name])


@dataclass
class Session:
    """One run: its files and what it has found so far."""

    scale: Scale
    data: Path
    raw: dict[str, Any] = field(default_factory=lambda: {"python": [], "memory": {}})
    text: list[str] = field(default_factory=list)

    def say(self, *parts: str) -> None:
        """Prints the parts, an empty line behind each, and keeps them for compare.md."""
        for part in parts:
            print(part + "\n", flush=True)
            self.text.append(part + "\n")

    def generated(self, name: str, records: int, clean: bool) -> Generated:
        path = self.data / f"{name}-{records}.mrc"
        return Generated(path, generate(path, records, clean=clean))

    def measured(self, runners: list[Runner]) -> None:
        interleave(runners)
        self.raw["python"] += [runner.as_dict() for runner in runners]


def planted_file(session: Session, planted: Generated) -> None:
    """The byte account, what the peers make of the file, and panamarc's times."""
    truth = planted.truth
    session.raw["account"] = account.check(planted.path, truth)
    given = [("panamarc", planted.records, "")]
    for library in (PYMARC, MRRC):
        given.append((library.name, *survival.records_given(library, planted.path)))
    for line in java_side.records_given(planted.path):
        given.append((line["library"], line["records"], line["error"]))
    session.raw["survival"] = given
    measured = (tasks.loop, tasks.title, tasks.lists, tasks.values)
    runners = [planted.runner(PANAMARC, task, session.scale.rounds) for task in measured]
    session.measured(runners)
    kinds = ", ".join(f"{count} {kind}" for kind, count in truth["planted"].items())
    session.say(
        f"## {planted.records:,} generated records with defects planted",
        f"Planted: {kinds}. Checked before any time was taken: panamarc gives every record with"
        f" every value as planted, names the {truth['defective_records']} damaged records and"
        f" their defects, and reports as skipped the {truth['skipped_bytes']:,} of"
        f" {truth['size']:,} bytes that are in no record.",
        table(
            ["library", "records given", "ended by"],
            [[n, f"{r:,}", e] for n, r, e in given],
        ),
        table(
            ["task", "panamarc records/s"],
            [[LABELS[one.task], number(one.records_per_second)] for one in runners],
        ),
    )


def python_tasks(session: Session, clean: Generated, prefix: Generated) -> None:
    """Every task, panamarc beside pymarc and mrrc."""
    rows = []
    scale = session.scale
    for task, peer_task, targets in GOALS:
        ours = clean.runner(PANAMARC, task, scale.rounds)
        peers = [
            prefix.runner(PYMARC, peer_task, scale.peer_rounds),
            clean.runner(MRRC, peer_task, scale.peer_rounds),
        ]
        session.measured([ours, *peers])
        rows += [runner_row(ours, peer, targets.get(peer.library)) for peer in peers]
    session.say(
        f"## Python, the same {clean.records:,} records without defects",
        table(HEADING, rows),
        f"pymarc reads the first {prefix.records:,} of them. mrrc's `title` is 245 `$a` alone.",
    )


def real(session: Session, quick: bool) -> None:
    """The repository's own files, repeated."""
    rows = []
    scale = session.scale
    for group in real_files.runners(session.data, scale.rounds, scale.peer_rounds, quick):
        session.measured(group)
        ours, *peers = group
        rows += [[ours.path.stem, *runner_row(ours, peer, None)] for peer in peers]
        if not peers:
            rate = number(ours.records_per_second)
            rows.append(
                [
                    ours.path.stem,
                    LABELS[ours.task],
                    rate,
                    "none reads it",
                    "",
                    "",
                    "",
                    "",
                ]
            )
    session.say("## Real files, repeated", table(["file", *HEADING], rows))


def marc8_file(session: Session) -> None:
    """A MARC-8 file: pymarc decodes it, too; mrrc does not decode it rightly."""
    scale = session.scale
    runners = marc8.runners(session.data, scale.rounds, scale.peer_rounds)
    session.measured(runners)
    *ours, peer = runners
    rows = [
        [one.library.name, *runner_row(one, peer, 40 if one.task is tasks.lists else None)]
        for one in ours
    ]
    session.say(
        f"## MARC-8, {marc8.RECORDS:,} records",
        table(["opened as", *HEADING], rows),
        "pymarc composes what it decodes (NFC), as panamarc does on request. Every answer was"
        " compared in NFC, with a mark over two letters as one.",
    )


def java(session: Session, clean: Generated) -> None:
    """The Java API beside marc4j."""
    rounds = max(5, session.scale.peer_rounds)
    expected = {"loop": None, "one value": clean.truth["first"]["245$a"]}
    found = java_side.comparison(clean.path, expected, clean.records, rounds)
    found += java_side.comparison(
        marc8.file(session.data), {"lists": marc8.expected()}, marc8.RECORDS, rounds
    )
    session.raw["java"] = found
    rate = {(one["library"], one["task"]): one["records_per_second"] for one in found}
    rows = [
        rate_row(label, rate["panamarc", task], "marc4j", rate["marc4j", task], target)
        for task, label, target in (
            ("loop", "`for (MarcRecord record : file)`", None),
            ("one value", '`record.value("245$a")`', 50),
            ("lists", "MARC-8: one value, two lists (marc4j: `AnselToUnicode` for each)", 5),
        )
    ]
    flags = " ".join(java_side.FLAGS)
    session.say("## Java, one JVM", table(HEADING, rows), f"Flags: `{flags}`.")


def scanners(session: Session, quick: bool) -> None:
    """The scanners beside a memory copy."""
    found = java_side.scanners(quick)
    session.raw["scanners"] = found
    copy = found["memoryCopy"]
    rows = [["memory copy", number(copy) + "B/s", "", "", ""]]
    for name, label, target in (
        ("fastestScanner", "native", 0.2),
        ("javaScanner", "Java", 0.05),
    ):
        ratio = found[name] / copy
        met = "met" if ratio >= target else "missed"
        rows.append([label, number(found[name]) + "B/s", f"{ratio:.2f}", f"≥ {target}", met])
    heading = ["scanner", "bandwidth", "of the copy", "target", ""]
    session.say("## Scanners over windows of 1 MiB", table(heading, rows))


def peak_memory(session: Session, clean: Generated) -> None:
    """Ten times the records must not take more memory."""
    rows = []
    path = session.data / "memory.mrc"
    times = 100_000 // clean.records
    for library, target in ((PANAMARC, 1.2), (MRRC, None)):
        peaks = []
        for factor in (times, 10 * times):
            repeat(clean.path, factor, path)
            peaks.append(memory.peak(library.name, path, factor * clean.records))
            path.unlink()
        session.raw["memory"][library.name] = peaks
        ratio = peaks[1] / peaks[0]
        sizes = [f"{peak / 2**20:.0f} MiB" for peak in peaks]
        goal = f"≤ {target}" if target else ""
        met = "" if target is None else "met" if ratio <= target else "missed"
        rows.append([library.name, *sizes, f"{ratio:.2f}", goal, met])
    heading = ["library", "100,000 records", "1,000,000 records", "ratio", "target", ""]
    session.say(
        "## Peak resident memory of `record.title`, the mapped file not counted",
        table(heading, rows),
    )


def runner_row(ours: Runner, peer: Runner, target: float | None) -> list[str]:
    """A row of the table for two runners."""
    rates = ours.records_per_second, peer.records_per_second
    return rate_row(LABELS[ours.task], rates[0], peer.library.name, rates[1], target)


def rate_row(label: str, ours: float, peer: str, theirs: float, target: float | None) -> list[str]:
    """A row of the table for two rates, in records a second."""
    ratio = ours / theirs
    goal = f"≥ {target:g}" if target else ""
    return [
        label,
        number(ours),
        peer,
        number(theirs),
        f"{ratio:.3g}",
        goal,
        verdict(ratio, target),
    ]


def main() -> None:
    """Runs everything and writes the results."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="smaller files, fewer rounds")
    parser.add_argument("--data", type=Path, default=_HERE / "data", help="for large files")
    parser.add_argument("--results", type=Path, default=_HERE / "results")
    args = parser.parse_args()
    args.data.mkdir(parents=True, exist_ok=True)
    args.results.mkdir(parents=True, exist_ok=True)

    scale = QUICK if args.quick else FULL
    session = Session(scale, args.data)
    facts = machine.describe(java_side.java())
    facts |= {library.name: library.version() for library in (PANAMARC, PYMARC, MRRC)}
    facts |= machine.panamarc_facts()
    session.raw["machine"] = facts
    session.say(
        "# panamarc and its peers",
        table(["machine", ""], [[key, value] for key, value in facts.items()]),
        f"Medians of {scale.rounds} interleaved rounds ({scale.peer_rounds} for peers) after one"
        " of warm-up, one thread, files in the page cache, Python's collector on. A ratio is"
        " panamarc's records/s over the peer's. Every round's answers were checked.",
    )
    planted = session.generated("planted", scale.records, clean=False)
    clean = session.generated("clean", scale.records, clean=True)
    prefix = session.generated("clean", scale.prefix, clean=True)
    os.sync()  # so that nothing is written to the disk while the clock runs

    planted_file(session, planted)
    python_tasks(session, clean, prefix)
    real(session, args.quick)
    marc8_file(session)
    java(session, clean)
    scanners(session, args.quick)
    peak_memory(session, clean)

    (args.results / "compare.md").write_text("\n".join(session.text), encoding="utf-8")
    raw = json.dumps(session.raw, indent=1)
    (args.results / "compare.json").write_text(raw + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
