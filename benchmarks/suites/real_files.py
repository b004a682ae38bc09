"""The real files of the repository, repeated to tens of megabytes.

No defects are planted here. For well-formed UTF-8 files the expected values are those that pymarc
reads from one copy, repeated; for the others the number of records is that of spec/data/README.md.
"""

import gzip
import io
from dataclasses import dataclass
from pathlib import Path

from benchmarks.data.generate import digest, repeat
from benchmarks.harness import tasks
from benchmarks.harness.measure import Runner
from benchmarks.peers.libraries import MRRC, PANAMARC, PYMARC, RMARC

_FOLDER = Path(__file__).resolve().parents[2] / "spec" / "data"
_SIZE = 30_000_000  # bytes for panamarc and mrrc
_PREFIX = 6_000_000  # bytes for pymarc and rmarc, which are slow; records/s are compared


@dataclass(frozen=True)
class RealFile:
    name: str
    records: int
    tasks: tuple[tasks.Task, ...]  # those that every library does on this file with the same answer
    peers: bool  # whether the peers read the whole of it


FILES = [
    RealFile("loc_bibliographic_386.mrc", 386, (tasks.loop, tasks.title, tasks.lists), True),
    RealFile("cliffeh_1010.mrc.gz", 1010, (tasks.loop, tasks.title, tasks.lists), True),
    RealFile("uva_marc8_2000.mrc.gz", 2000, (tasks.loop,), True),
    RealFile("bu_bibs_100.mrc", 100, (tasks.loop,), False),
    RealFile("ia_malformed_116.mrc", 116, (tasks.loop,), False),
]


def _copies(name: str, size: int, folder: Path) -> tuple[Path, int]:
    """A file of about `size` bytes that holds the real one many times, and how many."""
    data = (_FOLDER / name).read_bytes()
    length = len(gzip.decompress(data)) if name.endswith(".gz") else len(data)
    times = max(1, size // length)
    target = folder / f"{name.split('.')[0]}-x{times}.mrc"
    repeat(_FOLDER / name, times, target)
    return target, times


def _expected(real: RealFile, task: tasks.Task, times: int) -> str | int:
    if task is tasks.loop:
        return real.records * times
    import pymarc

    data = (_FOLDER / real.name).read_bytes()
    plain = gzip.decompress(data) if real.name.endswith(".gz") else data
    answers: tasks.Answers = task(pymarc.MARCReader(io.BytesIO(plain)), iter(()))
    return digest(answers * times)


def runners(folder: Path, rounds: int, peer_rounds: int, quick: bool) -> list[list[Runner]]:
    """Groups to interleave: the libraries at one task on one file."""
    groups = []
    for real in FILES[:1] if quick else FILES:
        whole, times = _copies(real.name, _SIZE, folder)
        prefix, prefix_times = _copies(real.name, _PREFIX, folder)
        for task in real.tasks:
            # mrrc's `title` leaves 245 $b out, so it is not the same task.
            peers = []
            if real.peers:
                slow = [one for one in (PYMARC, RMARC) if one.version()]
                peers = [(one, prefix, prefix_times) for one in slow]
                if task is not tasks.title and MRRC.version():
                    peers.append((MRRC, whole, times))
            groups.append(
                [
                    Runner(
                        library,
                        task,
                        path,
                        real.records * n,
                        _expected(real, task, n),
                        [],
                        turns,
                    )
                    for library, path, n, turns in [
                        (PANAMARC, whole, times, rounds),
                        *[(library, path, n, peer_rounds) for library, path, n in peers],
                    ]
                ]
            )
    return groups
