r"""Specs: short names for values of a record, such as `245$a`; `docs/marcspec.md` defines them.

Most are short ones, which are found by the classes here and in C:

    TAG        the whole field: a control field's data, or all subfield values joined by a space
    TAG$c      each subfield with code c
    TAG$ba     of each field the subfields with one of these codes, in the order of the codes
    TAG 12     the same of fields with these indicators: `856 40$u`, `600 .0$a`, `245 1#`
    TAG/n      the character at position n of a control field, counted from 0
    TAG/n-m    the characters from n to m, both included, as far as they are there
    LDR        the leader; LDR/n and LDR/n-m its characters

In TAG and for an indicator a `.` is any character; `#` is an indicator that is a blank.
Repeated fields count in the directory's order. A data field without subfields has no values, and no
data field has positions. All others are read by `spec_parser` and found by `spec_values`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from panamarc._batch.batch import Batch
from panamarc._batch.read_field import is_control
from panamarc._batch.spec_parser import LEADER_TAG, Parser, Path
from panamarc._batch.spec_values import FieldText, values_of
from panamarc.field import Field, indicators_in, pieces_of

GRAMMAR = re.compile(
    r"([0-9A-Za-z.]{3})"
    r"(?:(?: ([0-9A-Za-z.#|]{2}))?(?:\$([0-9A-Za-z]+|[!-#%-.0-~]))?"
    r"|/([0-9]{1,9})(?:-([0-9]{1,9}))?)"
)


class Spec(NamedTuple):
    """A short spec that was understood."""

    tag: str
    """Three characters, each a wildcard if it is `.`; `LDR` for the leader."""
    indicators: str
    """Two indicators, each a wildcard if it is `.`; empty where none are asked for."""
    codes: str
    """The subfield codes asked for, in that order; empty where none are."""
    begin: int | None
    """The first character position asked for; None where none is."""
    end: int
    """One more than the last character position."""

    def find(self, batch: Batch, index: int) -> list[str]:
        """All values of one record."""
        if self.tag == LEADER_TAG:
            return self._part(batch.leader(index))
        if "." not in self.tag:
            found = [self._read(self.tag, batch.text(s)) for s in batch.slots_with(index, self.tag)]
        else:
            slots = [slot for slot in batch.slots(index) if self._matches(batch.tag(slot))]
            found = [self._read(batch.tag(slot), batch.text(slot)) for slot in slots]
        return list(chain.from_iterable(found))

    def find_in(self, leader: str, fields: list[Field]) -> list[str]:
        """All values of a record that has a leader and fields of its own."""
        if self.tag == LEADER_TAG:
            return self._part(leader)
        found = [
            self._values(f.control_field, f._canonical()) for f in fields if self._matches(f.tag)
        ]
        return list(chain.from_iterable(found))

    def _matches(self, tag: str) -> bool:
        return self.tag == tag or matches(self.tag, tag)

    def _read(self, tag: str, text: str) -> list[str]:
        return self._values(is_control(tag, text), text)

    def _values(self, control: bool, text: str) -> list[str]:
        if control:
            return [] if self.codes or self.indicators else self._part(text)
        if self.begin is not None or not self._has_indicators(text):
            return []
        pieces = pieces_of(text)
        if self.codes:
            return [piece[1:] for code in self.codes for piece in pieces if piece[0] == code]
        return [" ".join([piece[1:] for piece in pieces])] if pieces else []

    def _has_indicators(self, text: str) -> bool:
        """Whether a data field's indicators are those asked for; one that it lacks is a blank."""
        pairs = zip(self.indicators, indicators_in(text), strict=False)
        return all(asked in (".", there) for asked, there in pairs)

    def _part(self, text: str) -> list[str]:
        if self.begin is None:
            return [text]
        part = text[self.begin : self.end]
        return [part] if part else []


class _Read(NamedTuple):
    """A record of a batch."""

    batch: Batch
    number: int

    def leader(self) -> str:
        return self.batch.leader(self.number)

    def fields(self, tag: str) -> list[FieldText]:
        batch = self.batch
        slots = [slot for slot in batch.slots(self.number) if matches(tag, batch.tag(slot))]
        texts = [(batch.tag(slot), batch.text(slot)) for slot in slots]
        return [FieldText(is_control(own, text), text) for own, text in texts]


class _Built(NamedTuple):
    """A record that has a leader and fields of its own."""

    own_leader: str
    own_fields: list[Field]

    def leader(self) -> str:
        return self.own_leader

    def fields(self, tag: str) -> list[FieldText]:
        found = [field for field in self.own_fields if matches(tag, field.tag)]
        return [FieldText(field.control_field, field._canonical()) for field in found]


class LongSpec:
    """Any other spec that was understood."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def find(self, batch: Batch, index: int) -> list[str]:
        """All values of one record."""
        return list(values_of(self._path, _Read(batch, index)))

    def find_in(self, leader: str, fields: list[Field]) -> list[str]:
        """All values of a record that has a leader and fields of its own."""
        return list(values_of(self._path, _Built(leader, fields)))


def matches(pattern: str, tag: str) -> bool:
    """Whether a tag matches a pattern, in which a dot is any character."""
    pairs = zip(pattern, tag, strict=False)
    return len(pattern) == len(tag) and all(asked in (".", there) for asked, there in pairs)


@lru_cache(maxsize=1024)
def parse(spec: str) -> Spec | LongSpec:
    """Understands a spec.

    Raises SpecError for what is not one, with the position in characters; TypeError for what is
    not a string.
    """
    if not isinstance(spec, str):
        raise TypeError(f"a spec is a str such as '245$a', not {type(spec).__name__}")
    return _short(spec) or LongSpec(Parser(spec).spec())


def _short(spec: str) -> Spec | None:
    """A short spec; None for what is not one."""
    match = GRAMMAR.fullmatch(spec)
    if not match:
        return None
    tag, indicators, codes, first, last = match.groups()
    if tag == LEADER_TAG and (codes or indicators):
        return None
    if first is None:
        different = "".join(dict.fromkeys(codes or ""))
        return Spec(tag, (indicators or "").replace("#", " "), different, None, 0)
    begin = int(first)
    end = int(last or first) + 1
    return Spec(tag, "", "", begin, end) if begin < end else None
