"""Compares records with pymarc's, by everything that both can say."""

from __future__ import annotations

from typing import Any

import panamarc
import pymarc

TEXTS = (
    *("title", "issn_title", "isbn", "issn", "issnl", "sudoc", "author", "uniformtitle"),
    *("publisher", "pubyear"),
)
LISTS = (*("series", "subjects", "addedentries", "location", "notes", "physicaldescription"),)


def field_facts(field: pymarc.Field | panamarc.Field) -> dict[str, Any]:
    """What a field says of itself, as plain values."""
    codes = [subfield.code for subfield in field.subfields]
    return {
        "tag": field.tag,
        "control_field": field.control_field,
        "is_control_field": field.is_control_field(),
        "is_subject_field": field.is_subject_field(),
        "data": field.data,
        "indicators": field.indicators and tuple(field.indicators),
        "indicator1": field.indicator1,
        "indicator2": field.indicator2,
        "subfields": [tuple(subfield) for subfield in field.subfields],
        "iterated": [tuple(subfield) for subfield in field],
        "items": {code: field[code] for code in codes},
        "got": {code: field.get(code, "none") for code in [*codes, "!", "ab", ""]},
        "contained": {code: code in field for code in [*codes, "!", "ab", ""]},
        "lists": {code: field.get_subfields(code) for code in [*codes, "!", "ab", ""]},
        "pairs": [field.get_subfields(*codes[k : k + 2]) for k in range(len(codes) - 1)],
        "no codes": field.get_subfields(),
        "dict": field.subfields_as_dict(),
        "value": field.value(),
        "format_field": field.format_field(),
        "str": str(field),
    }


def linked(record: Any, field: Any) -> list[str] | str:
    """The fields that are linked to a field, or what is said where there are none."""
    try:
        return list(map(str, record.get_linked_fields(field)))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def record_facts(record: pymarc.Record | panamarc.Record) -> dict[str, Any]:
    """What a record says of itself, as plain values."""
    tags = [field.tag for field in record.fields]
    facts: dict[str, Any] = {name: getattr(record, name) for name in TEXTS}
    facts |= {name: list(map(str, getattr(record, name))) for name in LISTS}
    return facts | {
        "leader": str(record.leader),
        "tags": tags,
        "fields": [field_facts(field) for field in record.fields],
        "iterated": list(map(str, record)),
        "all": list(map(str, record.get_fields())),
        "items": {tag: str(record[tag]) for tag in tags},
        "got": {tag: str(record.get(tag)) for tag in [*tags, "999", "", "24"]},
        "contained": {tag: tag in record for tag in [*tags, "999", "", "24"]},
        "by tag": {tag: list(map(str, record.get_fields(tag))) for tag in [*tags, "999", "x"]},
        "linked": [linked(record, field) for field in record.fields],
        "by tags": [list(map(str, record.get_fields(*tags[k : k + 3]))) for k in range(len(tags))],
        "str": str(record),
    }
