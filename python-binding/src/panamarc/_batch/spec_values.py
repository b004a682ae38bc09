"""Finds the values of a spec that is no short one in the fields of a record.

What a term leaves out, or repeats without an index of its own, is at hand where its sub-spec is
decided: the field where it is the tag, the subfield where it is the code, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple, Protocol, TypeVar

from panamarc._batch.spec_parser import (
    INDICATOR,
    LEADER_TAG,
    SAME_SUBFIELDS,
    SUBFIELDS,
    Comparison,
    Part,
    Path,
    Range,
)
from panamarc.field import indicators_in, pieces_of

T = TypeVar("T")


class FieldText(NamedTuple):
    """A field."""

    control: bool
    text: str
    """Its value as ISO 2709 has it."""


class RecordText(Protocol):
    """A record."""

    def leader(self) -> str:
        """Its leader."""

    def fields(self, tag: str) -> list[FieldText]:
        """Its fields with a tag, in which a dot is any character."""


class Hand(NamedTuple):
    """The value that a sub-spec decides about."""

    record: RecordText
    tag: str
    """As the spec has it."""
    field: FieldText | None
    """None for the leader."""
    subfields: Part | None
    """Of which subfields the value is one; None where it is not of one."""
    whole: str
    """The text in which positions count; empty where there are none."""
    value: str = ""


def values_of(path: Path, record: RecordText) -> Iterator[str]:
    """The values of a spec."""
    if path.tag == LEADER_TAG:
        return _leader(path, record)
    return _fields(path.tag, path.which, path.parts, record)


def _leader(path: Path, record: RecordText) -> Iterator[str]:
    if not _chosen([None], path.which):  # there is one leader
        return iter(())
    whole = record.leader()
    return _taken(path.parts[0], Hand(record, LEADER_TAG, None, None, whole, whole))


def _fields(
    tag: str, index: Range | None, parts: tuple[Part, ...], record: RecordText
) -> Iterator[str]:
    for field in _chosen(record.fields(tag), index):
        for part in parts:
            yield from _in_field(part, tag, field, record)


def _chosen(things: list[T], index: Range | None) -> list[T]:
    return things if index is None else things[index.of(len(things))]


def _in_field(part: Part, tag: str, field: FieldText, record: RecordText) -> Iterator[str]:
    if part.kind == SUBFIELDS:
        pieces = [] if field.control else pieces_of(field.text)
        found = [piece[1:] for piece in pieces if part.first <= piece[0] <= part.last]
        hands = [
            Hand(record, tag, field, part, value, value) for value in _chosen(found, part.which)
        ]
        return chain.from_iterable(_taken(part, hand) for hand in hands)
    hand = Hand(record, tag, field, None, "")
    if part.kind == INDICATOR:
        if field.control:
            return iter(())
        return _decided(part, hand._replace(value=indicators_in(field.text)[int(part.first) - 1]))
    if field.control:
        return _taken(part, hand._replace(whole=field.text))
    pieces = pieces_of(field.text)
    if not pieces or part.characters is not None:
        return iter(())
    return _decided(part, hand._replace(value=" ".join([piece[1:] for piece in pieces])))


def _taken(part: Part, hand: Hand) -> Iterator[str]:
    """The characters asked for, if there are any and the conditions hold."""
    value = hand.whole
    if part.characters is not None:
        value = value[part.characters.of(len(value))]
        if not value:
            return iter(())
    return _decided(part, hand._replace(value=value))


def _decided(part: Part, hand: Hand) -> Iterator[str]:
    """The value at hand, if the conditions hold."""
    for alternatives in part.conditions:
        if not any(_holds(comparison, hand) for comparison in alternatives):
            return
    yield hand.value


def _holds(comparison: Comparison, hand: Hand) -> bool:
    left = [hand.value] if comparison.left is None else list(_term(comparison.left, hand))
    if not left:
        return False
    right = list(_term(comparison.right, hand))
    operator = comparison.operator
    if operator in ("?", "!"):
        return bool(right) == (operator == "?")
    if operator in ("=", "!="):
        return any(value in right for value in left) == (operator == "=")
    return any(other in value for value in left for other in right) == (operator == "~")


def _term(term: str | Path, hand: Hand) -> Iterator[str]:
    if isinstance(term, str):
        return iter((term,))
    tag = term.tag or hand.tag
    if tag == LEADER_TAG:
        return _leader(term, hand.record)
    if term.which is not None or tag != hand.tag or hand.field is None:
        return _fields(tag, term.which, term.parts, hand.record)
    part = term.parts[0]
    if _is_at_hand(part, hand.subfields):
        return _taken(part, hand)
    if part.kind == SAME_SUBFIELDS and hand.subfields is not None:
        same = hand.subfields
        part = part._replace(kind=SUBFIELDS, first=same.first, last=same.last)
    return _in_field(part, hand.tag, hand.field, hand.record)


def _is_at_hand(part: Part, subfields: Part | None) -> bool:
    """Whether a part of a term is the subfield at hand."""
    if part.which is not None or subfields is None:
        return False
    codes = (part.kind, part.first, part.last)
    return part.kind == SAME_SUBFIELDS or codes == (SUBFIELDS, subfields.first, subfields.last)
