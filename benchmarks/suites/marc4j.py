"""A program for marc4j: with its own readers, and with `PanamarcReader` in their place.

    python -m benchmarks.suites.marc4j         10,000 records: part of make bench
    python -m benchmarks.suites.marc4j --full  50,000 records, more rounds

All in one JVM, taking turns; medians of the rounds. All records of all readers are compared before
the clock runs, and a sum over the values that a task asks for in each round. Targets are in
targets.toml, of the ratio to MarcStreamReader, marc4j's faster one.
"""

import argparse
import statistics
from pathlib import Path

import tomllib

from benchmarks.data.make_fixtures import fixture
from benchmarks.harness import java_side, machine
from benchmarks.harness.report import RESULTS, number, table, verdict

OURS, *PEERS = "PanamarcReader", "MarcStreamReader", "MarcPermissiveStreamReader"
TARGETS = tomllib.loads((Path(__file__).parents[1] / "targets.toml").read_text("utf-8"))["marc4j"]
HEADING = ["task", f"{OURS} records/s", "peer", "peer records/s", "ratio", "target", ""]


def rows(seconds: dict[tuple[str, str], list[float]], records: int) -> list[list[str]]:
    """A row for each task and peer, of the seconds of each task and reader."""
    rate = {what: records / statistics.median(times) for what, times in seconds.items()}
    found = []
    for task in dict.fromkeys(task for task, _ in rate):
        for peer in PEERS:
            ours, theirs = rate[task, OURS], rate[task, peer]
            target = TARGETS.get(task) if peer == PEERS[0] else None
            goal = f"≥ {target}" if target else ""
            ratio = ours / theirs
            cells = [number(ours), peer, number(theirs), f"{ratio:.3g}", goal]
            found.append([task, *cells, verdict(ratio, target)])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--full", action="store_true", help="more records, more rounds")
    args = parser.parse_args()
    made = fixture("utf8", 50_000 if args.full else 10_000)
    seconds = java_side.adapter(made.path, rounds=7 if args.full else 5)
    facts = machine.describe(java_side.java()) | {"marc4j": java_side.marc4j_version() or ""}
    text = "\n\n".join(
        [
            "# A program for marc4j, and its readers",
            table(["machine", ""], [[key, value] for key, value in facts.items()]),
            f"{made.records:,} records in UTF-8, one thread. The same code with each reader, the"
            " answers compared.",
            table(HEADING, rows(seconds, made.records)),
        ]
    )
    print(text)
    if args.full:
        (RESULTS / "marc4j.md").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
