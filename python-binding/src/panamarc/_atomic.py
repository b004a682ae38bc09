"""Files that take their name only once they are whole."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

BUFFER = 1 << 20  # bytes


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A file to write, which takes the place of `path` once the block ends well.

    Until then it stands beside it under another name, and is removed if the block raises; so what
    stood at `path` stays whole, and may be what is read meanwhile. A link stays a link, and what is
    no regular file, such as a pipe, is written to as it is.

    Raises OSError, in which `path` is named, where it cannot be written.
    """
    target = Path(os.path.realpath(path))
    with _named(path):
        if target.exists() and not target.is_file():
            with target.open("wb", BUFFER) as file:
                yield file
            return
        part = target.with_name(f".{target.name[:200]}.{secrets.token_hex(4)}.part")
        file = part.open("xb", BUFFER)
        try:
            with file:
                if target.exists():
                    part.chmod(target.stat().st_mode & 0o7777)
                yield file
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def _named(path: str | os.PathLike[str]) -> Iterator[None]:
    """Gives the name to what is raised here, and not to what was raised for another file."""
    target = Path(os.path.realpath(path))
    try:
        yield
    except OSError as error:
        name = error.filename
        ours = name is None or Path(os.fsdecode(name)).parent == target.parent
        if ours and error.errno is not None and not isinstance(error, BrokenPipeError):
            error.filename = os.fspath(path)
        raise
