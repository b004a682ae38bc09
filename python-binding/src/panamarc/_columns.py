"""Columns on demand: a value that was asked of one record, for all records of its batch.

A batch's worth of values costs one call into Java. Where that is not worth it, or Java is not
there, the same values are found in Python.
"""

from __future__ import annotations

from panamarc import _jvm
from panamarc._batch import Batch
from panamarc._spec import parse

# In batches below this many records, the call costs more than it saves.
WORTH_A_CALL = 8

RECORD_END = "\x1d"
VALUE_START = "\x1e"


def first_values(batch: Batch, spec: str) -> list[str | None]:
    """For each record its first value or None; kept with the batch."""
    understood = parse(spec)
    column: list[str | None]
    text = _fetch(batch, spec, False)
    if text is None:
        found = [understood.find(batch, index) for index in range(batch.n)]
        column = [values[0] if values else None for values in found]
    elif VALUE_START in text:
        column = [None if v == VALUE_START else v for v in text.split(RECORD_END)]
    else:
        column = [*text.split(RECORD_END)]
    batch.columns[spec] = column
    return column


def all_values(batch: Batch, spec: str) -> list[str] | list[list[str]]:
    """For each record all its values; kept with the batch.

    They are a list or, as they came from Java, a string with a `VALUE_START` before each.
    """
    understood = parse(spec)
    text = _fetch(batch, spec, True)
    column: list[str] | list[list[str]]
    if text is None:
        column = [understood.find(batch, index) for index in range(batch.n)]
    else:
        column = text.split(RECORD_END)
    batch.lists[spec] = column
    return column


def _fetch(batch: Batch, spec: str, every: bool) -> str | None:
    """The joined values from Java, or None where Python is to find them."""
    if batch.n < WORTH_A_CALL:
        return None
    text = _jvm.column(batch.payload, spec, every)
    if text is not None and batch.tally is not None:
        batch.tally.crossings += 1
        batch.tally.columns += 1
    return text
