"""`panamarc merge`: the records of several files in one."""

from __future__ import annotations

from panamarc.cli._endings import note
from panamarc.cli._options import Files, NeededOutput, OnError, Policy, Quiet
from panamarc.cli._reading import Reading
from panamarc.cli._text import several
from panamarc.cli._writing import output as opened


def merge(
    files: Files,
    output: NeededOutput,
    on_error: Policy = OnError.recover,
    quiet: Quiet = False,
) -> None:
    """Put the records of several files into one.

    They stay byte for byte as they are. What stands between records is left out, and told of.
    """
    with (
        Reading(files, "merging", quiet=quiet, on_error=on_error) as reading,
        opened(output) as target,
    ):
        for batch in reading.batches():
            target.write(b"".join([record.as_marc() for record in batch]))
        reading.tell_skipped()
    if not quiet:
        written = several(reading.reader.records_read, "record")
        note(f"{output}: {written} from {several(len(files), 'file')}")
