"""Tables that are measured, their cells looked at once, and their sizes each time."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.harness.measure import WrongAnswer

ROUNDS = 9


@dataclass
class Work:
    """Something to be measured: what it makes is looked at after the clock was stopped."""

    name: str
    records: int
    make: Callable[[], Any]
    check: Callable[[Any], None]
    rounds: int = ROUNDS
    seconds: list[float] = field(default_factory=list)

    def run(self) -> float:
        gc.collect()
        start = time.perf_counter()
        made = self.make()
        taken = time.perf_counter() - start
        self.check(made)
        return taken

    @property
    def rate(self) -> float:
        return self.records / statistics.median(self.seconds)


def rows_of(made: Any) -> list[tuple[Any, ...]]:
    """The rows of a table of pyarrow's."""
    return list(zip(*(column.to_pylist() for column in made.columns), strict=True))


def same(what: str, expected: Any, found: Any) -> None:
    """Raises WrongAnswer, which names the first row that differs."""
    if expected == found:
        return
    for at, (one, other) in enumerate(zip(expected, found, strict=False)):
        if one != other:
            raise WrongAnswer(f"{what}: row {at} is {other}; expected {one}")
    raise WrongAnswer(f"{what}: {len(found)} rows; expected {len(expected)}")


class Expected:
    """Looks at a table: at all its cells the first time, then at its rows and its bytes."""

    def __init__(self, what: str, cells: Callable[[Any], None], size: Callable[[Any], Any]) -> None:
        self._what, self._cells, self._size = what, cells, size
        self._known: Any = None

    def __call__(self, made: Any) -> None:
        if self._known is None:
            self._cells(made)
            self._known = self._size(made)
        elif self._size(made) != self._known:
            raise WrongAnswer(f"{self._what}: another table than the first time")


def arrow_size(made: Any) -> tuple[int, list[int]]:
    """Rows, and the bytes of each column's texts: what a table is known by."""
    return made.num_rows, [texts(column.combine_chunks()) for column in made.columns]


def texts(values: Any) -> int:
    import pyarrow
    from pyarrow import compute

    if pyarrow.types.is_list(values.type):
        return texts(values.flatten())
    if pyarrow.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    if pyarrow.types.is_string(values.type):
        values = compute.binary_length(values)
    return int(compute.sum(values).as_py() or 0)
