"""Checks against a schema, compared with reading alone.

    python -m benchmarks.suites.schema         10,000 records: part of make bench
    python -m benchmarks.suites.schema --full  100,000 records, more rounds

The schema is made of the file: its tags, indicators, subfields and the codes of 008, so that no
record breaks it. A second one lacks field 650, and must report each of them. The two take turns;
medians of the rounds.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import panamarc
from benchmarks.data.make_fixtures import fixture
from benchmarks.harness import machine
from benchmarks.harness.measure import WrongAnswer
from benchmarks.harness.report import RESULTS, number, table

CODES_OF_008 = ((6, 6), (15, 17), (35, 37), (38, 38), (39, 39))
HEADING = ["threads", "read, records/s", "checked, records/s", "ratio"]


def schema_of(path: Path) -> tuple[dict[str, Any], int]:
    """A schema that no record of a file breaks, and how many fields 650 the file has."""
    fields: dict[str, Any] = {}
    positions: dict[str, dict[str, str]] = {}
    subjects = 0
    with panamarc.open(path) as reader:
        for record in reader:
            for field in record:
                rule = fields.setdefault(field.tag, {"repeatable": True})
                subjects += field.tag == "650"
                if field.control_field:
                    continue
                for which, value in enumerate(field.indicators, 1):
                    codes = rule.setdefault(f"indicator{which}", {"codes": {}})["codes"]
                    codes[value] = ""
                for subfield in field.subfields:
                    rule.setdefault("subfields", {})[subfield.code] = {"repeatable": True}
            for first, last in CODES_OF_008:
                value = str(record.value(f"008/{first}-{last}"))
                positions.setdefault(f"{first:02}-{last:02}", {})[value] = ""
    fields["008"]["positions"] = {range_: {"codes": codes} for range_, codes in positions.items()}
    return {"family": "marc", "fields": fields}, subjects


def read(path: Path, threads: int) -> int:
    """Reads batches, without a record of Python's."""
    count = 0
    with panamarc.open(path, threads=threads) as reader:
        while batch := reader.read_batch(800 if threads == 1 else 200):
            count += len(batch)
    return count


def seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def row(path: Path, schema: panamarc.Schema, records: int, threads: int, rounds: int) -> list[str]:
    """The medians of both, and of the rounds' ratios."""
    pairs = [
        (
            seconds(lambda: read(path, threads)),
            seconds(lambda: schema.validate(path, threads=threads)),
        )
        for _ in range(rounds + 1)
    ][1:]  # the first is of warm-up
    reading, checking = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    return [str(threads), number(records / reading), number(records / checking), f"{ratio:.2f}"]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--full", action="store_true", help="more records, more rounds")
    args = parser.parse_args()
    made = fixture("utf8", 100_000 if args.full else 10_000)
    source, subjects = schema_of(made.path)
    schema = panamarc.Schema(source)
    found = schema.validate(made.path)
    if (found.records, found.issues) != (made.records, 0):
        raise WrongAnswer(f"{found.records} records with {found.issues} issues; expected none")
    lacking = {**source, "fields": {**source["fields"]}}
    del lacking["fields"]["650"]
    if panamarc.Schema(lacking).validate(made.path).counts != {"undefinedField": subjects}:
        raise WrongAnswer(f"expected {subjects} fields 650")
    rows = [row(made.path, schema, made.records, n, 11 if args.full else 5) for n in (1, 2)]
    facts = {"CPU": machine.cpu()} | machine.panamarc_facts()
    text = "\n\n".join(
        [
            "# Checks against a schema",
            table(["machine", ""], [[key, value] for key, value in facts.items()]),
            f"{made.records:,} records in UTF-8; batches, without records of Python.",
            table(HEADING, rows),
        ]
    )
    print(text)
    if args.full:
        (RESULTS / "schema.md").write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    main()
