"""panamarc and its peers, in one run: defects, real files, MARC-8, Java, the steps of reading.

    make bench                            everything
    python -m benchmarks.suites.compare --quick  on smaller files, in shorter rounds

Every reading's answers are compared with what was planted before its time counts. Rounds are
interleaved and medians taken; the files are in the page cache; one thread. Rows where a peer wins
stay in, and the table says which peers are not installed. Writes compare.md and compare.json to
benchmarks/results/.
"""

import argparse
import json
import os
from pathlib import Path
from typing import Any

from benchmarks.data.generate import repeat
from benchmarks.harness import account, java_side, machine, memory, steps, tasks
from benchmarks.harness.measure import WrongAnswer, interleave
from benchmarks.harness.report import number, table
from benchmarks.harness.session import (
    HEADING,
    LABELS,
    Generated,
    Scale,
    Session,
    rate_row,
    runner_row,
)
from benchmarks.peers import survival, yaz
from benchmarks.peers.libraries import MRRC, PANAMARC, PEERS, PYMARC
from benchmarks.suites import marc8, real_files

_HERE = Path(__file__).resolve().parents[1]

FULL = Scale(records=100_000, rounds=7, peer_rounds=3)
QUICK = Scale(records=20_000, rounds=5, peer_rounds=3)


def planted_file(session: Session, planted: Generated) -> None:
    """The byte account, what the peers make of the file, and panamarc's times."""
    truth = planted.truth
    session.raw["account"] = account.check(planted.path, truth)
    given = [("panamarc", planted.records, "")]
    for library in session.installed(*PEERS):
        given.append((library.name, *survival.records_given(library, planted.path)))
    if session.versions[yaz.NAME]:
        given.append((yaz.NAME, *yaz.records_given(planted.path)))
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
    """A MARC-8 file, with the peers that decode it rightly."""
    scale = session.scale
    ours = marc8.runners(session.data, scale.rounds)
    peers = []
    for peer in marc8.peers(session.data, scale.peer_rounds):
        try:
            peer.run()
            peers.append(peer)
        except WrongAnswer:
            what = {"side": "python", "library": peer.library.name, "task": peer.task.__name__}
            session.raw["wrong"].append(what | {"file": peer.path.name})
    session.measured([*ours, *peers])
    rows = [
        [one.library.name, *runner_row(one, peer, 40 if goal else None)]
        for one in ours
        for peer in peers
        for goal in [one.task is tasks.lists and peer.library is PYMARC]
    ]
    wrong = [one["library"] for one in session.raw["wrong"]]
    session.say(
        f"## MARC-8, {marc8.RECORDS:,} records",
        table(["opened as", *HEADING], rows),
        "pymarc composes what it decodes (NFC), as panamarc does on request. Every answer was"
        " compared in NFC, with a mark over two letters as one."
        + (f" Wrong values, so no time: {', '.join(wrong)}." if wrong else ""),
    )


def programs(session: Session, clean: Generated) -> None:
    """yaz-marcdump, whose figures are in the one table."""
    if session.versions[yaz.NAME]:
        rounds = session.scale.peer_rounds
        path = marc8.file(session.data)
        runners = [yaz.checking(clean.path, clean.records, rounds)]
        if session.versions[PYMARC.name]:
            runners.append(yaz.converting(path, marc8.RECORDS, rounds, marc8.converted))
        interleave(runners)
        session.raw["yaz"] += [runner.as_dict() for runner in runners]


def java(session: Session, clean: Generated) -> None:
    """The Java API and marc4j."""
    rounds = max(5, session.scale.peer_rounds)
    lists = clean.truth["tasks"]["lists"]
    expected = {"loop": None, "one value": clean.truth["first"]["245$a"], "lists": lists}
    found = java_side.comparison(clean.path, expected, clean.records, rounds)
    rows = java_rows(
        found,
        ("loop", "`for (MarcRecord record : file)`", None),
        ("one value", '`record.value("245$a")`', 25),
        ("lists", "one value, two lists", None),
    )
    session.raw["java"] += found
    if session.versions[PYMARC.name]:
        of_marc8 = {"lists": marc8.expected()}
        path = marc8.file(session.data)
        found = java_side.comparison(path, of_marc8, marc8.RECORDS, rounds, composed=True)
        label = "MARC-8: one value, two lists (marc4j: `AnselToUnicode` for each)"
        rows += java_rows(found, ("lists", label, 5))
        session.raw["java"] += found
    flags = " ".join(java_side.FLAGS)
    session.say("## Java, one JVM", table(HEADING, rows), f"Flags: `{flags}`.")


def java_rows(
    found: list[dict[str, Any]], *tasks: tuple[str, str, float | None]
) -> list[list[str]]:
    """Rows for tasks of the Java side: name, label, target."""
    rate = {(one["library"], one["task"]): one["records_per_second"] for one in found}
    return [
        rate_row(label, rate["panamarc", task], "marc4j", rate["marc4j", task], target)
        for task, label, target in tasks
    ]


def jmh(session: Session, quick: bool) -> None:
    """The scanners, the steps of reading, MARC-8 and reading ahead, each with its yardstick."""
    runs = java_side.jmh(quick)
    session.raw["jmh"] = runs
    session.say("## Scanners over windows of 1 MiB", steps.scanners(runs))
    parts = [step(runs) for step in (steps.chain, steps.marc8, steps.pipeline)]
    session.say("## Steps of reading, real records in memory", *parts)


def peak_memory(session: Session, clean: Generated) -> None:
    """Ten times the records must not take more memory."""
    rows = []
    path = session.data / "memory.mrc"
    times = 100_000 // clean.records
    for library in session.installed(PANAMARC, MRRC):
        target = 1.2 if library is PANAMARC else None
        peaks = []
        for factor in (times, 10 * times):
            repeat(clean.path, factor, path)
            peaks.append(memory.peak(library.name, path, factor * clean.records))
            path.unlink()
            records = factor * clean.records
            what = {"library": library.name, "records": records, "bytes": peaks[-1]}
            session.raw["memory"].append(what)
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


def main() -> None:
    """Runs everything and writes the results."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="smaller files, fewer rounds")
    parser.add_argument("--data", type=Path, default=_HERE / "generated", help="for large files")
    parser.add_argument("--results", type=Path, default=_HERE / "results")
    args = parser.parse_args()
    args.data.mkdir(parents=True, exist_ok=True)
    args.results.mkdir(parents=True, exist_ok=True)

    scale = QUICK if args.quick else FULL
    facts = machine.describe(java_side.java())
    versions = {library.name: library.version() for library in (PANAMARC, *PEERS)}
    versions |= {"marc4j": java_side.marc4j_version(), yaz.NAME: yaz.version()}
    session = Session(scale, args.data, versions)
    facts |= {name: version or "not installed" for name, version in versions.items()}
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
    os.sync()  # so that nothing is written to the disk while the clock runs

    planted_file(session, planted)
    if session.versions[PYMARC.name]:
        real(session, args.quick)
        marc8_file(session)
    else:
        session.say("Real files are left out: pymarc, by which values are checked, is missing.")
    programs(session, clean)
    java(session, clean)
    jmh(session, args.quick)
    peak_memory(session, clean)

    (args.results / "compare.md").write_text("\n".join(session.text), encoding="utf-8")
    raw = json.dumps(session.raw, indent=1)
    (args.results / "compare.json").write_text(raw + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
