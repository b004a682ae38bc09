"""`panamarc ingest`: records put into a database or into Parquet files."""

from __future__ import annotations

from typing import Annotated

import typer

import panamarc
from panamarc import IngestResult, IngestStopped, SourceResult
from panamarc._stores.files import files_of
from panamarc._stores.tables import TABLES
from panamarc.cli._choices import OnError
from panamarc.cli._endings import FAILED, FOUND_NOTHING, CommandError, note
from panamarc.cli._options import Encoding, Json, KeepReferences, Policy, Quiet
from panamarc.cli._progress import Progress
from panamarc.cli._reading import STANDARD, total_bytes
from panamarc.cli._signals import status_of
from panamarc.cli._text import print_json, print_table, several


def ingest(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE", help="MARC files, folders of these, or patterns."),
    ],
    store: Annotated[
        str,
        typer.Option(
            "--store",
            "-s",
            metavar="STORE",
            help="duckdb:FILE.duckdb, parquet:FOLDER/ or sqlite:FILE.db; made where there is none.",
        ),
    ],
    tables: Annotated[
        str | None,
        typer.Option(
            "--tables",
            metavar="NAMES",
            help=f"Tables of a new store, of {','.join(TABLES)}; all by default.",
        ),
    ] = None,
    threads: Annotated[
        int | None,
        typer.Option(
            "--threads",
            metavar="NUMBER",
            help="Threads that read a file; 1 does all in turn. By default as many as processors.",
        ),
    ] = None,
    verify: Annotated[
        bool,
        typer.Option(
            "--verify", help="Read each source again, and compare every value with the store."
        ),
    ] = False,
    on_error: Policy = OnError.recover,
    encoding: Encoding = None,
    nfc: Annotated[
        bool, typer.Option("--nfc", help="Compose characters: Unicode Normalization Form C.")
    ] = False,
    keep_references: KeepReferences = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Put records into tables of a store, each file once.

    A file that was put there before is left out, one that has changed replaces what was there.
    After Ctrl-C the same command goes on. A file that cannot be read does not cost the others; the
    exit status is 2 then, and 1 where --verify finds a difference.
    """
    if STANDARD in sources:
        raise CommandError("ingest reads its input twice, so it takes files, not -")
    files = files_of(sources)
    progress = Progress("ingesting", _bytes(files, verify), quiet)
    try:
        result = panamarc.ingest(
            files,
            store,
            tables=None if tables is None else tables.split(","),
            threads=threads,
            verify=verify,
            progress=progress.update,
            on_error=on_error.value,
            file_encoding=encoding,
            nfc=nfc,
            keep_references=keep_references,
        )
    except IngestStopped as error:
        progress.stop()
        _print(error.result, as_json)
        note(_stopped(error.result))
        cause = error.__cause__
        status = status_of(cause if isinstance(cause, KeyboardInterrupt) else error)
        raise typer.Exit(status) from None
    except (ValueError, LookupError, ImportError) as error:
        raise CommandError(error) from None
    finally:
        progress.stop()
    _print(result, as_json)
    for one in result.failed:
        note(one.error)
    for difference in result.differences:
        note(difference)
    if verify and not quiet and not result.differences:
        note(f"{several(result.verified, 'source')} compared with the store: no difference")
    if result.failed:
        raise typer.Exit(FAILED)
    if result.differences:
        raise typer.Exit(FOUND_NOTHING)


def _bytes(files: list[str], verify: bool) -> int | None:
    """How many bytes reading takes, with those that are read again."""
    total = total_bytes(files)
    return None if total is None else total * (1 + verify)


def _print(result: IngestResult, as_json: bool) -> None:
    """A row for each source, and the sums."""
    if as_json:
        for one in result.sources:
            print_json(one._asdict())
        return
    columns = ("state", ">records", ">fields", ">subfields", ">links", ">skipped", "source")
    rows = [_row(one) for one in result.sources]
    if len(rows) > 1:
        sums = [sum(int(str(row[place])) for row in rows) for place in range(1, 6)]
        rows.append(("", *sums, "total"))
    print_table(columns, rows)


def _row(one: SourceResult) -> tuple[object, ...]:
    return one.state, one.records, one.fields, one.subfields, one.links, one.skipped, one.path


def _stopped(result: IngestResult) -> str:
    """Where a run stopped."""
    last = result.sources[-1] if result.sources else None
    if last is None or last.state != "stopped":
        return f"stopped after {several(len(result.sources), 'source')}; the same command goes on"
    return (
        f"stopped in {last.path}, of which the store has {several(last.records, 'record')}; "
        "the same command goes on after them"
    )
