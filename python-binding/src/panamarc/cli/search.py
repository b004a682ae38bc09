"""`panamarc search`: records by the words of their file's index."""

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
from panamarc.cli._text import clean, several
from panamarc.cli._writing import writes

AT_ONCE = 500  # records


def search(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A MARC file that has an index.")],
    query: Annotated[
        str,
        typer.Argument(
            metavar="QUERY",
            help="Words that a record must have: 'title:atlas isbn:0306406152'; a name is a key or "
            "a text of the index, a word without one is looked for in all texts.",
        ),
    ],
    output: Output = None,
    to: To = None,
    encoding: Encoding = None,
    to_coding: ToCoding = None,
    index_dir: IndexDir = None,
    load_threads: LoadThreads = None,
    parallel_from: ParallelFrom = None,
    quiet: Quiet = False,
) -> None:
    """Find records by words of texts that were indexed (see `panamarc index --text`).

    Prints number, control number and title of each; with -o or --to, writes the records. Exit
    status 1 where there is none.
    """
    with indexed(file, index_dir, load_threads, parallel_from, encoding) as reader:
        numbers = reader.search(query)
        if not numbers:
            note(f"{file} has no record that {query} finds")
            raise typer.Exit(FOUND_NOTHING)
        if writes(output, to, to_coding):
            give(reader.take(numbers), output, to, to_coding, quiet)
        else:
            for at in range(0, len(numbers), AT_ONCE):
                for record in reader.take(numbers[at : at + AT_ONCE]):
                    about = record.number, record.value("001") or "", record.title or ""
                    print("\t".join(clean(str(one)) for one in about))
    if not quiet:
        note(several(len(numbers), "record"))
