"""`panamarc validate`: what breaks the standard, or a schema, in a file."""

from __future__ import annotations

from collections import Counter
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from panamarc import (
    Defect,
    MarcFormatError,
    MarcWarning,
    Schema,
    SchemaError,
    SchemaResult,
    SkippedRange,
    _threads,
)
from panamarc._api.schema import Validation
from panamarc.cli._endings import FOUND_NOTHING, CommandError, EachFile, note
from panamarc.cli._options import Encoding, Files, Json, Quiet
from panamarc.cli._reading import Reading, called, lost_and_filler
from panamarc.cli._schema_report import print_schema_report, print_schema_rows
from panamarc.cli._text import clean, print_json, print_table, several, size


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
        self.first: list[Defect] = []

    def add(self, defects: list[Defect], most: int, of_record: bool = True) -> None:
        """Takes note of the defects of a record, or of none; keeps the first `most` of all."""
        keys = [(defect.severity, defect.kind) for defect in defects]
        self.kinds.update(keys)
        if of_record:
            self.records.update(set(keys))
            self.broken += 1
        self.first += defects[: max(most - len(self.first), 0)]

    def fail(self, skipped: list[SkippedRange], fail_on: FailOn) -> bool:
        """Whether the file is invalid."""
        if any(skip.reason != "filler" for skip in skipped):
            return True
        return any(fail_on is FailOn.any or severity == "structure" for severity, _ in self.kinds)


def validate(
    files: Files,
    as_json: Json = False,
    schema_file: Annotated[
        Path | None,
        typer.Option(
            "--schema", metavar="FILE", help="Check the records against this Avram schema, too."
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore", metavar="RULE", help="A rule of the schema not to check: undefinedField …"
        ),
    ] = None,
    examples: Annotated[
        int, typer.Option("--examples", "-n", min=0, help="How many defects to list one by one.")
    ] = 10,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="Which defects make a file invalid.")
    ] = FailOn.any,
    encoding: Encoding = None,
    quiet: Quiet = False,
) -> None:
    """Report what breaks the standard, or a schema.

    That is defects of records, and bytes that are in no record; with --schema, also what an Avram
    schema does not allow. Exit status 1 where a file is invalid. Filler between records, such as
    newlines, is reported, but invalidates nothing. With --json, a line for each defect, each range
    and each kind of issue, then one that sums up.
    """
    schema = _schema(schema_file, ignore or [])
    if schema is not None and not quiet:
        for line in schema.notes:
            note(f"{schema.source}: {line}")
    failed = False
    reports = 0
    with EachFile() as each:
        for name in files:
            with (
                each.reported(),
                Reading(
                    name,
                    f"validating {called(name)}",
                    quiet=quiet,
                    encoding=encoding,
                    prints=as_json,
                    threads=_threads.number(None, _threads.usable()),
                ) as reading,
            ):
                findings = Findings()
                validation = Validation(schema, examples)
                unread: OSError | MarcWarning | None = None
                try:
                    _find(reading, findings, validation, 0 if as_json else examples, as_json)
                except (OSError, MarcWarning) as error:
                    if not reading.reader.bytes_read:
                        raise
                    unread = error  # reported after what was found before
                skipped = reading.reader.skipped
                found = None
                if schema is not None:
                    found = validation.result(reading.reader.bytes_read, skipped)
                bad = findings.fail(skipped, fail_on) or unread is not None
                bad |= found is not None and not found.valid
                failed |= bad
                if as_json:
                    _print_summary(name, reading, findings, skipped, found, bad)
                elif not quiet:
                    if reports:
                        print()
                    reports += 1
                    _print_report(name, reading, findings, skipped, examples)
                    if schema is not None and found is not None:
                        print()
                        print_schema_report(schema, found, examples)
                if unread is not None:
                    raise unread
    if failed:
        raise typer.Exit(FOUND_NOTHING)


def _schema(path: Path | None, ignore: list[str]) -> Schema | None:
    """The schema to check against, if there is one. Raises CommandError for an unknown rule."""
    if path is None:
        if ignore:
            raise CommandError("--ignore names rules of a schema: give --schema, too")
        return None
    try:
        return Schema(path, ignore=ignore)
    except SchemaError:
        raise
    except ValueError as error:
        raise CommandError(error) from None


def _find(
    reading: Reading, findings: Findings, validation: Validation, examples: int, as_json: bool
) -> None:
    """Reads to the end, and takes note of what it finds on the way."""
    java_reader = reading.reader._java_reader
    more = True
    while more:
        malformed = None
        try:
            more = validation.advance(java_reader)
        except MarcFormatError as error:  # of a range; reading goes on after it
            malformed = error
        finally:
            for source, control_number, defects in validation.defects():
                findings.add(defects, examples)
                if as_json:
                    _print_defects(source, defects, control_number)
        if malformed is not None:
            place = malformed.record_number, malformed.offset, malformed.tag
            defect = Defect(malformed.kind, "structure", *place, malformed.message)
            findings.add([defect], examples, of_record=False)
            if as_json:
                _print_defects(malformed.source, [defect], None)
        reading.update()
    reading.stop()


def _print_defects(source: str, defects: list[Defect], number: str | None) -> None:
    for defect in defects:
        about = {"type": "defect", "source": source, **defect._asdict(), "001": number}
        print_json(about)


def _print_summary(
    name: str,
    reading: Reading,
    findings: Findings,
    skipped: list[SkippedRange],
    found: SchemaResult | None,
    bad: bool,
) -> None:
    for skip in skipped:
        print_json({"type": "skipped", **skip._asdict()})
    if found is not None:
        print_schema_rows(found)
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
    if found is not None:
        about |= {"records_with_issues": found.records_with_issues, "issues": found.counts}
    print_json(about)


def _print_report(
    name: str, reading: Reading, findings: Findings, skipped: list[SkippedRange], examples: int
) -> None:
    reader = reading.reader
    records = f"{several(reader.records_read, 'record')}, {size(reader.bytes_read)}"
    lengths: Counter[str] = Counter()
    for skip in skipped:
        lengths[skip.reason] += skip.length
    lost, filler = lost_and_filler(skipped)
    said = [f"{several(findings.broken, 'record')} with defects"] if findings.broken else []
    said += [f"{several(lost, 'byte')} in no record"] if lost else []
    tail = f", {several(filler, 'byte')} of filler" if filler else ""
    print(f"{called(name)}: {records}: {', '.join(said) or 'no defects'}{tail}")
    if findings.kinds:
        print()
        rows = [
            (kind, severity, number, findings.records[severity, kind])
            for (severity, kind), number in findings.kinds.most_common()
        ]
        print_table(("defect", "severity", ">times", ">records"), rows)
    if lost:
        numbers = Counter(skip.reason for skip in skipped)
        print()
        ranges = [(reason, numbers[reason], length) for reason, length in lengths.most_common()]
        print_table(("bytes in no record", ">ranges", ">bytes"), ranges)
    places = [
        f"record {defect.record_number:,}, byte {defect.offset:,}"
        f"{f', field {defect.tag}' if defect.tag else ''}: {defect.kind}: {defect.message}"
        for defect in findings.first
    ]
    places += [
        f"{several(skip.length, 'byte')} at byte {skip.start:,}: {skip.reason}"
        for skip in skipped[: max(examples - len(places), 0)]
        if lost
    ]
    if places:
        print(f"\nthe first {len(places)}")
        for place in places:
            print(f"  {clean(place)}")
