"""`panamarc validate`: what breaks the standard in a file."""

from __future__ import annotations

import json
from collections import Counter
from enum import Enum
from typing import Annotated

import typer

from panamarc import Defect, Record, SkippedRange
from panamarc.cli._endings import FOUND_NOTHING
from panamarc.cli._options import Encoding, Files, Json, Quiet
from panamarc.cli._reading import Reading, called
from panamarc.cli._text import clean, print_table, several, size


class FailOn(str, Enum):
    """What makes a file invalid."""

    any = "any"
    structure = "structure"


class Findings:
    """What was found in one file."""

    def __init__(self) -> None:
        self.kinds: Counter[tuple[str, str]] = Counter()  # severity and kind
        self.records: Counter[tuple[str, str]] = Counter()  # how many have such a defect
        self.broken = 0
        self.first: list[tuple[Record, Defect]] = []

    def add(self, record: Record, defects: list[Defect], most: int) -> None:
        """Takes note of a record's defects, and keeps the first `most` of all."""
        keys = [(defect.severity, defect.kind) for defect in defects]
        self.kinds.update(keys)
        self.records.update(set(keys))
        self.broken += 1
        self.first += [(record, defect) for defect in defects[: max(most - len(self.first), 0)]]

    def fail(self, skipped: list[SkippedRange], fail_on: FailOn) -> bool:
        """Whether the file is invalid."""
        if any(skip.reason != "filler" for skip in skipped):
            return True
        return any(fail_on is FailOn.any or severity == "structure" for severity, _ in self.kinds)


def validate(
    files: Files,
    as_json: Json = False,
    examples: Annotated[
        int, typer.Option("--examples", "-n", min=0, help="How many defects to list one by one.")
    ] = 10,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="Which defects make a file invalid.")
    ] = FailOn.any,
    encoding: Encoding = None,
    quiet: Quiet = False,
) -> None:
    """Report what breaks the standard.

    That is defects of records, and bytes that are in no record. Exit status 1 where a file is
    invalid. Filler between records, such as newlines, is told of, but invalidates nothing. With
    --json, a line for each defect and each range, then one that sums up.
    """
    failed = False
    for number, name in enumerate(files):
        if number and not (as_json or quiet):
            print()
        findings = Findings()
        with Reading(
            name, f"validating {called(name)}", quiet=quiet, encoding=encoding, prints=as_json
        ) as reading:
            told = 0
            for batch in reading.batches():
                counted = sum(reading.reader.defect_counts.values())
                if counted == told:
                    continue  # to ask each record would take longer than to read it
                told = counted
                for record in batch:
                    if defects := record.defects:
                        findings.add(record, defects, 0 if as_json else examples)
                        if as_json:
                            _print_defects(record, defects)
            skipped = reading.reader.skipped
            bad = findings.fail(skipped, fail_on)
            failed |= bad
            if as_json:
                _print_summary(name, reading, findings, skipped, bad)
            elif not quiet:
                _print_report(name, reading, findings, skipped, examples)
    if failed:
        raise typer.Exit(FOUND_NOTHING)


def _print_defects(record: Record, defects: list[Defect]) -> None:
    number = record.value("001")
    for defect in defects:
        about = {"type": "defect", "source": record.source, **defect._asdict(), "001": number}
        print(json.dumps(about, ensure_ascii=False))


def _print_summary(
    name: str, reading: Reading, findings: Findings, skipped: list[SkippedRange], bad: bool
) -> None:
    for skip in skipped:
        print(json.dumps({"type": "skipped", **skip._asdict()}, ensure_ascii=False))
    about = {
        "type": "summary",
        "source": name,
        "valid": not bad,
        "records": reading.reader.records_read,
        "bytes": reading.reader.bytes_read,
        "records_with_defects": findings.broken,
        "defects": {kind: number for (_, kind), number in findings.kinds.most_common()},
        "skipped_bytes": sum(skip.length for skip in skipped),
    }
    print(json.dumps(about, ensure_ascii=False))


def _print_report(
    name: str, reading: Reading, findings: Findings, skipped: list[SkippedRange], examples: int
) -> None:
    reader = reading.reader
    records = f"{several(reader.records_read, 'record')}, {size(reader.bytes_read)}"
    lengths: Counter[str] = Counter()
    for skip in skipped:
        lengths[skip.reason] += skip.length
    if not findings.kinds and not lengths:
        print(f"{called(name)}: {records}: no defects")
        return
    print(f"{called(name)}: {records}: {several(findings.broken, 'record')} with defects")
    if findings.kinds:
        print()
        rows = [
            (kind, severity, number, findings.records[severity, kind])
            for (severity, kind), number in findings.kinds.most_common()
        ]
        print_table(("defect", "severity", ">times", ">records"), rows)
    if lengths:
        numbers = Counter(skip.reason for skip in skipped)
        print()
        ranges = [(reason, numbers[reason], length) for reason, length in lengths.most_common()]
        print_table(("bytes in no record", ">ranges", ">bytes"), ranges)
    places = [
        f"record {defect.record_number:,}, byte {defect.offset:,}"
        f"{f', field {defect.tag}' if defect.tag else ''}: {defect.kind}: {defect.message}"
        for _, defect in findings.first
    ]
    places += [
        f"{several(skip.length, 'byte')} at byte {skip.start:,}: {skip.reason}"
        for skip in skipped[: max(examples - len(places), 0)]
    ]
    if places:
        print(f"\nthe first {len(places)}")
        for place in places:
            print(f"  {clean(place)}")
