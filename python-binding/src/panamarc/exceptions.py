"""What panamarc raises of its own.

    Exception
    └── MarcError (also known as PymarcException)
        ├── JvmError             Java cannot be used
        │   ├── JvmForkError         the process was forked after Java had started in it
        │   ├── JvmNotFoundError     no Java 25 or later was found
        │   └── JvmVersionError      the Java that already runs in this process is too old
        └── MarcFormatError      a record, or bytes that hold none, that on_error="raise" stops at

Files that are missing, forbidden or folders give Python's own FileNotFoundError, PermissionError
and IsADirectoryError; a file that fails while it is read, OSError.
"""

from __future__ import annotations

__all__ = [
    "JvmError",
    "JvmForkError",
    "JvmNotFoundError",
    "JvmVersionError",
    "MarcError",
    "MarcFormatError",
    "PymarcException",
]


class MarcError(Exception):
    """The root of all that panamarc raises of its own."""


PymarcException = MarcError


class MarcFormatError(MarcError):
    """A record, or bytes that hold none, that the error policy does not let through.

    `kind`: what is wrong, such as `record-length`; `source`: what the input is called;
    `record_number`: counted from 1; `offset`: where in the (decompressed) input, in bytes; `tag`:
    the field concerned, or empty; `message`: what was found; `chunk`: the record's raw bytes, or
    the first of those that hold none.
    """

    def __init__(
        self,
        kind: str,
        source: str,
        record_number: int,
        offset: int,
        tag: str,
        message: str,
        chunk: bytes = b"",
    ) -> None:
        super().__init__(kind, source, record_number, offset, tag, message, chunk)
        self.kind = kind
        self.source = source
        self.record_number = record_number
        self.offset = offset
        self.tag = tag
        self.message = message
        self.chunk = chunk

    def __str__(self) -> str:
        field = f", field {self.tag}" if self.tag else ""
        return (
            f"{self.source}: record {self.record_number} at byte {self.offset}{field}: "
            f"{self.message}"
        )


class JvmError(MarcError):
    """Java cannot be used."""


class JvmNotFoundError(JvmError):
    """No Java 25 or later was found; the message lists every place looked at."""


class JvmVersionError(JvmError):
    """The Java that already runs in this process is too old."""


class JvmForkError(JvmError):
    """The process was forked after Java had started in it; Java does not survive that."""
