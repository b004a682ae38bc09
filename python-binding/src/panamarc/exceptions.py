"""What panamarc raises of its own.

    Exception
    └── MarcError (also known as PymarcException)
        ├── BadLeaderValue       characters that do not fit into the leader
        ├── ColumnValueError     a value that does not fit its column in a table
        ├── FieldNotFound        a field to remove that the record does not have
        ├── JvmError             Java cannot be used
        │   ├── JvmForkError         the process was forked after Java had started in it
        │   ├── JvmNotFoundError     no Java 25 or later was found
        │   └── JvmVersionError      the Java that already runs in this process is too old
        ├── LoaderError          a worker process of a loader ended
        ├── MarcFormatError      a record, or bytes that hold none, that on_error="raise" stops at
        │   ├── BaseAddressInvalid       the leader states a wrong base address of data
        │   ├── BaseAddressNotFound      the base address is 0
        │   ├── FatalReaderError         the record does not end as it says
        │   │   ├── EndOfRecordNotFound      a terminator is missing at its end
        │   │   ├── RecordLengthInvalid      the leader states a wrong record length
        │   │   └── TruncatedRecord          the record breaks off
        │   ├── NoFieldsFound            the directory is empty
        │   ├── RecordDirectoryInvalid   the directory and the fields disagree
        │   └── RecordLeaderInvalid      bytes that hold no record
        ├── MarcIndexError       an index that cannot be used, or not be made
        ├── MissingLinkedFields  a linkage ($6) that leads to no field 880
        ├── NoActiveFile         a writer without a file
        ├── SchemaError          a schema that cannot be read, or not be applied to a value
        ├── SpecError            a text that is no spec
        ├── StoreError           a store of tables cannot be read or written
        ├── StylesheetError      a stylesheet that cannot be compiled
        ├── UnwritableRecord     a record that a format has no room for, or does not fit
        └── WriteNeedsRecord     a writer was given something else than a record

MarcWarning, a UserWarning, reports an input that is not empty and has no record;
BadSubfieldCodeWarning, a Warning, of a subfield code outside ASCII.

The names are those that pymarc's programs catch, but for MarcError, MarcFormatError, JvmError and
those below it, ColumnValueError, LoaderError, MarcIndexError, SchemaError, SpecError, StoreError,
StylesheetError, UnwritableRecord and MarcWarning. Where pymarc's own rules for a record are broken
(`Record(data)`, `MARCReader`), those below MarcFormatError say only which rule, and have no place;
they do in an exception that `on_error="raise"` raised, and say so. Files that are missing,
forbidden or folders give Python's own FileNotFoundError, PermissionError and IsADirectoryError; a
file that fails while it is read, OSError.
"""

from __future__ import annotations

from typing import Any

__all__ = [
    "BadLeaderValue",
    "BadSubfieldCodeWarning",
    "BaseAddressInvalid",
    "BaseAddressNotFound",
    "ColumnValueError",
    "EndOfRecordNotFound",
    "FatalReaderError",
    "FieldNotFound",
    "JvmError",
    "JvmForkError",
    "JvmNotFoundError",
    "JvmVersionError",
    "LoaderError",
    "MarcError",
    "MarcFormatError",
    "MarcIndexError",
    "MarcWarning",
    "MissingLinkedFields",
    "NoActiveFile",
    "NoFieldsFound",
    "PymarcException",
    "RecordDirectoryInvalid",
    "RecordLeaderInvalid",
    "RecordLengthInvalid",
    "SchemaError",
    "SpecError",
    "StoreError",
    "StylesheetError",
    "TruncatedRecord",
    "UnwritableRecord",
    "WriteNeedsRecord",
]


class MarcError(Exception):
    """The root of all that panamarc raises of its own."""


PymarcException = MarcError


class ColumnValueError(MarcError, ValueError):
    """A value that does not fit its column's type.

    `source`: what the input is called; `record_number`: counted from 1; `offset`: where the record
    is in the (decompressed) input, in bytes; `column`; `value`.
    """

    def __init__(
        self,
        message: str,
        source: str = "",
        record_number: int = 0,
        offset: int = 0,
        column: str = "",
        value: str = "",
    ) -> None:
        super().__init__(message, source, record_number, offset, column, value)
        self.source = source
        self.record_number = record_number
        self.offset = offset
        self.column = column
        self.value = value

    def __str__(self) -> str:
        return str(self.args[0])


class MarcFormatError(MarcError):
    """A record, or bytes that hold none, that the error policy does not let through.

    `kind`: what is wrong, such as `record-length`; `source`: what the input is called;
    `record_number`: counted from 1; `offset`: where in the (decompressed) input, in bytes; `tag`:
    the field concerned, or empty; `message`: what was found; `chunk`: the record's raw bytes, or
    the first of those that hold none. One that was made without arguments, as pymarc's are, has
    none of these, but for a `message` that its class has.
    """

    rule = "The record is not well-formed"
    """What `message` is where none was given."""

    def __init__(
        self,
        kind: str = "",
        source: str = "",
        record_number: int = 0,
        offset: int = 0,
        tag: str = "",
        message: str = "",
        chunk: bytes = b"",
    ) -> None:
        # Without what nobody gave, so that `repr` is pymarc's where there is no place.
        given: list[object] = [kind, source, record_number, offset, tag, message, chunk]
        while given and not given[-1]:
            given.pop()
        super().__init__(*given)
        self.kind = kind
        self.source = source
        self.record_number = record_number
        self.offset = offset
        self.tag = tag
        self.message = message or self.rule
        self.chunk = chunk

    def __str__(self) -> str:
        if not self.source:
            return self.message
        field = f", field {self.tag}" if self.tag else ""
        return (
            f"{self.source}: record {self.record_number} at byte {self.offset}{field}: "
            f"{self.message}"
        )


class RecordLeaderInvalid(MarcFormatError):
    """No record begins here, or none that ends."""

    rule = "Unable to extract record leader"


class BaseAddressInvalid(MarcFormatError):
    """The leader's base address of data is not where the directory ends."""

    rule = "Base address exceeds size of record"


class BaseAddressNotFound(MarcFormatError):
    """The leader's base address of data is 0."""

    rule = "Unable to locate base address of record"


class NoFieldsFound(MarcFormatError):
    """The record's directory is empty."""

    rule = "Unable to locate fields in record data"


class RecordDirectoryInvalid(MarcFormatError):
    """The directory and the fields disagree."""

    rule = "Invalid directory"


class FatalReaderError(MarcFormatError):
    """The record does not end as it says.

    pymarc's `MARCReader` ends after it; panamarc's goes on with the next record that there is.
    """


class RecordLengthInvalid(FatalReaderError):
    """The leader's record length is not the record's length."""

    rule = "Invalid record length in first 5 bytes of record"


class StylesheetError(MarcError, ValueError):
    """A stylesheet that cannot be compiled.

    `file`: its path, or that of one that it includes or imports; `line`: counted from 1, 0 where
    it is not known; `problem`: what is wrong there, in words.
    """

    def __init__(self, file: str = "", line: int = 0, problem: str = "") -> None:
        super().__init__(file, line, problem)
        self.file = file
        self.line = line
        self.problem = problem

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line else ""
        return f"{self.file}{line}: {self.problem}"


class TruncatedRecord(FatalReaderError):
    """The input ends, or the next record begins, in the middle of the record."""

    rule = "Record length in leader is greater than the length of data"


class EndOfRecordNotFound(FatalReaderError):
    """The terminators at the record's end are not both there."""

    rule = "Unable to locate end of record marker"


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


class MarcIndexError(MarcError):
    """A stored index cannot be used, or not be made; the message says what to do.

    `kind`: `missing`; `stale`, where the file or how it is to be read is not what the index was
    built of; `damaged`; `newer`, where a newer version wrote it; `in use`, where another process or
    thread is writing it; `unsupported`, where the file is of a kind that has no index.
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(kind, message)
        self.kind = kind

    def __str__(self) -> str:
        return str(self.args[1])


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
    """An input is not empty and has no record; the message says what it begins as."""


class BadSubfieldCodeWarning(Warning):
    """A subfield code outside ASCII, for which a letter without its accent is taken."""

    def __init__(self, subf: bytes) -> None:
        super().__init__(subf)
        self.subf = subf

    def __str__(self) -> str:
        return f"The subfield contained a non-ASCII subfield code: {self.subf!r}"


class BadLeaderValue(MarcError):
    """Characters that do not fit where they were to go in the leader."""


class FieldNotFound(MarcError):
    """A field was to be removed that the record does not have."""

    def __str__(self) -> str:
        return "Record does not contain the specified field"


class MissingLinkedFields(MarcError):
    """A field has a linkage ($6), but no field 880 has its occurrence number."""

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self.field = field

    def __str__(self) -> str:
        return f"{self.field.tag} field includes a subfield 6 but no linked fields could be found."


class NoActiveFile(MarcError):
    """There is no file to write to."""

    def __str__(self) -> str:
        return "There is no active file to write to in call to write"


class SchemaError(MarcError, ValueError):
    """A schema that cannot be read, or a pattern of it that takes too much on a value.

    `source`: what the schema is called; `path`: where in its JSON, such as
    `$.fields.245.repeatable`; `problem`: what is wrong there, in words.
    """

    def __init__(self, source: str = "", path: str = "", problem: str = "") -> None:
        super().__init__(source, path, problem)
        self.source = source
        self.path = path
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.source}: {self.path}: {self.problem}"


class SpecError(MarcError, ValueError):
    """A text that is no spec of MARCspec's language.

    `spec`: the text; `position`: of the character that does not fit, counted from 0; `found`:
    what is there; `expected`: what might be there, in words.
    """

    def __init__(
        self, spec: str = "", position: int = 0, found: str = "", expected: str = ""
    ) -> None:
        super().__init__(spec, position, found, expected)
        self.spec = spec
        self.position = position
        self.found = found
        self.expected = expected

    def __str__(self) -> str:
        return (
            f"{self.spec}: position {self.position}: found {self.found}, expected {self.expected}"
        )


class UnwritableRecord(MarcError):
    """ISO 2709 has no room for a record: it, a field or a tag is too long."""


class WriteNeedsRecord(MarcError):
    """A writer was given something else than a record."""

    def __str__(self) -> str:
        return "Write requires a pymarc.Record object as an argument"


class LoaderError(MarcError):
    """A worker process of a loader ended before its work did."""


class StoreError(MarcError):
    """A store cannot be read or written, or is not one that this version of panamarc made."""


class JvmError(MarcError):
    """Java cannot be used."""


class JvmNotFoundError(JvmError):
    """No Java 25 or later was found.

    The message lists every place looked at, or what is wrong with the one that was named.
    """


class JvmVersionError(JvmError):
    """The Java that already runs in this process is too old."""


class JvmForkError(JvmError):
    """The process was forked after Java had started in it; Java does not survive that."""
