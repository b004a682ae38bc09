"""Specs: short names for values of a record, such as `245$a`.

    TAG        the whole field: a control field's data, or all subfield values joined by a space
    TAG$c      each subfield with code c
    TAG$ab     each subfield with one of these codes, in the record's order
    TAG/n      the character at position n of a control field, counted from 0
    TAG/n-m    the characters from n to m, both included, as far as they are there
    LDR        the leader; LDR/n and LDR/n-m its characters

In TAG a `.` stands for any character. Repeated fields count in the directory's order. A data field
without subfields has no values, and no data field has positions.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from panamarc._batch import Batch
from panamarc._readfield import DELIMITER
from panamarc.field import Field

GRAMMAR = re.compile(r"([0-9A-Za-z.]{3})(?:\$([!-#%-.0-~]+)|/([0-9]{1,9})(?:-([0-9]{1,9}))?)?")
LEADER_TAG = "LDR"


class Spec(NamedTuple):
    """A spec that was understood."""

    tag: str
    """Three characters, each a wildcard if it is `.`; `LDR` for the leader."""
    codes: str
    """The subfield codes asked for; empty where none are."""
    begin: int | None
    """The first character position asked for; None where none is."""
    end: int
    """One more than the last character position."""

    def find(self, batch: Batch, index: int) -> list[str]:
        """All values of one record."""
        if self.tag == LEADER_TAG:
            return self._part(batch.leader(index))
        if "." not in self.tag:
            found = [
                self._values(self.tag, batch.text(s)) for s in batch.slots_with(index, self.tag)
            ]
        else:
            slots = [slot for slot in batch.slots(index) if self._matches(batch.tag(slot))]
            found = [self._values(batch.tag(slot), batch.text(slot)) for slot in slots]
        return list(chain.from_iterable(found))

    def find_in(self, leader: str, fields: list[Field]) -> list[str]:
        """All values of a record that has a leader and fields of its own."""
        if self.tag == LEADER_TAG:
            return self._part(leader)
        found = [self._values(f.tag, f._canonical()) for f in fields if self._matches(f.tag)]
        return list(chain.from_iterable(found))

    def _matches(self, tag: str) -> bool:
        if self.tag == tag:
            return True
        pairs = zip(self.tag, tag, strict=False)
        return len(tag) == 3 and all(asked in (".", there) for asked, there in pairs)

    def _values(self, tag: str, text: str) -> list[str]:
        if tag < "010" and tag.isdecimal():
            return [] if self.codes else self._part(text)
        if self.begin is not None:
            return []
        pieces = [piece for piece in text.split(DELIMITER)[1:] if piece]
        if self.codes:
            return [piece[1:] for piece in pieces if piece[0] in self.codes]
        return [" ".join([piece[1:] for piece in pieces])] if pieces else []

    def _part(self, text: str) -> list[str]:
        if self.begin is None:
            return [text]
        part = text[self.begin : self.end]
        return [part] if part else []


@lru_cache(maxsize=1024)
def parse(spec: str) -> Spec:
    """Understands a spec.

    Raises ValueError for what is not one, TypeError for what is not a string.
    """
    if not isinstance(spec, str):
        raise TypeError(f"a spec is a str such as '245$a', not {type(spec).__name__}")
    match = GRAMMAR.fullmatch(spec)
    if not match:
        raise ValueError(
            f"{spec!r} is no spec: expected TAG, TAG$codes, TAG/n, TAG/n-m, LDR/n or LDR/n-m, "
            "where TAG is three letters, digits or dots"
        )
    tag, codes, first, last = match.groups()
    if tag == LEADER_TAG and codes:
        raise ValueError(f"{spec!r} is no spec: the leader has no subfields")
    if first is None:
        return Spec(tag, codes or "", None, 0)
    begin = int(first)
    end = int(last or first) + 1
    if end <= begin:
        raise ValueError(f"{spec!r} is no spec: position {last} comes before {first}")
    return Spec(tag, "", begin, end)
