"""MARCXML to records and back, by Python's own parser. It needs no Java."""

from __future__ import annotations

import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from xml.sax import make_parser
from xml.sax.handler import ContentHandler, feature_namespaces

from panamarc._batch import bulk
from panamarc._pymarc.text_readers import data_field, first_of
from panamarc._pymarc.xml_text import CODES, INDICATORS, LOCAL, ORDER, Losses
from panamarc.field import DELIMITER, Field, Indicators, Subfield, indicators_in, pieces_of
from panamarc.leader import Leader
from panamarc.marc8 import MARC8ToUnicode
from panamarc.record import Record

__all__ = [
    "MARC_XML_NS",
    "MARC_XML_SCHEMA",
    "XSI_NS",
    "XmlHandler",
    "map_xml",
    "parse_xml",
    "parse_xml_to_array",
    "record_to_xml",
    "record_to_xml_node",
]

XSI_NS = "http://www.w3.org/2001/XMLSchema-instance"
MARC_XML_NS = "http://www.loc.gov/MARC21/slim"
ELEMENTS = frozenset(("collection", "record", "leader", "controlfield", "datafield", "subfield"))
MARC_XML_SCHEMA = f"{MARC_XML_NS} http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd"

START = b"<record>"
START_WITH_NAMESPACE = (
    f'<record xmlns="{MARC_XML_NS}" xmlns:xsi="{XSI_NS}" xsi:schemaLocation="{MARC_XML_SCHEMA}">'
).encode()


class XmlHandler(ContentHandler):
    """Makes records of MARCXML as a SAX parser reads it, and puts them into the list `records`.

    A subclass with a `process_record` of its own is given each record as soon as it is complete.
    """

    def __init__(self, strict: bool = False, normalize_form: str | None = None) -> None:
        """`strict`: elements outside the namespace of MARCXML are passed over.

        `normalize_form`: NFC, NFD, NFKC or NFKD, in which values come; None for as they are.
        """
        super().__init__()
        self.records: list[Record] = []
        self.normalize_form = normalize_form
        self._strict = strict
        self._record: Record | None = None
        self._field: Field | None = None
        self._code: str | None = None
        self._text: list[str] = []

    def _name(self, name: tuple[str | None, str]) -> str:
        """The name of an element, empty for one to pass over."""
        return "" if self._strict and name[0] != MARC_XML_NS else name[1]

    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:
        """An element begins."""
        element = self._name(name)
        if element not in ELEMENTS:
            return  # the text within, such as that of an <i>, belongs to what is around it
        self._text = []
        if element == "record":
            self._record = Record()
        elif element == "controlfield":
            self._field = Field(attrs.getValue((None, "tag")), data="")
        elif element == "datafield":
            first, second = attrs.get((None, "ind1")), attrs.get((None, "ind2"))
            self._field = data_field(attrs.getValue((None, "tag")), first, second, [])
        elif element == "subfield":
            self._code = first_of(attrs.get((None, "code")))

    def endElementNS(self, name: Any, qname: Any) -> None:
        """An element ends."""
        element = self._name(name)
        if element not in ELEMENTS:
            return
        text = "".join(self._text)
        self._text = []
        if self.normalize_form is not None:
            text = unicodedata.normalize(self.normalize_form, text)  # type: ignore[arg-type]
        record, field = self._record, self._field
        if element == "subfield":
            if field is not None and self._code is not None:
                if field.control_field:  # a data field with a control field's tag
                    field.data = f"{field.data}{DELIMITER}{self._code}{text}"
                field.add_subfield(self._code, text)
                self._code = None
        elif record is None:
            return
        elif element == "leader":
            record.leader = Leader(text)
        elif element == "record":
            self.process_record(record)
            self._record = None
        elif element in ("controlfield", "datafield") and field is not None:
            if element == "controlfield":
                field.data = text
            record.add_field(field)
            self._field = None

    def characters(self, content: str) -> None:
        """Text within an element."""
        self._text.append(content)

    def process_record(self, record: Record) -> None:
        """Takes a record that is complete."""
        self.records.append(record)


def parse_xml(xml_file: Any, handler: ContentHandler) -> None:
    """Reads MARCXML, a path or an open file, and gives its events to a handler.

    Raises xml.sax.SAXParseException where it is not well-formed, and RecordLeaderInvalid for a
    leader that is not 24 characters long; the handler has the records before that.
    """
    parser = make_parser()
    parser.setContentHandler(handler)
    parser.setFeature(feature_namespaces, 1)
    parser.parse(xml_file)


def map_xml(function: Callable[[Record], Any], *files: Any) -> None:
    """Calls a function with each record of MARCXML files as soon as it is complete."""
    handler = XmlHandler()
    handler.process_record = function  # type: ignore[method-assign, assignment]
    for xml_file in files:
        parse_xml(xml_file, handler)


def parse_xml_to_array(
    xml_file: Any, strict: bool = False, normalize_form: str | None = None
) -> list[Record]:
    """The records of a MARCXML file; the parameters are those of `XmlHandler`."""
    handler = XmlHandler(strict, normalize_form)
    parse_xml(xml_file, handler)
    return handler.records


def record_to_xml(record: Record, quiet: bool = False, namespace: bool = False) -> bytes:
    """A record in MARCXML, in ASCII; parameters and warnings are those of `record_to_xml_node`."""
    losses = Losses()
    start = START_WITH_NAMESPACE if namespace else START
    xml = bulk.as_xml(record, start, ascii_only=True)
    if xml is None:
        xml = in_bytes(node_of(record, losses, quiet, namespace), "us-ascii")
    losses.warn(stacklevel=2)
    return xml


def in_bytes(node: ET.Element, encoding: str) -> bytes:
    """An element as XML, in an encoding that has ASCII in single bytes."""
    xml: bytes = ET.tostring(node, encoding)
    # A carriage return of its own would be read as a line java_reader (XML 1.0, section 2.11).
    return xml.replace(b"\r", b"&#13;")


def record_to_xml_node(record: Record, quiet: bool = False, namespace: bool = False) -> ET.Element:
    """A record as the element of MARCXML.

    `quiet`: nothing is written to standard error of bytes (of a RawField) that MARC-8 lacks.
    `namespace`: the element names the namespace of MARCXML and its schema.

    The schema has control fields (00X) first, then data fields. Characters that XML cannot carry
    become U+FFFD, an indicator or code that is not one character becomes one, and a control field
    of local kind a data field with its data as subfield a. A MarcWarning says so for each kind.
    """
    losses = Losses()
    root = node_of(record, losses, quiet, namespace)
    losses.warn(stacklevel=2)
    return root


def node_of(
    record: Record, losses: Losses, quiet: bool = False, namespace: bool = False
) -> ET.Element:
    """The same, with what was lost counted in `losses`."""
    marc8 = MARC8ToUnicode(quiet=quiet)

    def text(value: Any) -> Any:
        return losses.text(value if isinstance(value, str) else marc8.translate(value))

    root = ET.Element("record")
    if namespace:
        root.set("xmlns", MARC_XML_NS)
        root.set("xmlns:xsi", XSI_NS)
        root.set("xsi:schemaLocation", MARC_XML_SCHEMA)
    ET.SubElement(root, "leader").text = losses.text(str(record.leader))
    for field in in_order(list(record), losses):
        tag = losses.text(field.tag)
        if is_element_of_control(field):
            ET.SubElement(root, "controlfield", {"tag": tag}).text = text(field.data)
            continue
        indicators, subfields = parts_of(field, losses)
        first, second = map(losses.character, indicators)
        data_field = ET.SubElement(root, "datafield", {"ind1": first, "ind2": second})
        data_field.set("tag", tag)
        if any(len(one) != 1 for one in indicators):
            losses.add(INDICATORS)
        for code, value in subfields:
            if len(code) != 1:
                losses.add(CODES)
            attributes = {"code": losses.character(code)}
            ET.SubElement(data_field, "subfield", attributes).text = text(value)
    return root


def is_element_of_control(field: Field) -> bool:
    """Whether the schema has a field among the control fields: data alone, under a tag 00X."""
    if not field.control_field or not field.tag.startswith("00"):
        return False
    return not isinstance(field.data, str) or DELIMITER not in field.data


def in_order(fields: list[Field], losses: Losses) -> list[Field]:
    """The fields with those of control first."""
    kinds = [not is_element_of_control(field) for field in fields]
    if kinds == sorted(kinds):
        return fields
    losses.add(ORDER)
    return sorted(fields, key=lambda field: not is_element_of_control(field))


def parts_of(field: Field, losses: Losses) -> tuple[Sequence[str], Iterable[Subfield]]:
    """Indicators and subfields of what the schema has among the data fields."""
    if not field.control_field:
        return field.indicators or Indicators(" ", " "), field
    data = field.data
    if isinstance(data, str) and DELIMITER in data:  # 00X with subfields
        pieces = [Subfield(piece[0], piece[1:]) for piece in pieces_of(data)]
        return indicators_in(data), pieces
    losses.add(LOCAL)
    return Indicators(" ", " "), [Subfield("a", data or "")]
