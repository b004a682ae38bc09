"""JMH's results as tables: the scanners, the steps of reading, MARC-8, reading ahead."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from benchmarks.harness.report import number, table

Runs = Sequence[Mapping[str, Any]]

_WINDOW = 1 << 20  # bytes that an operation of ScannerBenchmark goes over
_LOOKED_FOR = {
    "recordTerminators": "record terminators",
    "terminators": "both terminators",
    "structuralIndex": "structural index",
}
# Of the bandwidth of a copy, for the structural index.
_JAVA_TARGET = 0.05
_FASTEST_TARGET = 0.2

_CHAIN = ("copy", "scan", "frame", "parse", "batch")
_MARC8 = {
    "copy": "copy of all values",
    "decode": "all values decoded",
    "decodeByMarc4j": "all values decoded, marc4j",
    "batch": "reading: batches",
}
_AHEAD = {"batches": "batches", "titles": '`record.value("245$a")`'}


def _scores(runs: Runs, benchmark: str) -> Iterable[tuple[str, str, float]]:
    """Method, value of the parameter if it has one, and score of each run of a class."""
    for run in runs:
        name, _, method = run["benchmark"].partition(".")
        if name == benchmark:
            yield method, "".join(run["params"].values()), float(run["primaryMetric"]["score"])


def scanners(runs: Runs) -> str:
    """Each scanner and a memory copy."""
    rates = {
        (scanner, method): _WINDOW * score
        for method, scanner, score in _scores(runs, "ScannerBenchmark")
    }
    copy = rates["", "memoryCopy"]
    names = [scanner for scanner, method in rates if method == "structuralIndex"]
    rows = [["memory copy", "", number(copy) + "B/s", f"{1e9 / copy:.3f}", "", "", ""]]
    for name in names:
        for method, label in _LOOKED_FOR.items():
            rate = rates[name, method]
            target = None
            if method == "structuralIndex" and name in ("java", names[-1]):
                target = _JAVA_TARGET if name == "java" else _FASTEST_TARGET
            ratio = rate / copy
            met = "" if target is None else "met" if ratio >= target else "missed"
            goal = "" if target is None else f"≥ {target}"
            speed = [number(rate) + "B/s", f"{1e9 / rate:.3f}", f"{ratio:.2f}"]
            rows.append([name, label, *speed, goal, met])
    heading = ["scanner", "looks for", "bandwidth", "ms for 1 MB", "of the copy", "target", ""]
    return table(heading, rows)


def chain(runs: Runs) -> str:
    """What each step of reading adds to those before it."""
    rates = {method: score for method, _, score in _scores(runs, "ReadChainBenchmark")}
    rows = []
    before = 0.0
    for step in _CHAIN:
        nanoseconds = 1e9 / rates[step]
        rows.append(
            [step, number(rates[step]), f"{nanoseconds:.0f}", f"{nanoseconds - before:+.0f}"]
        )
        before = nanoseconds
    return table(["step, with those before it", "records/s", "ns a record", "its own"], rows)


def marc8(runs: Runs) -> str:
    """Decoding MARC-8 and a copy of the same values."""
    rates = {method: score for method, _, score in _scores(runs, "Marc8Benchmark")}
    rows = [
        [label, number(rates[method]), f"{1e9 / rates[method]:.0f}"]
        for method, label in _MARC8.items()
    ]
    return table(["MARC-8", "records/s", "ns a record"], rows)


def pipeline(runs: Runs) -> str:
    """Reading ahead by several threads and by one."""
    rates = {
        (method, threads): score for method, threads, score in _scores(runs, "PipelineBenchmark")
    }
    rows = [
        [_AHEAD[method], threads, number(rate), f"{rate / rates[method, '1']:.2f}"]
        for (method, threads), rate in rates.items()
    ]
    return table(["reading ahead", "threads", "records/s", "of one thread"], rows)
