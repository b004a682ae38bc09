"""Files that take their name only once they are whole."""

from __future__ import annotations

import errno
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
    if target.exists() and not target.is_file():
        with target.open("wb", BUFFER) as file:
            yield file
        return
    part = target.with_name(f".{target.name[:200]}.{secrets.token_hex(4)}.part")
    try:
        file = part.open("xb", BUFFER)
    except OSError as error:
        raise OSError(error.errno or errno.EIO, error.strerror, os.fspath(path)) from None
    try:
        with file:
            if target.exists():
                part.chmod(target.stat().st_mode & 0o7777)
            yield file
        part.replace(target)
    except OSError as error:
        if error.filename is None and error.errno is not None:
            error.filename = os.fspath(path)  # the disk may be full
        raise
    finally:
        part.unlink(missing_ok=True)
