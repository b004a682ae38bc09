"""`panamarc count`: how many records there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panamarc.cli._endings import EachFile, note
from panamarc.cli._reading import Reading, called, expect
from panamarc.cli._text import print_json, several

if TYPE_CHECKING:
    from panamarc.cli._options import Files, Json, Quiet


def count(files: Files, as_json: Json = False, quiet: Quiet = False) -> None:
    """Count records, without looking at what is in them.

    As many as reading gives. Prints the number; for several files, a line for each and the sum.
    """
    expect(files)
    total = 0
    with EachFile() as each:
        for name in files:
            with (
                each.reported(),
                Reading(name, f"counting {called(name)}", quiet=quiet or as_json) as reading,
            ):
                total += _count(name, reading, len(files) > 1, as_json, quiet)
        if len(files) > 1 and not as_json:
            print(f"{total}\ttotal")


def _count(name: str, reading: Reading, named: bool, as_json: bool, quiet: bool) -> int:
    """Counts the records of a file, and prints what is to be said of it."""
    found = reading.count()
    if as_json:
        about = {
            "source": name,
            "records": found.records,
            "disputed": found.disputed,
            "bytes": reading.reader.bytes_read,
            "skipped": [skip._asdict() for skip in reading.reader.skipped],
        }
        print_json(about)
        return found.records
    print(f"{found.records}\t{name}" if named else found.records)
    if found.disputed and not quiet:
        note(
            f"{called(name)}: the leader, directory and terminators of "
            f"{several(found.disputed, 'record')} disagree: see panamarc validate"
        )
    reading.note_own_skipped("not counted")
    return found.records
