"""How `panamarc validate` reports what breaks a schema."""

from __future__ import annotations

from collections.abc import Iterable

from panamarc._api.schema import Schema, SchemaIssue, SchemaResult
from panamarc.cli._text import clean, print_json, print_table, several


def print_schema_report(schema: Schema, found: SchemaResult, examples: int) -> None:
    """Prints counts, and an example of each of the most frequent rows."""
    name = schema.title or schema.source
    if found.valid:
        print(f"{clean(name)}: {several(found.records, 'record')}: no issues")
        return
    print(
        f"{clean(name)}: {several(found.issues, 'issue')} in "
        f"{several(found.records_with_issues, 'record')}"
    )
    print()
    print_table(
        ("rule", "place", ">times", ">records"),
        [(row.rule, row.place, row.times, row.records) for row in found.rows],
    )
    _print_examples([row.examples[0] for row in found.rows if row.examples][:examples])


def _print_examples(issues: Iterable[SchemaIssue]) -> None:
    lines = [
        f"record {issue.record_number:,}, byte {issue.offset:,}, {issue.place}: {issue.rule}: "
        f"found {issue.found}, expected {issue.expected}"
        for issue in issues
    ]
    if lines:
        print("\nan example of each of the first" if len(lines) > 1 else "\nan example")
        for line in lines:
            print(f"  {clean(line)}")


def print_schema_rows(found: SchemaResult) -> None:
    """Prints a line of JSON for each row."""
    for row in found.rows:
        examples = [issue._asdict() for issue in row.examples]
        print_json({"type": "issue", **row._asdict(), "examples": examples})
