"""What an index is built of and read with, in the form that crosses into Java."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from panamarc._input.options import Options, options_of_whole
from panamarc._java import jvm
from panamarc._java.errors import to_python_exception
from panamarc.exceptions import MarcIndexError, format_error

T = TypeVar("T")


class IndexedPath(NamedTuple):
    """A file and the folder of its index, as Java gets them."""

    path: str
    """Absolute."""
    name: str
    """What the file is called in messages."""
    folder: str
    """Absolute; empty for the one next to the file."""

    @classmethod
    def of(
        cls, path: str | os.PathLike[str], index_dir: str | os.PathLike[str] | None
    ) -> IndexedPath:
        """Raises FileNotFoundError, PermissionError and IsADirectoryError for the file."""
        given = os.fspath(path)
        if not isinstance(given, str):
            raise TypeError(f"an index is of a file given by its path, not {path!r}")
        if Path(given).is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), given)
        Path(given).open("rb").close()
        folder = "" if index_dir is None else str(Path.cwd() / os.fspath(index_dir))
        return cls(str(Path.cwd() / given), given, folder)


def reading_options(
    *,
    on_error: str = "recover",
    strict: bool = False,
    file_encoding: str | None = None,
    nfc: bool = False,
    keep_references: bool = False,
    threads: int | None = None,
) -> Options:
    """How records are read. Raises ValueError for words and numbers that an index does not have."""
    options = options_of_whole(
        on_error=on_error,
        strict=strict,
        file_encoding=file_encoding,
        nfc=nfc,
        keep_references=keep_references,
        threads=threads,
    )
    if on_error == "skip":
        raise ValueError(
            "on_error='skip' would give records other numbers than the index has: give 'recover' "
            "or 'raise'"
        )
    return options


def pairs(specs: Mapping[str, str] | None) -> list[str]:
    """Names and specs in turn."""
    return [part for pair in (specs or {}).items() for part in pair]


def called(name: str, call: Callable[[], T]) -> T:
    """What a call into Java gives, its exceptions as Python calls them.

    Raises MarcIndexError for an index that cannot be used; MarcFormatError as the error policy
    says; IndexError, ValueError, OSError and those of its kinds, and JvmError.
    """
    try:
        return call()
    except Exception as error:
        raised = translated(error, name)
        if raised is None:
            raise
        raise raised from error


def translated(error: Exception, name: str) -> Exception | None:
    """What Python calls an exception that came out of Java, None for any other."""
    if not jvm.running():
        return None
    java = jvm.classes()
    if not isinstance(error, java.throwable):
        return None
    thrown: Any = error
    kind = str(thrown.getClass().getName())
    message = str(thrown.getMessage())
    if kind == "org.panamarc.index.IndexException":
        return MarcIndexError(str(thrown.kind().text()), message)
    if kind == "org.panamarc.MarcFormatException":
        defect = thrown.defect()
        return format_error(
            str(defect.kind().text()),
            str(thrown.source()),
            int(defect.recordNumber()),
            int(defect.offset()),
            "" if defect.tag() is None else str(defect.tag()),
            str(defect.message()),
            bytes(thrown.bytes()),
        )
    if kind == "java.lang.IllegalArgumentException":
        return ValueError(message)
    if kind == "java.nio.file.AccessDeniedException":
        reason = thrown.getReason()
        return PermissionError(
            errno.EACCES,
            os.strerror(errno.EACCES) if reason is None else str(reason),
            str(thrown.getFile()),
        )
    return to_python_exception(error, name)
