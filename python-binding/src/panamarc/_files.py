"""Files that take their name only once they are whole, and writing to files of others."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from panamarc._input.compression import compressed

BUFFER = 1 << 20  # bytes
INDEX_ENDING = ".panamarc-index"  # of the folder of a stored index, which has no records


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """A file to write, which takes the place of `path` once the block ends well.

    It is compressed as the suffix of `path` says: `.gz`, `.bz2` or `.zst`.

    Until then it has another name in the same folder, and is removed if the block raises; so what
    was at `path` stays whole, and may be what is read meanwhile. A link stays a link, and what is
    no regular file, such as a pipe, is written to as it is.

    Raises OSError, in which `path` is named, where it cannot be written.
    """
    target = Path(os.path.realpath(path))
    suffixed = os.fsdecode(path)
    with _named(path):
        if is_special(target):
            with target.open("wb", BUFFER) as file, compressed(file, suffixed) as plain:
                yield plain
            return
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        # No more of the name, or this one might be longer than the system allows.
        part = target.with_name(f".{target.name[:50]}.{secrets.token_hex(4)}.part")
        file = part.open("xb", BUFFER)
        try:
            with file:
                if target.exists():
                    part.chmod(target.stat().st_mode & 0o7777)
                with compressed(file, suffixed) as plain:
                    yield plain
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)


def is_special(path: Path) -> bool:
    """Whether it is no regular file, such as a pipe, which is written to as it is."""
    return path.exists() and not path.is_file()


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
