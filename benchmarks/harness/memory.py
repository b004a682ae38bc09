"""Peak resident memory of a reading, the mapped file not counted.

python -m benchmarks.harness.memory panamarc FILE title  reads FILE in one way, prints the count
"""

import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.peers import libraries

_SAMPLE_SECONDS = 0.005


def peak(library: str, path: Path, records: int, way: str = "title") -> int:
    """The largest RssAnon, in bytes, of a child process that reads `path` in one of the ways."""
    return peak_of(["-m", "benchmarks.harness.memory", library, str(path), way], records)


def peak_of(script: list[str], records: int) -> int:
    """The largest RssAnon, in bytes, of a Python script that is to print the number of `records`.

    Pages of the mapped input are RssFile; the Java heap, direct buffers, thread stacks and Python's
    objects are RssAnon. It is sampled, since the kernel keeps a high-water mark of the sum only.
    """
    child = subprocess.Popen(
        [sys.executable, *script],
        stdout=subprocess.PIPE,
        text=True,
    )
    status = Path(f"/proc/{child.pid}/status")
    largest = 0
    while child.poll() is None:
        largest = max(largest, resident(status))
        time.sleep(_SAMPLE_SECONDS)
    assert child.stdout is not None
    given = child.stdout.read().strip()
    if child.returncode != 0 or given != str(records):
        what = " ".join(Path(part).name for part in script)
        raise RuntimeError(f"{what}: read {given or 'nothing'} of {records} records")
    return largest


def resident(status: Path) -> int:
    """RssAnon in bytes, of a process by its file in /proc; 0 once it has ended."""
    try:
        for line in status.read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass  # it has just ended
    return 0


def _loop(reader: Iterable[Any]) -> int:
    return sum(1 for _ in reader)


def _titles(reader: Iterable[Any]) -> int:
    # No title is empty: the comparison is there so that each is made.
    return sum(record.title != "" for record in reader)


def _kept(reader: Iterable[Any]) -> int:
    return len(list(reader))


# How a file can be read.
_WAYS = {"loop": _loop, "title": _titles, "keep": _kept}


def _read(library: str, path: Path, way: str) -> int:
    with libraries.BY_NAME[library].open(path) as reader:
        return _WAYS[way](reader)


if __name__ == "__main__":
    print(_read(sys.argv[1], Path(sys.argv[2]), sys.argv[3]))
