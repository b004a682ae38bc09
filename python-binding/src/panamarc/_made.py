"""A record's fields made at once, as objects or as dictionaries; and made bytes again.

In C, where that was built and may be used (`accelerator/`); else, and for what C
leaves to it, in Python. Both give the same.
"""

from __future__ import annotations

import os
from json.encoder import encode_basestring_ascii as escaped
from types import ModuleType
from typing import Any

from panamarc import _shown
from panamarc._batch import Batch
from panamarc._readfield import ReadField, made_of
from panamarc.field import Field, Indicators, Subfield


def _field(tag: str, text: str) -> Field:
    (made,) = made_of((tag,), (text,))
    return made


def _entry(tag: str, text: str) -> dict[str, Any]:
    return {tag: ReadField(tag, text)._as_json()}


def _accelerator() -> ModuleType | None:
    if os.environ.get("PANAMARC_NATIVE") == "off":
        return None
    try:
        from panamarc import _accelerator
    except ImportError:
        return None
    _accelerator.prepare(Field, Subfield, Indicators, _field, _entry)
    return _accelerator


ACCELERATOR = _accelerator()


def fields(batch: Batch, index: int) -> list[Field]:
    """The fields of a record, which may be changed."""
    made: list[Field] | None = None
    if ACCELERATOR is not None:
        first = batch.first
        made = ACCELERATOR.fields(batch.payload, first[index], first[index + 1] - 1)
    return made_of(batch.tags_of(index), batch.texts(index)) if made is None else made


def as_dict(batch: Batch, index: int) -> dict[str, Any]:
    """A record as MARC-in-JSON has it."""
    made: list[dict[str, Any]] | None = None
    if ACCELERATOR is not None:
        first = batch.first
        made = ACCELERATOR.entries(batch.payload, first[index], first[index + 1] - 1)
    if made is None:
        made = _shown.entries(batch, index)
    return {"leader": _shown.leader(batch, index), "fields": made}


def encoded(fields: list[Field]) -> tuple[bytes, bytes] | None:
    """The directory of fields, and their values in UTF-8 with their field terminators.

    None where it is for Python. Else all of them are of the class Field, and each fits its entry.
    """
    if ACCELERATOR is None or type(fields) is not list:
        return None
    made: tuple[bytes, bytes] | None = ACCELERATOR.encoded(fields)
    return made


def as_json(batch: Batch, index: int) -> str:
    """A record as `json.dumps` writes it in MARC-in-JSON."""
    fields: str | None = None
    if ACCELERATOR is not None:
        first = batch.first
        fields = ACCELERATOR.json(batch.payload, first[index], first[index + 1] - 1)
    if fields is None:
        return _shown.as_json(batch, index)
    return f'{{"leader": {escaped(_shown.leader(batch, index))}, "fields": {fields}}}'
