"""Peak resident memory of a reading, the mapped file not counted.

python -m benchmarks.harness.memory panamarc FILE  reads FILE, asks each title, prints the count
"""

import subprocess
import sys
import time
from pathlib import Path

from benchmarks.peers import libraries

_SAMPLE_SECONDS = 0.005


def peak(library: str, path: Path, records: int) -> int:
    """The largest RssAnon, in bytes, of a child process that reads `path`."""
    return peak_of(["-m", "benchmarks.harness.memory", library, str(path)], records)


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
        largest = max(largest, _rss_anon(status))
        time.sleep(_SAMPLE_SECONDS)
    assert child.stdout is not None
    given = child.stdout.read().strip()
    if child.returncode != 0 or given != str(records):
        what = " ".join(Path(part).name for part in script)
        raise RuntimeError(f"{what}: read {given or 'nothing'} of {records} records")
    return largest


def _rss_anon(status: Path) -> int:
    try:
        for line in status.read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass  # it has just ended
    return 0


def _read(library: str, path: Path) -> int:
    with libraries.BY_NAME[library].open(path) as reader:
        # No title is empty: the comparison is there so that each is made.
        return sum(record.title != "" for record in reader)


if __name__ == "__main__":
    print(_read(sys.argv[1], Path(sys.argv[2])))
