"""Apache Spark over a large file: seconds by its size and the number of executors.

    python -m benchmarks.suites.spark         100,000 records once and four times, one round
    python -m benchmarks.suites.spark --full  1, 4 and 10 GB, two rounds; minutes, 10 GB of disk

An executor is a process with one core, on this machine (`local-cluster`). The query counts the
records of each language and adds up their years; its answer is compared with `panamarc.scan`'s.
Planning is the time in which the driver frames the file; it is in the seconds of the query, too.

The last table is a PREDICTION for 1 TB and 500 million records, which nobody has measured. It
follows from the largest file that was measured and from assumptions that it names. PySpark has to
be there: pip install 'python-binding[spark]'.
"""

import argparse
import shutil
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import panamarc
import panamarc.spark
from benchmarks.data.make_fixtures import fixture
from benchmarks.harness import java_side, machine
from benchmarks.harness.report import RESULTS, number, table

COLUMNS = ["language", "year"]
Answer = dict[str, tuple[int, int]]
TERABYTE = 10**12
PREDICTED_RECORDS = 500_000_000
PREDICTED_CORES = (16, 64, 256)
START = 1.0  # seconds that a query takes beyond its tasks: an assumption


@dataclass
class Run:
    """What was measured of a file and a number of executors."""

    size: int  # bytes
    records: int
    executors: int
    planning: float  # seconds
    query: float  # seconds, planning included


def expected(path: Path) -> Answer:
    """The answer by `panamarc.scan`: records and sum of years of each language."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    books = panamarc.scan(path, "bibliographic").to_arrow()
    languages, years = (books[name].to_pylist() for name in COLUMNS)
    for language, year in zip(languages, years, strict=True):
        found[language or ""][0] += 1
        found[language or ""][1] += year or 0
    return {language: (count, total) for language, (count, total) in found.items()}


@contextmanager
def session(executors: int) -> Iterator[Any]:
    """A session of Spark with this number of executors."""
    from pyspark.sql import SparkSession

    spark = (
        SparkSession.builder.master(f"local-cluster[{executors},1,2048]")
        .config("spark.jars", ",".join(panamarc.spark.jars()))
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.executor.memory", "1g")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    finally:
        spark.stop()


def measured(spark: Any, path: Path, right: Answer, executors: int, records: int) -> Run:
    """One round; raises AssertionError for another answer."""
    start = time.perf_counter()
    # Nothing of Spark's own is kept from one frame to the next.
    frame = spark.read.format("marc").load(str(path)).select(*COLUMNS)
    frame.rdd.getNumPartitions()
    planning = time.perf_counter() - start
    start = time.perf_counter()
    query = "language, count(*) AS records, sum(coalesce(year, 0)) AS years"
    again = spark.read.format("marc").load(str(path))
    again.createOrReplaceTempView("books")
    rows = spark.sql(f"SELECT {query} FROM books GROUP BY language").collect()
    seconds = time.perf_counter() - start
    found = {row.language or "": (row.records, row.years) for row in rows}
    assert found == right, f"{path}: Spark's answer is another"
    return Run(path.stat().st_size, records, executors, planning, seconds)


def copies(source: Path, times: int, folder: Path) -> Path:
    """A file with another's content several times over."""
    path = folder / f"{times}.mrc"
    with path.open("wb") as target:
        for _ in range(times):
            with source.open("rb") as file:
                shutil.copyfileobj(file, target, 1 << 20)
    return path


def median(runs: list[Run]) -> Run:
    """The rounds of one file and number of executors as one."""
    first = runs[0]
    planning = statistics.median(run.planning for run in runs)
    query = statistics.median(run.query for run in runs)
    return Run(first.size, first.records, first.executors, planning, query)


def prediction(runs: list[Run]) -> list[list[str]]:
    """Rows for 1 TB: seconds by the number of cores, with one file and with many."""
    largest = max(runs, key=lambda run: (run.size, run.executors))
    framing = largest.size / largest.planning  # bytes a second
    reading = largest.size / ((largest.query - largest.planning) * largest.executors)
    rows = []
    for cores in PREDICTED_CORES:
        tasks = TERABYTE / (reading * cores) + START
        one = tasks + TERABYTE / framing
        rows.append([str(cores), *(f"{seconds / 60:,.1f}" for seconds in (tasks, one))])
        rows[-1].append(number(PREDICTED_RECORDS / tasks))
    return rows


def report(runs: list[Run]) -> str:
    """The page."""
    facts = machine.describe(java_side.java())
    measured_rows = [
        [
            f"{run.size / 1e9:.2g} GB",
            f"{run.records:,}",
            str(run.executors),
            f"{run.planning:.1f}",
            f"{run.query:.1f}",
            number(run.records / run.query),
        ]
        for run in runs
    ]
    heading = ["file", "records", "executors", "planning s", "query s", "records/s"]
    predicted = ["cores", "many files, minutes", "one file, minutes", "many files, records/s"]
    return "\n\n".join(
        [
            "# Apache Spark",
            table(["machine", ""], [[key, value] for key, value in facts.items()]),
            "Records of each language and the sum of their years. An executor is a process with one"
            " core; planning, in which the driver frames the file, is in the seconds of the query.",
            table(heading, measured_rows),
            "## PREDICTION for 1 TB, 500 million records",
            "Nobody has measured this. It assumes: each core reads as fast as one of the largest"
            " run above, with disks and network that keep up; no task waits for another; a second"
            " for the start; one file is framed by the driver alone first, as fast as above, and"
            " many files, none larger than a task, are not framed.",
            table(predicted, prediction(runs)),
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--full", action="store_true", help="1, 4 and 10 GB")
    full = parser.parse_args().full
    made = fixture("utf8", 100_000)
    each = made.path.stat().st_size
    sizes = [max(1, round(size / each)) for size in (1e9, 4e9, 1e10)] if full else [1, 4]
    one = expected(made.path)
    kept: dict[tuple[int, int], list[Run]] = {}
    with tempfile.TemporaryDirectory(dir=made.path.parent) as folder:
        for times in sizes:
            path = copies(made.path, times, Path(folder))
            right = {key: (count * times, years * times) for key, (count, years) in one.items()}
            for _ in range(2 if full else 1):
                for executors in (1, 2):
                    with session(executors) as spark:
                        measured(spark, made.path, one, executors, made.records)  # warms up
                        run = measured(spark, path, right, executors, made.records * times)
                    kept.setdefault((times, executors), []).append(run)
            path.unlink()
    text = report([median(runs) for runs in kept.values()])
    print(text)
    if full:
        (RESULTS / "spark.md").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
