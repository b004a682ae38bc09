"""Writing to files of others, which may take less than they are given."""

from __future__ import annotations

from typing import Any


def write_all(file: Any, content: Any) -> None:
    """Writes bytes or text to a file.

    A file without a buffer, such as `open(path, "wb", buffering=0)` or a socket's, says how much it
    took; the rest is given again.

    Raises OSError where it takes nothing, and what its `write` raises.
    """
    taken = file.write(content)
    while type(taken) is int and taken < len(content):
        if taken <= 0:
            raise OSError(f"{file!r} took {taken} of {len(content)} bytes")
        content = content[taken:]
        taken = file.write(content)
