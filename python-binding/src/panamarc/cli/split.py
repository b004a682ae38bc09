"""`panamarc split`: a file as several smaller ones."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Annotated

import typer

from panamarc import Record
from panamarc._api.write import WRITTEN
from panamarc.cli._choices import OnError
from panamarc.cli._endings import CommandError, note
from panamarc.cli._options import Encoding, File, Policy, Quiet, Size, To, ToCoding
from panamarc.cli._reading import STANDARD, Reading, rereadable
from panamarc.cli._text import several
from panamarc.cli._writing import (
    Target,
    known_format,
    opened,
    stem,
    suffix_of,
    target_format,
)


def split(
    file: File,
    records: Annotated[
        int | None, typer.Option("--records", "-n", min=1, help="At most this many records.")
    ] = None,
    size: Size = None,
    parts: Annotated[
        int | None,
        typer.Option("--parts", min=1, help="This many files, with equally many records."),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            "--name",
            metavar="NAME",
            help="What to call them; {} is their number, and the suffix says the format. By "
            "default FILE-{}.mrc, in this folder.",
        ),
    ] = None,
    to: To = None,
    on_error: Policy = OnError.recover,
    encoding: Encoding = None,
    to_coding: ToCoding = None,
    quiet: Quiet = False,
) -> None:
    """Divide a file into several.

    By --records, --size or --parts; prints the names of the files. Records stay whole, and in ISO
    2709 byte for byte as they are; one larger than --size gets a file of its own.
    """
    if sum(limit is not None for limit in (records, size, parts)) != 1:
        raise typer.BadParameter("give one of --records, --size and --parts")
    if name is None:
        beginning = "stdin" if file == STANDARD else stem(file)
        pattern = f"{beginning}-{{}}{suffix_of(known_format('--to', to, WRITTEN) or 'iso2709')}"
    else:
        pattern = name
    if "{}" not in pattern:
        raise typer.BadParameter(f"--name {pattern!r} has no {{}} for the number")
    format = target_format(pattern, to, to_coding)
    if size is not None and (format != "iso2709" or to_coding is not None):
        raise CommandError(
            "--size counts the bytes of records in ISO 2709 as they are; give --records or --parts "
            "where they are written in another way"
        )
    sizes: list[int] | None = None
    if parts is not None:
        there = _count(rereadable(file, "--parts"), on_error, quiet)
        sizes = [there // parts + (part < there % parts) for part in range(parts)]
    with Reading(
        file, f"splitting {file}", quiet=quiet, on_error=on_error, encoding=encoding
    ) as reading:
        limits = itertools.repeat(records) if sizes is None else iter(sizes)
        number = _write(
            reading.records(),
            lambda part: opened(part, to, to_coding, quiet),
            pattern,
            limits,
            size,
        )
        reading.note_own_skipped()
        if not quiet:
            note(f"{several(reading.reader.records_read, 'record')} in {several(number, 'file')}")


def _count(file: str, on_error: OnError, quiet: bool) -> int:
    with Reading(file, f"counting {file}", quiet=quiet, on_error=on_error) as reading:
        if on_error is OnError.recover:
            return reading.count().records
        return sum(map(len, reading.batches()))


def _write(
    records: Iterator[Record],
    target_of: Callable[[str], AbstractContextManager[Target]],
    pattern: str,
    limits: Iterator[int | None],
    size: int | None,
) -> int:
    """Writes the files, each of at most `records` and `size` bytes; how many they are."""
    number = 0
    record = next(records, None)
    while record is not None:
        limit = next(limits)
        number += 1
        name = pattern.replace("{}", f"{number:04}")
        with target_of(name) as target:
            written = bytes_written = 0
            while record is not None and (limit is None or written < limit):
                if size is not None:
                    bytes_written += len(record.as_marc())
                    if written and bytes_written > size:
                        break
                target.write([record])
                written += 1
                record = next(records, None)
        print(name, flush=True)
    return number
