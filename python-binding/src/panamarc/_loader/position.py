"""How far a pass is: what was given of which unit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from panamarc._loader.units import Unit

ALL = -1  # instead of a number


class Position:
    """What was given, in units of a pass: whole files, and parts of others.

    Each change may be made twice.
    """

    def __init__(self) -> None:
        self._files: set[int] = set()
        self._parts: dict[int, dict[int, int]] = {}
        self.window = 0
        """Windows of shuffled records that were given whole."""
        self.of_window = 0
        """Records that were given of the next one."""

    def has_file(self, file: int) -> bool:
        """Whether all of a file was given."""
        return file in self._files

    def given(self, file: int, part: int) -> int:
        """How much of a unit was given, ALL for all."""
        return ALL if file in self._files else self._parts.get(file, {}).get(part, 0)

    def advance(self, unit: Unit, items: int) -> None:
        """Notes that so much of a unit was given in all."""
        self._parts.setdefault(unit.file, {})[unit.part] = items

    def end(self, unit: Unit) -> None:
        """Notes that all of a unit was given."""
        if unit.file in self._files:
            return
        self.advance(unit, ALL)
        parts = self._parts[unit.file]
        if len(parts) == unit.parts and all(items == ALL for items in parts.values()):
            self._files.add(unit.file)
            del self._parts[unit.file]

    def state(self) -> dict[str, Any]:
        """This as JSON can hold it."""
        return {
            "files": _ranges(self._files),
            "parts": [
                [file, part, items]
                for file, parts in sorted(self._parts.items())
                for part, items in sorted(parts.items())
            ],
            "window": [self.window, self.of_window],
        }

    @classmethod
    def of(cls, state: dict[str, Any]) -> Position:
        """The position of a `state`. Raises KeyError, TypeError or ValueError for another dict."""
        position = cls()
        for first, last in state["files"]:
            position._files.update(range(first, last + 1))
        for file, part, items in state["parts"]:
            position._parts.setdefault(file, {})[part] = items
        position.window, position.of_window = state["window"]
        return position


def _ranges(numbers: Iterable[int]) -> list[list[int]]:
    """First and last of each run of numbers that follow each other."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found
