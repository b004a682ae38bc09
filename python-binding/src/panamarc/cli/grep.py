"""`panamarc grep`: the records in which a value matches."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import Annotated, Any

import typer

from panamarc import Record
from panamarc._api.selection import selected, selection_of, spans
from panamarc._batch.batch import Batch
from panamarc._reading.read_record import ReadRecord
from panamarc.cli._choices import Color, OnError
from panamarc.cli._endings import FOUND_NOTHING, CommandError, EachFile, note
from panamarc.cli._options import (
    QUOTED,
    Encoding,
    Files,
    Json,
    Output,
    Policy,
    Quiet,
    Spec,
    To,
    ToCoding,
)
from panamarc.cli._reading import STANDARD, Reading, called
from panamarc.cli._text import clean, print_json, several
from panamarc.cli._writing import Target, opened, writes
from panamarc.cli._writing import called as target_called

Spans = list[tuple[int, int]]

MATCH, PLAIN = "\x1b[1;31m", "\x1b[m"


class _Search:
    """What is looked for."""

    def __init__(self, spec: str, expression: str, invert: bool) -> None:
        self._spec = spec
        self._expression = expression
        self._invert = invert
        try:
            self._selection = selection_of([[(spec, expression, invert)]])
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None

    def records(self, batch: Batch) -> Iterator[Record]:
        """The records of a batch that are found."""
        try:
            indexes = selected(batch, self._selection)
        except ValueError as error:
            raise CommandError(error) from None
        for index in indexes:
            yield ReadRecord(batch, index)

    def values(self, records: list[Record]) -> list[list[tuple[str, Spans]]]:
        """The values of each record in which something matches, and where."""
        if self._invert:
            return [[] for _ in records]
        values = [record.values(self._spec) for record in records]
        found = iter(spans(self._expression, (value for some in values for value in some)))
        matched = [[(value, next(found)) for value in some] for some in values]
        return [[pair for pair in some if pair[1]] for some in matched]


def grep(
    spec: Spec,
    pattern: Annotated[
        str,
        typer.Argument(
            metavar="PATTERN",
            help="A regular expression of Java's (java.util.regex), as panamarc.edit takes it.",
        ),
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
    only_names: Annotated[
        bool,
        typer.Option("--files-with-matches", "-l", help="Print the names of files with a match."),
    ] = False,
    most: Annotated[
        int | None,
        typer.Option("--max-count", "-m", min=1, help="Stop after this number of records."),
    ] = None,
    color: Annotated[
        Color,
        typer.Option(
            "--color",
            "--colour",
            help="Colour what matches: auto does so on a terminal, unless NO_COLOR is set.",
        ),
    ] = Color.auto,
    output: Output = None,
    to: To = None,
    as_json: Json = False,
    on_error: Policy = OnError.recover,
    encoding: Encoding = None,
    to_coding: ToCoding = None,
    quiet: Quiet = False,
) -> None:
    """Find records by a value.

    Prints the record's number in its file, control number and the values that match, separated by
    tabs; the file's name before them where there are several. A file that cannot be read does not
    cost the others. Exit status 1 where nothing matches.
    """
    writing = writes(output, to, to_coding)
    if only_names and (writing or only_count):
        raise typer.BadParameter("give one of --files-with-matches, --count and --output")
    expression = ("(?i)" if ignore_case else "") + (re.escape(pattern) if fixed else pattern)
    search = _Search(spec, expression, invert)
    name_of_target = output or STANDARD
    prints = not (writing or only_count or only_names)
    printer = _Printer(search, len(files) > 1, as_json, prints and _coloured(color))
    found = read = 0
    with EachFile() as each, ExitStack() as stack:
        target: Target | None = None
        if writing:
            target = stack.enter_context(opened(name_of_target, to, to_coding, quiet))
        for name in files:
            with (
                each.reported(),
                Reading(
                    name,
                    f"searching {called(name)}",
                    quiet=quiet,
                    on_error=on_error,
                    encoding=encoding,
                    prints=prints,
                ) as reading,
            ):
                here = 0
                for batch in reading.packed():
                    left = None if most is None else most - found
                    records = list(search.records(batch))[:left]
                    here += len(records)
                    found += len(records)
                    if target is not None:
                        target.write(records)
                    elif prints:
                        printer.print(records)
                    if records and (found == most or only_names):
                        break
                else:
                    reading.note_own_skipped("not searched")
                read += reading.reader.records_read
                if only_names and here:
                    _print_name(name, as_json)
            if found == most:
                break
        if each.failed and writing and name_of_target != STANDARD:
            raise CommandError(f"{output} is not written, since not every file could be read")
    if only_count and target is not None and name_of_target == STANDARD:
        note(several(found, "record"))  # among the records it would be lost
    elif only_count:
        print(found)
    if target is not None and not quiet:
        note(f"{target_called(name_of_target)}: {found:,} of {several(read, 'record')}")
    if not found:
        if read and not quiet and re.fullmatch(r"[0-9]{3}", spec) and not spec.startswith("00"):
            note(f"nothing found in {spec}, which is the whole field; {QUOTED}")
        raise typer.Exit(FOUND_NOTHING)


def _coloured(color: Color) -> bool:
    if color is Color.auto:
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return color is Color.always


def _print_name(name: str, as_json: bool) -> None:
    if as_json:
        print_json({"source": name})
    else:
        print(clean(called(name)))


class _Printer:
    """Prints what was found."""

    def __init__(self, search: _Search, named: bool, as_json: bool, coloured: bool) -> None:
        """`named`: whether to print the name of the file, too."""
        self._search = search
        self._named = named
        self._as_json = as_json
        self._coloured = coloured

    def print(self, records: list[Record]) -> None:
        """Prints a line for each record."""
        for record, matching in zip(records, self._search.values(records), strict=True):
            if self._as_json:
                print_json(_as_dict(record, matching))
                continue
            parts = [record.source] if self._named else []
            parts += [str(record.number), record.value("001") or ""]
            print("\t".join([*map(clean, parts), *self._shown(matching)]))

    def _shown(self, matching: Iterable[tuple[str, Spans]]) -> Iterator[str]:
        for value, where in matching:
            shown = clean(value)  # of the same length
            if self._coloured:
                for begin, end in reversed(where):
                    if begin < end:
                        shown = f"{shown[:begin]}{MATCH}{shown[begin:end]}{PLAIN}{shown[end:]}"
            yield shown


def _as_dict(record: Record, matching: Iterable[tuple[str, Spans]]) -> dict[str, Any]:
    return {
        "source": record.source,
        "record": record.number,
        "001": record.value("001"),
        "values": [value for value, _ in matching],
    }
