"""`panamarc convert`: records in another format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import panamarc
from panamarc._input.options import FORMATS
from panamarc.cli._choices import OnError
from panamarc.cli._endings import CommandError, note
from panamarc.cli._progress import Progress
from panamarc.cli._reading import (
    STANDARD,
    called,
    expect,
    note_skipped,
    standard_input,
    total_bytes,
)
from panamarc.cli._text import several, size
from panamarc.cli._writing import called as target_called
from panamarc.cli._writing import known_format, note_repaired, standard_output, target_format

if TYPE_CHECKING:
    import typer

    from panamarc.cli._options import Encoding, KeepReferences, Policy, Quiet, To, ToCoding


def convert(
    source: Annotated[
        str, typer.Argument(metavar="IN", help="What to read, in any format; - is standard input.")
    ],
    target: Annotated[
        str, typer.Argument(metavar="OUT", help="What to write; - is standard output.")
    ],
    to: To = None,
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
    keep_references: KeepReferences = False,
    xslt: Annotated[
        str | None,
        typer.Option(
            "--xslt",
            metavar="STYLESHEET",
            help="Write what it makes of each record in MARCXML (XSLT 1.0 to 3.0).",
        ),
    ] = None,
    xslt_root: Annotated[
        str | None,
        typer.Option(
            "--xslt-root",
            metavar="NAME",
            help="An element around all results: {http://www.loc.gov/mods/v3}modsCollection.",
        ),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Write records in another format, or in the same.

    A name that ends with .gz, .bz2 or .zst has its file compressed. Broken records are repaired;
    how many these were is reported, and so is what the format cannot carry.
    """
    if xslt is not None and (to or to_coding):
        raise CommandError(
            "--to and --to-coding are for records, and --xslt has results of its own"
        )
    format = None if xslt is not None else target_format(target, to, to_coding)
    output = target if target != STANDARD else standard_output(format or "marcxml")
    expect([source])
    progress = Progress(f"converting {called(source)}", total_bytes([source]), quiet)
    try:
        done = panamarc.convert(
            standard_input() if source == STANDARD else source,
            output,
            format=format,  # type: ignore[arg-type]
            coding=to_coding and to_coding.value,
            source_format=known_format("--from", given, FORMATS),  # type: ignore[arg-type]
            on_error=on_error.value,
            file_encoding=encoding,
            nfc=nfc,
            keep_references=keep_references,
            progress=progress.update,
            xslt=xslt,
            xslt_root=xslt_root,
        )
    except LookupError as error:  # of what --encoding says
        raise CommandError(error) from None
    finally:
        progress.stop()
    if quiet:
        return
    name = target_called(target)
    for loss in done.losses:
        note(f"{name}: {loss}")
    note_repaired(name, done.repaired)
    note_skipped(done.skipped, done.records, "not converted")
    note(f"{target}: {several(done.records, 'record')} from {size(done.bytes_read)}")
