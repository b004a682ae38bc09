"""Fields, and what they consist of.

It is one file, longer than others, since half of it is the documentation of one class.
"""

from __future__ import annotations

import copyreg
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar, overload

from panamarc._core import FieldCore
from panamarc._log import logger
from panamarc.constants import END_OF_FIELD, SUBFIELD_INDICATOR
from panamarc.exceptions import MarcWarning
from panamarc.marc8 import marc8_to_unicode

# With what pymarc's module of this name has from others of its modules: programs import it here.
__all__ = [
    "END_OF_FIELD",
    "SUBFIELD_INDICATOR",
    "Field",
    "Indicators",
    "RawField",
    "Subfield",
    "map_marc8_field",
    "marc8_to_unicode",
]

T = TypeVar("T")

DELIMITER = SUBFIELD_INDICATOR

LEGACY = (
    "subfields are given as Subfield(code, value), not as strings: "
    "Field.convert_legacy_subfields makes these of [code, value, code, value]"
)


def is_local(tag: str, text: str) -> bool:
    """Whether a value without subfields is the data of a control field of local kind.

    Systems have such fields under tags outside 00X, as Aleph has FMT and SYS. Under a tag of three
    digits two indicators alone are a data field without subfields, and so is no value at all; MARC
    21 has no capital letters as indicators. Under any other tag the value may be whatever it is.
    """
    if not (tag.isdecimal() and tag.isascii()):
        return True
    return bool(text) and not are_indicators(text)


def are_indicators(text: str) -> bool:
    """Whether a value is two indicators alone."""
    return len(text) == 2 and text.isascii() and text.isprintable() and text == text.lower()


class Subfield(NamedTuple):
    """One subfield: its code, one character, and its value."""

    code: str
    value: str


class Indicators(NamedTuple):
    """The two indicators of a data field, one character each."""

    first: str
    second: str


class Field(FieldCore):
    """One field of a record: a control field (tags 000-009) or a data field.

        Field("001", data="ocm00012345")
        Field("245", Indicators("1", "0"), [Subfield("a", "Title /"), Subfield("c", "author.")])

    Attributes: `tag`; `control_field`, whether it is one; `data`, a control field's data and None
    in a data field; `subfields`, a list that may be changed, empty in a control field. Fields can
    be read from any number of threads while none of them changes them.

    A control field of local kind, such as Aleph's SYS, has another tag: one that was read has a
    value without subfields, one that is made has `data` alone: `Field("SYS", data="000000123")`.
    ISO 2709 does not distinguish data that may be two indicators from these under a tag of three
    digits, so that `Field("900", data="12")` is written with its data as subfield a, and a
    MarcWarning. Nor does it distinguish a data field without subfields under a tag with a letter
    from a control field: it reads back as one, with an `indicators` defect.
    """

    __slots__ = ()

    tag: str
    data: str | None
    subfields: list[Subfield]
    control_field: bool
    _indicators: Indicators | None
    _tag: str  # of one that was read
    _text: str  # its value as ISO 2709 has it, without its field terminator

    def __init__(
        self,
        tag: str,
        indicators: Sequence[str] | None = None,
        subfields: list[Subfield] | None = None,
        data: str | None = None,
    ) -> None:
        """A field of its own.

        `tag`: three characters; a number is filled up with zeros. `indicators`: two characters
        each a string, blanks for None. `subfields` is taken as it is, not copied. `data`: of a
        control field, which takes neither indicators nor subfields. With another tag than 000 to
        009 it makes a control field of local kind, unless there are indicators or subfields.

        Raises ValueError for indicators that are not two, and for subfields given as strings.
        """
        if not isinstance(tag, str):
            try:
                tag = f"{int(tag):03}"
            except (TypeError, ValueError):
                tag = f"{tag}"
        elif len(tag) != 3 and tag.isdecimal():
            tag = f"{int(tag):03}"
        if subfields and isinstance(subfields[0], str):
            raise ValueError(LEGACY)
        self.tag = tag
        local = data is not None and indicators is None and not subfields
        if local or (tag < "010" and tag.isdecimal()):
            self.control_field = True
            self.data = data
            self.subfields = []
            self._indicators = None
            return
        self.control_field = False
        self.data = None
        self.subfields = subfields or []
        if type(indicators) is Indicators:
            self._indicators = indicators
        elif not indicators:
            self._indicators = Indicators(" ", " ")
        else:
            self.indicators = indicators

    @property
    def indicators(self) -> Indicators | None:
        """Both indicators; None for a control field. Any two strings in a row can be assigned.

        Raises ValueError where a list or tuple of another length is assigned.
        """
        return self._indicators

    @indicators.setter
    def indicators(self, value: Sequence[str] | None) -> None:
        if value and isinstance(value, list | tuple) and len(value) != 2:
            raise ValueError(f"a field has two indicators, not {len(value)}: {value!r}")
        if value is not None:
            self._indicators = value if isinstance(value, Indicators) else Indicators(*value)

    @property
    def indicator1(self) -> str:
        """The first indicator; empty for a control field."""
        return self._indicators.first if self._indicators else ""

    @indicator1.setter
    def indicator1(self, value: str) -> None:
        self._indicators = self._both()._replace(first=value)

    @property
    def indicator2(self) -> str:
        """The second indicator; empty for a control field."""
        return self._indicators.second if self._indicators else ""

    @indicator2.setter
    def indicator2(self, value: str) -> None:
        self._indicators = self._both()._replace(second=value)

    def _both(self) -> Indicators:
        if self._indicators is None:
            raise AttributeError(f"field {self.tag} is a control field, which has no indicators")
        return self._indicators

    @classmethod
    def convert_legacy_subfields(cls, subfields: Iterable[str]) -> list[Subfield]:
        """Subfields from codes and values in turn, as pymarc before version 5 had them.

        Raises ValueError where the last code has no value.
        """
        one = iter(subfields)
        return [Subfield(code, value) for code, value in zip(one, one, strict=True)]

    def is_control_field(self) -> bool:
        """The same as `control_field`, as a method."""
        return self.control_field

    def is_subject_field(self) -> bool:
        """Whether the tag begins with 6."""
        return self.tag.startswith("6")

    @overload
    def get(self, code: str) -> str | None: ...

    @overload
    def get(self, code: str, default: T) -> str | T: ...

    def get(self, code: str, default: Any = None) -> Any:
        """The value of the first subfield with this code, or `default`."""
        if not self.control_field:
            for subfield in self.subfields:
                if subfield.code == code:
                    return subfield.value
        return default

    def __getitem__(self, code: str) -> str:
        """The value of the first subfield with this code.

        Raises KeyError where there is none, as in every control field.
        """
        if not self.control_field:
            for subfield in self.subfields:
                if subfield.code == code:
                    return subfield.value
        raise KeyError(code)

    def __setitem__(self, code: str, value: str) -> None:
        """Gives the only subfield with this code another value.

        Raises KeyError where there is none or several, and in a control field.
        """
        if self.control_field:
            raise KeyError("field is a control field")
        found = [at for at, subfield in enumerate(self.subfields) if subfield.code == code]
        if not found:
            raise KeyError(f"no code '{code}'")
        if len(found) > 1:
            raise KeyError(f"more than one code '{code}'")
        self.subfields[found[0]] = Subfield(self.subfields[found[0]].code, value)

    def __contains__(self, code: object) -> bool:
        """Whether there is a subfield with this code."""
        if self.control_field:
            return False
        return any(subfield.code == code for subfield in self.subfields)

    def __iter__(self) -> Iterator[Subfield]:
        """The subfields in their order; none for a control field."""
        return iter(() if self.control_field else self.subfields)

    def get_subfields(self, *codes: str) -> list[str]:
        """The values of the subfields with one of these codes, in the field's order."""
        if self.control_field:
            return []
        return [subfield.value for subfield in self.subfields if subfield.code in codes]

    def add_subfield(self, code: str, value: str, pos: int | None = None) -> None:
        """Adds a subfield before the one at `pos`, or at the end; nothing in a control field."""
        if self.control_field:
            return
        if pos is None:
            self.subfields.append(Subfield(code, value))
        else:
            self.subfields.insert(pos, Subfield(code, value))

    def delete_subfield(self, code: str) -> str | None:
        """Takes the first subfield with this code away and gives its value, None where none is."""
        if not self.control_field:
            for at, subfield in enumerate(self.subfields):
                if subfield.code == code:
                    return self.subfields.pop(at).value
        return None

    def subfields_as_dict(self) -> dict[str, list[str]]:
        """The values by code, each a list as codes may repeat; empty for a control field."""
        values: dict[str, list[str]] = {}
        if not self.control_field:
            for subfield in self.subfields:
                values.setdefault(subfield.code, []).append(subfield.value)
        return values

    def linkage_occurrence_num(self) -> str | None:
        """The occurrence number of the linkage ($6): `01` in `880-01/(N`; None without $6.

        Raises IndexError where $6 has no hyphen.
        """
        linkage = self.get("6")
        return linkage.split("-")[1].split("/")[0] if linkage else None

    def value(self) -> str:
        """The data of a control field, or all values, stripped and joined by a space."""
        if self.control_field:
            return self.data or ""
        return " ".join([subfield.value.strip() for subfield in self.subfields])

    def format_field(self) -> str:
        """The field as a person would read it.

        Values are joined by a space, in subject fields subdivisions ($v, $x, $y, $z) by ` -- `;
        the linkage ($6) is left out.
        """
        if self.control_field:
            return self.data or ""
        dashed = ("v", "x", "y", "z") if self.is_subject_field() else ()
        return "".join(
            [
                f" -- {subfield.value}" if subfield.code in dashed else f" {subfield.value}"
                for subfield in self.subfields
                if subfield.code != "6"
            ]
        ).strip()

    def as_marc(self, encoding: str) -> bytes:
        """The field's value and its field terminator, in an encoding.

        Raises UnicodeEncodeError for characters that the encoding lacks.
        """
        self._warn_of_kind(stacklevel=2)
        return (self._of_kind(self._canonical()) + END_OF_FIELD).encode(encoding)

    as_marc21 = as_marc

    def _canonical(self) -> str:
        """The field's value as ISO 2709 has it, made from its parts."""
        if self.control_field:
            return self.data or ""
        return joined((self.indicator1, self.indicator2), self.subfields)

    def _iso2709(self) -> str:
        """The field's value as a record is written with it."""
        return self._of_kind(self._canonical())

    def _warn_of_kind(self, stacklevel: int) -> None:
        """Warns where the data of a control field is written as subfield a.

        `stacklevel`: the same as for `warnings.warn`, as the caller would give it.
        """
        if self.control_field and self._of_kind(text := self._canonical()) != text:
            message = (
                f"field {self.tag}: the data {text!r} would read back as two indicators; it is"
                " written as subfield a"
            )
            warnings.warn(message, MarcWarning, stacklevel=stacklevel + 1)

    def _of_kind(self, text: str) -> str:
        """A value, or the data in it as subfield a where the value alone would be indicators."""
        indicators = self.control_field and are_indicators(text) and self.tag >= "010"
        if indicators and not is_local(self.tag, text):
            return f"  {DELIMITER}a{text}"
        return text

    def _as_json(self) -> Any:
        """The field as MARC-in-JSON has it."""
        if self.control_field:
            data = self.data
            return in_json(data, True) if isinstance(data, str) else data
        return {
            "ind1": self.indicator1,
            "ind2": self.indicator2,
            "subfields": [{subfield.code: subfield.value} for subfield in self.subfields],
        }

    def __str__(self) -> str:
        """The field as a line of MARCMaker text, with a backslash for a blank."""
        if self.control_field:
            return f"={self.tag}  {(self.data or '').replace(' ', chr(92))}"
        indicators = "".join([chr(92) if one == " " else f"{one}" for one in self._both()])
        return f"={self.tag}  {indicators}{''.join([f'${c}{v}' for c, v in self.subfields])}"

    def __repr__(self) -> str:
        return f"<Field {self}>"

    def __getstate__(self) -> tuple[dict[str, Any] | None, dict[str, Any]]:
        # What pickle and copy take by themselves of slots in Python, but not of those in C.
        names = copyreg._slotnames(type(self))  # type: ignore[attr-defined]
        slots = {name: getattr(self, name) for name in names if hasattr(self, name)}
        return getattr(self, "__dict__", None), slots


def indicators_in(text: str) -> Indicators:
    """The first two indicators of a data field's value, blanks for those that it lacks."""
    found = text.partition(DELIMITER)[0][:2].ljust(2)
    return Indicators(found[0], found[1])


def pieces_of(text: str) -> list[str]:
    """Code and value of each subfield as one string, those without a code left out."""
    pieces = text.split(DELIMITER)
    del pieces[0]
    return pieces if "" not in pieces else [piece for piece in pieces if piece]


def joined(indicators: Iterable[str], subfields: Iterable[Subfield]) -> str:
    """A data field's value as ISO 2709 has it."""
    parts = [f"{SUBFIELD_INDICATOR}{code}{value}" for code, value in subfields]
    return f"{''.join(indicators)}{''.join(parts)}"


def in_json(text: str, control: bool) -> Any:
    """A field as MARC-in-JSON has it, by its value as ISO 2709 has it.

    That has no place for subfields in a control field, so that one with subfields comes as the
    data field that it is.
    """
    if control and DELIMITER not in text:
        return text
    first, second = indicators_in(text)
    subfields = [{piece[0]: piece[1:]} for piece in pieces_of(text)]
    return {"ind1": first, "ind2": second, "subfields": subfields}


class RawField(Field):
    """A field whose data and values are bytes, just as the input has them.

    `MARCReader(..., to_unicode=False)` gives these, for records in an encoding that is not known.
    """

    __slots__ = ()

    def as_marc(self, encoding: str | None = None) -> bytes:
        """The field's value and its field terminator.

        `encoding` changes nothing, and a line of the log says so.
        """
        if encoding is not None:
            logger().warning("a RawField is written as it is, not in the encoding %s", encoding)
        self._warn_of_kind(stacklevel=2)
        return self._of_kind(self._canonical()).encode("iso8859-1") + END_OF_FIELD.encode("ascii")

    as_marc21 = as_marc

    def _canonical(self) -> str:
        """The field's value, a character a byte."""
        if self.control_field:
            return _characters(self.data or b"")
        parts = [f"{SUBFIELD_INDICATOR}{code}{_characters(v)}" for code, v in self.subfields]
        return f"{self.indicator1}{self.indicator2}{''.join(parts)}"


def _characters(raw: Any) -> str:
    """Bytes, a character each."""
    return str(raw, "iso8859-1")


def map_marc8_field(f: Field) -> Field:
    """The same field, with its data or values decoded from MARC-8 in place."""
    if f.control_field:
        f.data = marc8_to_unicode(f.data)
    else:
        f.subfields = [Subfield(code, marc8_to_unicode(value)) for code, value in f.subfields]
    return f
