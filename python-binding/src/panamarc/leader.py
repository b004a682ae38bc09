"""The leader: the first 24 characters of a record (MARC 21 Record Structure, Leader)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from panamarc.constants import LEADER_LEN
from panamarc.exceptions import BadLeaderValue, RecordLeaderInvalid

__all__ = ["Leader"]


class _Part:
    """A named part of the leader, which is read and written as an attribute."""

    def __init__(self, start: int, length: int, what: str) -> None:
        self._start = start
        self._length = length
        end = start + length - 1
        self._place = f"{start:02}" if length == 1 else f"{start:02}-{end:02}"
        self._what = what
        self.__doc__ = f"{what} ({self._place})."

    def __get__(self, leader: Leader | None, _: type) -> Any:
        if leader is None:
            return self
        return leader[self._start : self._start + self._length]

    def __set__(self, leader: Leader, value: str) -> None:
        if len(value) != self._length:
            raise BadLeaderValue(
                f"{self._what} ({self._place}) is {self._length} characters long, not {len(value)}:"
                f" {value!r}"
            )
        leader[self._start] = value


class Leader:
    """The leader of a record, by position, slice or name; all of them can be assigned to.

    `leader[5]`, `leader[0:5]` and `leader["record_status"]` all give strings, and
    `leader.record_status` is the same as `leader[5]`. `str(leader)` is the whole leader, and a
    leader equals a string of the same characters. Positions are characters 00 to 23 of the
    standard. In one that was read, a byte that is not ASCII is U+FFFD.

    A record's length (00-04) and base address (12-16) are set where it is written, not before.
    """

    __slots__ = ("_text",)

    _text: str

    def __init__(self, leader: str) -> None:
        """`leader`: 24 characters.

        Raises RecordLeaderInvalid for fewer or more.
        """
        if len(leader) != LEADER_LEN:
            raise RecordLeaderInvalid
        self._text = leader

    @property
    def leader(self) -> str:
        """All 24 characters."""
        return self._text

    @leader.setter
    def leader(self, value: str) -> None:
        self._text = value

    def __getitem__(self, item: str | int | slice) -> str:
        """The characters at a position or slice, or a named part.

        Raises IndexError for a position that is not there, AttributeError for an unknown name.
        """
        if isinstance(item, str):
            part: str = getattr(self, item)
            return part
        return self._text[item]

    def __setitem__(self, item: str | int | slice, value: str) -> None:
        """Puts characters in the place of those from a position on, or of a named part.

        Of a slice only the start counts, so that the leader keeps its length. Raises BadLeaderValue
        where the characters reach beyond the leader's end, or are too many or few for the part;
        IndexError for a negative position.
        """
        if isinstance(item, str):
            setattr(self, item, value)
            return
        position = item.start if isinstance(item, slice) else item
        if position < 0:
            raise IndexError(f"position {position} of a leader; they begin with 0")
        after = position + len(value)
        if after > LEADER_LEN:
            raise BadLeaderValue(
                f"{value!r} at position {position} reaches beyond the leader's {LEADER_LEN}"
                " characters"
            )
        self.leader = self._text[:position] + value + self._text[after:]

    def __len__(self) -> int:
        return len(self._text)

    def __iter__(self) -> Iterator[str]:
        return iter(self._text)

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"Leader({self._text!r})"

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Leader):
            return self._text == other._text
        if isinstance(other, str):
            return self._text == other
        return NotImplemented

    # A leader can be changed in place, so it must not be a dictionary key.
    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._text,)

    record_length = _Part(0, 5, "Record length")
    record_status = _Part(5, 1, "Record status")
    type_of_record = _Part(6, 1, "Type of record")
    bibliographic_level = _Part(7, 1, "Bibliographic level")
    type_of_control = _Part(8, 1, "Type of control")
    coding_scheme = _Part(9, 1, "Character coding scheme")  # `a`: UTF-8; a blank: MARC-8
    indicator_count = _Part(10, 1, "Indicator count")
    subfield_code_count = _Part(11, 1, "Subfield code count")
    base_address = _Part(12, 5, "Base address of data")
    encoding_level = _Part(17, 1, "Encoding level")
    cataloging_form = _Part(18, 1, "Descriptive cataloging form")
    multipart_ressource = _Part(19, 1, "Multipart resource record level")  # pymarc's spelling
    length_of_field_length = _Part(20, 1, "Length of the length-of-field portion")
    starting_character_position_length = _Part(
        21, 1, "Length of the starting-character-position portion"
    )
    implementation_defined_length = _Part(22, 1, "Length of the implementation-defined portion")
