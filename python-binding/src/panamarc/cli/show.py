"""`panamarc show`: whole records."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

import panamarc
from panamarc import Record
from panamarc._files import INDEX_ENDING
from panamarc.cli._endings import FOUND_NOTHING, note
from panamarc.cli._options import Encoding, Output, Quiet, To, ToCoding
from panamarc.cli._reading import Reading
from panamarc.cli._records import give
from panamarc.cli._text import several
from panamarc.exceptions import MarcIndexError

NUMBERS = re.compile(r"([0-9]+)(?:-([0-9]+))?")


def _numbers(text: str) -> range:
    match = NUMBERS.fullmatch(text)
    numbers = range(int(match[1]), int(match[2] or match[1]) + 1) if match else range(0)
    if not numbers or numbers[0] < 1:
        raise typer.BadParameter(
            f"{text!r}: expected a record's number, from 1 on, or two as in 5-8"
        )
    return numbers


def show(
    first: Annotated[
        str,
        typer.Argument(metavar="N", help="Which record, counted from 1; 5-8 for several."),
    ],
    second: Annotated[
        str, typer.Argument(metavar="FILE", help="A MARC file; - is standard input.")
    ],
    output: Output = None,
    to: To = None,
    encoding: Encoding = None,
    to_coding: ToCoding = None,
    quiet: Quiet = False,
) -> None:
    """Show a record whole, by its number.

    Where it is, what is wrong with it, and its fields. N may also come after FILE. Where the file
    has an index (see `panamarc index`), nothing else of it is read. Exit status 1 where there is no
    such record.
    """
    swapped = NUMBERS.fullmatch(second) is not None and NUMBERS.fullmatch(first) is None
    number, file = (second, first) if swapped else (first, second)
    numbers = _numbers(number)
    found = _by_index(file, numbers, encoding)
    wanted, there = _in_order(file, numbers, encoding, quiet) if found is None else found
    if not wanted:
        note(f"{file} has {several(there, 'record')}; there is no record {numbers[0]:,}")
        raise typer.Exit(FOUND_NOTHING)
    give(wanted, output, to, to_coding, quiet)


def _by_index(file: str, numbers: range, encoding: str | None) -> tuple[list[Record], int] | None:
    """The records and how many there are; None where the file has no index that can be used."""
    if not Path(f"{file}{INDEX_ENDING}").is_dir():
        return None
    try:
        with panamarc.open_index(file, file_encoding=encoding) as reader:
            return reader[numbers.start - 1 : numbers.stop - 1], len(reader)
    except (MarcIndexError, LookupError):
        return None  # reading the file reports what is wrong with that


def _in_order(
    file: str, numbers: range, encoding: str | None, quiet: bool
) -> tuple[list[Record], int]:
    """The records by reading from the start, and how many there are as far as that was read."""
    with Reading(file, f"reading {file}", quiet=quiet, encoding=encoding) as reading:
        wanted = []
        for batch in reading.batches():
            if batch[-1].number >= numbers[0]:
                wanted += [record for record in batch if record.number in numbers]
            if batch[-1].number >= numbers[-1]:
                break
        return wanted, reading.reader.records_read
