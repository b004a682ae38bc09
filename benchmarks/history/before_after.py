"""This checkout next to another one, both built: what a change does to the speed of reading.

    python -m benchmarks.history.before_after ../before [FILE...]

Without files it reads generated records in UTF-8, MARC-8, MARCXML and JSON lines. Processes of both
checkouts take turns; in each the fastest of some rounds counts, since what disturbs a round only
ever slows it, and of the processes the median. A ratio is this checkout's speed over the other's.
Prints only.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

import panamarc
from benchmarks.data.generate import generate
from benchmarks.harness.report import number, table

HERE = Path(__file__).resolve().parents[1]
RECORDS = 100_000
FORMS = ("mrc", "marc8.mrc", "xml", "jsonl")
PROCESSES = 7

CHILD = """
import json, sys, time
import panamarc
def loop(): return sum(1 for record in panamarc.open(path))
def title(): return sum(len(record.title or "") for record in panamarc.open(path))
def fields():
    lists = (record.get_fields("650", "700") for record in panamarc.open(path))
    return sum(len(field.get_subfields("a")) for fields in lists for field in fields)
def values():
    return sum(
        len(record.value("245$a") or "") + len(record.values("650$a")) + len(record.values("700$a"))
        for record in panamarc.open(path)
    )
path, best = sys.argv[1], {}
for task in loop, title, fields, values:
    answer = task()
    for _ in range(5):
        start = time.perf_counter()
        assert task() == answer
        seconds = time.perf_counter() - start
        best[task.__name__] = answer, min(seconds, best.get(task.__name__, (0, seconds))[1])
print(json.dumps(best))
"""


def measured(checkout: Path, path: Path) -> dict[str, tuple[int, float]]:
    """Answer and seconds of each task, in a process that imports a checkout's package."""
    package = {"PYTHONPATH": str(checkout / "python-binding" / "src")}
    command = [sys.executable, "-c", CHILD, str(path)]
    run = subprocess.run(command, env=os.environ | package, stdout=subprocess.PIPE, check=True)
    found: dict[str, tuple[int, float]] = json.loads(run.stdout)
    return found


def generated() -> list[Path]:
    """The generated records, a file for each of the forms."""
    files = [HERE / "generated" / f"clean-{RECORDS}.{form}" for form in FORMS]
    first = files[0]
    if not first.exists():
        generate(first, RECORDS, clean=True)
    for file in files[1:]:
        if not file.exists():
            coding = "marc-8" if "marc8" in file.name else None
            panamarc.convert(first, file, coding=coding)
    return files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("other", type=Path, help="the other checkout")
    parser.add_argument("files", type=Path, nargs="*", help="what is read")
    arguments = parser.parse_args()
    other = arguments.other.resolve()
    rows = []
    for path in arguments.files or generated():
        runs = [(measured(other, path), measured(HERE.parent, path)) for _ in range(PROCESSES)]
        for task, (answer, _) in runs[0][0].items():
            assert all(run[task][0] == answer for pair in runs for run in pair), task
            before, after = (statistics.median(pair[i][task][1] for pair in runs) for i in (0, 1))
            milliseconds = (number(1000 * before), number(1000 * after))
            rows.append([path.name, task, *milliseconds, number(before / after)])
    print(table(["file", "task", "before, ms", "after, ms", "ratio"], rows))


if __name__ == "__main__":
    main()
