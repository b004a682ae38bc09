"""`panamarc convert`: records in another format."""

from __future__ import annotations

import sys
from typing import IO, Annotated

import typer

import panamarc
from panamarc._writer import WRITTEN, coding_of, format_of
from panamarc.cli._endings import CommandError, note
from panamarc.cli._options import Encoding, OnError, Policy, Quiet, ToCoding
from panamarc.cli._progress import Progress
from panamarc.cli._reading import STANDARD, called, note_skipped, standard_input, total_bytes
from panamarc.cli._text import several, size
from panamarc.cli._writing import standard_output
from panamarc.reader import FORMATS


def convert(
    source: Annotated[
        str, typer.Argument(metavar="IN", help="What to read, in any format; - is standard input.")
    ],
    target: Annotated[
        str, typer.Argument(metavar="OUT", help="What to write; - is standard output.")
    ],
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            "-t",
            metavar="FORMAT",
            help="iso2709, marcxml, json, jsonl, mrk or line; by default what OUT's suffix says.",
        ),
    ] = None,
    given: Annotated[
        str | None,
        typer.Option(
            "--from",
            "-f",
            metavar="FORMAT",
            help="The same, or aleph, of IN; by default what its content says.",
        ),
    ] = None,
    nfc: Annotated[
        bool, typer.Option("--nfc", help="Compose characters: Unicode Normalization Form C.")
    ] = False,
    on_error: Policy = OnError.recover,
    encoding: Encoding = None,
    to_coding: ToCoding = None,
    quiet: Quiet = False,
) -> None:
    """Write records in another format, or in the same.

    A name that ends with .gz, .bz2 or .zst has its file compressed. Tells what the format cannot
    carry.
    """
    formats = {"--to": (to, WRITTEN), "--from": (given, FORMATS)}
    for option, (name, known) in formats.items():
        if name is not None and name not in known:
            raise CommandError(f"{option} is {name!r}; expected one of {', '.join(known)}")
    try:
        to = format_of(target, to) if target != STANDARD else to or "iso2709"
    except ValueError:
        raise CommandError(
            f"{target}: the name does not tell the format; give --to, one of {', '.join(WRITTEN)}"
        ) from None
    coding = to_coding and to_coding.value
    try:
        coding_of(coding, to)
    except ValueError as error:
        raise CommandError(f"--to-coding: {error}") from None
    output = target if target != STANDARD else _standard_output(to)
    progress = Progress(f"converting {called(source)}", total_bytes([source]), quiet)
    try:
        done = panamarc.convert(
            standard_input() if source == STANDARD else source,
            output,
            format=to,
            coding=coding,
            source_format=given,
            on_error=on_error.value,
            file_encoding=encoding,
            nfc=nfc,
            progress=progress.update,
        )
    except LookupError as error:  # of what --encoding says
        raise CommandError(error) from None
    finally:
        progress.stop()
    if quiet:
        return
    for loss in done.losses:
        note(loss)
    note_skipped(done.skipped, done.records, "not converted")
    note(f"{target}: {several(done.records, 'record')} from {size(done.bytes_read)}")


def _standard_output(to: str) -> IO[bytes]:
    """All but ISO 2709 is text, which a terminal shows."""
    return standard_output() if to == "iso2709" else sys.stdout.buffer
