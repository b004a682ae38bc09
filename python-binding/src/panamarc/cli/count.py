"""`panamarc count`: how many records there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from panamarc._java import framing
from panamarc.cli._endings import EachFile, note
from panamarc.cli._text import print_json, several

if TYPE_CHECKING:
    from panamarc import SkippedRange
    from panamarc.cli._options import Files, Json, Quiet


class Counted(NamedTuple):
    """What is to be said of a file."""

    records: int
    disputed: int
    bytes: int
    skipped: list[SkippedRange]


def count(files: Files, as_json: Json = False, quiet: Quiet = False) -> None:
    """Count records, without looking at what is in them.

    As many as reading gives. Prints the number; for several files, a line for each and the sum.
    """
    total = 0
    with EachFile() as each:
        for name in files:
            with each.reported():
                counted = _without_java(name) or _by_java(name, files, quiet or as_json)
                _show(name, counted, len(files) > 1, as_json, quiet)
                total += counted.records
        if len(files) > 1 and not as_json:
            print(f"{total}\ttotal")


def _without_java(name: str) -> Counted | None:
    """A file whose records are in order; None where Java has to look, or there is no such file."""
    try:
        framed = framing.count(name)
    except (OSError, ValueError):
        return None  # reading reports what is wrong
    return framed and Counted(framed.records, 0, framed.bytes, [])


def _by_java(name: str, files: Sequence[str], quiet: bool) -> Counted:
    from panamarc.cli._reading import Reading, called, expect

    expect(files)
    with Reading(name, f"counting {called(name)}", quiet=quiet) as reading:
        found = reading.count()
        reader = reading.reader
        return Counted(found.records, found.disputed, reader.bytes_read, reader.skipped)


def _show(name: str, counted: Counted, named: bool, as_json: bool, quiet: bool) -> None:
    """Prints what is to be said of a file."""
    if as_json:
        skipped = [skip._asdict() for skip in counted.skipped]
        print_json({"source": name, **counted._asdict(), "skipped": skipped})
        return
    print(f"{counted.records}\t{name}" if named else counted.records)
    if quiet or not (counted.disputed or counted.skipped):
        return
    from panamarc.cli._reading import called, note_skipped

    if counted.disputed:
        note(
            f"{called(name)}: the leader, directory and terminators of "
            f"{several(counted.disputed, 'record')} disagree: see panamarc validate"
        )
    note_skipped(counted.skipped, counted.records, "not counted")
