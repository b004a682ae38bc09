"""Which records have rows in a table: conditions for `panamarc.scan`.

    from panamarc import where

    where.record_type("a") & where.has("650") & ~where.matches("245$a", "(?i)atlas")

Conditions are joined with `&` (and), `|` (or) and `~` (not), and are checked in Java before
anything of a record is copied.
"""

from __future__ import annotations

from typing import Any

__all__ = ["Condition", "has", "matches", "record_type", "years"]


class Condition:
    """A condition on a record. Immutable."""

    def __and__(self, other: Condition) -> Condition:
        return _Several("whereAll", self, other)

    def __or__(self, other: Condition) -> Condition:
        return _Several("whereAny", self, other)

    def __invert__(self) -> Condition:
        return _Not(self)

    def __bool__(self) -> bool:
        raise TypeError("conditions are joined with &, | and ~, not with and, or and not")

    def add_to(self, table: Any) -> None:
        """Puts the condition on the stack of a PythonTable."""
        raise NotImplementedError


class _One(Condition):
    def __init__(self, method: str, *arguments: Any) -> None:
        self._method, self._arguments = method, arguments

    def add_to(self, table: Any) -> None:
        getattr(table, self._method)(*self._arguments)


class _Several(Condition):
    def __init__(self, method: str, *conditions: Condition) -> None:
        self._method, self._conditions = method, conditions

    def add_to(self, table: Any) -> None:
        for one in self._conditions:
            one.add_to(table)
        getattr(table, self._method)(len(self._conditions))


class _Not(Condition):
    def __init__(self, condition: Condition) -> None:
        self._condition = condition

    def add_to(self, table: Any) -> None:
        self._condition.add_to(table)
        table.whereNot()


def record_type(types: str) -> Condition:
    """The type of record (leader/06) is one of some characters: `am` for books and files."""
    return _One("whereType", types)


def has(tag: str) -> Condition:
    """There is a field with this tag, in which a dot is any character."""
    return _One("whereTag", tag)


def matches(spec: str, pattern: str) -> Condition:
    """A regular expression, as Java has them, is found in a value of a spec."""
    return _One("whereMatches", spec, pattern)


def years(first: int, last: int) -> Condition:
    """The year at 008/7-10 is in a range, both ends included; one that is no number is in none."""
    return _One("whereYears", first, last)
