"""A record in other forms, and its fields made bytes again.

In C, where that was built and may be used (`accelerator/`); else, and for what C
leaves to it, in Python. Both give the same.
"""

from __future__ import annotations

from typing import Any

from panamarc._batch import render
from panamarc._batch.batch import Batch
from panamarc._batch.read_field import ReadField
from panamarc._core import ACCELERATOR, RecordCore
from panamarc.field import Field


def _odd_entry(tag: str, text: str) -> dict[str, Any]:
    return {tag: ReadField(tag, text)._as_json()}


def as_dict(batch: Batch, index: int) -> dict[str, Any]:
    """A record as MARC-in-JSON has it."""
    made: list[dict[str, Any]] | None = None
    if ACCELERATOR is not None:
        made = ACCELERATOR.entries(batch, index)
    if made is None:
        made = render.entries(batch, index)
    return {"leader": render.leader(batch, index), "fields": made}


def encoded(fields: list[Field]) -> tuple[bytes, bytes] | None:
    """The directory of fields, and their values in UTF-8 with their field terminators.

    None where it is for Python. Else each is of the class Field, or as it was read, and fits its
    entry.
    """
    if ACCELERATOR is None or type(fields) is not list:
        return None
    made: tuple[bytes, bytes] | None = ACCELERATOR.encoded(fields)
    return made


def as_xml(record: RecordCore, start: bytes, ascii_only: bool) -> bytes | None:
    """A record in MARCXML after its start tag, in UTF-8, or in ASCII with references.

    None where it is for Python: where it was changed, or MARCXML cannot carry something of it.
    """
    if ACCELERATOR is None:
        return None
    made: bytes | None = ACCELERATOR.xml(record, start, ascii_only)
    return made


def compact_json(record: RecordCore) -> str | None:
    """A record in MARC-in-JSON without blanks; None where it is for Python."""
    if ACCELERATOR is None:
        return None
    made: str | None = ACCELERATOR.json(record)
    return made


if ACCELERATOR is not None:
    ACCELERATOR.set_entry(_odd_entry)
