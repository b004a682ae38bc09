"""`panamarc get`: records by a key of their file's index."""

from __future__ import annotations

from typing import Annotated

import typer

from panamarc.cli._endings import FOUND_NOTHING, note
from panamarc.cli._indexed import indexed
from panamarc.cli._options import (
    Encoding,
    IndexDir,
    LoadThreads,
    Output,
    ParallelFrom,
    Quiet,
    To,
    ToCoding,
)
from panamarc.cli._records import give


def get(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A MARC file that has an index.")],
    value: Annotated[str, typer.Argument(metavar="ID", help="A control number (001).")],
    key: Annotated[
        str, typer.Option("--key", metavar="NAME", help="Another key of the index.")
    ] = "id",
    output: Output = None,
    to: To = None,
    encoding: Encoding = None,
    to_coding: ToCoding = None,
    index_dir: IndexDir = None,
    load_threads: LoadThreads = None,
    parallel_from: ParallelFrom = None,
    quiet: Quiet = False,
) -> None:
    """Show the records that have a control number, by the file's index (see `panamarc index`).

    Exit status 1 where there is none.
    """
    with indexed(file, index_dir, load_threads, parallel_from, encoding) as reader:
        found = reader.get_all(key, value)
    if not found:
        note(f"{file} has no record whose {key} is {value}")
        raise typer.Exit(FOUND_NOTHING)
    give(found, output, to, to_coding, quiet)
