"""Records that a reader gives: an ordinary Record in the end, but not before somebody needs one.

Such a record is one look into its batch. What it hands out, fields and the leader, may be changed
by whoever has it; these tell the batch then (`Batch.touch`), and the record becomes an ordinary
one, with the same fields, at the next question that the batch can no longer answer.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Any

from panamarc import _made, _shown
from panamarc._batch import UNITS, Batch
from panamarc._columns import all_values, fields_with, first_value, title
from panamarc._readfield import NOWHERE, ReadField
from panamarc._spec import matches
from panamarc.field import Field
from panamarc.leader import Leader
from panamarc.record import Given, Record


class _UnitSets(dict[tuple[str, ...], frozenset[str]]):
    """The characters that stand for several tags, by those tags."""

    def __missing__(self, tags: tuple[str, ...]) -> frozenset[str]:
        units = frozenset(UNITS[tag] for tag in tags)
        if len(self) < 1024:
            self[tags] = units
        return units


UNIT_SETS = _UnitSets()


def ordinary(name: str) -> Any:
    """An attribute of Record, for which a record that was read has to become one."""

    def get(record: ReadRecord) -> Any:
        return getattr(become(record), name)

    def put(record: ReadRecord, value: Any) -> None:
        setattr(become(record), name, value)

    return property(get, put)


_set_leader = Record.leader.__set__  # type: ignore[attr-defined]
_set_fields = Record.fields.__set__  # type: ignore[attr-defined]
_set_pos = Record.pos.__set__  # type: ignore[attr-defined, misc]
_set_force_utf8 = Record.force_utf8.__set__  # type: ignore[attr-defined, misc]
_set_to_unicode = Record.to_unicode.__set__  # type: ignore[attr-defined, misc]


# Where so many fields of each record become ordinary ones, those of further records are made as
# such: one at a time, that takes several times as long. In C it takes less than to make lazy ones.
OPENED_EACH = 4
WHOLE = ("fields", "")

BECOMING = threading.RLock()


# What follows works by the slots alone: another thread may make an ordinary record of one of these
# while it is at work.


def given_by(record: Record) -> Given:
    """What the record has handed out, for more to be added."""
    given = record._given
    if given is None:
        record._given = given = Given()
    return given


def leader_of(record: Record) -> Leader:
    """The leader, always the same object."""
    given, batch = given_by(record), record._batch
    assert batch is not None, "the record was read"
    if given.leader is None:
        given.leader = Leader(batch.leader(record._index), batch.home)
    return given.leader


def become(record: Record) -> Record:
    """Makes an ordinary record of one, with the fields and the leader it handed out."""
    with BECOMING:
        if type(record) is ReadRecord:
            _set_leader(record, leader_of(record))
            _set_fields(record, fields_of(record))
            _set_pos(record, 0)
            _set_force_utf8(record, False)
            _set_to_unicode(record, True)
            # Last, so that other threads find either all or nothing of it.
            record.__class__ = Record  # type: ignore[assignment]
    return record


def changed(record: Record) -> bool:
    """Whether somebody may have changed what the record handed out; it is ordinary then."""
    batch, index, given = record._batch, record._index, record._given
    if batch is None or not batch.touched:
        return False
    lists = [fields[bounds[index] : bounds[index + 1]] for fields, bounds in batch.kept.values()]
    if given is not None:
        lists += given.fields.values()
        if given.leader is not None and str(given.leader) != batch.leader(index):
            become(record)
            return True
    if any(type(field) is not ReadField for fields in lists for field in fields):
        become(record)
        return True
    return False


def with_tag(record: Record, tag: str) -> list[Field]:
    """The fields with a tag. They are the same objects at every call."""
    batch, index, given = record._batch, record._index, record._given
    assert batch is not None, "the record was read"
    if given is not None and tag in given.fields:
        return given.fields[tag]
    column = batch.fields.get(tag) or batch.kept.get(tag)
    if column is not None:
        fields, bounds = column
        return fields[bounds[index] : bounds[index + 1]]
    made = fields_with(batch, index, tag)
    if tag not in batch.fields and tag not in batch.kept:
        made = given_by(record).fields.setdefault(tag, made)
    return made


def in_slots(record: Record, slots: Iterable[int]) -> list[Field]:
    """The fields in some slots, which hold all fields of their tags."""
    batch = record._batch
    assert batch is not None, "the record was read"
    each: dict[str, Iterator[Field]] = {}
    found = []
    for tag in map(batch.tag, slots):
        if tag not in each:
            each[tag] = iter(with_tag(record, tag))
        found.append(next(each[tag]))
    return found


def fields_of(record: Record) -> list[Field]:
    """All fields in the directory's order."""
    batch, index, given = record._batch, record._index, record._given
    assert batch is not None, "the record was read"
    if (given is not None and given.fields) or batch.fields or batch.kept:
        return in_slots(record, batch.slots(index))
    tally = batch.tally
    tally.listed += 1
    if (
        _made.ACCELERATOR is not None
        or tally.opened > OPENED_EACH * tally.listed
        or WHOLE in tally.hot
    ):
        tally.hot.add(WHOLE)
        return _made.fields(batch, index)
    return list(map(ReadField, batch.tags_of(index), batch.texts(index), repeat(batch.home)))


class ReadRecord(Record):
    """A record that was read and not changed yet."""

    __slots__ = ()

    _batch: Batch

    def __init__(self, batch: Batch, index: int, /) -> None:
        """`batch`: where the record is; `index`: which of its records, counted from 0."""
        self._batch = batch
        self._index = index
        self._given = None

    # How it becomes an ordinary record.

    fields = ordinary("fields")
    pos = ordinary("pos")
    force_utf8 = ordinary("force_utf8")
    to_unicode = ordinary("to_unicode")

    @property
    def leader(self) -> Leader:
        """The leader."""
        return leader_of(self)

    @leader.setter
    def leader(self, value: Leader) -> None:
        become(self).leader = value

    def __getitem__(self, tag: str) -> Field:
        """The first field with this tag.

        Raises KeyError where there is none.
        """
        if self._given is None:
            batch = self._batch
            column = batch.fields.get(tag)
            if column is not None:
                fields, bounds = column
                first = bounds[self._index]
                if first < bounds[self._index + 1]:
                    return fields[first]
                raise KeyError(tag)
        if changed(self):
            return self[tag]
        found = with_tag(self, tag)
        if not found:
            raise KeyError(tag)
        return found[0]

    def get(self, tag: str, default: Any = None) -> Any:
        """The first field with this tag, or `default`."""
        if changed(self):
            return self.get(tag, default)
        found = with_tag(self, tag)
        return found[0] if found else default

    def __contains__(self, tag: str) -> bool:
        """Whether there is a field with this tag."""
        if changed(self):
            return tag in self
        batch, index = self._batch, self._index
        first = batch.first
        if batch.tags.find(UNITS[tag], first[index], first[index + 1]) >= 0:
            return True
        return bool(batch.odd) and bool(batch.slots_with(index, tag))

    def get_fields(self, *tags: str) -> list[Field]:
        """The fields with one of these tags in their order; without a tag `fields` itself.

        A dot in a tag is any character: `6..` gives 600 to 699.
        """
        if len(tags) == 1:
            if self._given is None:
                column = self._batch.fields.get(tags[0])
                if column is not None:
                    fields, bounds = column
                    return fields[bounds[self._index] : bounds[self._index + 1]]
            if "." not in tags[0] and not changed(self):
                return with_tag(self, tags[0]).copy()
        if not tags or changed(self):
            return become(self).get_fields(*tags)
        batch, index = self._batch, self._index
        if any("." in tag for tag in tags):
            there = dict.fromkeys(batch.tags_of(index))
            tags = tuple(tag for tag in there if any(matches(one, tag) for one in tags))
        units = UNIT_SETS[tags]
        if NOWHERE in units and batch.odd:
            return in_slots(self, batch.slots_of(index, tags))
        begin, end = batch.first[index], batch.first[index + 1]
        present = batch.tags[begin:end]
        if units.isdisjoint(present):
            return []
        return in_slots(self, [slot for slot, unit in enumerate(present, begin) if unit in units])

    def __iter__(self) -> Iterator[Field]:
        """The fields in their order."""
        return iter(self.fields)

    # Values.

    def value(self, spec: str, default: Any = None) -> Any:
        """The first value that a spec such as `245$a`, `008/7-10` or `LDR/6` names, or `default`.

        Raises ValueError for what is no spec.
        """
        batch = self._batch
        column = batch.columns.get(spec)
        if column is not None:
            found = column[self._index]
        elif changed(self):
            return self.value(spec, default)
        else:
            found = first_value(batch, self._index, spec)
        return default if found is None else found

    def values(self, spec: str) -> list[str]:
        """All values that a spec such as `650$a` or `856 40$u` names, as a new list.

        Fields come in the record's order, the subfields of a field in the order of the codes.

        Raises ValueError for what is no spec.
        """
        batch = self._batch
        column = batch.lists.get(spec)
        if column is None:
            return self.values(spec) if changed(self) else all_values(batch, self._index, spec)
        values, bounds = column
        return values[bounds[self._index] : bounds[self._index + 1]]

    @property
    def title(self) -> str | None:
        """The title: 245 $a and $b."""
        batch = self._batch
        titles = batch.titles
        if titles is None:
            return self.title if changed(self) else title(batch, self._index)
        return titles[self._index]

    # The record as a whole.

    def as_marc(self, *, oversize: str = "raise") -> bytes:
        """The record in ISO 2709, byte for byte as it stood in the input.

        But for what `MARCReader` gave: that comes as UTF-8, as from pymarc. See Record.as_marc.
        """
        batch, index = self._batch, self._index
        if changed(self) or (batch.converts and batch.leader(index)[9] != "a"):
            return Record.as_marc(become(self), oversize=oversize)
        return batch.raw(index)

    as_marc21 = as_marc

    def as_dict(self) -> dict[str, Any]:
        """The record as MARC-in-JSON has it, in dictionaries and lists."""
        return self.as_dict() if changed(self) else _made.as_dict(self._batch, self._index)

    def as_json(self, **kwargs: Any) -> str:
        """The record in MARC-in-JSON; the arguments are those of `json.dumps`."""
        if kwargs or changed(self):
            return Record.as_json(self, **kwargs)
        return _made.as_json(self._batch, self._index)

    def __str__(self) -> str:
        """The record as MARCMaker text, a line a field."""
        return str(self) if changed(self) else _shown.as_text(self._batch, self._index)

    def copy(self) -> Record:
        """The same record on its own, which shares nothing with this one."""
        return self.copy() if changed(self) else ReadRecord(self._batch.cut(self._index), 0)

    def __copy__(self) -> Record:
        return copy.copy(become(self))  # with the same leader and list of fields, as of any record

    def __reduce_ex__(self, protocol: Any) -> Any:
        if changed(self):
            return self.__reduce_ex__(protocol)
        batch = self._batch.cut(self._index)
        return _restore, (batch.payload, batch.converts)


def _restore(payload: bytes, converts: bool) -> Record:
    """A record from the batch it was pickled as."""
    return ReadRecord(Batch(payload, converts=converts), 0)
