"""Reads MARC 21 and UNIMARC records (ISO 2709), fast and without losing a byte.

    import panamarc

    for record in panamarc.open("books.mrc"):
        print(record.title, record.values("650$a"))

`open` takes paths, bytes and file objects; `MARCReader` reads in pymarc's manner. The reading is
done in Java, which is started at the first read (see `start_jvm`, and `info` for what runs).
"""

from panamarc._account import Counted, SkippedRange
from panamarc._batch import Defect
from panamarc._edit import Edited, edit
from panamarc._info import info
from panamarc._jvm import start_jvm
from panamarc._split import Split
from panamarc._writer import Conversion, FormatWriter, convert
from panamarc.constants import (
    DIRECTORY_ENTRY_LEN,
    END_OF_FIELD,
    END_OF_RECORD,
    LEADER_LEN,
    SUBFIELD_INDICATOR,
)
from panamarc.exceptions import (
    BadLeaderValue,
    BadSubfieldCodeWarning,
    BaseAddressInvalid,
    BaseAddressNotFound,
    EndOfRecordNotFound,
    FatalReaderError,
    FieldNotFound,
    JvmError,
    JvmForkError,
    JvmNotFoundError,
    JvmVersionError,
    MarcError,
    MarcFormatError,
    MarcWarning,
    MissingLinkedFields,
    NoActiveFile,
    NoFieldsFound,
    PymarcException,
    RecordDirectoryInvalid,
    RecordLeaderInvalid,
    RecordLengthInvalid,
    TruncatedRecord,
    UnwritableRecord,
    WriteNeedsRecord,
)
from panamarc.field import Field, Indicators, RawField, Subfield, map_marc8_field
from panamarc.leader import Leader
from panamarc.marc8 import MARC8ToUnicode, marc8_to_unicode
from panamarc.marcjson import JSONHandler, parse_json_to_array
from panamarc.marcxml import (
    MARC_XML_NS,
    MARC_XML_SCHEMA,
    XSI_NS,
    XmlHandler,
    map_xml,
    parse_xml,
    parse_xml_to_array,
    record_to_xml,
    record_to_xml_node,
)
from panamarc.reader import (
    JSONReader,
    MARCMakerReader,
    MARCReader,
    MarcReader,
    Reader,
    map_records,
    open,
)
from panamarc.record import Record, isbn_regex, map_marc8_record, normalize_subfield_code
from panamarc.writer import JSONWriter, MARCWriter, TextWriter, Writer, XMLWriter

# pymarc's module of this name, which can be called: behind the classes it is made of.
from panamarc._writermodule import writer  # isort: skip

__version__ = "0.1.0"

__all__ = [
    "DIRECTORY_ENTRY_LEN",
    "END_OF_FIELD",
    "END_OF_RECORD",
    "LEADER_LEN",
    "MARC_XML_NS",
    "MARC_XML_SCHEMA",
    "SUBFIELD_INDICATOR",
    "XSI_NS",
    "BadLeaderValue",
    "BadSubfieldCodeWarning",
    "BaseAddressInvalid",
    "BaseAddressNotFound",
    "Conversion",
    "Counted",
    "Defect",
    "Edited",
    "EndOfRecordNotFound",
    "FatalReaderError",
    "Field",
    "FieldNotFound",
    "FormatWriter",
    "Indicators",
    "JSONHandler",
    "JSONReader",
    "JSONWriter",
    "JvmError",
    "JvmForkError",
    "JvmNotFoundError",
    "JvmVersionError",
    "Leader",
    "MARC8ToUnicode",
    "MARCMakerReader",
    "MARCReader",
    "MARCWriter",
    "MarcError",
    "MarcFormatError",
    "MarcReader",
    "MarcWarning",
    "MissingLinkedFields",
    "NoActiveFile",
    "NoFieldsFound",
    "PymarcException",
    "RawField",
    "Reader",
    "Record",
    "RecordDirectoryInvalid",
    "RecordLeaderInvalid",
    "RecordLengthInvalid",
    "SkippedRange",
    "Split",
    "Subfield",
    "TextWriter",
    "TruncatedRecord",
    "UnwritableRecord",
    "WriteNeedsRecord",
    "Writer",
    "XMLWriter",
    "XmlHandler",
    "convert",
    "edit",
    "info",
    "isbn_regex",
    "map_marc8_field",
    "map_marc8_record",
    "map_records",
    "map_xml",
    "marc8_to_unicode",
    "normalize_subfield_code",
    "open",
    "parse_json_to_array",
    "parse_xml",
    "parse_xml_to_array",
    "record_to_xml",
    "record_to_xml_node",
    "start_jvm",
    "writer",
]
