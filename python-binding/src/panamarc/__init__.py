"""Reads MARC 21 and UNIMARC records (ISO 2709), fast and without losing a byte.

    import panamarc

    for record in panamarc.open("books.mrc"):
        print(record.title, record.values("650$a"))

`open` takes paths, bytes and file objects; `MARCReader` reads in pymarc's manner. The reading is
done in Java, which is started at the first read (see `start_jvm`, and `info` for what runs).
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from panamarc import _core as _core  # which reads PANAMARC_NATIVE now
from panamarc._version import __version__ as __version__

if TYPE_CHECKING:
    from panamarc._api.convert import Conversion, convert
    from panamarc._api.edit import EditResult, edit
    from panamarc._api.info import info
    from panamarc._api.ingest import IngestResult, IngestStopped, SourceResult, ingest
    from panamarc._api.open import RecordReader, open
    from panamarc._api.schema import Schema, SchemaIssue, SchemaResult, SchemaRow
    from panamarc._api.write import FormatWriter, open_writer
    from panamarc._batch.batch import Defect
    from panamarc._index.reader import IndexedReader, open_index
    from panamarc._index.work import (
        IndexSummary,
        build_index,
        optimize_index,
        update_index,
        verify_index,
    )
    from panamarc._input.split import Split
    from panamarc._java.jvm import start_jvm
    from panamarc._loader.loader import Loader
    from panamarc._loader.report import FailedFile, LoaderReport
    from panamarc._reading.accounting import CountResult, SkippedRange
    from panamarc._tables.columns import Column, col
    from panamarc._tables.lazy import scan_polars
    from panamarc._tables.scan import Scan, scan
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
        ColumnValueError,
        EndOfRecordNotFound,
        FatalReaderError,
        FieldNotFound,
        JvmError,
        JvmForkError,
        JvmNotFoundError,
        JvmVersionError,
        LoaderError,
        MarcError,
        MarcFormatError,
        MarcIndexError,
        MarcWarning,
        MissingLinkedFields,
        NoActiveFile,
        NoFieldsFound,
        PymarcException,
        RecordDirectoryInvalid,
        RecordLeaderInvalid,
        RecordLengthInvalid,
        SchemaError,
        SpecError,
        StoreError,
        StylesheetError,
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
        Reader,
        map_records,
    )
    from panamarc.record import Record, isbn_regex, map_marc8_record, normalize_subfield_code
    from panamarc.writer import JSONWriter, MARCWriter, TextWriter, Writer, XMLWriter

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
    "Column",
    "ColumnValueError",
    "Conversion",
    "CountResult",
    "Defect",
    "EditResult",
    "EndOfRecordNotFound",
    "FailedFile",
    "FatalReaderError",
    "Field",
    "FieldNotFound",
    "FormatWriter",
    "IndexSummary",
    "IndexedReader",
    "Indicators",
    "IngestResult",
    "IngestStopped",
    "JSONHandler",
    "JSONReader",
    "JSONWriter",
    "JvmError",
    "JvmForkError",
    "JvmNotFoundError",
    "JvmVersionError",
    "Leader",
    "Loader",
    "LoaderError",
    "LoaderReport",
    "MARC8ToUnicode",
    "MARCMakerReader",
    "MARCReader",
    "MARCWriter",
    "MarcError",
    "MarcFormatError",
    "MarcIndexError",
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
    "RecordReader",
    "Scan",
    "Schema",
    "SchemaError",
    "SchemaIssue",
    "SchemaResult",
    "SchemaRow",
    "SkippedRange",
    "SourceResult",
    "SpecError",
    "Split",
    "StoreError",
    "StylesheetError",
    "Subfield",
    "TextWriter",
    "TruncatedRecord",
    "UnwritableRecord",
    "WriteNeedsRecord",
    "Writer",
    "XMLWriter",
    "XmlHandler",
    "build_index",
    "col",
    "convert",
    "edit",
    "info",
    "ingest",
    "isbn_regex",
    "map_marc8_field",
    "map_marc8_record",
    "map_records",
    "map_xml",
    "marc8_to_unicode",
    "normalize_subfield_code",
    "open",
    "open_index",
    "open_writer",
    "optimize_index",
    "parse_json_to_array",
    "parse_xml",
    "parse_xml_to_array",
    "record_to_xml",
    "record_to_xml_node",
    "scan",
    "scan_polars",
    "start_jvm",
    "update_index",
    "verify_index",
]

# What each module has of these. It is loaded when a name of it is used first: a program that reads
# records loads neither tables nor stores, and the command starts sooner.
_NAMES = {
    "_api.convert": "Conversion convert",
    "_api.edit": "EditResult edit",
    "_api.info": "info",
    "_api.ingest": "IngestResult IngestStopped SourceResult ingest",
    "_api.open": "RecordReader open",
    "_api.schema": "Schema SchemaIssue SchemaResult SchemaRow",
    "_api.write": "FormatWriter open_writer",
    "_batch.batch": "Defect",
    "_index.reader": "IndexedReader open_index",
    "_index.work": "IndexSummary build_index optimize_index update_index verify_index",
    "_input.split": "Split",
    "_java.jvm": "start_jvm",
    "_loader.loader": "Loader",
    "_loader.report": "FailedFile LoaderReport",
    "_reading.accounting": "CountResult SkippedRange",
    "_tables.columns": "Column col",
    "_tables.lazy": "scan_polars",
    "_tables.scan": "Scan scan",
    "constants": "DIRECTORY_ENTRY_LEN END_OF_FIELD END_OF_RECORD LEADER_LEN SUBFIELD_INDICATOR",
    "exceptions": (
        "BadLeaderValue BadSubfieldCodeWarning BaseAddressInvalid BaseAddressNotFound "
        "ColumnValueError EndOfRecordNotFound FatalReaderError FieldNotFound JvmError "
        "JvmForkError JvmNotFoundError JvmVersionError LoaderError MarcError MarcFormatError "
        "MarcIndexError MarcWarning MissingLinkedFields NoActiveFile NoFieldsFound "
        "PymarcException RecordDirectoryInvalid RecordLeaderInvalid RecordLengthInvalid "
        "SchemaError SpecError StoreError StylesheetError TruncatedRecord UnwritableRecord "
        "WriteNeedsRecord"
    ),
    "field": "Field Indicators RawField Subfield map_marc8_field",
    "leader": "Leader",
    "marc8": "MARC8ToUnicode marc8_to_unicode",
    "marcjson": "JSONHandler parse_json_to_array",
    "marcxml": (
        "MARC_XML_NS MARC_XML_SCHEMA XSI_NS XmlHandler map_xml parse_xml parse_xml_to_array "
        "record_to_xml record_to_xml_node"
    ),
    "reader": "JSONReader MARCMakerReader MARCReader Reader map_records",
    "record": "Record isbn_regex map_marc8_record normalize_subfield_code",
    "writer": "JSONWriter MARCWriter TextWriter Writer XMLWriter",
}
_MODULES = {name: module for module, names in _NAMES.items() for name in names.split()}
# As in pymarc, its modules are there without an import of their own.
_MODULES.update(
    {module: module for module in (*(name for name in _NAMES if name[0] != "_"), "marc8_mapping")}
)


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = importlib.import_module(f"{__name__}.{_MODULES[name]}")
    found = module if _MODULES[name] == name else getattr(module, name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULES})
