"""`panamarc stats`: what one wants to know of an unknown file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from panamarc.cli._endings import note
from panamarc.cli._options import Encoding, Files, Json, Quiet
from panamarc.cli._picture import check_picture, draw, histogram_lines
from panamarc.cli._reading import Reading, called, lost_and_filler
from panamarc.cli._statistics import MEANINGS, Statistics
from panamarc.cli._text import clean, print_json, print_table, several, size


def stats(
    files: Files,
    as_json: Json = False,
    picture: Annotated[
        Path | None,
        typer.Option(
            "--plot",
            metavar="FILE",
            help="Draw tags and sizes there (.png, .svg, .pdf), with matplotlib.",
        ),
    ] = None,
    subfields: Annotated[
        bool, typer.Option("--subfields/--no-subfields", help="With the subfields of each tag.")
    ] = True,
    encoding: Encoding = None,
    quiet: Quiet = False,
) -> None:
    """Describe files: status, type, coding, sizes, tags, subfields."""
    if picture is not None:
        check_picture(picture)
    with Reading(files, "reading", quiet=quiet, encoding=encoding) as reading:
        found = Statistics(reading.packed())
        defects = reading.reader.defect_counts
        lost, filler = lost_and_filler(reading.reader.skipped)
        total = reading.reader.bytes_read
    if as_json:
        about = {
            "sources": files,
            "bytes": total,
            "skipped_bytes": lost + filler,
            "defects": defects,
        }
        print_json(about | found.as_dict())
    else:
        tail = f", {several(filler, 'byte')} of filler" if filler else ""
        print(f"{', '.join(files)}: {several(found.records, 'record')}, {size(total)}{tail}")
        faults = [several(sum(defects.values()), "defect")] if defects else []
        faults += [f"{several(lost, 'byte')} in no record"] if lost else []
        if faults:
            print(f"{', '.join(faults)}: see panamarc validate")
        if found.records:
            _print(found, subfields)
    if picture is not None:
        title = Path(called(files[0])).name if len(files) == 1 else several(len(files), "file")
        _draw(found, picture, title)


def _print(found: Statistics, subfields: bool) -> None:
    for what, meanings in MEANINGS.items():
        print()
        rows = [
            (
                value.replace(" ", "#"),
                meanings.get(value, ""),
                number,
                _share(number, found.records),
            )
            for value, number in found.leaders[what].most_common()
        ]
        print_table((what, "meaning", ">records", ">share"), rows)
    print()
    print(f"{several(found.beyond_ascii, 'record')} with bytes beyond ASCII")
    print()
    print_table(("size", ">bytes"), list(found.sizes().items()))
    print()
    print(*histogram_lines(found.lengths), sep="\n")
    print()
    tags: list[list[object]] = []
    for tag in sorted(found.fields):
        having = found.with_tag[tag]
        row = [tag, having, _share(having, found.records), found.fields[tag]]
        tags.append([*row, _codes(found.codes[tag])] if subfields else row)
    columns = ["tag", ">records", ">share", ">fields"]
    print_table([*columns, "subfields"] if subfields else columns, tags, wrap=True)


def _codes(codes: Counter[str]) -> str:
    return " ".join(f"{clean(code)}:{number}" for code, number in codes.most_common())


def _share(number: int, of: int) -> str:
    return f"{100 * number / of:.1f} %"


def _draw(found: Statistics, picture: Path, title: str) -> None:
    try:
        draw(found, picture, title)
    except ModuleNotFoundError:
        note(
            f"{picture} is not drawn, since matplotlib is not installed: "
            "pip install 'panamarc[plot]'"
        )
