"""The leader: the first 24 characters of a record (MARC 21 Record Structure, Leader)."""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["Leader"]


class Leader:
    """The leader of a record, by position, slice or name.

    `leader[5]`, `leader[0:5]` and `leader["record_status"]` all give strings, and
    `leader.record_status` is the same as `leader[5]`. `str(leader)` is the whole leader, and a
    leader equals a string of the same characters. Positions are characters 00 to 23 of the
    standard. A byte that is not ASCII stands as U+FFFD.
    """

    __slots__ = ("leader",)

    leader: str

    def __init__(self, leader: str) -> None:
        """`leader`: the characters, 24 in a whole record."""
        self.leader = leader

    def __getitem__(self, item: str | int | slice) -> str:
        """The characters at a position or slice, or a named part.

        Raises IndexError for a position that is not there, AttributeError for an unknown name.
        """
        if isinstance(item, str):
            part: str = getattr(self, item)
            return part
        return self.leader[item]

    def __len__(self) -> int:
        return len(self.leader)

    def __iter__(self) -> Iterator[str]:
        return iter(self.leader)

    def __str__(self) -> str:
        return self.leader

    def __repr__(self) -> str:
        return f"Leader({self.leader!r})"

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Leader):
            return self.leader == other.leader
        if isinstance(other, str):
            return self.leader == other
        return NotImplemented

    # A leader is going to be changeable in place, so it must not be a dictionary key.
    __hash__ = None  # type: ignore[assignment]

    @property
    def record_length(self) -> str:
        """Record length (00-04)."""
        return self.leader[:5]

    @property
    def record_status(self) -> str:
        """Record status (05)."""
        return self.leader[5]

    @property
    def type_of_record(self) -> str:
        """Type of record (06)."""
        return self.leader[6]

    @property
    def bibliographic_level(self) -> str:
        """Bibliographic level (07)."""
        return self.leader[7]

    @property
    def type_of_control(self) -> str:
        """Type of control (08)."""
        return self.leader[8]

    @property
    def coding_scheme(self) -> str:
        """Character coding scheme (09): `a` is UTF-8, a blank MARC-8."""
        return self.leader[9]

    @property
    def indicator_count(self) -> str:
        """Indicator count (10)."""
        return self.leader[10]

    @property
    def subfield_code_count(self) -> str:
        """Subfield code count (11)."""
        return self.leader[11]

    @property
    def base_address(self) -> str:
        """Base address of data (12-16)."""
        return self.leader[12:17]

    @property
    def encoding_level(self) -> str:
        """Encoding level (17)."""
        return self.leader[17]

    @property
    def cataloging_form(self) -> str:
        """Descriptive cataloging form (18)."""
        return self.leader[18]

    @property
    def multipart_ressource(self) -> str:
        """Multipart resource record level (19), by the name pymarc gave it."""
        return self.leader[19]

    @property
    def length_of_field_length(self) -> str:
        """Length of the length-of-field portion (20)."""
        return self.leader[20]

    @property
    def starting_character_position_length(self) -> str:
        """Length of the starting-character-position portion (21)."""
        return self.leader[21]

    @property
    def implementation_defined_length(self) -> str:
        """Length of the implementation-defined portion (22)."""
        return self.leader[22]
