"""A run of compare.py or records.py: its files, what it found so far, rows of its tables."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.data.generate import generate, truth_path
from benchmarks.data.make_fixtures import is_fresh
from benchmarks.harness import tasks
from benchmarks.harness.measure import Runner, interleave
from benchmarks.harness.report import number, verdict
from benchmarks.peers.libraries import MRRC, Library

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
class Scale:
    records: int  # generated records for panamarc, mrrc and marc4j
    rounds: int
    peer_rounds: int


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
    versions: dict[str, str | None]  # of every library and program; None: not installed
    raw: dict[str, Any] = field(
        default_factory=lambda: {name: [] for name in ("python", "java", "yaz", "wrong", "memory")}
    )
    text: list[str] = field(default_factory=list)

    def say(self, *parts: str) -> None:
        """Prints the parts, an empty line after each, and keeps them for the file of results."""
        print(*parts, sep="\n\n", end="\n\n", flush=True)
        self.text += [part + "\n" for part in parts]

    def generated(self, name: str, records: int, clean: bool) -> Generated:
        path = self.data / f"{name}-{records}.mrc"
        if not is_fresh(path):
            generate(path, records, clean=clean)
        return Generated(path, json.loads(truth_path(path).read_text(encoding="utf-8")))

    def installed(self, *libraries: Library) -> list[Library]:
        return [one for one in libraries if self.versions[one.name]]

    def measured(self, runners: Sequence[Runner], part: str = "python") -> None:
        """Measures them in turn; `part`: of the raw data, where their samples are kept."""
        interleave(runners)
        self.raw.setdefault(part, []).extend(runner.as_dict() for runner in runners)


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
