"""`panamarc diff`: what has changed between two files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from panamarc import Record
from panamarc.cli._endings import FOUND_NOTHING, note
from panamarc.cli._options import Encoding, Json, KeySpec, Quiet, To, ToCoding
from panamarc.cli._reading import Reading, rereadable
from panamarc.cli._text import clean, print_json
from panamarc.cli._writing import Target, opened

if TYPE_CHECKING:
    from panamarc.cli._comparison import Change

SIGNS = {"deleted": "-", "changed": "~", "added": "+"}


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The file before.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The file after.")],
    by: KeySpec = "001",
    fields: Annotated[
        bool, typer.Option("--fields", "-f", help="Show the fields that differ, before and after.")
    ] = False,
    added: Annotated[
        str | None, typer.Option("--added", metavar="FILE", help="Write the new records there.")
    ] = None,
    changed: Annotated[
        str | None,
        typer.Option("--changed", metavar="FILE", help="Write the changed ones there, as in NEW."),
    ] = None,
    deleted: Annotated[
        str | None,
        typer.Option("--deleted", metavar="FILE", help="Write those that are gone there."),
    ] = None,
    to: To = None,
    as_json: Json = False,
    encoding: Encoding = None,
    to_coding: ToCoding = None,
    quiet: Quiet = False,
) -> None:
    """Compare two files by control number.

    Shows records that were deleted (-), changed (~) and added (+). A record has changed if its
    content has: the order in which files have their records is nothing to it, nor what they are
    coded in. Records without a control number are the same where their bytes are. Exit status 1
    where there are differences.
    """
    from panamarc.cli._comparison import Comparison

    for name in (old, new):
        rereadable(name, "diff")

    def key(record: Record) -> str:
        return (record.value(by) or "").strip()

    def reading(name: str, doing: str) -> Reading:
        return Reading(name, f"{doing} {name}", quiet=quiet, encoding=encoding, prints=True)

    counts: Counter[str] = Counter()
    with ExitStack() as stack:
        comparison = stack.enter_context(Comparison(key))
        targets = {
            kind: stack.enter_context(opened(name, to, to_coding, quiet))
            for kind, name in (("added", added), ("changed", changed), ("deleted", deleted))
            if name is not None
        }
        show = _shower(targets, key, fields, as_json)
        for side, name in (("old", old), ("new", new)):
            with reading(name, "reading") as read:
                comparison.note(side, read.batches())
                read.note_own_skipped("not compared")
        with reading(old, "looking up what has changed in") as read:
            for change in comparison.deleted(read.records()):
                counts[change.kind] += 1
                show(change)
        with reading(new, "comparing") as read:
            for change in comparison.others(read.records()):
                counts[change.kind] += 1
                show(change)
        if not quiet:
            kinds = ("added", "changed", "deleted")
            counted = ", ".join(f"{counts[kind]:,} {kind}" for kind in kinds)
            note(f"{counted}, {comparison.unchanged:,} unchanged")
    if counts:
        raise typer.Exit(FOUND_NOTHING)


def _shower(
    targets: dict[str, Target], key: Callable[[Record], str], fields: bool, as_json: bool
) -> Callable[[Change], None]:
    """What prints a change, and writes it where its kind has a file."""

    def show(change: Change) -> None:
        record = change.new or change.old
        assert record is not None
        if change.kind in targets:
            targets[change.kind].write([record])
        if as_json:
            print_json(_as_dict(change, key(record)))
            return
        differing = " ".join(field.tag for field in change.fields)
        print(SIGNS[change.kind], clean(key(record)), clean(differing or record.title), sep="\t")
        if fields:
            for field in change.fields:
                for sign, lines in (("-", field.old), ("+", field.new)):
                    for line in lines:
                        print(f"\t{sign}\t{clean(line)}")

    return show


def _as_dict(change: Change, key: str) -> dict[str, object]:
    return {
        "change": change.kind,
        "key": key,
        "old": change.old.number if change.old else None,
        "new": change.new.number if change.new else None,
        "fields": [field._asdict() for field in change.fields],
    }
