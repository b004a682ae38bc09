"""The files that sources name, and hashes of their content."""

from __future__ import annotations

import errno
import glob
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from panamarc._files import INDEX_ENDING

AT_ONCE = 1 << 20  # bytes


def files_of(sources: object) -> list[str]:
    """The files that sources name, each once, in order.

    A source is a path, a glob pattern, a folder (all files in it and its folders, by name, but
    hidden ones and stored indexes), or a list of these. A path is given as it is, also where there
    is no such file: that is an error of this file alone.

    Raises TypeError for another type, and FileNotFoundError for a pattern that no file matches.
    """
    found: dict[str, str] = {}
    for path in _named(sources):
        found.setdefault(os.path.realpath(path), path)
    return list(found.values())


def _named(sources: object) -> list[str]:
    if isinstance(sources, list | tuple):
        return [path for source in sources for path in _named(source)]
    if not isinstance(sources, str | os.PathLike):
        raise TypeError(
            f"a source of a store is a path, a folder, a pattern or a list of these, not "
            f"{type(sources).__name__}: a store has to read it again"
        )
    path = os.fsdecode(sources)
    if os.path.lexists(path) or not glob.has_magic(path):
        return _in_folder(path) if Path(path).is_dir() else [path]
    found = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - a Path takes no absolute one
    if not found:
        raise FileNotFoundError(errno.ENOENT, "No file matches the pattern", path)
    return [file for one in found for file in (_in_folder(one) if Path(one).is_dir() else [one])]


def _in_folder(folder: str) -> list[str]:
    found = []
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not name.endswith(INDEX_ENDING)
        )
        found += [
            os.path.join(parent, name)  # noqa: PTH118 - a Path would drop a leading "./"
            for name in sorted(files)
            if not name.startswith(".")
        ]
    return found


def content_hash(path: str, stopped: Callable[[], bool] = lambda: False) -> str:
    """SHA-256 of a file, in hexadecimal digits; `stopped` is asked between two reads.

    Raises OSError where it cannot be read.
    """
    found = hashlib.sha256()
    buffer = bytearray(AT_ONCE)
    view = memoryview(buffer)
    with Path(path).open("rb", buffering=0) as file:
        while not stopped() and (size := file.readinto(buffer)):
            found.update(view[:size])
    return found.hexdigest()
