"""What panamarc raises of its own.

    Exception
    └── MarcError (also known as PymarcException)
        ├── JvmError             Java cannot be used
        │   ├── JvmForkError         the process was forked after Java had started in it
        │   ├── JvmNotFoundError     no Java 25 or later was found
        │   └── JvmVersionError      the Java that already runs in this process is too old
        └── MarcFormatError      a record, or bytes that hold none, that on_error="raise" stops at
            ├── BaseAddressInvalid       the leader states a wrong base address of data
            ├── FatalReaderError         the record does not end as it says
            │   ├── EndOfRecordNotFound      a terminator is missing at its end
            │   ├── RecordLengthInvalid      the leader states a wrong record length
            │   └── TruncatedRecord          the record breaks off
            ├── RecordDirectoryInvalid   the directory and the fields disagree
            └── RecordLeaderInvalid      bytes that hold no record

MarcWarning, a UserWarning, tells of an input without records that begins as another format does.

The names below MarcFormatError are those that pymarc's programs catch. Files that are missing,
forbidden or folders give Python's own FileNotFoundError, PermissionError and IsADirectoryError; a
file that fails while it is read, OSError.
"""

from __future__ import annotations

__all__ = [
    "BaseAddressInvalid",
    "EndOfRecordNotFound",
    "FatalReaderError",
    "JvmError",
    "JvmForkError",
    "JvmNotFoundError",
    "JvmVersionError",
    "MarcError",
    "MarcFormatError",
    "MarcWarning",
    "PymarcException",
    "RecordDirectoryInvalid",
    "RecordLeaderInvalid",
    "RecordLengthInvalid",
    "TruncatedRecord",
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


class RecordLeaderInvalid(MarcFormatError):
    """No record begins here, or none that ends."""


class BaseAddressInvalid(MarcFormatError):
    """The leader's base address of data is not where the directory ends."""


class RecordDirectoryInvalid(MarcFormatError):
    """The directory and the fields disagree."""


class FatalReaderError(MarcFormatError):
    """The record does not end as it says. Unlike in pymarc, reading can go on behind it."""


class RecordLengthInvalid(FatalReaderError):
    """The leader's record length is not the record's length."""


class TruncatedRecord(FatalReaderError):
    """The input ends, or the next record begins, in the middle of the record."""


class EndOfRecordNotFound(FatalReaderError):
    """The terminators at the record's end are not both there."""


_BY_KIND: dict[str, type[MarcFormatError]] = {
    "record-length": RecordLengthInvalid,
    "truncated": TruncatedRecord,
    "record-terminator": EndOfRecordNotFound,
    "field-terminator": EndOfRecordNotFound,
    "base-address": BaseAddressInvalid,
    "directory": RecordDirectoryInvalid,
    "missing-field": RecordDirectoryInvalid,
    "unclaimed-data": RecordDirectoryInvalid,
    "terminator-in-data": RecordDirectoryInvalid,
    "no-record": RecordLeaderInvalid,
}


def format_error(
    kind: str,
    source: str,
    record_number: int,
    offset: int,
    tag: str,
    message: str,
    chunk: bytes,
) -> MarcFormatError:
    """The exception for a defect; the parameters are those of MarcFormatError."""
    error = _BY_KIND.get(kind, MarcFormatError)
    return error(kind, source, record_number, offset, tag, message, chunk)


class MarcWarning(UserWarning):
    """An input has no records because it is of another format, which its beginning shows."""


class JvmError(MarcError):
    """Java cannot be used."""


class JvmNotFoundError(JvmError):
    """No Java 25 or later was found; the message lists every place looked at."""


class JvmVersionError(JvmError):
    """The Java that already runs in this process is too old."""


class JvmForkError(JvmError):
    """The process was forked after Java had started in it; Java does not survive that."""
