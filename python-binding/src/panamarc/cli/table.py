"""`panamarc table`: records as a table."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import reduce
from operator import and_
from typing import Annotated, Any

import typer

import panamarc
from panamarc import Scan, where
from panamarc._input.compression import without_suffix
from panamarc._tables.columns import READY_SETS, RECORD_FACTS
from panamarc.cli._choices import OnError
from panamarc.cli._endings import CommandError, note
from panamarc.cli._options import Encoding, Files, Policy, Quiet, checked_spec
from panamarc.cli._progress import Progress
from panamarc.cli._reading import STANDARD, note_skipped, standard_input, total_bytes
from panamarc.cli._text import PICTURES, several

WRITERS: dict[str, Callable[[Scan, Any], int]] = {
    ".csv": lambda scan, path: scan.to_csv(path),
    ".tsv": lambda scan, path: scan.to_csv(path, separator="\t"),
    ".parquet": lambda scan, path: scan.to_parquet(path),
    ".arrow": lambda scan, path: scan.to_ipc(path),
}
TEXT = (".csv", ".tsv")  # which may be compressed
EXPECTED = f"expected NAME=SPEC, NAME=[SPEC] for all values, or one of {', '.join(READY_SETS)}"
SHOWN = {code: sign for code, sign in PICTURES.items() if code != ord("\n")}


def _checked_columns(given: list[str]) -> list[str]:
    _columns(given)
    return given


def _columns(given: list[str]) -> Any:
    """What `panamarc.scan` takes as columns."""
    if len(given) == 1 and given[0] in READY_SETS:
        return given[0]
    columns: dict[str, str | list[str]] = {}
    for text in given:
        name, _, spec = text.partition("=")
        if name in READY_SETS and not spec:
            raise typer.BadParameter(f"{name} is a table of its own: give it alone")
        if not name or not spec:
            raise typer.BadParameter(f"{text!r} is no column: {EXPECTED}")
        if name in columns:
            raise typer.BadParameter(f"there are two columns {name}")
        if spec.startswith("[") and spec.endswith("]"):
            columns[name] = [checked_spec(spec[1:-1])]
        else:
            columns[name] = spec if spec in RECORD_FACTS else checked_spec(spec)
    return columns


def _checked_conditions(given: list[str]) -> list[str]:
    for text in given:
        _condition(text)
    return given


def _condition(text: str) -> tuple[str, str]:
    """The spec and the pattern of a condition; a spec, too, may have an equals sign."""
    for found in re.finditer("=", text):
        with suppress(typer.BadParameter):
            return checked_spec(text[: found.start()]), text[found.end() :]
    raise typer.BadParameter(f"{text!r} is no condition: expected a MARCspec, = and a pattern")


def _checked_output(given: str | None) -> str | None:
    _writer(given)
    return given


def _writer(output: str | None) -> Callable[[Scan, Any], int]:
    """What writes a file of this name."""
    if output is None or output == STANDARD:
        return WRITERS[".csv"]
    plain = without_suffix(output)
    for suffix, writer in WRITERS.items():
        if plain.lower().endswith(suffix) and (plain == output or suffix in TEXT):
            return writer
    raise typer.BadParameter(
        f"{output}: expected a name that ends with one of {', '.join(WRITERS)}; "
        f"of {' and '.join(TEXT)} also compressed, as in .csv.gz"
    )


class _Terminal(io.RawIOBase):
    """Standard output where it is a terminal, which gets no control characters of records."""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        """Writes UTF-8 that ends with a whole character."""
        sys.stdout.write(str(data, "utf-8").translate(SHOWN))
        return len(data)


def table(
    files: Files,
    columns: Annotated[
        list[str],
        typer.Option(
            "--columns",
            "-c",
            metavar="COLUMN",
            callback=_checked_columns,
            help="NAME=SPEC, the first value of a MARCspec such as 245.a or '650$a{^2=\\0}'; "
            "NAME=[SPEC], all values; NAME=record_number, offset, length, source, defects, "
            "record_type or corrupt_record; or a ready set: bibliographic, fields (a row a field), "
            "subfields. Once for each column.",
        ),
    ] = ["bibliographic"],  # noqa: B006 # which Typer copies
    wanted: Annotated[
        list[str],
        typer.Option(
            "--where",
            metavar="SPEC=PATTERN",
            callback=_checked_conditions,
            help="Only records in which a regular expression is found in a value, as grep finds "
            "it: '245.a=(?i)atlas'. All of several must hold.",
        ),
    ] = [],  # noqa: B006
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            callback=_checked_output,
            help="Write a file, in the format that its suffix says: .csv, .tsv, .parquet or "
            ".arrow; by default CSV on standard output.",
        ),
    ] = None,
    on_error: Policy = OnError.recover,
    encoding: Encoding = None,
    quiet: Quiet = False,
) -> None:
    """Make a table of records, a row each.

    In CSV and TSV the values of a list are joined by |.
    """
    conditions = [where.matches(*_condition(text)) for text in wanted]
    to_file = output is not None and output != STANDARD
    shown = not to_file and sys.stdout.isatty()
    # A bar would be between the lines.
    progress = Progress("reading", total_bytes(files), quiet or shown)
    try:
        scan = panamarc.scan(
            [standard_input() if name == STANDARD else name for name in files],
            _columns(columns),
            where=reduce(and_, conditions) if conditions else None,
            on_error=on_error.value,
            file_encoding=encoding,
            progress=progress.update,
        )
        target = output if to_file else _Terminal() if shown else sys.stdout.buffer
        rows = _writer(output)(scan, target)
    except (ImportError, LookupError, ValueError) as error:  # such as a pattern that is none
        raise CommandError(error) from None
    finally:
        progress.stop()
    if not quiet:
        note_skipped(scan.skipped, rows, "not in the table")
        if to_file:
            note(f"{output}: {several(rows, 'row')} of {several(len(files), 'file')}")
