"""`panamarc index`: the stored index of a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import panamarc
from panamarc import IndexSummary
from panamarc._batch.spec import parse
from panamarc.cli._endings import CommandError, EachFile
from panamarc.cli._options import DOTTED, Encoding, IndexDir, Quiet
from panamarc.cli._progress import Progress
from panamarc.cli._text import several, size


def _named(given: str) -> tuple[str, str]:
    """A name and a spec, of `name=spec`; 245.a means 245$a."""
    name, equals, spec = given.partition("=")
    dotted = DOTTED.fullmatch(spec)
    spec = f"{dotted[1]}${dotted[2]}" if dotted else spec
    if not equals:
        raise typer.BadParameter(f"{given!r}: expected name=spec, as in isbn=020.a")
    try:
        parse(spec)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    return name, spec


def index(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE", help="MARC files in ISO 2709, not compressed."),
    ],
    keys: Annotated[
        list[str] | None,
        typer.Option(
            "--key",
            metavar="NAME=SPEC",
            help="Also look records up by it: isbn=020.a; 020 is compared as ISBN. id=001 is "
            "always a key.",
        ),
    ] = None,
    texts: Annotated[
        list[str] | None,
        typer.Option("--text", metavar="NAME=SPEC", help="Also search its words: title=245.a."),
    ] = None,
    index_dir: IndexDir = None,
    update: Annotated[
        bool, typer.Option("--update", help="Add what the file has grown by, and no more.")
    ] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read the whole file and compare it with its index.")
    ] = False,
    optimize: Annotated[
        bool, typer.Option("--optimize", help="Merge the index's segments into one.")
    ] = False,
    threads: Annotated[
        int | None,
        typer.Option("--threads", min=1, max=256, help="How many threads; by default all."),
    ] = None,
    encoding: Encoding = None,
    quiet: Quiet = False,
) -> None:
    """Build the index of a file, by which record n and control numbers are found at once.

    It is a folder next to the file, FILE.panamarc-index. One that is there is replaced once the new
    one is whole.
    """
    if update + verify + optimize > 1:
        raise typer.BadParameter("give one of --update, --verify and --optimize")
    specs = dict(map(_named, keys or [])), dict(map(_named, texts or []))
    if (specs[0] or specs[1]) and (update or verify or optimize):
        raise typer.BadParameter("--key and --text are for a build: an index keeps what it has")
    if index_dir is not None and len(files) > 1:
        raise typer.BadParameter("--index-dir is for one file")
    with EachFile() as each:
        for name in files:
            with each.reported():
                if optimize:
                    summary = panamarc.optimize_index(name, index_dir=index_dir)
                else:
                    summary = _done(
                        name, specs, index_dir, update, verify, threads, encoding, quiet
                    )
                if not quiet:
                    print(_said(name, summary))


def _done(
    name: str,
    specs: tuple[dict[str, str], dict[str, str]],
    index_dir: str | None,
    update: bool,
    verify: bool,
    threads: int | None,
    encoding: str | None,
    quiet: bool,
) -> IndexSummary:
    """Builds, updates or compares an index."""
    doing = "comparing" if verify else "indexing"
    path = Path(name)
    progress = Progress(f"{doing} {name}", path.stat().st_size if path.exists() else None, quiet)
    common = {
        "index_dir": index_dir,
        "threads": threads,
        "file_encoding": encoding,
        "progress": progress.update,
    }
    try:
        if verify:
            return panamarc.verify_index(name, **common)  # type: ignore[arg-type]
        if update:
            return panamarc.update_index(name, **common)  # type: ignore[arg-type]
        keys, texts = specs
        return panamarc.build_index(name, keys=keys, texts=texts, **common)  # type: ignore[arg-type]
    except (ValueError, LookupError) as error:
        raise CommandError(error) from None
    finally:
        progress.stop()


def _said(name: str, summary: IndexSummary) -> str:
    share = 100 * summary.index_bytes / summary.source_bytes if summary.source_bytes else 0
    return (
        f"{name}: {several(summary.records, 'record')}, {several(summary.segments, 'segment')}, "
        f"index of {size(summary.index_bytes)} ({share:.1f} % of the file) in {summary.folder}"
    )
