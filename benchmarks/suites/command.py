"""The command `panamarc convert` and other tools, each a process of its own.

    python -m benchmarks.suites.command  200,000 records: part of make bench
    python -m benchmarks.suites.command --full  1,000,000 records

All copy the same file of ISO 2709; what each needs to start is part of its time. pymarc copies the
first 5,000 records, in this process. yaz-marcdump and marc21 (`cargo install marc21-cli`) take part
where they are installed. Rounds and answers are those of formats.py. `stats` and `validate` take
turns on the same file.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.data.generate import generate
from benchmarks.harness.places import large
from benchmarks.harness.report import RESULTS, table
from benchmarks.peers import yaz
from benchmarks.suites.formats import Job, Runner, marcdump, pymarc_marc, rows

PIECE = 100_000  # records, repeated
PART = 5_000  # of pymarc
RECORD = 1_100  # bytes, about
MARC21 = "marc21"
ROUNDS = 5


def ours(source: Path, target: Path) -> None:
    command = [sys.executable, "-m", "panamarc", "convert", "--quiet", str(source), str(target)]
    subprocess.run(command, check=True)


def marc21(source: Path, target: Path) -> None:
    subprocess.run([MARC21, "concat", str(source), "-o", str(target)], check=True)


def seconds(verb: str, source: Path, records: int) -> float:
    """How long a verb of the command takes; its answer is checked first."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "panamarc", verb, "--json", "--quiet", str(source)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    took = time.perf_counter() - start
    assert json.loads(said.splitlines()[-1])["records"] == records, said
    return took


def compare_verbs(source: Path, records: int) -> None:
    """Prints the time of `stats` in that of `validate`, in turn in each round."""
    rounds = [
        [seconds(verb, source, records) for verb in ("stats", "validate")] for _ in range(ROUNDS)
    ]
    counts, validates = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = counts / validates
    print(f"\nstats {counts:.2f} s, validate {validates:.2f} s: {ratio:.2f} times, target ≤ 1.5")


def repeated(piece: Path, whole: Path, times: int) -> None:
    with whole.open("wb") as out:
        for _ in range(times):
            with piece.open("rb") as given:
                shutil.copyfileobj(given, out, 1 << 20)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true")
    full = parser.parse_args().full
    times = 10 if full else 2
    tools: dict[str, Job] = {}
    if yaz.version() is not None:
        tools[yaz.NAME] = marcdump("marc")
    if shutil.which(MARC21):
        tools[MARC21] = marc21
    else:
        print(f"{MARC21} is not installed: without it\n")
    with large(RECORD * PIECE * times * (3 + len(tools))) as place:
        folder = Path(place)
        piece, whole, part = folder / "piece.mrc", folder / "whole.mrc", folder / "part.mrc"
        generate(piece, PIECE, clean=True)
        generate(part, PART, clean=True)
        repeated(piece, whole, times)
        runners = [
            Runner("panamarc convert", ours, whole, folder / "ours.mrc", PIECE * times),
            Runner("pymarc", pymarc_marc, part, folder / "pymarc.mrc", PART),
            *(
                Runner(name, job, whole, folder / f"{name}.mrc", PIECE * times)
                for name, job in tools.items()
            ),
        ]
        targets = {"pymarc": 60, yaz.NAME: 1, MARC21: 2.2 if full else 1.1}
        compare_verbs(whole, PIECE * times)
        lines = rows(f"copy {PIECE * times:,} records", runners, targets)
    heading = ["task", "panamarc records/s", "peer", "peer records/s", "ratio", "target", ""]
    copied = table(heading, lines)
    print(copied)
    if full:
        (RESULTS / "command.md").write_text(f"{copied}\n", "utf-8")


if __name__ == "__main__":
    main()
