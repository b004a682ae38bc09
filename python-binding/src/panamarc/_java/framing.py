"""Frames files whose records are in order by the native library, without Java.

It is the proof by which Java frames them (`panamarc_frame`), over the same terminators. What fails
it is left to Java, and so is what Java might take for another format.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from panamarc._java import library

# As panamarc.h has them: of the scan,
TERMINATORS = 1 | 2  # of records and of fields
SCAN_SLACK = 8
# and of a run.
RUN_WINDOW, RUN_POSITIONS, RUN_STOP, RUN_RECORD_BYTES = 0, 1, 2, 3
RUN_MOST_RECORDS, RUN_MOST_BYTES, RUN_CURSOR, RUN_POSITION, RUN_SIZE = 4, 5, 11, 12, 18

WINDOW = 1 << 20  # bytes; no record that states its length has a tenth of it
# A tenth of a second, which is lost where the last record fails.
MOST = 256 << 20  # bytes of a file
NO_LIMIT = (1 << 31) - 1


class Framed(NamedTuple):
    """A file that is framed to its end."""

    records: int
    bytes: int


def count(path: str) -> Framed | None:
    """How many records a regular file has; None where that is left to Java.

    Raises what opening and reading the file raises.
    """
    about = os.stat(path)  # noqa: PTH116 - a Path takes an empty path for the folder "."
    if not stat.S_ISREG(about.st_mode) or not 0 < about.st_size <= MOST:
        return None
    native = library.load()
    if native is None:
        return None
    import ctypes  # which reading does without

    window = bytearray(WINDOW)
    memory = (ctypes.c_uint8 * WINDOW).from_buffer(window)
    positions = (ctypes.c_int32 * (WINDOW + SCAN_SLACK))()
    run = (ctypes.c_int32 * RUN_SIZE)()
    scan, frame = native.panamarc_scan, native.panamarc_frame
    scan.restype = ctypes.c_int64
    tier = native.panamarc_best_tier()
    view = memoryview(window)
    records = total = held = 0
    with Path(path).open("rb", buffering=0) as file:
        while got := file.readinto(view[held:]):
            total += got
            size = held + got
            if not records and not _begins_as_no_other_format(window):
                return None
            found = scan(tier, memory, ctypes.c_size_t(size), TERMINATORS, positions, None, None)
            run[RUN_WINDOW] = run[RUN_STOP] = run[RUN_RECORD_BYTES] = size
            run[RUN_POSITIONS] = found
            run[RUN_MOST_RECORDS] = run[RUN_MOST_BYTES] = NO_LIMIT
            run[RUN_CURSOR] = run[RUN_POSITION] = 0
            records += frame(memory, positions, run)
            after = run[RUN_CURSOR]
            if after == 0:
                return None
            held = size - after
            view[:held] = view[after:size]
    return Framed(records, total) if records and held == 0 else None


def _begins_as_no_other_format(beginning: bytes | bytearray) -> bool:
    """Whether a leader with its length comes first, and an entry of a directory after it.

    Aleph's sequential format begins with more digits, and yaz's lines have one after the leader.
    """
    status, first_tag = beginning[5:6], beginning[24:27]
    return beginning[:5].isdigit() and not status.isdigit() and first_tag.isalnum()
