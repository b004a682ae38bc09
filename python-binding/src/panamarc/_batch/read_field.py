"""Fields that were read: an ordinary Field in the end, but not before somebody needs one.

Such a field looks in its value, which is as the record has it, when asked. Where its parts are
asked for, which may then be changed, it becomes a Field by a change of its class, by which its
record sees that. `ReadField`, whose methods that are called most are in C where that was built, is
what records give; LazyField has all of them in Python.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from panamarc._core import ACCELERATOR
from panamarc.field import (
    DELIMITER,
    Field,
    Indicators,
    Subfield,
    in_json,
    indicators_in,
    is_local,
    pieces_of,
)

# Means a tag or code that no field can have: values are decoded strictly, so that a lone
# surrogate never occurs in them.
NO_MATCH = "\ud800"


class _Marks(dict[str, str]):
    """What a subfield of a code begins with, by code."""

    def __missing__(self, code: str) -> str:
        if not isinstance(code, str) or len(code) != 1 or code == DELIMITER:
            return NO_MATCH
        mark = self[code] = DELIMITER + code
        return mark


MARKS = _Marks()

# How the parts of a Field are set, in one that is none yet, too.
_put_tag = Field.tag.__set__  # type: ignore[attr-defined, misc]
_put_data = Field.data.__set__  # type: ignore[misc, union-attr]
_put_indicators = Field._indicators.__set__  # type: ignore[misc, union-attr]
_put_subfields = Field.subfields.__set__  # type: ignore[attr-defined, misc]
_put_control_field = Field.control_field.__set__  # type: ignore[attr-defined, misc]


def is_control(tag: str, text: str) -> bool:
    """Whether a field with this tag and value is a control field, of local kind too."""
    return (tag < "010" and tag.isdecimal()) or (DELIMITER not in text and is_local(tag, text))


def pieces_in(tag: str, text: str) -> list[str]:
    """The same; none for a control field."""
    return [] if tag < "010" and tag.isdecimal() else pieces_of(text)


class _Pairs(dict[str, Indicators]):
    """Indicators by their two characters; there are few."""

    def __missing__(self, text: str) -> Indicators:
        pair = Indicators(text[0], text[1])
        if len(self) < 1024:
            self[text] = pair
        return pair


PAIRS = _Pairs()


def materialize(field: LazyField) -> Field:
    """Makes an ordinary field of one that was read."""
    if ACCELERATOR is not None:
        field.subfields  # noqa: B018 # which C makes it one for
    elif type(field) is LazyField:
        kind = fill(field, field._tag, field._text)
        # Last, so that other threads find either all or nothing of it.
        field.__class__ = kind  # type: ignore[assignment]
    return field


def fill(field: Field, tag: str, text: str) -> type[Field]:
    """Gives a field the parts of a tag and a value as ISO 2709 has it, and says its class."""
    # By what the constructor of a named tuple calls: there are some 40 subfields in a record.
    new, subfield, kind = tuple.__new__, Subfield, Field
    indicators, *pieces = text.split(DELIMITER)
    _put_tag(field, tag)
    if (tag < "010" and tag.isdecimal()) or (not pieces and is_local(tag, text)):
        _put_control_field(field, True)
        _put_data(field, text)
        _put_subfields(field, [])
        _put_indicators(field, None)
        return kind
    if len(indicators) == 2 and "" not in pieces:
        _put_indicators(field, PAIRS[indicators])
    else:
        kind = OddField
        field._text = text
        _put_indicators(field, indicators_in(text))
        pieces = pieces_of(text)
    _put_control_field(field, False)
    _put_data(field, None)
    _put_subfields(field, [new(subfield, (piece[0], piece[1:])) for piece in pieces])
    return kind


def field_of(tag: str, text: str) -> Field:
    """An ordinary field of a tag and of a value as ISO 2709 has it."""
    field = object.__new__(Field)
    field.__class__ = fill(field, tag, text)
    return field


def parts(name: str) -> Any:
    """An attribute of Field, for which a field that was read has to become one."""

    def get(field: LazyField) -> Any:
        return getattr(materialize(field), name)

    def put(field: LazyField, value: Any) -> None:
        setattr(materialize(field), name, value)

    return property(get, put)


class LazyField(Field):
    """A field that was read and not changed yet."""

    __slots__ = ()

    def __init__(self, tag: str, text: str, /) -> None:
        """`text`: the field's value as ISO 2709 has it, without its field terminator."""
        self._tag = tag
        self._text = text

    tag = property(attrgetter("_tag"), lambda field, tag: setattr(materialize(field), "tag", tag))
    subfields = parts("subfields")
    _indicators = parts("_indicators")

    @property
    def control_field(self) -> bool:
        """Whether this is a control field, which has data but no indicators and subfields."""
        return is_control(self._tag, self._text)

    @control_field.setter
    def control_field(self, value: bool) -> None:
        materialize(self).control_field = value

    @property
    def data(self) -> str | None:
        """The data of a control field; None for a data field."""
        return self._text if is_control(self._tag, self._text) else None

    @data.setter
    def data(self, value: str | None) -> None:
        materialize(self).data = value

    @property
    def indicators(self) -> Indicators | None:
        """Both indicators; None for a control field.

        An indicator that the record lacks is a blank; characters beyond the second are left out.
        """
        return None if is_control(self._tag, self._text) else indicators_in(self._text)

    @indicators.setter
    def indicators(self, value: Any) -> None:
        materialize(self).indicators = value

    @property
    def indicator1(self) -> str:
        """The first indicator; empty for a control field."""
        indicators = self.indicators
        return indicators.first if indicators else ""

    @indicator1.setter
    def indicator1(self, value: str) -> None:
        materialize(self).indicator1 = value

    @property
    def indicator2(self) -> str:
        """The second indicator; empty for a control field."""
        indicators = self.indicators
        return indicators.second if indicators else ""

    @indicator2.setter
    def indicator2(self, value: str) -> None:
        materialize(self).indicator2 = value

    def get(self, code: str, default: Any = None) -> Any:
        """The value of the first subfield with this code, or `default`."""
        _, mark, rest = self._text.partition(MARKS[code])
        if not mark or (self._tag < "010" and self.control_field):
            return default
        return rest.partition(DELIMITER)[0]

    def __getitem__(self, code: str) -> str:
        """The value of the first subfield with this code.

        Raises KeyError where there is none, as in every control field.
        """
        _, mark, rest = self._text.partition(MARKS[code])
        if not mark or (self._tag < "010" and self.control_field):
            raise KeyError(code)
        return rest.partition(DELIMITER)[0]

    def __contains__(self, code: object) -> bool:
        """Whether there is a subfield with this code."""
        return MARKS[code] in self._text and not self.control_field  # type: ignore[index]

    def __iter__(self) -> Iterator[Subfield]:
        """The subfields in their order; none for a control field."""
        new = tuple.__new__
        return iter(
            [new(Subfield, (piece[0], piece[1:])) for piece in pieces_in(self._tag, self._text)]
        )

    def get_subfields(self, *codes: str) -> list[str]:
        """The values of the subfields with one of these codes, in the field's order."""
        if len(codes) == 1:
            _, mark, rest = self._text.partition(MARKS[codes[0]])
            if not mark or (self._tag < "010" and self.control_field):
                return []
            if mark in rest:
                return [piece.partition(DELIMITER)[0] for piece in rest.split(mark)]
            return [rest.partition(DELIMITER)[0]]
        return [piece[1:] for piece in pieces_in(self._tag, self._text) if piece[0] in codes]

    def subfields_as_dict(self) -> dict[str, list[str]]:
        """The values by code, each a list as codes may repeat; empty for a control field."""
        values: dict[str, list[str]] = {}
        for piece in pieces_in(self._tag, self._text):
            values.setdefault(piece[0], []).append(piece[1:])
        return values

    def value(self) -> str:
        """The data of a control field, or all values, stripped and joined by a space."""
        if is_control(self._tag, self._text):
            return self._text
        return " ".join([piece[1:].strip() for piece in pieces_of(self._text)])

    def format_field(self) -> str:
        """The field as a person would read it."""
        if is_control(self._tag, self._text):
            return self._text
        dashed = "vxyz" if self._tag.startswith("6") else ""
        return "".join(
            [
                f" -- {piece[1:]}" if piece[0] in dashed else f" {piece[1:]}"
                for piece in pieces_of(self._text)
                if piece[0] != "6"
            ]
        ).strip()

    def _canonical(self) -> str:
        """The field's value as its parts alone would give it."""
        text = self._text
        return text if is_control(self._tag, text) or is_canonical(text) else canonical(text)

    def _iso2709(self) -> str:
        return self._text

    def _warn_of_kind(self, stacklevel: int) -> None:
        """Has nothing to warn of: its value, as it was read, says its kind."""

    def _as_json(self) -> Any:
        return in_json(self._text, is_control(self._tag, self._text))

    def __str__(self) -> str:
        """The field as a line of MARCMaker text, with a backslash for a blank."""
        text = self._canonical()
        if is_control(self._tag, text):
            return f"={self._tag}  {text.replace(' ', chr(92))}"
        return f"={self._tag}  {text[:2].replace(' ', chr(92))}{text[2:].replace(DELIMITER, '$')}"

    def __copy__(self) -> Field:
        return copy.copy(materialize(self))  # with the same list of subfields, as of any field

    def __reduce__(self) -> tuple[Any, ...]:
        return ReadField, (self._tag, self._text)


ReadField = LazyField
if not TYPE_CHECKING and ACCELERATOR is not None:
    ReadField = ACCELERATOR.read_field(LazyField, Field, Subfield, Indicators, field_of)


class OddField(Field):
    """A field that was read and may be changed, and whose parts do not say all that was there.

    As long as the parts stay what they were, it is written as it was read.
    """

    __slots__ = ()

    def _iso2709(self) -> str:
        made = self._canonical()
        return self._text if made == canonical(self._text) else made

    def __reduce__(self) -> tuple[Any, ...]:
        state = (self.tag, self._text, self._indicators, list(self.subfields))
        return _restore_odd, state


def _restore_odd(
    tag: str, text: str, indicators: Indicators | None, subfields: list[Subfield]
) -> Field:
    field = materialize(ReadField("245", text))
    field.tag, field._indicators, field.subfields = tag, indicators, subfields
    return field


def is_canonical(text: str) -> bool:
    """Whether a data field's value is two indicators and subfields that all have codes."""
    begins = text[2:3] == DELIMITER or len(text) == 2
    return (
        begins
        and text.find(DELIMITER, 0, 2) < 0
        and "\x1f\x1f" not in text
        and not text.endswith(DELIMITER)
    )


def canonical(text: str) -> str:
    """A data field's value with two indicators, and without subfields that have no code."""
    return "".join([*indicators_in(text), *[DELIMITER + piece for piece in pieces_of(text)]])
