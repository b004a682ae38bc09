"""Memory of scans: a child process that suites/tables.py starts.

python -m benchmarks.harness.table_memory once FILE   reads FILE batch by batch, prints the rows
python -m benchmarks.harness.table_memory often FILE  scans FILE again and again, and prints as
                                                      JSON what it took before and after
"""

import gc
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import panamarc
from benchmarks.harness.memory import peak_of, resident
from benchmarks.harness.report import number
from panamarc._java import jvm

SCANS = 100
WARM_UP = 200  # scans after which the heap and Java's compiled code have their sizes
COLUMNS: dict[str, "str | list[str]"] = {
    "id": "001",
    "year": "008/7-10",
    "title": "245$a",
    "isbns": ["020$a"],
    "subjects": ["650$a"],
}


def once(path: str) -> int:
    """Rows of a scan, of which one batch is kept at a time."""
    return sum(batch.num_rows for batch in panamarc.scan(path, COLUMNS).batches())


def often(path: str) -> dict[str, int]:
    """Bytes of RssAnon, and blocks of native memory, before and after a number of scans.

    One scan in three is left before its end.
    """
    status = Path("/proc/self/status")
    scan = panamarc.scan(path, COLUMNS)

    def some(count: int) -> tuple[int, int]:
        for turn in range(count):
            if turn % 3:
                scan.to_arrow()
            else:
                next(scan.batches())
        gc.collect()
        return resident(status), int(jvm.classes().scan.blocks())

    before, after = some(WARM_UP), some(SCANS)
    return {
        "bytes before": before[0],
        "bytes after": after[0],
        "blocks before": before[1],
        "blocks after": after[1],
    }


HEADING = ["memory", "before, or fewer", "after, or more", "ratio", "target", ""]
MODULE = "benchmarks.harness.table_memory"


def measured(
    paths: Mapping[int, Path], often_read: Path, targets: Mapping[str, float]
) -> tuple[list[list[str]], list[dict[str, Any]]]:
    """Rows of a table, and what they are made of.

    `paths`: two files by their numbers of records, the smaller one first.
    """
    peaks = {
        records: peak_of(["-m", MODULE, "once", str(path)], records)
        for records, path in paths.items()
    }
    said = subprocess.run(
        [sys.executable, "-m", MODULE, "often", str(often_read)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    counts = json.loads(said)
    few, many = map(number, paths)
    found = {
        f"peak, {few} and {many} records": (
            *peaks.values(),
            targets["memory of ten times the records"],
        ),
        f"resident before and after {SCANS} scans": (
            counts["bytes before"],
            counts["bytes after"],
            targets["memory after 100 scans"],
        ),
    }
    rows = []
    for what, (one, other, most) in found.items():
        sizes = [f"{size / 1e6:.0f} MB" for size in (one, other)]
        met = "met" if other / one <= most else "missed"
        rows.append([what, *sizes, f"{other / one:.2f}", f"≤ {most:g}", met])
    before, after = counts["blocks before"], counts["blocks after"]
    met = "met" if before == after else "missed"
    rows.append(["blocks of native memory", str(before), str(after), "", "the same", met])
    return rows, [{"peak memory": peaks}, {f"memory of {SCANS} scans": counts}]


if __name__ == "__main__":
    way, name = sys.argv[1:]
    print(once(name) if way == "once" else json.dumps(often(name)))
