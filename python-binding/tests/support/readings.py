"""All that a reading gives, to compare one with another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, islice
from typing import Any, NamedTuple

import panamarc
from panamarc import MarcFormatError, Record
from support import damaged


class Seen(NamedTuple):
    """All that a record says."""

    number: int
    span: tuple[int, int]
    raw: bytes
    leader: str
    fields: list[tuple[str, str]]
    defects: list[panamarc.Defect]


def seen(record: Record) -> Seen:
    return Seen(
        record.number,
        record.span,
        record.as_marc(),
        str(record.leader),
        [(field.tag, field._iso2709()) for field in record.fields],
        record.defects,
    )


class Reading:
    """What reading to the end gave, going on after every failure."""

    def __init__(self, source: object, steps: Sequence[int] = (100,), **options: Any) -> None:
        """`steps`: how many records to ask for each time, in turn; 0 is a step of the iteration."""
        self.records: list[Seen] = []
        self.raised: list[tuple[object, ...]] = []
        with panamarc.open(source, **options) as reader:
            for size in cycle(steps):
                try:
                    batch = reader.read_batch(size) if size else [*islice(reader, 1)]
                except MarcFormatError as error:
                    kind, _, *others = error.args  # all but the input's name
                    self.raised.append((kind, *others))
                    continue
                except damaged.LineWentDeadError:
                    continue
                if not batch:
                    break
                assert not size or len(batch) <= size
                self.records += map(seen, batch)
            assert reader.read_batch(1) == []
            assert [*reader] == []
        self.skipped = [skipped[1:] for skipped in reader.skipped]
        self.bytes_read = reader.bytes_read
        self.records_read = reader.records_read
        self.defect_counts = reader.defect_counts

    def account(self) -> tuple[object, ...]:
        return self.skipped, self.bytes_read, self.records_read, self.defect_counts
