"""Records: what a reader hands out, one look into a batch each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar, overload

from panamarc._batch import UNITS, Batch, Defect
from panamarc._columns import all_values, fields_with, first_value, title
from panamarc.field import NOWHERE, Field
from panamarc.leader import Leader

__all__ = ["Record"]

T = TypeVar("T")

ISBN = re.compile(r"[0-9xX-]+")

SERIES = ("440", "490", "800", "810", "811", "830")
SUBJECTS = tuple(
    "600 610 611 630 648 650 651 653 654 655 656 657 658 662 690 691 696 697 698 699".split()
)
ADDED_ENTRIES = tuple("700 710 711 720 730 740 752 753 754 790 791 792 793 796 797 798 799".split())
NOTES = tuple(
    (
        "500 501 502 504 505 506 507 508 510 511 513 514 515 516 518 520 521 522 524 525 526 530 "
        "533 534 535 536 538 540 541 544 545 546 547 550 552 555 556 561 562 563 565 567 580 581 "
        "583 584 585 586 590 591 592 593 594 595 596 597 598 599"
    ).split()
)
PUBLICATION = ("260", "264")


class _UnitSets(dict[tuple[str, ...], frozenset[str]]):
    """The characters that stand for several tags, by those tags."""

    def __missing__(self, tags: tuple[str, ...]) -> frozenset[str]:
        units = frozenset(UNITS[tag] for tag in tags)
        if len(self) < 1024:
            self[tags] = units
        return units


UNIT_SETS = _UnitSets()


class Record:
    """One record of a reader's batch, read when asked.

    A record stays valid after its reader moved on or was closed. It keeps the batch it came in
    alive; `copy()` and pickling give a record that stands for itself. Records can be read from any
    number of threads.
    """

    __slots__ = ("_batch", "_index", "_fields")

    _batch: Batch
    _index: int
    _fields: dict[str, list[Field]] | None  # those handed out, by tag

    def __init__(self, batch: Batch, index: int, /) -> None:
        """`batch`: where the record is; `index`: which of its records, counted from 0."""
        self._batch = batch
        self._index = index
        self._fields = None

    # Fields. The same field is the same object at every call, as in an ordinary container.

    def _with(self, tag: str) -> list[Field]:
        """The fields with a tag."""
        kept = self._fields
        if kept is not None and tag in kept:
            return kept[tag]
        batch, index = self._batch, self._index
        column = batch.fields.get(tag)
        if column is not None:
            found, bounds = column
            return found[bounds[index] : bounds[index + 1]]
        made = fields_with(batch, index, tag)
        if tag not in batch.fields:
            if kept is None:
                self._fields = {tag: made}
            else:
                kept[tag] = made
        return made

    def _at(self, slots: Iterable[int]) -> list[Field]:
        """The fields in some slots, which hold all fields of their tags."""
        each: dict[str, Iterator[Field]] = {}
        found = []
        for tag in map(self._batch.tag, slots):
            if tag not in each:
                each[tag] = iter(self._with(tag))
            found.append(next(each[tag]))
        return found

    def __getitem__(self, tag: str) -> Field:
        """The first field with this tag.

        Raises KeyError where there is none.
        """
        if self._fields is None:
            batch = self._batch
            column = batch.fields.get(tag)
            if column is not None:
                fields, bounds = column
                first = bounds[self._index]
                if first < bounds[self._index + 1]:
                    return fields[first]
                raise KeyError(tag)
        found = self._with(tag)
        if not found:
            raise KeyError(tag)
        return found[0]

    @overload
    def get(self, tag: str) -> Field | None: ...

    @overload
    def get(self, tag: str, default: T) -> Field | T: ...

    def get(self, tag: str, default: Any = None) -> Any:
        """The first field with this tag, or `default`."""
        found = self._with(tag)
        return found[0] if found else default

    def __contains__(self, tag: str) -> bool:
        """Whether there is a field with this tag."""
        batch, index = self._batch, self._index
        first = batch.first
        if batch.tags.find(UNITS[tag], first[index], first[index + 1]) >= 0:
            return True
        return bool(batch.odd) and bool(batch.slots_with(index, tag))

    def get_fields(self, *tags: str) -> list[Field]:
        """The fields with one of these tags in the directory's order; all where none is given."""
        if len(tags) == 1:
            if self._fields is None:
                column = self._batch.fields.get(tags[0])
                if column is not None:
                    fields, bounds = column
                    return fields[bounds[self._index] : bounds[self._index + 1]]
            return self._with(tags[0]).copy()
        if not tags:
            return self.fields
        batch, index = self._batch, self._index
        units = UNIT_SETS[tags]
        if NOWHERE in units and batch.odd:
            return self._at(batch.slots_of(index, tags))
        begin, end = batch.first[index], batch.first[index + 1]
        present = batch.tags[begin:end]
        if units.isdisjoint(present):
            return []
        return self._at([slot for slot, unit in enumerate(present, begin) if unit in units])

    @property
    def fields(self) -> list[Field]:
        """All fields in the directory's order, as a new list."""
        batch, index = self._batch, self._index
        slots = batch.slots(index)
        if self._fields is not None or batch.fields:
            return self._at(slots)
        made = list(map(Field, map(batch.tag, slots), batch.texts(index)))
        by_tag: dict[str, list[Field]] = {}
        for field in made:
            by_tag.setdefault(field.tag, []).append(field)
        self._fields = by_tag
        return made

    def __iter__(self) -> Iterator[Field]:
        """The fields in the directory's order."""
        return iter(self.fields)

    # Values.

    def value(self, spec: str) -> str | None:
        """The first value that a spec such as `245$a`, `008/7-10` or `LDR/6` names, or None.

        Raises ValueError for what is no spec.
        """
        batch = self._batch
        column = batch.columns.get(spec)
        if column is None:
            return first_value(batch, self._index, spec)
        return column[self._index]

    def values(self, spec: str) -> list[str]:
        """All values that a spec such as `650$a` names, in the record's order, as a new list.

        Raises ValueError for what is no spec.
        """
        batch = self._batch
        column = batch.lists.get(spec)
        if column is None:
            return all_values(batch, self._index, spec)
        values, bounds = column
        return values[bounds[self._index] : bounds[self._index + 1]]

    # The record as a whole.

    @property
    def leader(self) -> Leader:
        """The leader."""
        return Leader(self._batch.leader(self._index))

    def as_marc(self) -> bytes:
        """The record in ISO 2709, byte for byte as it stood in the input."""
        return self._batch.raw(self._index)

    as_marc21 = as_marc

    @property
    def number(self) -> int:
        """The record's number in its reader, counted from 1."""
        return self._batch.number(self._index)

    @property
    def source(self) -> str:
        """What the input is called: a path, or a word such as `<bytes>`."""
        return self._batch.source

    @property
    def span(self) -> tuple[int, int]:
        """Start and length in the (decompressed) input, in bytes."""
        return self._batch.inputs[self._index], self._batch.lengths[self._index]

    @property
    def defects(self) -> list[Defect]:
        """What breaks the standard in this record; usually nothing."""
        return self._batch.defects(self._index)

    def copy(self) -> Record:
        """The same record on its own, which keeps no other record's memory alive."""
        return Record(self._batch.cut(self._index), 0)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self._batch.cut(self._index).payload,)

    def __str__(self) -> str:
        """The record as MARCMaker text, a line a field."""
        lines = [f"=LDR  {self.leader}", *map(str, self.fields)]
        return "\n".join(lines) + "\n"

    def __repr__(self) -> str:
        return f"<Record {self.number} of {self.source}>"

    # What is asked most, by name.

    @property
    def title(self) -> str | None:
        """The title: 245 $a and $b."""
        batch = self._batch
        titles = batch.titles
        return title(batch, self._index) if titles is None else titles[self._index]

    @property
    def issn_title(self) -> str | None:
        """The key title: 222 $a and $b."""
        title = self._first("222", "a")
        subtitle = self._first("222", "b") if title else None
        return f"{title} {subtitle}" if subtitle else title

    def _first(self, tag: str, code: str) -> str | None:
        """The first such subfield of the first such field, or None."""
        field = self.get(tag)
        return None if field is None else field.get(code)

    @property
    def isbn(self) -> str | None:
        """The first ISBN (020 $a): digits and X only, without hyphens and remarks."""
        number = self._first("020", "a")
        match = ISBN.search(number) if number else None
        return match[0].replace("-", "") if match else None

    @property
    def issn(self) -> str | None:
        """The ISSN: 022 $a."""
        return self._first("022", "a")

    @property
    def issnl(self) -> str | None:
        """The linking ISSN: 022 $l."""
        return self._first("022", "l")

    def _formatted(self, *tags: str) -> str | None:
        """The first of these tags that there is, as a person would read it."""
        for tag in tags:
            field = self.get(tag)
            if field is not None:
                return field.format_field()
        return None

    @property
    def author(self) -> str | None:
        """The author: 100, else 110, else 111."""
        return self._formatted("100", "110", "111")

    @property
    def uniformtitle(self) -> str | None:
        """The uniform title: 130, else 240."""
        return self._formatted("130", "240")

    @property
    def sudoc(self) -> str | None:
        """The Superintendent of Documents classification number: 086."""
        return self._formatted("086")

    @property
    def series(self) -> list[Field]:
        """Series statements and series added entries: 440, 490, 800, 810, 811, 830."""
        return self.get_fields(*SERIES)

    @property
    def subjects(self) -> list[Field]:
        """Subject fields: 6XX in common use, local ones included."""
        return self.get_fields(*SUBJECTS)

    @property
    def addedentries(self) -> list[Field]:
        """Added entries: 7XX in common use, local ones included."""
        return self.get_fields(*ADDED_ENTRIES)

    @property
    def location(self) -> list[Field]:
        """Locations: 852."""
        return self.get_fields("852")

    @property
    def notes(self) -> list[Field]:
        """Notes: 5XX in common use, local ones included."""
        return self.get_fields(*NOTES)

    @property
    def physicaldescription(self) -> list[Field]:
        """Physical descriptions: 300."""
        return self.get_fields("300")

    def _publication(self, code: str) -> str | None:
        """A subfield of the first 260, or 264 whose second indicator names a publisher."""
        for field in self.get_fields(*PUBLICATION):
            if field.tag == "260" or field.indicator2 == "1":
                return field.get(code)
        return None

    @property
    def publisher(self) -> str | None:
        """The publisher: $b of 260, or of 264 with second indicator 1."""
        return self._publication("b")

    @property
    def pubyear(self) -> str | None:
        """The date of publication: $c of 260, or of 264 with second indicator 1."""
        return self._publication("c")


def _restore(payload: bytes) -> Record:
    """A record from the batch it was pickled as."""
    return Record(Batch(payload), 0)
