"""`panamarc show`: whole records."""

from __future__ import annotations

import re
import sys
from typing import Annotated

import typer

from panamarc import Record
from panamarc.cli._endings import FOUND_NOTHING, note
from panamarc.cli._options import Encoding, File, Output, Quiet, To, ToCoding
from panamarc.cli._reading import STANDARD, Reading
from panamarc.cli._text import clean, several
from panamarc.cli._writing import opened, writes


def _numbers(text: str) -> range:
    match = re.fullmatch(r"([0-9]+)(?:-([0-9]+))?", text)
    numbers = range(int(match[1]), int(match[2] or match[1]) + 1) if match else range(0)
    if not numbers or numbers[0] < 1:
        raise typer.BadParameter(
            f"{text!r}: expected a record's number, from 1 on, or two as in 5-8"
        )
    return numbers


def text(record: Record) -> str:
    """A record as lines, its defects before it."""
    start, length = record.span
    lines = [f"# record {record.number} of {record.source}: {length:,} bytes at byte {start:,}"]
    for defect in record.defects:
        field = f", field {defect.tag}" if defect.tag else ""
        lines.append(f"# {defect.kind} at byte {defect.offset:,}{field}: {defect.message}")
    lines += str(record).splitlines()
    return "\n".join(map(clean, lines)) + "\n"


def show(
    numbers: Annotated[
        range,
        typer.Argument(
            metavar="N", parser=_numbers, help="Which record, counted from 1; 5-8 for several."
        ),
    ],
    file: File,
    output: Output = None,
    to: To = None,
    encoding: Encoding = None,
    to_coding: ToCoding = None,
    quiet: Quiet = False,
) -> None:
    """Show a record whole, by its number.

    Where it is, what is wrong with it, and its fields. Exit status 1 where there is no such record.
    """
    with Reading(file, f"reading {file}", quiet=quiet, encoding=encoding) as reading:
        wanted = []
        for batch in reading.batches():
            if batch[-1].number >= numbers[0]:
                wanted += [record for record in batch if record.number in numbers]
            if batch[-1].number >= numbers[-1]:
                break
        there = reading.reader.records_read
    if not wanted:
        note(f"{file} has {several(there, 'record')}; there is no record {numbers[0]:,}")
        raise typer.Exit(FOUND_NOTHING)
    if writes(output, to, to_coding):
        with opened(output or STANDARD, to, to_coding, quiet) as target:
            target.write(wanted)
        return
    sys.stdout.write("\n".join(map(text, wanted)))
