"""Reads MARC 21 and UNIMARC records (ISO 2709), fast and without losing a byte.

    import panamarc

    for record in panamarc.open("books.mrc"):
        print(record.title, record.values("650$a"))

`open` takes paths, bytes and file objects; `MARCReader` reads in pymarc's manner. The reading is
done in Java, which is started at the first read (see `start_jvm`, and `info` for what runs).
"""

from panamarc._batch import Defect
from panamarc._feed import SkippedRange
from panamarc._info import info
from panamarc._jvm import start_jvm
from panamarc.exceptions import (
    JvmError,
    JvmForkError,
    JvmNotFoundError,
    JvmVersionError,
    MarcError,
    MarcFormatError,
    PymarcException,
)
from panamarc.field import Field, Indicators, Subfield
from panamarc.leader import Leader
from panamarc.reader import MARCReader, MarcReader, open
from panamarc.record import Record

__version__ = "0.1.0"

__all__ = [
    "Defect",
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
    "PymarcException",
    "Record",
    "SkippedRange",
    "Subfield",
    "info",
    "open",
    "start_jvm",
]
