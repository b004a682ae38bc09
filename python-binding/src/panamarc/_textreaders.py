"""Readers of pymarc's kind for text: MARC-in-JSON and MARCMaker. They need no Java."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from io import IOBase, StringIO
from typing import Any

from panamarc.exceptions import PymarcException
from panamarc.field import Field, Indicators, Subfield
from panamarc.leader import Leader
from panamarc.record import Record


class Reader:
    """The root of all readers."""


def _opened(target: Any, encoding: str | None) -> Any:
    """An open file of a target: one itself, a path where there is such a file, or text."""
    if isinstance(target, IOBase):
        return target
    if isinstance(target, str) and os.path.exists(target):  # noqa: PTH110 - any text comes here
        return open(target, encoding=encoding)  # noqa: PTH123 - whoever reads it closes it
    return StringIO(target if isinstance(target, str) else target.decode(encoding or "utf-8"))


class JSONReader(Reader):
    """Reads records from MARC-in-JSON: an array of objects, or one object."""

    def __init__(self, marc_target: Any, encoding: str = "utf-8", stream: bool = False) -> None:
        """`marc_target`: an open file, a path, or the JSON itself; it is all read at once.

        `stream` changes nothing, of which standard error is told.
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
            if "subfields" in content and isinstance(content, dict):
                pairs = [pair for subfield in content["subfields"] for pair in subfield.items()]
                subfields = [Subfield(code, value) for code, value in pairs]
                indicators = Indicators(content["ind1"], content["ind2"])
                record.add_field(Field(tag, indicators, subfields))
            else:
                record.add_field(Field(tag, data=content))
        return record


class MARCMakerReader(Reader):
    """Reads records from MARCMaker text, as `str(record)` gives it, with empty lines between them.

    Backslashes stay what they are: in control fields and indicators they stand for blanks.
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
        if tag < "010":
            return Field(tag, data=data)
        subfields = [Subfield(piece[:1], piece[1:]) for piece in data[3:].split("$")]
        return Field(tag, Indicators(data[0], data[1]), subfields)
