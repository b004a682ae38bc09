"""`panamarc count`: how many records there are."""

from __future__ import annotations

import json

from panamarc.cli._endings import note
from panamarc.cli._options import Files, Json, Quiet
from panamarc.cli._reading import Reading, called
from panamarc.cli._text import several


def count(files: Files, as_json: Json = False, quiet: Quiet = False) -> None:
    """Count records, without looking at what is in them.

    As many as reading gives. Prints the number; for several files, a line for each and the sum.
    """
    total = 0
    for name in files:
        with Reading(name, f"counting {called(name)}", quiet=quiet or as_json) as reading:
            found = reading.count()
            total += found.records
            skipped = reading.reader.skipped
            if as_json:
                about = {
                    "source": name,
                    "records": found.records,
                    "disputed": found.disputed,
                    "bytes": reading.reader.bytes_read,
                    "skipped": [skip._asdict() for skip in skipped],
                }
                print(json.dumps(about, ensure_ascii=False))
                continue
            print(found.records if len(files) == 1 else f"{found.records}\t{name}")
            if found.disputed and not quiet:
                note(
                    f"{called(name)}: the leader, directory and terminators of "
                    f"{several(found.disputed, 'record')} disagree: see panamarc validate"
                )
            reading.tell_skipped("not counted")
    if len(files) > 1 and not as_json:
        print(f"{total}\ttotal")
