"""Standard input and output, so that they fail as files do: by an OSError that names them."""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import sys
from typing import Any

ERRORS = "panamarc-escape"

BUFFER = 1 << 16  # bytes


class _Output(io.FileIO):
    """Standard output."""

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            error.filename = "standard output"
            raise


def _escaped(error: UnicodeError) -> tuple[str | bytes, int]:
    """What to write for characters that the encoding lacks.

    The bytes of a file's name that are no characters stay what they are; others are escaped as in
    a string of Python's.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    code = ord(error.object[error.start])
    if 0xDC80 <= code <= 0xDCFF:
        return bytes([code - 0xDC00]), error.start + 1
    one = UnicodeEncodeError(
        error.encoding, error.object, error.start, error.start + 1, error.reason
    )
    return codecs.backslashreplace_errors(one)


def prepare() -> None:
    """Makes sure that there are all three streams, and that standard output is buffered.

    Closed ones are opened for nothing, or the first files to be opened would be taken for them. Of
    a buffer less, what a write leaves over would be lost, as at the end of a full disk. Streams
    that somebody else put in their place are left alone.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # For reading what is to be written to, so that writing fails.
            os.open(os.devnull, os.O_WRONLY if number == 0 else os.O_RDONLY)
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False)))
    if sys.stderr is None:
        sys.stderr = io.TextIOWrapper(io.FileIO(os.devnull, "w"))
    if sys.stdout is None or sys.stdout is sys.__stdout__:
        encoding, errors = "utf-8", "backslashreplace"
        if sys.stdout is not None:
            encoding = sys.stdout.encoding
            if sys.stdout.errors in ("strict", "surrogateescape"):  # which raise
                codecs.register_error(ERRORS, _escaped)
                errors = ERRORS
            else:
                errors = sys.stdout.errors or errors
            with contextlib.suppress(OSError):
                sys.stdout.flush()
        raw = _Output(1, "w", closefd=False)
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(raw, BUFFER),
            encoding=encoding,
            errors=errors,
            line_buffering=raw.isatty(),
        )
