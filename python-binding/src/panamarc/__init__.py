"""Reads MARC 21 and UNIMARC records (ISO 2709), fast and without losing a byte.

    import panamarc

    for record in panamarc.open("books.mrc"):
        print(record.title, record.values("650$a"))

`open` takes paths, bytes and file objects; `MARCReader` reads in pymarc's manner. The reading is
done in Java, which is started at the first read (see `start_jvm`, and `info` for what runs).
"""

from panamarc._account import SkippedRange
from panamarc._batch import Defect
from panamarc._info import info
from panamarc._jvm import start_jvm
from panamarc._split import Split
from panamarc.exceptions import (
    BaseAddressInvalid,
    EndOfRecordNotFound,
    FatalReaderError,
    JvmError,
    JvmForkError,
    JvmNotFoundError,
    JvmVersionError,
    MarcError,
    MarcFormatError,
    MarcWarning,
    PymarcException,
    RecordDirectoryInvalid,
    RecordLeaderInvalid,
    RecordLengthInvalid,
    TruncatedRecord,
)
from panamarc.field import Field, Indicators, Subfield
from panamarc.leader import Leader
from panamarc.reader import MARCReader, MarcReader, open
from panamarc.record import Record

__version__ = "0.1.0"

__all__ = [
    "BaseAddressInvalid",
    "Defect",
    "EndOfRecordNotFound",
    "FatalReaderError",
    "Field",
    "Indicators",
    "JvmError",
    "JvmForkError",
    "JvmNotFoundError",
    "JvmVersionError",
    "Leader",
    "MARCReader",
    "MarcError",
    "MarcFormatError",
    "MarcReader",
    "MarcWarning",
    "PymarcException",
    "Record",
    "RecordDirectoryInvalid",
    "RecordLeaderInvalid",
    "RecordLengthInvalid",
    "SkippedRange",
    "Split",
    "Subfield",
    "TruncatedRecord",
    "info",
    "open",
    "start_jvm",
]
