"""Arguments and options that several verbs have."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from panamarc._batch.spec import parse
from panamarc.cli._choices import Coding, OnError

QUOTED = (
    "a subfield is '245$a' in quotation marks, since a shell replaces $a, or 245.a without them"
)
DOTTED = re.compile(r"([0-9A-Za-z.]{3}(?: [0-9A-Za-z.#|]{2})?)\.([!-#%-.0-~]+)")


def checked_spec(given: str) -> str:
    """A spec; 245.a, which needs no quotation marks, means 245$a."""
    dotted = DOTTED.fullmatch(given)
    spec = f"{dotted[1]}${dotted[2]}" if dotted else given
    try:
        parse(spec)
    except ValueError as error:
        raise typer.BadParameter(f"{error}; {QUOTED}") from None
    return spec


def _size(text: str) -> int:
    match = re.fullmatch(r"([0-9]+) ?([kMGT]?)(i?)B?", text)
    number = (
        int(match[1]) * (1024 if match[3] else 1000) ** " kMGT".find(match[2] or " ")
        if match
        else 0
    )
    if number < 1:
        raise typer.BadParameter(f"{text!r} is no size: expected one such as 500kB, 100MB or 2GiB")
    return number


File = Annotated[str, typer.Argument(metavar="FILE", help="A MARC file; - is standard input.")]
Files = Annotated[
    list[str], typer.Argument(metavar="FILE", help="MARC files; - is standard input.")
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="No progress and no notes; errors are still reported.")
]
Json = Annotated[bool, typer.Option("--json", help="JSON, a line for each thing.")]
Policy = Annotated[
    OnError,
    typer.Option(
        "--on-error",
        help="Records whose structure is broken: recover keeps them, skip leaves them out, "
        "raise stops at the first.",
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="What records are in that are not flagged as UTF-8, where it is not MARC-8: "
        "cp1251, latin-1, unimarc (field 100 says).",
    ),
]
KeepReferences = Annotated[
    bool,
    typer.Option(
        "--keep-references",
        help="Leave references such as &#x4E2D; in MARC-8 as they are.",
    ),
]
ToCoding = Annotated[
    Coding | None,
    typer.Option(
        "--to-coding",
        "--coding",
        help="Write all values in it, and leader/09 as it asks; by default records in ISO 2709 "
        "keep their bytes.",
    ),
]
To = Annotated[
    str | None,
    typer.Option(
        "--to",
        "-t",
        metavar="FORMAT",
        help="What to write: iso2709, marcxml (or xml), json, jsonl, mrk or line; dc, qdc, bibtex "
        "or csl-json for a part of the record; by default what the file's suffix says.",
    ),
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write the records there instead, in the format that its suffix says; in ISO 2709 "
        "byte for byte as they are; - is standard output.",
    ),
]
NeededOutput = Annotated[
    str,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Where to; the suffix says the format; - is standard output.",
    ),
]
Spec = Annotated[
    str,
    typer.Argument(
        metavar="SPEC",
        callback=checked_spec,
        help="What of a record, in MARCspec: '245$a' or 245.a, 650 (the whole field), 008/7-10, "
        "LDR/6, '650[0]$a', '650$a{^2=\\0}'; a dot in the tag is any character.",
    ),
]
KeySpec = Annotated[
    str,
    typer.Option(
        "--by",
        metavar="SPEC",
        callback=checked_spec,
        help="What names a record, in MARCspec: 001, 035.a, '024$a{$2=\\doi}'.",
    ),
]
IndexDir = Annotated[
    str | None,
    typer.Option(
        "--index-dir", metavar="FOLDER", help="The index's folder, if not FILE.panamarc-index."
    ),
]
LoadThreads = Annotated[
    int | None,
    typer.Option(
        "--load-threads",
        min=1,
        max=64,
        help="How many segments of the index to load at once; 1 for one after the other.",
    ),
]
ParallelFrom = Annotated[
    int | None,
    typer.Option(
        "--parallel-from",
        min=1,
        max=64,
        help="How many segments there have to be for that; by default 3.",
    ),
]
Size = Annotated[
    int | None,
    typer.Option("--size", metavar="SIZE", parser=_size, help="At most so much: 500kB, 100MB."),
]
