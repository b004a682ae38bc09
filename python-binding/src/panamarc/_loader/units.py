"""What workers are given, and what they make of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

from panamarc._input.options import Options
from panamarc._input.split import Split
from panamarc._reading.accounting import SkippedRange
from panamarc._tables.columns import Column

RANGE_BYTES = 16 << 20  # of a large file, read by one worker
BLOCK_RECORDS = 1000  # that one call into Java gives
BLOCK_BYTES = 4 << 20


class Request(NamedTuple):
    """What is made of the records. It can be pickled, if its columns and its function can."""

    options: Options
    columns: str | dict[str, Column] | None = None
    """Of tables; None for records."""
    transform: Callable[[Any], Any] | None = None
    """Made of each record, instead of it."""


class Unit(NamedTuple):
    """A file, or a range of a large one, which one worker reads."""

    file: int
    """Its file's place in the pass, counted from 0."""
    part: int
    """Its place in the file, counted from 0."""
    parts: int
    """How many units the file is, of those that this loader reads."""
    path: str
    """Absolute."""
    name: str
    """What it is called in records and messages."""
    split: Split | None = None
    """The range; None for the whole file."""
    error: Exception | None = None
    """Why it cannot be read, where that is known already."""


class Block(NamedTuple):
    """Some records or rows of a unit, or the error in their place, which counts as one."""

    unit: Unit
    start: int
    """How many of the unit came before."""
    size: int
    content: Any
    """A packed batch as bytes, a `pyarrow.RecordBatch` or a list of what was made of records."""
    nbytes: int
    error: Exception | None = None


class End(NamedTuple):
    """The end of a unit, and its account."""

    unit: Unit
    bytes_read: int = 0
    """Of the decompressed input."""
    skipped: list[SkippedRange] = []  # noqa: RUF012 - of a NamedTuple, which nobody changes
    defect_counts: dict[str, int] = {}  # noqa: RUF012
    failed: bool = False
    """Whether it was not read to its end."""


Item: TypeAlias = "Block | End"
