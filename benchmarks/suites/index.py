"""The stored index: what building, loading and random reading take.

    scripts/on-jdk .venv/bin/python -m benchmarks.suites.index [--records N] [--full]

Rounds are in turn, and medians count; each answer is compared before its time. Files are in memory
where there is room; those of the table of load times are on the disk, and their pages are dropped
from the cache before each load. `--full` adds a file of 4 GB, of which 10,000 records by chance are
compared with those of sequential reading, and writes `results/index.md`.
"""

import argparse
import hashlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import panamarc
from benchmarks.data.generate import generate
from benchmarks.harness.machine import describe
from benchmarks.harness.measure import WrongAnswer
from benchmarks.harness.places import large
from benchmarks.harness.report import RESULTS, number, table

RECORDS = 100_000
LARGE_BYTES = 4 << 30
READS = 10_000
ROUNDS = 7
SEGMENTS = (1, 3, 5, 10, 20)
COPIES_LOADED = 10  # of the generated file, in the table of load times
SEED = 18
MOST_MEMORY = 200_000_000  # bytes, without a memory of the file


def check(found: object, expected: object, what: str) -> None:
    if found != expected:
        raise WrongAnswer(f"{what}: {found}, expected {expected}")


def interleaved(works: Sequence[Callable[[], object]], rounds: int = ROUNDS) -> list[float]:
    """The median seconds of each work; two rounds of warm-up do not count."""
    seconds: list[list[float]] = [[] for _ in works]
    for _ in range(rounds + 2):
        for times, work in zip(seconds, works, strict=True):
            start = time.perf_counter()
            work()
            times.append(time.perf_counter() - start)
    return [statistics.median(times[2:]) for times in seconds]


def copies(source: Path, times: int, target: Path) -> None:
    """Writes a file a number of times, each time with other control numbers."""
    data = bytearray(source.read_bytes())
    with panamarc.open(source) as reader:
        starts = [start for start, _ in reader.scan_boundaries()]
    fields = [start + int(data[start + 12 : start + 17]) for start in starts]
    with target.open("wb") as out:
        for copy in range(times):
            prefix = b"%03d" % copy
            for at in fields:  # 001 is the first field
                data[at : at + 3] = prefix
            out.write(data)


def build(path: Path, records: int) -> list[list[str]]:
    import jpype

    panamarc.info()  # which starts Java
    java_path = jpype.JClass("java.nio.file.Path").of(str(path))
    reader = jpype.JClass("org.panamarc.MarcReader")
    index = jpype.JClass("org.panamarc.index.MarcIndex")
    reading = jpype.JClass("org.panamarc.ReadOptions").DEFAULT
    options = jpype.JClass("org.panamarc.index.IndexOptions").DEFAULT

    def loop() -> None:
        with reader.open(java_path, reading.withThreads(1)) as opened:
            check(int(opened.stream().count()), records, "read loop")

    def built(threads: int) -> None:
        summary = index.build(java_path, options.withReading(reading.withThreads(threads)))
        check(int(summary.records()), records, "index")

    looped, one, two = interleaved([loop, lambda: built(1), lambda: built(2)])
    summary = panamarc.verify_index(path)
    share = 100 * summary.index_bytes / summary.source_bytes
    return [
        ["read loop of Java, one thread", number(records / looped), "", "", ""],
        ["index, one thread", number(records / one), f"{looped / one:.2f}", "", ""],
        [
            "index, two threads",
            number(records / two),
            f"{looped / two:.2f}",
            "0.4",
            at_least(looped / two, 0.4),
        ],
        ["size of the index", f"{share:.2f} % of the file", "", "2 %", at_most(share, 2)],
    ]


def at_least(ratio: float, target: float) -> str:
    return "met" if ratio >= target else "missed"


def at_most(ratio: float, target: float) -> str:
    return "met" if ratio <= target else "missed"


def random_reads(path: Path, records: int) -> list[list[str]]:
    chooser = random.Random(SEED)
    numbers = [chooser.randrange(records) for _ in range(READS)]
    with panamarc.open_index(path) as reader:
        keys = [str(reader[n]["001"].data) for n in numbers]

        def batches() -> None:
            with panamarc.open(path, threads=1) as opened:
                check(sum(len(opened.read_batch(1)) for _ in range(READS)), READS, "read_batch")

        def by_number() -> None:
            check([reader[n].number - 1 for n in numbers], numbers, "reader[n]")

        def by_key() -> None:
            found = [record.number - 1 for key in keys if (record := reader.get(key)) is not None]
            check(found, numbers, "reader.get")

        def at_once() -> None:
            check([record.number - 1 for record in reader.take(numbers)], numbers, "take")

        batch, one, key, many = interleaved([batches, by_number, by_key, at_once])
    rows = [["`read_batch(1)`, in order", micros(batch), "1", "", ""]]
    for label, seconds, target in (
        ("`reader[n]`", one, 2.0),
        ("`reader.get(id)`", key, 3.0),
        ("`reader.take(numbers)`", many, None),
    ):
        ratio = seconds / batch
        judged = ["", ""] if target is None else [f"{target:g}", at_most(ratio, target)]
        rows.append([label, micros(seconds), f"{ratio:.2f}", *judged])
    return rows


def micros(seconds: float) -> str:
    return f"{1e6 * seconds / READS:.1f}"


def shuffled(path: Path, records: int) -> list[list[str]]:
    with panamarc.open_index(path) as reader:

        def count(given: Any) -> None:
            check(sum(1 for _ in given), records, "records")

        in_order, indexed, windows, any_place = interleaved(
            [
                lambda: count(panamarc.open(path, threads=1)),
                lambda: count(reader),
                lambda: count(reader.shuffled(SEED, 10_000)),
                lambda: count(reader.shuffled(SEED)),
            ]
        )
    rows = [["`open`, in order", number(records / in_order), "1", "", ""]]
    for label, seconds, target in (
        ("the index, in order", indexed, None),
        ("`shuffled(seed, window=10_000)`", windows, 0.3),
        ("`shuffled(seed)`", any_place, 0.3),
    ):
        ratio = in_order / seconds
        judged = ["", ""] if target is None else [f"{target:g}", at_least(ratio, target)]
        rows.append([label, number(records / seconds), f"{ratio:.2f}", *judged])
    return rows


def drop_pages(folder: Path) -> bool:
    """Has the system forget what it holds of a folder's files; whether it can."""
    if not hasattr(os, "posix_fadvise"):
        return False
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return True


def load(path: Path, folder: Path, at_once: int, records: int) -> float:
    """Seconds that opening takes, with a number of segments at once."""
    drop_pages(folder)
    start = time.perf_counter()
    with panamarc.open_index(
        path, index_dir=folder, load_threads=at_once, parallel_from=2
    ) as reader:
        seconds = time.perf_counter() - start
        check(len(reader), records, "records")
    return seconds


def loads(source: Path, records: int) -> list[list[str]]:
    """Times of opening an index, with segments in parallel and one after the other."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="panamarc-index-") as temporary:
        path, folder = Path(temporary, "many.mrc"), Path(temporary, "index")
        copies(source, COPIES_LOADED, path)
        total = COPIES_LOADED * records
        for wanted in SEGMENTS:
            size = -(-total // wanted)
            panamarc.build_index(path, index_dir=folder, threads=1, segment_records=size)

            seconds: dict[int, list[float]] = {1: [], 4: []}
            for _ in range(ROUNDS + 2):
                for at_once, samples in seconds.items():
                    samples.append(load(path, folder, at_once, total))
            parallel, sequential = (statistics.median(seconds[n][2:]) for n in (4, 1))
            with panamarc.open_index(path, index_dir=folder) as reader:
                there = reader.metrics()["segments"]
            ratio = sequential / parallel
            judged = ["1.4", at_least(ratio, 1.4)] if wanted >= 5 else ["", ""]
            times = [f"{1000 * sequential:.1f}", f"{1000 * parallel:.1f}"]
            rows.append([str(there), *times, f"{ratio:.2f}", *judged])
    return rows


CHILD = """
import hashlib, json, random, sys
import panamarc
path, records, seed, reads = sys.argv[1], *map(int, sys.argv[2:])

def resident():
    rows = dict(row.split(":", 1) for row in open("/proc/self/status") if row.startswith("Rss"))
    return {name: int(text.split()[0]) * 1024 for name, text in rows.items()}

chooser = random.Random(seed)
numbers = [chooser.randrange(records) for _ in range(reads)]
with panamarc.open_index(path) as reader:
    before = resident()
    digests = [hashlib.sha256(reader[n].as_marc()).hexdigest() for n in numbers]
    print(json.dumps([before, resident(), digests]))
"""


def whole(source: Path, records: int) -> list[list[str]]:
    """A file of 4 GB: what is read by the index is what is read in order; memory."""
    times = -(-LARGE_BYTES // source.stat().st_size)
    with tempfile.TemporaryDirectory(prefix="panamarc-large-") as temporary:
        path = Path(temporary, "large.mrc")
        copies(source, times, path)
        total = times * records
        start = time.perf_counter()
        summary = panamarc.build_index(path)
        seconds = time.perf_counter() - start
        check(summary.records, total, "records")
        child = subprocess.run(
            [sys.executable, "-c", CHILD, path, str(total), str(SEED), str(READS)],
            check=True,
            capture_output=True,
            text=True,
        )
        before, after, digests = json.loads(child.stdout)
        chooser = random.Random(SEED)
        wanted: dict[int, list[int]] = {}
        for place in range(READS):
            wanted.setdefault(chooser.randrange(total), []).append(place)
        same = 0
        for record in panamarc.open(path):
            for place in wanted.get(record.number - 1, ()):
                found = hashlib.sha256(record.as_marc()).hexdigest()
                check(digests[place], found, f"record {record.number}")
                same += 1
        check(same, READS, "records compared")
        grown = after["RssAnon"] - before["RssAnon"]
        return [
            ["bytes of the file", f"{path.stat().st_size:,}", ""],
            ["records", f"{total:,}", ""],
            ["seconds to build the index", f"{seconds:.1f}", ""],
            ["bytes of the index", f"{summary.index_bytes:,}", ""],
            ["segments", str(summary.segments), ""],
            ["records by chance that are those of sequential reading", f"{same:,}", "met"],
            ["memory of the process with the open index", f"{before['RssAnon'] / 1e6:.0f} MB", ""],
            [
                "memory that reading them takes more",
                f"{grown / 1e6:.0f} MB",
                at_most(grown, MOST_MEMORY),
            ],
        ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=RECORDS)
    parser.add_argument("--full", action="store_true", help="with the file of 4 GB")
    given = parser.parse_args()
    java = str(Path(os.environ["JAVA_HOME"], "bin", "java"))
    sections = [
        "# The stored index",
        ", ".join(f"{name}: {text}" for name, text in describe(java).items()),
    ]

    def add(title: str, heading: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        sections.extend([f"## {title}", table(heading, rows)])
        print(f"{title}\n\n{table(heading, rows)}\n", flush=True)

    with large(2000 * given.records) as folder:
        path = Path(folder, "books.mrc")
        generate(path, given.records, clean=True)
        judged = ["target", ""]
        add("Building", ["", "records/s", "ratio", *judged], build(path, given.records))
        add(
            "Random reads, a record each",
            ["", "microseconds", "ratio", *judged],
            random_reads(path, given.records),
        )
        add(
            "Reading all records",
            ["", "records/s", "ratio", *judged],
            shuffled(path, given.records),
        )
        add(
            f"Opening an index of {COPIES_LOADED * given.records:,} records, not in the cache",
            ["segments", "one after the other, ms", "four at once, ms", "ratio", *judged],
            loads(path, given.records),
        )
        if given.full:
            add("A file of 4 GB", ["", "", ""], whole(path, given.records))
            (RESULTS / "index.md").write_text("\n\n".join(sections) + "\n", "utf-8")


if __name__ == "__main__":
    main()
