"""Readers of pymarc's kind for text: MARC-in-JSON and MARCMaker. They need no Java."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from io import IOBase, StringIO
from typing import Any

from panamarc._reading.base import Reader
from panamarc.exceptions import PymarcException
from panamarc.field import Field, Indicators, Subfield, is_local, joined
from panamarc.leader import Leader
from panamarc.record import Record


def _opened(target: Any, encoding: str | None) -> Any:
    """An open file of a target: one itself, a path where there is such a file, or text."""
    if isinstance(target, IOBase):
        return target
    if isinstance(target, str) and os.path.exists(target):  # noqa: PTH110 - any text comes here
        return open(target, encoding=encoding)  # noqa: PTH123 - its reader closes it
    return StringIO(target if isinstance(target, str) else target.decode(encoding or "utf-8"))


def field_of(tag: str, content: Any) -> Field:
    """The field that a member of MARC-in-JSON is: an object, or the text of a control field.

    Raises KeyError where the object lacks what a data field has.
    """
    if not isinstance(content, dict):
        return Field(tag, data="" if content is None else content)
    pairs = [pair for subfield in content["subfields"] for pair in subfield.items()]
    subfields = [Subfield(first_of(code), "" if text is None else text) for code, text in pairs]
    return data_field(tag, content["ind1"], content["ind2"], subfields)


def data_field(tag: str, ind1: str | None, ind2: str | None, subfields: list[Subfield]) -> Field:
    """A field of a data field's parts; under a tag 000 to 009 it has them as ISO 2709 would."""
    indicators = Indicators(first_of(ind1), first_of(ind2))
    field = Field(tag, indicators, subfields)
    if field.control_field:
        field.data = joined(indicators, subfields)
    return field


def first_of(text: str | None) -> str:
    """The one character that an indicator or code is; a blank where there is none."""
    return text[:1] if text else " "


class JSONReader(Reader):
    """Reads records from MARC-in-JSON: an array of objects, or one object."""

    def __init__(self, marc_target: Any, encoding: str = "utf-8", stream: bool = False) -> None:
        """`marc_target`: an open file, a path, or the JSON itself; it is all read at once.

        `stream` changes nothing, as a line on standard error says.
        """
        self.encoding = encoding
        if stream:
            sys.stderr.write("stream=True changes nothing: all of the JSON is read at once\n")
        self.file_handle = _opened(marc_target, encoding)
        self.records = json.load(self.file_handle, strict=False)
        if self.file_handle is not marc_target:
            self.file_handle.close()
        self.iter = self._dictionaries()

    def _dictionaries(self) -> Iterator[dict[str, Any]]:
        return iter([self.records] if isinstance(self.records, dict) else self.records)

    def __iter__(self) -> JSONReader:
        self.iter = self._dictionaries()
        return self

    def __next__(self) -> Record:
        given = next(self.iter)
        record = Record()
        record.leader = Leader(given["leader"])
        # An object should have one field, but none is lost of one that has more.
        for tag, content in (field for entry in given["fields"] for field in entry.items()):
            if isinstance(content, int | float):
                raise TypeError(f"field {tag} is {content!r}; expected an object or text")
            if isinstance(content, dict) and "subfields" not in content:
                content = {"ind1": "", "ind2": "", **content, "subfields": []}
            record.add_field(field_of(tag, content))
        return record


class MARCMakerReader(Reader):
    """Reads records from MARCMaker text, as `str(record)` gives it, with empty lines between them.

    Backslashes stay what they are: in control fields and indicators they mean blanks.
    """

    def __init__(self, target: Any, encoding: str | None = "utf-8") -> None:
        """`target`: an open file of text, which is closed, a path, or the text itself."""
        with _opened(target, encoding) as file:
            self.records: list[str] = file.read().split("\n\n")
        self.iter = iter(self.records)

    def __iter__(self) -> MARCMakerReader:
        return self

    def __next__(self) -> Record:
        record = Record()
        for line in next(self.iter).splitlines():
            try:
                field = self._parse_line(line)
            except Exception as error:
                raise PymarcException(f'Unable to parse line "{line}"') from error
            if isinstance(field, Leader):
                record.leader = field
            else:
                record.add_field(field)
        return record

    def _parse_line(self, line: str) -> Leader | Field:
        """The leader or field of a line such as `=245  10$aTitle`."""
        if line[0] != "=":
            raise ValueError('Line should start with a "=".')
        if line[4:6] != "  ":
            raise ValueError("Tag should be separated from the rest of the field by two spaces.")
        tag, data = line[1:4], line[6:]
        if tag == "LDR":
            return Leader(data)
        if tag < "010" and tag.isdecimal():
            return Field(tag, data=data)
        if "$" not in data and is_local(tag, data):
            return Field(tag, data=data)
        subfields = [Subfield(piece[:1], piece[1:]) for piece in data[3:].split("$")]
        return Field(tag, Indicators(data[0], data[1]), subfields)
