"""How verbs show whole records, or write them instead."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from panamarc import Record
from panamarc.cli._choices import Coding
from panamarc.cli._reading import STANDARD
from panamarc.cli._text import clean
from panamarc.cli._writing import opened, writes


def text(record: Record) -> str:
    """A record as lines, its defects before it."""
    start, length = record.span
    lines = [f"# record {record.number} of {record.source}: {length:,} bytes at byte {start:,}"]
    for defect in record.defects:
        field = f", field {defect.tag}" if defect.tag else ""
        lines.append(f"# {defect.kind} at byte {defect.offset:,}{field}: {defect.message}")
    lines += str(record).splitlines()
    return "\n".join(map(clean, lines)) + "\n"


def give(
    records: Sequence[Record],
    output: str | None,
    to: str | None,
    to_coding: Coding | None,
    quiet: bool,
) -> None:
    """Prints records, or writes them where the options ask for that."""
    if writes(output, to, to_coding):
        with opened(output or STANDARD, to, to_coding, quiet) as target:
            target.write(records)
        return
    sys.stdout.write("\n".join(map(text, records)))
