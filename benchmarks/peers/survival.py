"""What a peer gives of the planted file: how many records, and where it stops. No time is taken."""

from pathlib import Path

from benchmarks.peers.libraries import Library


def records_given(library: Library, path: Path) -> tuple[int, str]:
    """Records delivered (None is none), and the error that ended the reading, if one did."""
    given = 0
    with library.open(path) as reader:
        try:
            for record in reader:
                given += record is not None
        except Exception as error:
            return given, type(error).__name__
    return given, ""
