"""pymarc's module of this name: its readers, and what it has from others of its modules."""

from __future__ import annotations

from panamarc._pymarc.marcreader import MARCReader, map_records
from panamarc._pymarc.text_readers import JSONReader, MARCMakerReader
from panamarc._reading.base import Reader
from panamarc.constants import END_OF_RECORD
from panamarc.exceptions import (
    EndOfRecordNotFound,
    FatalReaderError,
    PymarcException,
    RecordLengthInvalid,
    TruncatedRecord,
)
from panamarc.field import Field, Indicators, Subfield
from panamarc.leader import Leader
from panamarc.record import Record

# With what pymarc's module of this name has from others of its modules: programs import it here.
__all__ = [
    "END_OF_RECORD",
    "EndOfRecordNotFound",
    "FatalReaderError",
    "Field",
    "Indicators",
    "JSONReader",
    "Leader",
    "MARCMakerReader",
    "MARCReader",
    "PymarcException",
    "Reader",
    "Record",
    "RecordLengthInvalid",
    "Subfield",
    "TruncatedRecord",
    "map_records",
]
