"""Records: built, changed and written here; read ones become these, see `_reading.read_record`.

It is one file, longer than others, since half of it is the documentation of one class.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any, TypeVar, overload

from panamarc._batch import bulk, render
from panamarc._batch.batch import HAS_DEFECTS, Batch, Defect
from panamarc._batch.spec import matches, parse
from panamarc._bibliographic import Summary, isbn_regex
from panamarc._core import RecordCore
from panamarc._decode import PYMARCS_MARC8, decode, normalize_subfield_code
from panamarc._iso2709 import OURS, encode
from panamarc.constants import (
    DIRECTORY_ENTRY_LEN,
    END_OF_FIELD,
    END_OF_RECORD,
    LEADER_LEN,
    SUBFIELD_INDICATOR,
)
from panamarc.exceptions import (
    BadSubfieldCodeWarning,
    BaseAddressInvalid,
    BaseAddressNotFound,
    FieldNotFound,
    MissingLinkedFields,
    NoFieldsFound,
    RecordDirectoryInvalid,
    RecordLeaderInvalid,
    TruncatedRecord,
)
from panamarc.field import Field, Indicators, RawField, Subfield, map_marc8_field
from panamarc.leader import Leader
from panamarc.marc8 import marc8_to_unicode

# With what pymarc's module of this name has from others of its modules: programs import it here.
__all__ = [
    "DIRECTORY_ENTRY_LEN",
    "END_OF_FIELD",
    "END_OF_RECORD",
    "LEADER_LEN",
    "SUBFIELD_INDICATOR",
    "BadSubfieldCodeWarning",
    "BaseAddressInvalid",
    "BaseAddressNotFound",
    "Field",
    "FieldNotFound",
    "Indicators",
    "Leader",
    "MissingLinkedFields",
    "NoFieldsFound",
    "RawField",
    "Record",
    "RecordDirectoryInvalid",
    "RecordLeaderInvalid",
    "Subfield",
    "TruncatedRecord",
    "isbn_regex",
    "map_marc8_field",
    "map_marc8_record",
    "marc8_to_unicode",
    "normalize_subfield_code",
]

T = TypeVar("T")

PLAIN = ("leader", "fields", "pos", "force_utf8", "to_unicode", "_index")


class Record(RecordCore, Summary):
    """A record: a leader and fields in order.

    Attributes: `leader`, a Leader; `fields`, a list that may be changed; `to_unicode`, whether the
    record is written as UTF-8; `force_utf8`, the same whatever the leader says.

    A record that a reader gave is read when asked, until its fields or leader are changed: it
    stays valid after its reader moved on or was closed, and keeps the batch it came in alive, while
    `copy()` and pickling give a record of its own. Records can be read from any number
    of threads while none of them changes them. Records are equal only to themselves, as in pymarc.
    """

    __slots__ = ()

    leader: Leader
    fields: list[Field]
    pos: int
    force_utf8: bool
    to_unicode: bool
    _batch: Batch | None
    _index: int
    _handed_out: dict[int, Field] | None  # what one that was read handed out, by slot

    def __init__(
        self,
        data: bytes | str = b"",
        fields: list[Field] | None = None,
        to_unicode: bool = True,
        force_utf8: bool = False,
        hide_utf8_warnings: bool = False,
        utf8_handling: str = "strict",
        leader: str = " " * LEADER_LEN,
        file_encoding: str = PYMARCS_MARC8,
    ) -> None:
        """A record without fields, or with those given.

        `data`: a record in ISO 2709, taken apart by `decode_marc`, which has its further
        parameters and what it raises; not looked at where there are `fields`, a list that is taken
        as it is. `leader`: 24 characters, of which 10-11 and 20-23 are set to `22` and `4500`.
        `force_utf8`: leader/09 is set to `a`, or read as if it were.
        """
        self.leader = Leader(f"{leader[:10]}22{leader[12:20]}4500")
        self.fields = []
        self.pos = 0
        self.force_utf8 = force_utf8
        self.to_unicode = to_unicode
        self._batch = None
        self._index = 0
        if fields:
            self.fields = fields
        elif len(data) > 0:
            self.decode_marc(
                data, to_unicode, force_utf8, hide_utf8_warnings, utf8_handling, file_encoding
            )
        elif force_utf8:
            self.leader.coding_scheme = "a"

    def decode_marc(
        self,
        marc: Any,
        to_unicode: bool = True,
        force_utf8: bool = False,
        hide_utf8_warnings: bool = False,
        utf8_handling: str = "strict",
        encoding: str = PYMARCS_MARC8,
    ) -> None:
        """Takes the leader of a record in ISO 2709, and adds its fields to those that are there.

        `marc`: bytes. `to_unicode`: False gives RawFields, with bytes for values. `force_utf8`:
        values are UTF-8, whatever leader/09 says; `utf8_handling`: how bytes that are not UTF-8
        are treated, by the names that Python's codecs have. `encoding`: of records whose leader/09
        is not `a`, where `iso8859-1` means MARC-8; `hide_utf8_warnings`: nothing is
        written to standard error of characters that MARC-8 lacks.

        By pymarc's rules, which believe leader and directory; `panamarc.open` repairs records.
        Raises RecordLeaderInvalid, BaseAddressNotFound, BaseAddressInvalid, TruncatedRecord,
        RecordDirectoryInvalid and NoFieldsFound; ValueError where leader or directory have no
        numbers, UnicodeDecodeError for bytes that are no characters.
        """
        as_utf8 = force_utf8 or self.force_utf8
        for part in decode(marc, to_unicode, as_utf8, hide_utf8_warnings, utf8_handling, encoding):
            if isinstance(part, Leader):
                self.leader = part
            else:
                self.add_field(part)

    # Fields.

    @overload
    def get(self, tag: str) -> Field | None: ...

    @overload
    def get(self, tag: str, default: T) -> Field | T: ...

    def get(self, tag: str, default: Any = None) -> Any:
        """The first field with this tag, or `default`."""
        for field in self.fields:
            if field.tag == tag:
                return field
        return default

    def __getitem__(self, tag: str) -> Field:
        """The first field with this tag.

        Raises KeyError where there is none.
        """
        for field in self.fields:
            if field.tag == tag:
                return field
        raise KeyError(tag)

    def __contains__(self, tag: str) -> bool:
        """Whether there is a field with this tag."""
        return any(field.tag == tag for field in self.fields)

    def __iter__(self) -> Iterator[Field]:
        """The fields in their order."""
        return iter(self.fields)

    def get_fields(self, *tags: str) -> list[Field]:
        """The fields with one of these tags, in their order; without a tag `fields` itself.

        A dot in a tag is any character: `6..` gives 600 to 699.
        """
        if not tags:
            return self.fields
        if any("." in tag for tag in tags):
            return [field for field in self.fields if any(matches(one, field.tag) for one in tags)]
        return [field for field in self.fields if field.tag in tags]

    def get_linked_fields(self, field: Field) -> list[Field]:
        """The fields 880 with the same occurrence number ($6) as a field.

        Raises MissingLinkedFields where the field has one, but no field 880 does.
        """
        number = field.linkage_occurrence_num()
        linked = [one for one in self.get_fields("880") if one.linkage_occurrence_num() == number]
        if number is not None and not linked:
            raise MissingLinkedFields(field)
        return linked

    def add_field(self, *fields: Field) -> None:
        """Adds fields after the others."""
        self.fields.extend(fields)

    def add_ordered_field(self, *fields: Field) -> None:
        """Adds each field before the first that has a higher tag, or no number for a tag."""
        for field in fields:
            self._insert(field, 3)

    def add_grouped_field(self, *fields: Field) -> None:
        """Adds each field before the first whose tag begins with a higher digit, or with none."""
        for field in fields:
            self._insert(field, 1)

    def _insert(self, field: Field, digits: int) -> None:
        """Inserts a field by the first digits of its tag; at the end if it is no number."""
        place = len(self.fields)
        if field.tag.isdecimal():
            number = int(field.tag[:digits])
            for at, other in enumerate(self.fields):
                if not other.tag.isdecimal() or int(other.tag[:digits]) > number:
                    place = at
                    break
        self.fields.insert(place, field)

    def remove_field(self, *fields: Field) -> None:
        """Removes fields, each the first that equals it.

        Raises FieldNotFound for one that is not there; those before it are removed then.
        """
        for field in fields:
            try:
                self.fields.remove(field)
            except ValueError:
                raise FieldNotFound from None

    def remove_fields(self, *tags: str) -> None:
        """Removes all fields with one of these tags."""
        self.fields[:] = [field for field in self.fields if field.tag not in tags]

    # Values.

    @overload
    def value(self, spec: str) -> str | None: ...

    @overload
    def value(self, spec: str, default: T) -> str | T: ...

    def value(self, spec: str, default: Any = None) -> Any:
        """The first value that a spec such as `245$a`, `008/7-10` or `LDR/6` names, or `default`.

        Raises ValueError for what is no spec.
        """
        values = self.values(spec)
        return values[0] if values else default

    def values(self, spec: str) -> list[str]:
        """All values that a spec such as `650$a` or `856 40$u` names, as a new list.

        Fields come in the record's order, the subfields of a field in the order of the codes.

        Raises ValueError for what is no spec.
        """
        return parse(spec).find_in(str(self.leader), self.fields)

    # The record as a whole.

    def as_marc(self, *, oversize: str = "raise") -> bytes:
        """The record in ISO 2709.

        One that was read and says what it said then comes byte for byte as it was in the input;
        `MARCReader`'s only if it is UTF-8. Any other has its length, base address and directory
        set, is UTF-8, and says so in leader/09, of the record, too. With `to_unicode` False it is
        UTF-8 or ISO 8859-1 as leader/09 says.

        `oversize`: what happens where record or field are longer than ISO 2709 can say. `raise`:
        UnwritableRecord. `cap`: everything is written, with nines where a number has no room; who
        goes by the terminators, as `panamarc.open` does, reads all fields again.

        Raises UnwritableRecord also for a tag of more than three bytes, and UnicodeEncodeError for
        characters outside ISO 8859-1 where that is written.
        """
        fields = self.fields
        made = bulk.encoded(fields)
        if self._batch is not None and self._says_the_same(self._batch, made):
            return self._batch.raw(self._index)
        if self.to_unicode:
            if isinstance(self.leader, Leader):
                self.leader.coding_scheme = "a"
            else:
                self.leader = self.leader[:9] + "a" + self.leader[10:]
        encoding = "utf-8" if self.leader[9] == "a" or self.force_utf8 else "iso8859-1"
        return encode(str(self.leader), fields, encoding, oversize, made)

    as_marc21 = as_marc

    def _says_the_same(self, batch: Batch, made: tuple[bytes, bytes] | None) -> bool:
        """Whether the record says what it said when it was read, and may be written like that."""
        index, fields = self._index, self.fields
        leader = batch.leader(index)
        if leader != str(self.leader) or (batch.converts and leader[9] != "a"):
            return False
        if made is None or batch.flags[index] & HAS_DEFECTS:
            return (
                all(type(field) in OURS for field in fields)
                and [field.tag for field in fields] == batch.tags_of(index)
                and [field._iso2709() for field in fields] == batch.texts(index)
            )
        directory, values = made
        *starts, end = batch.starts[batch.first[index] : batch.first[index + 1]].tolist()
        begin = starts[0] if starts else end
        return (
            values == batch.payload[begin:end]
            and [field.tag for field in fields] == batch.tags_of(index)
            and [
                int(directory[at - 5 : at])
                for at in range(DIRECTORY_ENTRY_LEN, len(directory) + 1, DIRECTORY_ENTRY_LEN)
            ]
            == [start - begin for start in starts]
        )

    def as_dict(self) -> dict[str, Any]:
        """The record as MARC-in-JSON has it, in dictionaries and lists."""
        fields = [{field.tag: field._as_json()} for field in self]
        leader = str(self.leader)
        batch = self._batch
        if batch is not None and leader == batch.leader(self._index):
            leader = render.leader(batch, self._index)
        return {"leader": leader, "fields": fields}

    def as_json(self, **kwargs: Any) -> str:
        """The record in MARC-in-JSON; the arguments are those of `json.dumps`."""
        return json.dumps(self.as_dict(), **kwargs)

    def __str__(self) -> str:
        """The record as MARCMaker text, a line a field."""
        lines = [f"=LDR  {self.leader}", *map(str, self.fields)]
        return "\n".join(lines) + "\n"

    def __repr__(self) -> str:
        title = self.value("245$a")
        named = f": {title}" if title else ""
        if self._batch:
            return f"<Record {self.number} of {self.source}{named}>"
        return f"<Record of {len(self.fields)} fields{named}>"

    def _repr_html_(self) -> str:
        """A table of the fields, for notebooks."""
        return render.as_html(str(self.leader), list(self))

    # Where it was read.

    @property
    def number(self) -> int:
        """The record's number in its reader, counted from 1; 0 if it was not read."""
        return self._batch.number(self._index) if self._batch else 0

    @property
    def source(self) -> str:
        """What the input is called: a path, or a word such as `<bytes>`; empty if not read."""
        return self._batch.source if self._batch else ""

    @property
    def span(self) -> tuple[int, int]:
        """Start and length in the (decompressed) input, in bytes; zeros if not read."""
        batch = self._batch
        return (batch.inputs[self._index], batch.spans[self._index]) if batch else (0, 0)

    @property
    def defects(self) -> list[Defect]:
        """What broke the standard in this record where it was read; usually nothing."""
        return self._batch.defects(self._index) if self._batch else []

    def copy(self) -> Record:
        """The same record on its own, which shares nothing with this one."""
        return copy.deepcopy(self)

    def __getstate__(self) -> dict[str, Any]:
        state = {name: getattr(self, name) for name in PLAIN}
        if self._batch is not None:
            batch = self._batch.extract(self._index)
            state |= {"_index": 0, "_batch": (batch.payload, batch.converts)}
        return state | getattr(self, "__dict__", {})

    def __setstate__(self, state: dict[str, Any]) -> None:
        payload = state.pop("_batch", None)
        self._batch = Batch(payload[0], converts=payload[1]) if payload else None
        for name, value in state.items():
            setattr(self, name, value)


def map_marc8_record(record: Record) -> Record:
    """The same record, with its values decoded from MARC-8 in place, and leader/09 set to `a`."""
    record.fields = [map_marc8_field(field) for field in record.fields]
    record.leader = Leader(f"{str(record.leader)[:9]}a{str(record.leader)[10:]}")
    return record
