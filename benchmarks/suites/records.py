"""Records read from Python, through both of panamarc's readers, and its peers in the same run.

    python -m benchmarks.suites.records               everything: five minutes
    python -m benchmarks.suites.records --only lists  rows whose name has the text; writes nothing

Each task is done through `panamarc.open(path)` and through `panamarc.MARCReader(open(path, "rb"))`,
the reader of programs that were written for pymarc. Rounds are interleaved and medians taken; the
files are in the page cache. Answers are compared with what was planted or, of whole records, with
those of pymarc, before a time counts; a peer that has no such call or gives another answer gets no
time, and the table says so. Then two Python threads, and memory, each reading in a process of its
own. Writes records.md and records.json to benchmarks/results/.
"""

import argparse
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import panamarc
from benchmarks.data.generate import digest, repeat
from benchmarks.data.make_fixtures import fixture
from benchmarks.harness import machine, memory, tasks, whole
from benchmarks.harness.measure import Runner, WrongAnswer
from benchmarks.harness.report import number, table
from benchmarks.harness.session import LABELS, Generated, Scale, Session
from benchmarks.peers.libraries import AS_PYMARC, MRRC, PANAMARC, PEERS, PYMARC, RMARC, Library
from benchmarks.suites import two_threads

_HERE = Path(__file__).resolve().parents[1]

SCALE = Scale(records=100_000, rounds=7, peer_rounds=5)
PREFIX = 5_000  # the first of them, which the peers read
THREADS_SCALE = 20_000  # records that mrrc reads with two threads
DOORS = (PANAMARC, AS_PYMARC)
HEADING = [
    "task",
    "`open`",
    "`MARCReader`",
    "peer",
    "peer records/s",
    "ratio, `open`",
    "ratio, `MARCReader`",
    "target",
    "",
]

# The least ratio to a peer, through `open` and through `MARCReader`.
Targets = Mapping[Library, tuple[float, float]]


@dataclass(frozen=True)
class Values:
    """Values whose answers were planted; the peers' task of the same meaning, and the targets."""

    task: tasks.Task
    peer_task: tasks.Task
    targets: Targets

    @property
    def label(self) -> str:
        return LABELS[self.task]


VALUES = [
    Values(tasks.loop, tasks.loop, {PYMARC: (100, 100), MRRC: (12, 12)}),
    Values(tasks.title, tasks.title, {PYMARC: (60, 60)}),
    Values(tasks.field, tasks.field, {PYMARC: (60, 60)}),
    Values(tasks.lists, tasks.lists, {PYMARC: (30, 30), MRRC: (7, 7)}),
    Values(tasks.values, tasks.lists, {PYMARC: (40, 40)}),
    Values(tasks.drawn, tasks.drawn, {PYMARC: (55, 55)}),
    Values(tasks.drawn_value, tasks.drawn, {}),
]
LONG = "one value, two lists of records of 10 KB"
LONG_TARGETS: Targets = {PYMARC: (15, 15)}
# Whole records; the targets are ratios to pymarc.
WHOLE: dict[whole.Task, float | None] = {
    whole.properties: 25,
    whole.tags: 30,
    whole.objects: 8,
    whole.changed: 12,
    whole.json: 35,
    whole.xml: 25,
    whole.dictionaries: 4,
    whole.text: 4,
    whole.unchanged: None,
}
_WHOLE_TIMES = 4  # copies of the prefix that panamarc reads
_LONG_TIMES = 10
_WARM_UPS = 3  # readings of the large file: Java compiles what it runs often


def row(label: str, ours: Sequence[Runner], peer: Runner, targets: Targets) -> list[str]:
    """A row of the table; `ours`: a runner for each door, or one where there is no file."""
    rates = [one.records_per_second for one in ours]
    ratios = [rate / peer.records_per_second for rate in rates]
    goals = targets.get(peer.library, ())
    missed = [
        name for name, ratio, goal in zip(HEADING[1:3], ratios, goals, strict=False) if ratio < goal
    ]
    if min(ratios) < 1:
        verdict = "the peer wins"
    elif missed:
        verdict = f"missed: {', '.join(missed)}"
    else:
        verdict = "met" if goals else ""
    empty = [""] * (len(DOORS) - len(ours))
    return [
        label,
        *map(number, rates),
        *empty,
        peer.library.name,
        number(peer.records_per_second),
        *(f"{ratio:.3g}" for ratio in ratios),
        *empty,
        " / ".join(f"≥ {goal:g}" for goal in dict.fromkeys(goals)),
        verdict,
    ]


class Rows:
    """The table of tasks, row by row as they are measured."""

    def __init__(self, session: Session, only: str) -> None:
        self.session, self.only = session, only
        self.rows: list[list[str]] = []
        self.left_out: list[str] = []  # peers without a time, and why
        self.prefix = session.generated("clean", PREFIX, clean=True)

    def wanted(self, label: str) -> bool:
        return self.only in label

    def measure(
        self, label: str, ours: Sequence[Runner], peers: Sequence[Runner], targets: Targets
    ) -> None:
        self.session.measured([*ours, *peers])
        made = [row(label, ours, peer, targets) for peer in peers]
        print(table(HEADING, made), flush=True)
        self.rows += made

    def values(self, clean: Generated) -> None:
        scale = self.session.scale
        for one in VALUES:
            if self.wanted(one.label):
                ours = [clean.runner(door, one.task, scale.rounds) for door in DOORS]
                peers = [
                    self.prefix.runner(peer, one.peer_task, scale.peer_rounds)
                    for peer in self.session.installed(*PEERS)
                ]
                self.measure(one.label, ours, peers, one.targets)

    def long_records(self) -> None:
        """Records of 10 KB; the answers of the copies are those of pymarc, checked for one copy."""
        if not self.wanted(LONG):
            return
        made = fixture("long", 1000)
        copies = _copies(made.path, _LONG_TIMES, self.session.data)
        records = made.records
        with PYMARC.open(made.path) as reader:
            answers = tasks.lists(reader, iter(()))
        expected = made.truth["tasks"]["lists"]
        assert digest(answers) == expected, "pymarc gives other values than were planted"
        scale = self.session.scale
        ours = [
            Runner(
                door,
                tasks.lists,
                copies,
                records * _LONG_TIMES,
                digest(answers * _LONG_TIMES),
                (),
                scale.rounds,
            )
            for door in DOORS
        ]
        peers = [
            Runner(peer, tasks.lists, made.path, records, expected, (), scale.peer_rounds)
            for peer in self.session.installed(*PEERS)
        ]
        self.measure(LONG, ours, peers, LONG_TARGETS)

    def whole_records(self) -> None:
        copies = _copies(self.prefix.path, _WHOLE_TIMES, self.session.data)
        for task, target in WHOLE.items():
            if self.wanted(str(task.__doc__)):
                peers, length = self._agreeing(task)
                targets = {PYMARC: (target, target)} if target else {}
                self._whole(task, copies, peers, length, targets)

    def _agreeing(self, task: whole.Task) -> tuple[list[Library], int]:
        """The peers whose answers are those of pymarc, as panamarc's must be; their lengths.

        All read at the same time, so that no answer is kept: what is freed in the end would leave
        Python's memory in pieces while the clock runs.
        """
        path, length = self.prefix.path, 0
        others = [*DOORS, *self.session.installed(MRRC, RMARC)]
        agreeing = {one: whole.answers(one, task, path) for one in others}
        for expected in whole.answers(PYMARC, task, path):
            length += len(expected)
            for library, answers in list(agreeing.items()):
                try:
                    why = "" if next(answers) == expected else "gives other answers"
                except (AttributeError, TypeError):
                    why = "has no such call"
                if why and library in DOORS:
                    raise WrongAnswer(f"{library.name} {why}: {task.__doc__}")
                if why:
                    self.left_out.append(f"{library.name} ({why}): {task.__doc__}")
                    del agreeing[library]
        return [PYMARC, *(one for one in agreeing if one not in DOORS)], length

    def _whole(
        self, task: whole.Task, copies: Path, peers: list[Library], length: int, targets: Targets
    ) -> None:
        scale, path, records = self.session.scale, self.prefix.path, self.prefix.records

        def runner(library: Library, path: Path, times: int, rounds: int) -> whole.WholeRunner:
            return whole.WholeRunner(
                library, task, path, records * times, length * times, (), rounds
            )

        ours = [runner(door, copies, _WHOLE_TIMES, scale.rounds) for door in DOORS]
        theirs = [runner(peer, path, 1, scale.peer_rounds) for peer in peers]
        self.measure(str(task.__doc__), ours, theirs, targets)

    def built(self) -> None:
        """Records that are built: no file is read."""
        label = str(whole.built.__doc__)
        if not self.wanted(label):
            return
        count, scale = PREFIX, self.session.scale

        @contextmanager
        def numbers(_: Path) -> Iterator[range]:
            yield range(count)

        ours, pymarcs = (Library(one.name, one.module, numbers) for one in (PANAMARC, PYMARC))
        expected = list(whole.answers(pymarcs, whole.built, Path()))
        if list(whole.answers(ours, whole.built, Path())) != expected:
            raise WrongAnswer(f"{label}: not what pymarc writes")
        runners = [
            whole.WholeRunner(
                one, whole.built, Path(), count, whole.length(expected), (), scale.rounds
            )
            for one in (ours, pymarcs)
        ]
        self.measure(label, runners[:1], runners[1:], {pymarcs: (1, 1)})


def _copies(path: Path, times: int, folder: Path) -> Path:
    """A file that has the records of another a number of times."""
    target = folder / f"{path.stem}-x{times}.mrc"
    repeat(path, times, target)
    return target


# In MB: what the version before records were objects in C took.
MEMORY_TARGETS = {"a loop over all": 79, "all kept in a list: what they add": 133}


def memory_rows(session: Session, clean: Generated) -> list[list[str]]:
    """Peak memory of child processes, one after the other."""
    found: dict[str, list[int]] = {label: [] for label in MEMORY_TARGETS}
    for library in (PANAMARC, AS_PYMARC, *session.installed(PYMARC, MRRC)):
        peaks = {}
        for way in ("loop", "keep"):
            peaks[way] = memory.peak(library.name, clean.path, clean.records, way)
            what = {"library": library.name, "task": way, "records": clean.records}
            session.raw["memory"].append(what | {"bytes": peaks[way]})
        for label, size in zip(found, (peaks["loop"], peaks["keep"] - peaks["loop"]), strict=True):
            found[label].append(size)
    rows = []
    for label, target in MEMORY_TARGETS.items():
        sizes = [round(size / 1e6) for size in found[label]]
        met = "met" if max(sizes[: len(DOORS)]) <= target else "missed"
        rows.append([label, *(f"{size} MB" for size in sizes), f"≤ {target} MB", met])
    return rows


def main() -> None:
    """Runs everything and writes the results."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", help="tasks whose name has this in it")
    parser.add_argument("--data", type=Path, default=_HERE / "generated", help="for large files")
    parser.add_argument("--results", type=Path, default=_HERE / "results")
    args = parser.parse_args()
    args.data.mkdir(parents=True, exist_ok=True)
    versions = {library.name: library.version() for library in (PANAMARC, *PEERS)}
    if not versions[PYMARC.name]:
        raise SystemExit("pymarc is not installed, and whole records are checked by it")
    session = Session(SCALE, args.data, versions)
    facts = machine.describe(str(Path(panamarc.info()["java_home"]) / "bin" / "java"))
    facts |= {name: version or "not installed" for name, version in versions.items()}
    session.raw["machine"] = facts | machine.panamarc_facts()
    clean = session.generated("clean", SCALE.records, clean=True)
    rows = Rows(session, args.only)
    os.sync()  # so that nothing is written to the disk while the clock runs
    for door in DOORS * _WARM_UPS:
        clean.runner(door, tasks.loop, 0).run()
    rows.values(clean)
    rows.long_records()
    rows.whole_records()
    rows.built()
    if args.only:
        return
    session.say(
        f"## Python, {SCALE.records:,} generated records",
        table(HEADING, rows.rows),
        f"Records a second, medians of {SCALE.rounds} interleaved rounds ({SCALE.peer_rounds} for"
        " peers), one thread. `open` is `panamarc.open(path)`, `MARCReader` is"
        ' `panamarc.MARCReader(open(path, "rb"))`. Peers read the first'
        f" {PREFIX:,} of the records; panamarc reads whole records of these,"
        f" {_WHOLE_TIMES} times over. mrrc's `title` is 245 `$a` alone. No time for:"
        f" {'; '.join(rows.left_out)}.",
    )
    theirs = session.generated("clean", THREADS_SCALE, clean=True)
    session.say(
        "## Two Python threads, a reader each: how much more than one they read",
        table(two_threads.HEADING, two_threads.rows(session, clean, theirs)),
        "2 is twice as much. The default size is that of an iteration, or of `read_batch()`;"
        " mrrc's figure for `read_batch` is that of its loop.",
    )
    peers = [library.name for library in session.installed(PYMARC, MRRC)]
    session.say(
        f"## Peak resident memory of {SCALE.records:,} records, the mapped file not counted",
        table(["what", *HEADING[1:3], *peers, "target", ""], memory_rows(session, clean)),
        f"The file has {clean.path.stat().st_size / 1e6:.0f} MB.",
    )
    args.results.mkdir(parents=True, exist_ok=True)
    (args.results / "records.md").write_text("\n".join(session.text), encoding="utf-8")
    raw = json.dumps(session.raw, indent=1)
    (args.results / "records.json").write_text(raw + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
