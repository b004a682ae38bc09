"""MARC-in-JSON to records, by Python's own parser. It needs no Java."""

from __future__ import annotations

from typing import Any

from panamarc._pymarc.text_readers import JSONReader, field_of
from panamarc.field import Field, Indicators
from panamarc.leader import Leader
from panamarc.record import Record

# With what pymarc's module of this name has from others of its modules: programs import it here.
__all__ = ["Field", "Indicators", "JSONHandler", "parse_json_to_array"]


class JSONHandler:
    """Makes records of what a JSON parser gave, and puts them into the list `records`.

    A subclass with a `process_record` of its own is given each record as soon as it is made.
    """

    def __init__(self) -> None:
        self.records: list[Record] = []

    def element(self, element_dict: dict[str, Any], name: str | None = None) -> None:
        """Makes a record of its dictionary; `name` is for pymarc's subclasses, and not looked at.

        Raises KeyError where the dictionary lacks what a record has.
        """
        record = Record()
        record.leader = Leader(element_dict["leader"])
        for tag, content in (field for entry in element_dict["fields"] for field in entry.items()):
            record.add_field(field_of(tag, content))
        self.process_record(record)

    def elements(self, dict_list: Any) -> list[Record]:
        """Makes records of a list of dictionaries, or of one."""
        for one in dict_list if isinstance(dict_list, list) else [dict_list]:
            self.element(one)
        return self.records

    def process_record(self, record: Record) -> None:
        """Takes a record that is complete."""
        self.records.append(record)


def parse_json_to_array(json_file: Any) -> list[Record]:
    """The records of MARC-in-JSON: a path, an open file, or the text itself."""
    return JSONHandler().elements(JSONReader(json_file).records)
