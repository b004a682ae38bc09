"""`panamarc head`: the first records, a line each."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING, Annotated

from panamarc import Record
from panamarc.cli._choices import OnError
from panamarc.cli._reading import STANDARD, Reading, expect
from panamarc.cli._text import print_table
from panamarc.cli._writing import opened, writes

if TYPE_CHECKING:
    import typer

    from panamarc.cli._options import Encoding, File, Output, Policy, Quiet, To, ToCoding

YEAR = re.compile(r"[0-9u]{4}")
RECORD_BYTES = 2000  # of a record, about
COLUMNS = (">record", ">byte", "001", "type", "year", "title")


def row(record: Record) -> tuple[object, ...]:
    """What one sees of a record at a glance."""
    year = record.value("008/7-10") or ""  # authority records have something else there
    return (
        record.number,
        record.span[0],
        record.value("001") or "",
        record.value("LDR/6-7") or "",
        year if YEAR.fullmatch(year) else "",
        record.title or record.value("1..") or "",
    )


def head(
    file: File,
    number: Annotated[int, typer.Option("-n", "--records", min=1, help="How many records.")] = 10,
    output: Output = None,
    to: To = None,
    on_error: Policy = OnError.recover,
    encoding: Encoding = None,
    to_coding: ToCoding = None,
    quiet: Quiet = False,
) -> None:
    """Show the first records, a line each.

    Where there is no title, the heading (1XX) is shown instead. Elsewhere than on a terminal the
    lines are tab-separated values.
    """
    expect([file], most=number * RECORD_BYTES)
    with Reading(
        file, f"reading {file}", quiet=quiet, on_error=on_error, encoding=encoding
    ) as reading:
        first = islice(reading.records(), number)
        if writes(output, to, to_coding):
            with opened(output or STANDARD, to, to_coding, quiet) as target:
                target.write(first)
        else:
            # What has no record is an error, before there is a table.
            begin = list(islice(first, 1))
            print_table(COLUMNS, map(row, chain(begin, first)))
        if not reading.reader.records_read:
            reading.note_own_skipped("not shown")
