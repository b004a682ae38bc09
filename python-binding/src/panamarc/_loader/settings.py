"""What a loader was asked for, checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

from panamarc._loader.forms import FORMATS
from panamarc._loader.plan import Order, Shard
from panamarc._loader.units import BLOCK_BYTES, BLOCK_RECORDS, RANGE_BYTES, Request
from panamarc._loader.workers import Workers

LoadedFormat: TypeAlias = Literal["records", "arrow", "numpy"]
LoadOrder: TypeAlias = Literal["file", "any"]

ORDERS = ("file", "any")
VERSION = 1  # of states
BATCH_SIZE = 32


class Settings(NamedTuple):
    """What a loader does. It can be pickled, if its columns and its function can."""

    request: Request
    workers: Workers
    shard: Shard
    batch_size: int
    form: str
    in_order: bool
    order: Order

    def check(self) -> None:
        """Raises ValueError for what does not go together."""
        if self.batch_size < 1:
            raise ValueError(f"batch_size is {self.batch_size}; expected 1 or more")
        if self.form not in FORMATS:
            raise ValueError(f"format is {self.form!r}; expected one of {', '.join(FORMATS)}")
        if (self.form == "records") != (self.request.columns is None):
            given = "without" if self.request.columns is None else "with"
            raise ValueError(f"format is {self.form!r}, {given} columns: they go together")
        if self.request.transform is not None and self.request.columns is not None:
            raise ValueError("transform is of records; a loader with columns reads none")
        if self.order.seed is not None and not self.in_order:
            raise ValueError("shuffle gives an order; order='any' has none")

    def mark(self) -> str:
        """Says of two loaders whether their passes consist of the same pieces."""
        columns = self.request.columns
        rows = columns if isinstance(columns, str) else columns is not None
        sizes = RANGE_BYTES, BLOCK_RECORDS, BLOCK_BYTES
        return _hash([[*self.request.options], rows, self.shard, self.order, sizes])


def order_named(order: object) -> bool:
    """Whether it is that of the files. Raises ValueError for any other value."""
    if order not in ORDERS:
        raise ValueError(f"order is {order!r}; expected one of {', '.join(ORDERS)}")
    return order == ORDERS[0]


def seed_of(shuffle: object) -> int | None:
    """The seed that `shuffle` gives. Raises TypeError for any other value."""
    if shuffle is not None and type(shuffle) is not int:
        raise TypeError(f"shuffle is {shuffle!r}; expected a seed, a whole number, or None")
    return shuffle


def mark_of_files(folder: Path, files: Iterable[str]) -> str:
    """Says whether files have the names and sizes that they had."""
    return _hash([[file, _size(folder / file)] for file in files])


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _hash(facts: Any) -> str:
    return hashlib.sha256(json.dumps(facts, default=str).encode()).hexdigest()
