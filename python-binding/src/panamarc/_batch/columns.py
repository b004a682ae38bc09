"""Columns on demand: a value that was asked of some records, for all records of their batch.

For records in Python, where the accelerator was not built: a batch's worth of values costs one call
into Java. Where that does not pay, or Java is not there, the same values are found in Python, a
record at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from typing import Any

from panamarc._batch.batch import Batch
from panamarc._batch.spec import parse
from panamarc._core import ACCELERATOR
from panamarc._java.buffers import column_text
from panamarc.field import DELIMITER

# In batches below this many records, a call costs more than it saves.
WORTH_A_CALL = 8
# Once one in this many records of a batch was asked for the same, the others probably will be, too,
# and those of the batches after it: their columns are then fetched at the first question.
ONE_IN = 5

RECORD_END = "\x1d"
VALUE_END = "\x1e"
NO_VALUE = VALUE_END


def first_value(batch: Batch, index: int, spec: str) -> str | None:
    """A record's first value of a spec, or None; keeps the column if it was fetched."""

    def fill(columns: Any, address: int, length: int, target: Any) -> Any:
        return columns.fill(address, length, spec, False, target)

    understood = parse(spec)
    column = _column(batch, ("first", spec), fill, _one_each)
    if column is None:
        values = understood.find(batch, index)
        return values[0] if values else None
    found: str | None = column[index]
    return found


def all_values(batch: Batch, index: int, spec: str) -> list[str]:
    """All values of a spec in a record; keeps the column if it was fetched."""

    def fill(columns: Any, address: int, length: int, target: Any) -> Any:
        return columns.fill(address, length, spec, True, target)

    understood = parse(spec)
    column = _column(batch, ("all", spec), fill, _divided)
    return understood.find(batch, index) if column is None else _of(column, index)


def texts_with(batch: Batch, index: int, tag: str) -> list[str] | None:
    """The values of a record's fields with a tag, if the column was fetched; keeps it."""

    def fill(columns: Any, address: int, length: int, target: Any) -> Any:
        return columns.fields(address, length, tag, target)

    column = _column(batch, ("fields", tag), fill, _divided) if _is_tag(tag) else None
    return None if column is None else _of(column, index)


def _is_tag(tag: object) -> bool:
    """Whether a record can have this tag: three bytes, as ISO 8859-1."""
    return isinstance(tag, str) and len(tag) == 3 and max(tag) <= "\xff"


def title(batch: Batch, index: int) -> str | None:
    """$a and $b of a record's first 245; keeps the column if it was fetched."""

    def fill(columns: Any, address: int, length: int, target: Any) -> Any:
        return columns.titles(address, length, target)

    column = _column(batch, ("title", ""), fill, _one_each)
    if column is None:
        slot = batch.slot_with(index, "245")
        return _title(batch.text(slot)) if slot >= 0 else None
    found: str | None = column[index]
    return found


def _title(text: str) -> str | None:
    _, mark, rest = text.partition("\x1fa")
    if not mark:
        return None
    name = rest.partition(DELIMITER)[0]
    more = text.partition("\x1fb")[2].partition(DELIMITER)[0]
    return f"{name} {more}" if name and more else name


def _of(column: tuple[list[str], list[int]], index: int) -> list[str]:
    values, bounds = column
    return values[bounds[index] : bounds[index + 1]]


def _divided(text: str, n: int) -> tuple[list[str], list[int]]:
    """All values of n records, and where in that list each record's begin; last, their number."""
    values = text[n:].split(VALUE_END)
    values.pop()
    return values, [0, *accumulate(map(ord, text[:n]))]


def _one_each(text: str, _: int) -> list[str | None]:
    if NO_VALUE in text:
        return [None if v == NO_VALUE else v for v in text.split(RECORD_END)]
    return [*text.split(RECORD_END)]


def _column(
    batch: Batch,
    asked: tuple[str, str],
    fill: Callable[[Any, int, int, Any], Any],
    divide: Callable[[str, int], Any],
) -> Any:
    """A column, from Java the first time; None where Python is to find what was asked by itself."""
    column = batch.columns.get(asked)
    if column is not None or batch.n < WORTH_A_CALL or ACCELERATOR is not None:
        return column
    if asked not in batch.hot:
        times = batch.asked[asked] = batch.asked.get(asked, 0) + 1
        if times * ONE_IN < batch.n:
            return None
        batch.hot.add(asked)
    text = column_text(batch.payload, fill)
    if text is None:
        return None
    column = batch.columns[asked] = divide(text, batch.n)
    return column
