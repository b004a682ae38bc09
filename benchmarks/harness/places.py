"""Where benchmarks put the large files that they write."""

import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")


def large(needed: int) -> tempfile.TemporaryDirectory[str]:
    """A folder, removed at the end of a `with` block, for a number of bytes.

    It is in memory where there is a file system in memory with twice the room: a program that
    converts faster than a disk takes what it writes would be measured as fast as the disk.
    """
    room = shutil.disk_usage(MEMORY).free if MEMORY.is_dir() else 0
    return tempfile.TemporaryDirectory(
        prefix="panamarc-", dir=MEMORY if room > 2 * needed else None
    )
