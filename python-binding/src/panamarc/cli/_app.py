"""The application: the verbs in the order in which `--help` lists them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Annotated

import typer

import panamarc
from panamarc.cli import (
    _options,
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
from panamarc.cli._endings import guarded

app = typer.Typer(
    name="panamarc",
    help="Looks into files of MARC records (ISO 2709), and divides, joins and compares them.",
    epilog="A FILE may be - for standard input. Each command has its own --help.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _with_options(verb: Callable[..., None]) -> Callable[..., None]:
    """The verb with its annotations; modules of verbs that may be called plainly load no Typer."""
    names = {"typer": typer, **vars(_options), **verb.__globals__}
    verb.__annotations__ = inspect.get_annotations(verb, globals=names, eval_str=True)
    return verb


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
    app.command()(guarded(_with_options(verb)))


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


def run(arguments: Sequence[str]) -> None:
    """Runs a command line; raises SystemExit with the exit status."""
    app(list(arguments), prog_name="panamarc")
