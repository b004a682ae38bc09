"""Which units a pass consists of, and in which order."""

from __future__ import annotations

import random
import threading
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from panamarc._input.options import Options
from panamarc._input.split import Split, splits_of
from panamarc._loader.position import ALL, Position
from panamarc._loader.units import RANGE_BYTES, Unit


class Order(NamedTuple):
    """The order of a pass."""

    seed: int | None = None
    """Of an order by chance; None for that of the files."""
    epoch: int = 0
    """Gives each pass of a seed another order."""

    def shuffled(self, count: int, *of: object) -> list[int]:
        """The numbers below `count`, by chance where there is a seed; `of`: what they are."""
        numbers = [*range(count)]
        if self.seed is not None:
            chance = random.Random(f"{self.seed} {self.epoch} {of}")
            # Only `random` gives the same in every version of Python.
            keys = [chance.random() for _ in numbers]
            numbers.sort(key=keys.__getitem__)
        return numbers


class Shard(NamedTuple):
    """Which of the units are read here."""

    number: int = 0
    """Counted from 0."""
    all: int = 1
    """How many shards there are."""


class Plan:
    """Gives the units of a pass that were not given before. Safe for several threads.

    Large files are divided when their turn comes, one after the other: to divide one is to frame
    it, by one thread, which is a small part of reading it.
    """

    def __init__(
        self,
        files: list[str],
        folder: Path,
        options: Options,
        order: Order,
        shard: Shard,
        position: Position,
    ) -> None:
        """`folder`: what the paths of the files are relative to."""
        self._files = files
        self._folder = folder
        self._options = options
        self._order = order
        self._shard = shard
        self._position = position
        self._lock = threading.Lock()
        self._units = self._all()
        self._number = 0

    def next(self) -> tuple[int, Unit] | None:
        """The number of the next unit in the pass, counted from 0, and the unit; None at the end.

        Raises JvmError and LookupError where files cannot be divided for want of Java or a charset.
        """
        with self._lock:
            for unit in self._units:
                number = self._number
                self._number += 1
                return number, unit
            return None

    @property
    def units(self) -> int:
        """How many were given."""
        return self._number

    def close(self) -> None:
        """Releases the file that is being divided."""
        with self._lock:
            self._units.close()

    def _all(self) -> Generator[Unit, None, None]:
        first = 0  # the number of the file's first unit, of those of all shards
        for file, place in enumerate(self._order.shuffled(len(self._files), "files")):
            if self._shard.all == 1 and self._position.has_file(file):
                continue
            path = self._folder / self._files[place]
            whole = Unit(file, 0, 1, str(path), self._files[place])
            parts, splits = self._divided(whole)
            with closing(splits):
                mine = [
                    part
                    for part in self._order.shuffled(parts, "parts", file)
                    if (first + part) % self._shard.all == self._shard.number
                ]
                wanted = [part for part in mine if self._position.given(file, part) != ALL]
                if wanted:
                    yield from self._parts(whole._replace(parts=len(mine)), wanted, splits)
            first += parts

    def _divided(self, whole: Unit) -> tuple[int, Generator[Split, None, None]]:
        """How many units a file is, and its parts, unless it is one."""
        try:
            parts = -(-Path(whole.path).stat().st_size // RANGE_BYTES)
        except OSError:
            parts = 1  # reading reports it
        if parts > 1:
            splits = splits_of(whole.path, whole.name, self._options, parts)
            try:
                return parts, _with(next(splits), splits)
            except (ValueError, OSError):
                splits.close()
        return 1, _none()

    def _parts(self, whole: Unit, wanted: list[int], splits: Iterator[Split]) -> Iterator[Unit]:
        """The units of a file, in order."""
        found: dict[int, Split] = {}
        try:
            for part in wanted:
                while part not in found and (split := next(splits, None)) is not None:
                    found[len(found)] = split
                yield whole._replace(part=part, split=found.get(part))
        except OSError as error:  # the file fails, or was cut short, where it is divided
            yield whole._replace(part=len(found), error=error)


def _with(first: Split, others: Iterator[Split]) -> Generator[Split, None, None]:
    yield first
    yield from others


def _none() -> Generator[Split, None, None]:
    yield from ()
