"""What became faster or slower between two results of compare.py, of records.py or of JMH.

    python -m benchmarks.history.changes OLD.json NEW.json
    python -m benchmarks.history.changes --only 'python: panamarc' OLD.json NEW.json

Prints each figure that changed by more than 10 % of what it was, with the spread of its samples: a
change within the spread may be none, and where a peer or a memory copy changed, the machine did.
Exits with status 1 where a figure became worse by more than that (slower, or more memory), with 2
where there is nothing to compare.
"""

import argparse
import json
import statistics
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.harness.report import number, table

LIMIT = 0.10


@dataclass(frozen=True)
class Figure:
    """One measured figure and the samples that it comes from."""

    value: float
    unit: str
    samples: Sequence[float]
    more_is_better: bool

    def spread(self) -> str:
        """From the lowest sample to the highest, in percent of their median."""
        width = (max(self.samples) - min(self.samples)) / statistics.median(self.samples)
        return f"{width:.0%}" if len(self.samples) > 1 else "one sample"

    def said(self) -> str:
        return f"{number(self.value)} {self.unit}"


def _read(one: dict[str, Any], side: str) -> tuple[str, Figure]:
    """A reading of a file, as compare.py and records.py keep it."""
    name = f"{side}: {one['library']}, {one['task']}, {one['file']}"
    if side == "threads":
        name += f", {one['threads']} at once, batches of {one['batch_size'] or 'the default size'}"
    return name, Figure(one["records_per_second"], "records/s", one["seconds"], True)


def _peak(one: dict[str, Any]) -> tuple[str, Figure]:
    """Peak memory, as compare.py and records.py keep it."""
    task = f", {one['task']}" if "task" in one else ""
    name = f"memory: {one['library']}{task}, {one['records']:,} records"
    return name, Figure(one["bytes"], "bytes", [one["bytes"]], False)


def _jmh(run: dict[str, Any]) -> tuple[str, Figure]:
    """A result of JMH."""
    name = run["benchmark"].removeprefix("org.panamarc.benchmarks.")
    options = [f"{key}={value}" for key, value in run.get("params", {}).items()]
    metric = run["primaryMetric"]
    samples = [sample for fork in metric["rawData"] for sample in fork]
    more_is_better = run["mode"] == "thrpt"  # the other modes measure times
    label = ", ".join([f"JMH: {name}", *options, run["mode"]])
    return label, Figure(metric["score"], metric["scoreUnit"], samples, more_is_better)


def figures(results: Any) -> dict[str, Figure]:
    """All figures of a file by name."""
    if isinstance(results, list):
        return dict(map(_jmh, results))
    found: list[tuple[str, Figure]] = []
    for side in ("python", "java", "yaz"):
        found += [_read(one, side) for one in results[side]]
    found += [_read(one, "threads") for one in results.get("threads", [])]
    found += map(_jmh, results.get("jmh", []))
    found += map(_peak, results["memory"])
    return dict(found)


def worse(old: Figure, new: Figure) -> bool:
    """Whether a changed figure changed for the worse."""
    return (new.value < old.value) == old.more_is_better


def changed(old: dict[str, Figure], new: dict[str, Figure]) -> list[str]:
    """Names of the figures that changed by more than the limit, in the order of the new file."""
    return [
        name
        for name, figure in new.items()
        if name in old and abs(figure.value - old[name].value) > LIMIT * old[name].value
    ]


def rows(
    names: Iterable[str], old: dict[str, Figure], new: dict[str, Figure]
) -> Iterable[list[str]]:
    for name in names:
        before, after = old[name], new[name]
        change = f"{after.value / before.value - 1:+.1%}"
        spread = f"{before.spread()}, {after.spread()}"
        verdict = "WORSE" if worse(before, after) else "better"
        yield [name, before.said(), after.said(), change, verdict, spread]


def machines(old: Any, new: Any) -> Iterable[str]:
    """What differs between the machines and versions, as far as the files show."""
    if isinstance(old, dict) and isinstance(new, dict):
        for fact in dict.fromkeys([*old["machine"], *new["machine"]]):
            before, after = (one["machine"].get(fact, "not said") for one in (old, new))
            if before != after:
                yield f"{fact}: {before} before, {after} now"


def _load(path: Path) -> tuple[Any, dict[str, Figure]]:
    try:
        results = json.loads(path.read_text(encoding="utf-8"))
        return results, figures(results)
    except OSError as error:
        problem = error.strerror
    except (AttributeError, KeyError, TypeError, ValueError):
        problem = "no results of compare.py or of JMH (-rf json)"
    print(f"{path}: {problem}", file=sys.stderr)
    raise SystemExit(2)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--only", default="", help="figures whose name has this in it")
    args = parser.parse_args()
    (old_results, old), (new_results, new) = _load(args.old), _load(args.new)
    old, new = ({name: one[name] for name in one if args.only in name} for one in (old, new))
    both = old.keys() & new.keys()
    if not both:
        print("the files have no figure in common", file=sys.stderr)
        raise SystemExit(2)
    for difference in machines(old_results, new_results):
        print(difference)
    names = changed(old, new)
    if names:
        heading = ["figure", "old", "new", "change", "", "spread, old and new"]
        print(table(heading, list(rows(names, old, new))))
    for what, one, other in (("old", old, new), ("new", new, old)):
        for name in one:
            if name not in other:
                print(f"only in the {what} file: {name}")
    slower = [name for name in names if worse(old[name], new[name])]
    print(
        f"{len(both)} figures compared, {len(slower)} worse and {len(names) - len(slower)} better"
        f" by more than {LIMIT:.0%}"
    )
    if slower:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
