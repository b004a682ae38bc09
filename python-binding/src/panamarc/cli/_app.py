"""The application: the verbs in the order in which `--help` lists them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

import panamarc
from panamarc.cli import (
    convert,
    count,
    dedupe,
    diff,
    get,
    grep,
    head,
    index,
    info,
    ingest,
    merge,
    search,
    show,
    split,
    stats,
    table,
    validate,
)
from panamarc.cli._endings import FAILED, drop_output, guarded, message_of, note
from panamarc.cli._standard import prepare

app = typer.Typer(
    name="panamarc",
    help="Looks into files of MARC records (ISO 2709), and divides, joins and compares them.",
    epilog="A FILE may be - for standard input. Each command has its own --help.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)

for verb in (
    count.count,
    head.head,
    show.show,
    stats.stats,
    validate.validate,
    grep.grep,
    table.table,
    split.split,
    merge.merge,
    convert.convert,
    dedupe.dedupe,
    diff.diff,
    index.index,
    get.get,
    search.search,
    ingest.ingest,
    info.info,
):
    app.command()(guarded(verb))


def _version(wanted: bool) -> None:
    if wanted:
        print(f"panamarc {panamarc.__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """Options before a verb."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs a command line; the exit status."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    prepare()
    try:
        app(given, prog_name="panamarc")
        sys.stdout.flush()
    except SystemExit as ending:
        return int(ending.code or 0)
    except OSError as error:  # of what is printed without a verb, such as the help
        drop_output()
        note(message_of(error))
        return FAILED
    return 0
