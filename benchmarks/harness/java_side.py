"""The figures that a child JVM gives: panamarc's Java API and marc4j, and JMH's."""

import json
import os
import statistics
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.harness.measure import WrongAnswer

JAR = Path(__file__).resolve().parents[1] / "target" / "benchmarks.jar"
# A heap of fixed size, so that no round pays for its growth.
FLAGS = ["-Xms1g", "-Xmx1g", "--enable-native-access=ALL-UNNAMED"]
# JMH uses what a JDK 24 or later warns of.
_JMH_FLAGS = ["--sun-misc-unsafe-memory-access=allow"]


def java() -> str:
    """The java program of JAVA_HOME, which `make bench` sets to a JDK 25."""
    home = os.environ.get("JAVA_HOME")
    if not home or not JAR.exists():
        raise SystemExit(
            f"benchmarks: run `make bench`; it sets JAVA_HOME to a JDK 25 and builds {JAR}"
        )
    return str(Path(home) / "bin" / "java")


def marc4j_version() -> str | None:
    """The version that Maven has put next to the benchmarks, if it has."""
    jars = list(JAR.parent.glob("lib/marc4j-*.jar"))
    return jars[0].stem.removeprefix("marc4j-") if jars else None


def _run(main: str, *arguments: str) -> str:
    command = [java(), *FLAGS, *_JMH_FLAGS, "-cp", str(JAR), main, *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def _lines(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def comparison(
    path: Path, tasks: dict[str, str | None], records: int, rounds: int, composed: bool = False
) -> list[dict[str, Any]]:
    """Seconds and records/s of each library at each task, whose answers have the digest given.

    composed: the digests are of the answers in NFC. Raises WrongAnswer.
    """
    found: dict[tuple[str, str], list[float]] = {}
    main = "org.panamarc.benchmarks.ReadComparison"
    for line in _lines(_run(main, "3", str(rounds), str(composed), str(path), *tasks)):
        what = (line["library"], line["task"])
        if line["records"] != records:
            raise WrongAnswer(f"{what}: {line['records']} records, not {records}")
        if tasks[line["task"]] not in (None, line["digest"]):
            raise WrongAnswer(f"{what}: other values than expected")
        if line["round"] >= 0:
            found.setdefault(what, []).append(line["seconds"])
    return [
        {
            "library": library,
            "task": task,
            "file": path.name,
            "seconds": seconds,
            "records_per_second": records / statistics.median(seconds),
        }
        for (library, task), seconds in found.items()
    ]


def adapter(path: Path, rounds: int) -> dict[tuple[str, str], list[float]]:
    """Seconds of each task and reader of a program for marc4j; an answer that differs ends it."""
    return _seconds("AdapterComparison", path, rounds, "library")


def one_file(path: Path, rounds: int) -> dict[tuple[str, str], list[float]]:
    """Seconds of each task and way to read one file; an answer that differs ends it."""
    return _seconds("OneFileComparison", path, rounds, "way")


def _seconds(
    main: str, path: Path, rounds: int, compared: str
) -> dict[tuple[str, str], list[float]]:
    """Seconds of the rounds after the warm-up, by the task and what is compared."""
    found: dict[tuple[str, str], list[float]] = {}
    for line in _lines(_run(f"org.panamarc.benchmarks.{main}", "3", str(rounds), str(path))):
        if line["round"] >= 0:
            found.setdefault((line["task"], line[compared]), []).append(line["seconds"])
    return found


def records_given(path: Path) -> list[dict[str, Any]]:
    """What marc4j's two readers give of a file with defects: library, records, error."""
    return _lines(_run("org.panamarc.benchmarks.RecordsGiven", str(path)))


def jmh(quick: bool) -> list[dict[str, Any]]:
    """All of JMH's benchmarks: of each result what a table or a comparison needs."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "jmh.json"
        shorter = ["-wi", "2", "-i", "3", "-w", "500ms", "-r", "500ms"] if quick else []
        output = ["-v", "SILENT", "-foe", "true", "-rf", "json", "-rff", str(result)]
        _run("org.panamarc.benchmarks.RunBenchmarks", *output, *shorter)
        runs = json.loads(result.read_text())
    metrics = ("score", "scoreError", "scoreUnit", "rawData")
    return [
        {
            "benchmark": run["benchmark"].removeprefix("org.panamarc.benchmarks."),
            "mode": run["mode"],
            "params": run.get("params", {}),
            "primaryMetric": {name: run["primaryMetric"][name] for name in metrics},
        }
        for run in runs
    ]
