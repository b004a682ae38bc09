"""`panamarc merge`: the records of several files in one."""

from __future__ import annotations

from panamarc.cli._choices import OnError
from panamarc.cli._endings import note
from panamarc.cli._options import Encoding, Files, NeededOutput, Policy, Quiet, To, ToCoding
from panamarc.cli._reading import Reading
from panamarc.cli._text import several
from panamarc.cli._writing import opened


def merge(
    files: Files,
    output: NeededOutput,
    to: To = None,
    on_error: Policy = OnError.recover,
    encoding: Encoding = None,
    to_coding: ToCoding = None,
    quiet: Quiet = False,
) -> None:
    """Put the records of several files into one.

    In ISO 2709 they stay byte for byte as they are. Bytes between records are not written, and are
    reported.
    """
    with (
        Reading(files, "merging", quiet=quiet, on_error=on_error, encoding=encoding) as reading,
        opened(output, to, to_coding, quiet) as target,
    ):
        for batch in reading.batches():
            target.write(batch)
        reading.note_own_skipped()
    if not quiet:
        written = several(reading.reader.records_read, "record")
        note(f"{output}: {written} from {several(len(files), 'file')}")
