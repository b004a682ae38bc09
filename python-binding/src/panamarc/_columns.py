"""Columns on demand: a value that was asked of some records, for all records of their batch.

A batch's worth of values costs one call into Java. Where that does not pay, or Java is not there,
the same values are found in Python, a record at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate, repeat
from typing import Any

from panamarc import _jvm
from panamarc._batch import Batch
from panamarc._readfield import ReadField
from panamarc._spec import parse
from panamarc.field import DELIMITER, Field

# In batches below this many records, a call costs more than it saves.
WORTH_A_CALL = 8
# Once one in so many records of a batch was asked for the same, the others probably will be, too,
# and those of the batches behind it: their columns are then fetched at the first question.
ONE_IN = 5

RECORD_END = "\x1d"
VALUE_END = "\x1e"
NO_VALUE = VALUE_END


def first_value(batch: Batch, index: int, spec: str) -> str | None:
    """A record's first value of a spec, or None; keeps the column if it was fetched."""
    understood = parse(spec)

    def fill(columns: Any, address: int, length: int, target: Any) -> Any:
        return columns.fill(address, length, spec, False, target)

    text = _fetch(batch, ("first", spec), fill)
    if text is None:
        values = understood.find(batch, index)
        return values[0] if values else None
    column = batch.columns[spec] = _one_each(text)
    batch.forget()
    return column[index]


def all_values(batch: Batch, index: int, spec: str) -> list[str]:
    """All values of a spec in a record; keeps the column if it was fetched."""
    understood = parse(spec)

    def fill(columns: Any, address: int, length: int, target: Any) -> Any:
        return columns.fill(address, length, spec, True, target)

    text = _fetch(batch, ("all", spec), fill)
    if text is None:
        return understood.find(batch, index)
    values, bounds = batch.lists[spec] = _divided(text, batch.n)
    batch.forget()
    return values[bounds[index] : bounds[index + 1]]


def fields_with(batch: Batch, index: int, tag: str) -> list[Field]:
    """A record's fields with a tag; keeps those of all records if they were fetched."""

    def fill(columns: Any, address: int, length: int, target: Any) -> Any:
        return columns.fields(address, length, tag, target)

    text = _fetch(batch, ("fields", tag), fill) if _is_tag(tag) else None
    if text is None:
        slots = batch.slots_with(index, tag)
        return [ReadField(tag, batch.text(slot), batch.home) for slot in slots]
    texts, bounds = _divided(text, batch.n)
    made: list[Field] = list(map(ReadField, repeat(tag), texts, repeat(batch.home)))
    made, bounds = batch.fields.setdefault(tag, (made, bounds))
    batch.forget()
    return made[bounds[index] : bounds[index + 1]]


def _is_tag(tag: object) -> bool:
    """Whether a record can have this tag: three bytes, as ISO 8859-1."""
    return isinstance(tag, str) and len(tag) == 3 and max(tag) <= "\xff"


def title(batch: Batch, index: int) -> str | None:
    """$a and $b of a record's first 245; keeps the column if it was fetched."""

    def fill(columns: Any, address: int, length: int, target: Any) -> Any:
        return columns.titles(address, length, target)

    text = _fetch(batch, ("title", ""), fill)
    if text is None:
        slots = batch.slots_with(index, "245")
        return _title(batch.text(slots[0])) if slots else None
    column = batch.titles = _one_each(text)
    batch.forget()
    return column[index]


def _title(text: str) -> str | None:
    _, mark, rest = text.partition("\x1fa")
    if not mark:
        return None
    name = rest.partition(DELIMITER)[0]
    more = text.partition("\x1fb")[2].partition(DELIMITER)[0]
    return f"{name} {more}" if name and more else name


def _divided(text: str, n: int) -> tuple[list[str], list[int]]:
    """All values of n records, and where in that list each record's begin; last, their number."""
    values = text[n:].split(VALUE_END)
    values.pop()
    return values, [0, *accumulate(map(ord, text[:n]))]


def _one_each(text: str) -> list[str | None]:
    if NO_VALUE in text:
        return [None if v == NO_VALUE else v for v in text.split(RECORD_END)]
    return [*text.split(RECORD_END)]


def _fetch(
    batch: Batch, asked: tuple[str, str], fill: Callable[[Any, int, int, Any], Any]
) -> str | None:
    """A column's text from Java, or None where Python is to find what was asked by itself."""
    tally = batch.tally
    if batch.n < WORTH_A_CALL or batch.touched:
        return None
    if asked not in tally.hot:
        times = batch.asked[asked] = batch.asked.get(asked, 0) + 1
        if times * ONE_IN < batch.n:
            return None
        tally.hot.add(asked)
    text = _jvm.column(batch.payload, fill)
    if text is not None:
        tally.crossings += 1
        tally.columns += 1
    return text
