"""`panamarc dedupe`: each record once."""

from __future__ import annotations

from contextlib import ExitStack
from enum import Enum
from typing import Annotated

import typer

from panamarc.cli._choices import OnError
from panamarc.cli._endings import note
from panamarc.cli._options import Encoding, File, KeySpec, NeededOutput, Policy, Quiet, To, ToCoding
from panamarc.cli._reading import Reading, rereadable
from panamarc.cli._text import several
from panamarc.cli._writing import opened, target_format


class Keep(str, Enum):
    """Which of several records with one key stays."""

    first = "first"
    last = "last"


def dedupe(
    file: File,
    output: NeededOutput,
    by: KeySpec = "001",
    keep: Annotated[Keep, typer.Option("--keep", help="Which of several stays.")] = Keep.first,
    removed: Annotated[
        str | None, typer.Option("--removed", metavar="FILE", help="Where to put the others.")
    ] = None,
    to: To = None,
    on_error: Policy = OnError.recover,
    encoding: Encoding = None,
    to_coding: ToCoding = None,
    quiet: Quiet = False,
) -> None:
    """Keep one record of each control number, in the order of the input.

    Records without one all stay. Control numbers are compared without blanks around them. They are
    kept in memory, some 150 bytes each; --keep last reads the file twice.
    """
    if keep is Keep.last:
        rereadable(file, "--keep last")
    for name in (output, removed) if removed is not None else (output,):
        target_format(name, to, to_coding)
    last: dict[str, int] = {}
    if keep is Keep.last:
        with _reading(file, "looking for the last of each", quiet, on_error, encoding) as reading:
            for record in reading.records():
                last[(record.value(by) or "").strip()] = record.number
    seen: set[str] = set()
    keyless = dropped = 0
    with (
        ExitStack() as stack,
        _reading(file, f"deduplicating {file}", quiet, on_error, encoding) as reading,
        opened(output, to, to_coding, quiet) as target,
    ):
        others = None
        if removed is not None:
            others = stack.enter_context(opened(removed, to, to_coding, quiet))
        for record in reading.records():
            key = (record.value(by) or "").strip()
            if not key:
                keyless += 1
            elif last[key] != record.number if last else key in seen:
                dropped += 1
                if others is not None:
                    others.write([record])
                continue
            elif not last:
                seen.add(key)
            target.write([record])
        reading.note_own_skipped()
        there = reading.reader.records_read
    if not quiet:
        without = f", {several(keyless, 'record')} without {by} kept" if keyless else ""
        note(f"{output}: {there - dropped:,} of {several(there, 'record')}{without}")


def _reading(
    file: str, doing: str, quiet: bool, on_error: OnError, encoding: str | None
) -> Reading:
    return Reading(file, doing, quiet=quiet, on_error=on_error, encoding=encoding)
