"""Records that a reader gives: an ordinary Record in the end, but not before somebody needs one.

Such a record is one look into its batch. What it hands out, fields and the leader, may be changed
by its holder. So at each question it looks whether a field was opened, or the leader changed;
it becomes an ordinary one then, with the same fields. `ReadRecord`, whose methods that are called
most are in C where that was built, is what readers give; LazyRecord has all of them in Python.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from panamarc._batch import bulk, render
from panamarc._batch.batch import UNITS, Batch
from panamarc._batch.columns import all_values, first_value, texts_with, title
from panamarc._batch.read_field import NO_MATCH, LazyField
from panamarc._batch.spec import matches, parse
from panamarc._core import ACCELERATOR
from panamarc.field import Field
from panamarc.leader import Leader
from panamarc.record import Record


class _UnitSets(dict[tuple[str, ...], frozenset[str]]):
    """The characters of several tags in a batch, by those tags."""

    def __missing__(self, tags: tuple[str, ...]) -> frozenset[str]:
        units = frozenset(UNITS[tag] for tag in tags)
        if len(self) < 1024:
            self[tags] = units
        return units


UNIT_SETS = _UnitSets()


def ordinary(name: str) -> Any:
    """An attribute of Record, for which a record that was read has to become one."""

    def get(record: LazyRecord) -> Any:
        return getattr(materialize(record), name)

    def put(record: LazyRecord, value: Any) -> None:
        setattr(materialize(record), name, value)

    return property(get, put)


_get_leader = Record.leader.__get__  # type: ignore[attr-defined]
_set_leader = Record.leader.__set__  # type: ignore[attr-defined]
_set_fields = Record.fields.__set__  # type: ignore[attr-defined]
_set_pos = Record.pos.__set__  # type: ignore[attr-defined]
_set_force_utf8 = Record.force_utf8.__set__  # type: ignore[attr-defined]
_set_to_unicode = Record.to_unicode.__set__  # type: ignore[attr-defined]

MATERIALIZING = threading.RLock()


def handed_out_by(record: LazyRecord) -> dict[int, Field]:
    """The fields that a record in Python handed out, by slot."""
    given = record._handed_out
    if given is None:
        _set_leader(record, None)
        given = record._handed_out = {}
    return given


def leader_of(record: LazyRecord) -> Leader | None:
    """The leader, if it was handed out."""
    if ACCELERATOR is None and record._handed_out is None:
        return None
    try:
        leader: Leader | None = _get_leader(record)
    except AttributeError:
        return None
    return leader


def materialize(record: LazyRecord) -> Record:
    """Makes an ordinary record of one, with the fields and the leader it handed out."""
    if ACCELERATOR is not None:
        record.fields  # noqa: B018 # which C makes it one for
        return record
    with MATERIALIZING:
        if type(record) is LazyRecord:
            _set_leader(record, record.leader)
            _set_fields(record, [*map(record._field, record._batch.slots(record._index))])
            _set_pos(record, 0)
            _set_force_utf8(record, False)
            _set_to_unicode(record, True)
            # Last, so that other threads find either all or nothing of it.
            record.__class__ = Record  # type: ignore[assignment]
    return record


def changed(record: LazyRecord) -> bool:
    """Whether somebody may have changed what the record handed out; it is ordinary then."""
    if ACCELERATOR is None and record._handed_out is None:
        return False
    if not record._is_opened():
        leader = leader_of(record)
        if leader is None or str(leader) == record._batch.leader(record._index):
            return False
    materialize(record)
    return True


class LazyRecord(Record):
    """A record that was read and not changed yet."""

    __slots__ = ()

    _batch: Batch

    def __init__(self, batch: Batch, index: int, /) -> None:
        """`batch`: where the record is; `index`: which of its records, counted from 0."""
        self._batch = batch
        self._index = index
        if ACCELERATOR is None:
            self._handed_out = None

    def _field(self, slot: int) -> Field:
        """The field in a slot, always the same object."""
        given = handed_out_by(self)
        field = given.get(slot)
        if field is None:
            batch = self._batch
            field = given.setdefault(slot, LazyField(batch.tag(slot), batch.text(slot)))
        return field

    def _is_opened(self) -> bool:
        """Whether a field that was handed out was opened."""
        for field in handed_out_by(self).values():  # noqa: SIM110 # faster than any()
            if type(field) is not LazyField:
                return True
        return False

    # How it becomes an ordinary record.

    fields = ordinary("fields")
    pos = ordinary("pos")
    force_utf8 = ordinary("force_utf8")
    to_unicode = ordinary("to_unicode")

    @property
    def leader(self) -> Leader:
        """The leader, always the same object."""
        leader = leader_of(self)
        if leader is None:
            leader = Leader(self._batch.leader(self._index))
            if ACCELERATOR is None:
                handed_out_by(self)
            _set_leader(self, leader)
        return leader

    @leader.setter
    def leader(self, value: Leader) -> None:
        materialize(self).leader = value

    def __getitem__(self, tag: str) -> Field:
        """The first field with this tag.

        Raises KeyError where there is none.
        """
        if changed(self):
            return self[tag]
        slot = self._batch.slot_with(self._index, tag)
        if slot < 0:
            raise KeyError(tag)
        return self._field(slot)

    def get(self, tag: str, default: Any = None) -> Any:
        """The first field with this tag, or `default`."""
        if changed(self):
            return self.get(tag, default)
        slot = self._batch.slot_with(self._index, tag)
        return self._field(slot) if slot >= 0 else default

    def __contains__(self, tag: str) -> bool:
        """Whether there is a field with this tag."""
        if changed(self):
            return tag in self
        return self._batch.slot_with(self._index, tag) >= 0

    def get_fields(self, *tags: str) -> list[Field]:
        """The fields with one of these tags in their order; without a tag `fields` itself.

        A dot in a tag is any character: `6..` gives 600 to 699.
        """
        if not tags or changed(self):
            return materialize(self).get_fields(*tags)
        batch, index = self._batch, self._index
        if len(tags) == 1 and "." not in tags[0]:
            (tag,) = tags
            texts = texts_with(batch, index, tag)
            if texts is None:
                return [*map(self._field, batch.slots_with(index, tag))]
            if not texts:
                return []
            slots = batch.slots_with(index, tag)
            given = handed_out_by(self)
            return [
                given.get(slot) or given.setdefault(slot, LazyField(tag, text))
                for slot, text in zip(slots, texts, strict=True)
            ]
        if any("." in tag for tag in tags):
            there = dict.fromkeys(batch.tags_of(index))
            tags = tuple(tag for tag in there if any(matches(one, tag) for one in tags))
        units = UNIT_SETS[tags]
        if NO_MATCH in units and batch.odd:
            return [*map(self._field, batch.slots_of(index, tags))]
        begin, end = batch.first[index], batch.first[index + 1]
        present = batch.tags[begin:end]
        if units.isdisjoint(present):
            return []
        return [self._field(slot) for slot, unit in enumerate(present, begin) if unit in units]

    def __iter__(self) -> Iterator[Field]:
        """The fields in their order."""
        return iter(self.fields)

    # Values.

    def value(self, spec: str, default: Any = None) -> Any:
        """The first value that a spec such as `245$a`, `008/7-10` or `LDR/6` names, or `default`.

        Raises ValueError for what is no spec.
        """
        if changed(self):
            return self.value(spec, default)
        found = first_value(self._batch, self._index, spec)
        return default if found is None else found

    def values(self, spec: str) -> list[str]:
        """All values that a spec such as `650$a` or `856 40$u` names, as a new list.

        Fields come in the record's order, the subfields of a field in the order of the codes.

        Raises ValueError for what is no spec.
        """
        if changed(self):
            return self.values(spec)
        return all_values(self._batch, self._index, spec)

    @property
    def title(self) -> str | None:
        """The title: 245 $a and $b."""
        return self.title if changed(self) else title(self._batch, self._index)

    # The record as a whole.

    def as_marc(self, *, oversize: str = "raise") -> bytes:
        """The record in ISO 2709, byte for byte as it was in the input.

        But for what `MARCReader` gave: that comes as UTF-8, as from pymarc. See Record.as_marc.
        """
        batch, index = self._batch, self._index
        if changed(self) or (batch.converts and batch.leader(index)[9] != "a"):
            return Record.as_marc(materialize(self), oversize=oversize)
        return batch.raw(index)

    as_marc21 = as_marc

    def as_dict(self) -> dict[str, Any]:
        """The record as MARC-in-JSON has it, in dictionaries and lists."""
        return self.as_dict() if changed(self) else bulk.as_dict(self._batch, self._index)

    def as_json(self, **kwargs: Any) -> str:
        """The record in MARC-in-JSON; the arguments are those of `json.dumps`."""
        if kwargs or changed(self):
            return Record.as_json(self, **kwargs)
        return render.as_json(self._batch, self._index)

    def __str__(self) -> str:
        """The record as MARCMaker text, a line a field."""
        return str(self) if changed(self) else render.as_text(self._batch, self._index)

    def copy(self) -> Record:
        """The same record on its own, which shares nothing with this one."""
        return self.copy() if changed(self) else ReadRecord(self._batch.extract(self._index), 0)

    def __copy__(self) -> Record:
        return copy.copy(
            materialize(self)
        )  # with the same leader and list of fields, as of any record

    def __reduce_ex__(self, protocol: Any) -> Any:
        if changed(self):
            return self.__reduce_ex__(protocol)
        batch = self._batch.extract(self._index)
        return _restore, (batch.payload, batch.converts)


ReadRecord = LazyRecord
if not TYPE_CHECKING and ACCELERATOR is not None:
    ReadRecord = ACCELERATOR.read_record(LazyRecord, Record, Leader, parse)


def _restore(payload: bytes, converts: bool) -> Record:
    """A record from the batch it was pickled as."""
    return ReadRecord(Batch(payload, converts=converts), 0)
