"""`panamarc grep`: the records in which a value matches."""

from __future__ import annotations

import json
import re
from contextlib import ExitStack
from typing import Annotated

import typer

from panamarc import Record
from panamarc.cli._endings import FOUND_NOTHING
from panamarc.cli._options import Encoding, Files, Json, OnError, Output, Policy, Quiet, Spec
from panamarc.cli._reading import Reading
from panamarc.cli._text import clean
from panamarc.cli._writing import output as opened


def grep(
    spec: Spec,
    pattern: Annotated[
        str, typer.Argument(metavar="PATTERN", help="A regular expression, as Python has them.")
    ],
    files: Files,
    ignore_case: Annotated[bool, typer.Option("--ignore-case", "-i", help="A is a.")] = False,
    fixed: Annotated[
        bool, typer.Option("--fixed-strings", "-F", help="PATTERN is plain text.")
    ] = False,
    invert: Annotated[
        bool,
        typer.Option(
            "--invert-match", "-v", help="Records in which no value matches, or is there."
        ),
    ] = False,
    only_count: Annotated[
        bool, typer.Option("--count", "-c", help="Print how many records match.")
    ] = False,
    most: Annotated[
        int | None, typer.Option("--max-count", "-m", min=1, help="Stop behind so many records.")
    ] = None,
    output: Output = None,
    as_json: Json = False,
    on_error: Policy = OnError.recover,
    encoding: Encoding = None,
    quiet: Quiet = False,
) -> None:
    """Find records by a value.

    Prints number, control number and the values that match, separated by tabs; the file's name
    before them where there are several. Exit status 1 where nothing matches.
    """
    try:
        expression = re.compile(
            re.escape(pattern) if fixed else pattern, re.IGNORECASE if ignore_case else 0
        )
    except re.error as error:
        raise typer.BadParameter(f"{pattern!r} is no regular expression: {error}") from None
    search = expression.search
    found = 0
    with (
        ExitStack() as stack,
        Reading(
            files,
            "searching",
            quiet=quiet,
            on_error=on_error,
            encoding=encoding,
            prints=output is None and not only_count,
        ) as reading,
    ):
        target = stack.enter_context(opened(output)) if output is not None else None
        for record in reading.records():
            matching = [value for value in record.values(spec) if search(value)]
            if bool(matching) == invert:
                continue
            found += 1
            if target is not None:
                target.write(record.as_marc())
            elif not only_count:
                _print(record, matching, len(files) > 1, as_json)
            if found == most:
                break
        else:
            reading.tell_skipped("not searched")
    if only_count:
        print(found)
    if not found:
        raise typer.Exit(FOUND_NOTHING)


def _print(record: Record, matching: list[str], named: bool, as_json: bool) -> None:
    identifier = record.value("001")
    if as_json:
        about = {
            "source": record.source,
            "record": record.number,
            "001": identifier,
            "values": matching,
        }
        print(json.dumps(about, ensure_ascii=False))
        return
    parts = [record.source] if named else []
    print("\t".join(map(clean, [*parts, str(record.number), identifier, *matching])))
