"""Fields, and what they consist of.

A field keeps its value as one piece of text, just as the record has it, and looks in it when asked:
no subfield is made into an object before somebody wants objects.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["Field", "Indicators", "Subfield"]

DELIMITER = "\x1f"

# Stands for a tag or code that no field can have: values are decoded strictly, so that a lone
# surrogate never occurs in them.
NOWHERE = "\ud800"


class Subfield(NamedTuple):
    """One subfield: its code, one character, and its value."""

    code: str
    value: str


class Indicators(NamedTuple):
    """The two indicators of a data field, one character each."""

    first: str
    second: str


class _Marks(dict[str, str]):
    """What a subfield of a code begins with, by code."""

    def __missing__(self, code: str) -> str:
        if not isinstance(code, str) or len(code) != 1 or code == DELIMITER:
            return NOWHERE
        mark = self[code] = DELIMITER + code
        return mark


MARKS = _Marks()


class Field:
    """One field of a record: a control field (tags 000-009) or a data field.

    Fields come from records. They can be read from any number of threads.
    """

    __slots__ = ("tag", "_text")

    tag: str
    _text: str

    def __init__(self, tag: str, text: str, /) -> None:
        """`text`: the field's value as ISO 2709 has it, without its field terminator."""
        self.tag = tag
        self._text = text

    @property
    def control_field(self) -> bool:
        """Whether this is a control field, which has data but no indicators and subfields."""
        return self.tag < "010" and self.tag.isdecimal()

    def is_control_field(self) -> bool:
        """The same as `control_field`, as a method."""
        return self.control_field

    def is_subject_field(self) -> bool:
        """Whether the tag begins with 6."""
        return self.tag.startswith("6")

    @property
    def data(self) -> str | None:
        """The data of a control field; None for a data field."""
        return self._text if self.control_field else None

    @property
    def indicators(self) -> Indicators | None:
        """Both indicators; None for a control field.

        An indicator that the record lacks is a blank; characters beyond the second are left out.
        """
        if self.control_field:
            return None
        found = self._text.partition(DELIMITER)[0][:2].ljust(2)
        return Indicators(found[0], found[1])

    @property
    def indicator1(self) -> str:
        """The first indicator; empty for a control field."""
        indicators = self.indicators
        return indicators.first if indicators else ""

    @property
    def indicator2(self) -> str:
        """The second indicator; empty for a control field."""
        indicators = self.indicators
        return indicators.second if indicators else ""

    @property
    def subfields(self) -> list[Subfield]:
        """All subfields in their order, as a new list; empty for a control field."""
        new = tuple.__new__  # what the constructor of a named tuple calls, a quarter faster
        return [new(Subfield, (piece[0], piece[1:])) for piece in self._pieces()]

    def _pieces(self) -> list[str]:
        """Code and value of each subfield as one string, those without a code left out."""
        if self.control_field:
            return []
        pieces = self._text.split(DELIMITER)
        del pieces[0]
        return pieces if "" not in pieces else [piece for piece in pieces if piece]

    def get(self, code: str, default: str | None = None) -> str | None:
        """The value of the first subfield with this code, or `default`."""
        _, mark, rest = self._text.partition(MARKS[code])
        if not mark or (self.tag < "010" and self.control_field):
            return default
        return rest.partition(DELIMITER)[0]

    def __getitem__(self, code: str) -> str:
        """The value of the first subfield with this code.

        Raises KeyError where there is none, as in every control field.
        """
        _, mark, rest = self._text.partition(MARKS[code])
        if not mark or (self.tag < "010" and self.control_field):
            raise KeyError(code)
        return rest.partition(DELIMITER)[0]

    def __contains__(self, code: object) -> bool:
        """Whether there is a subfield with this code."""
        return MARKS[code] in self._text and not self.control_field  # type: ignore[index]

    def __iter__(self) -> Iterator[Subfield]:
        """The subfields in their order; none for a control field."""
        return iter(self.subfields)

    def get_subfields(self, *codes: str) -> list[str]:
        """The values of the subfields with one of these codes, in the field's order."""
        if len(codes) == 1:
            _, mark, rest = self._text.partition(MARKS[codes[0]])
            if not mark or (self.tag < "010" and self.control_field):
                return []
            if mark in rest:
                return [piece.partition(DELIMITER)[0] for piece in rest.split(mark)]
            return [rest.partition(DELIMITER)[0]]
        return [piece[1:] for piece in self._pieces() if piece[0] in codes]

    def subfields_as_dict(self) -> dict[str, list[str]]:
        """The values by code, each a list as codes may repeat; empty for a control field."""
        values: dict[str, list[str]] = {}
        for piece in self._pieces():
            values.setdefault(piece[0], []).append(piece[1:])
        return values

    def value(self) -> str:
        """The data of a control field, or all values, stripped and joined by a space."""
        if self.control_field:
            return self._text
        return " ".join([piece[1:].strip() for piece in self._pieces()])

    def format_field(self) -> str:
        """The field as a person would read it.

        Values are joined by a space, in subject fields subdivisions ($v, $x, $y, $z) by ` -- `;
        the linkage ($6) is left out.
        """
        if self.control_field:
            return self._text
        dashed = "vxyz" if self.is_subject_field() else ""
        return "".join(
            [
                f" -- {piece[1:]}" if piece[0] in dashed else f" {piece[1:]}"
                for piece in self._pieces()
                if piece[0] != "6"
            ]
        ).strip()

    def __str__(self) -> str:
        """The field as a line of MARCMaker text, with a backslash for a blank."""
        indicators = self.indicators
        if indicators is None:
            return f"={self.tag}  {self._text.replace(' ', chr(92))}"
        shown = "".join(indicators).replace(" ", "\\")
        return f"={self.tag}  {shown}{''.join(['$' + piece for piece in self._pieces()])}"

    def __repr__(self) -> str:
        return f"<Field {self}>"
