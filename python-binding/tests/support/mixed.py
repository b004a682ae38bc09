"""Records, whole and broken."""

from __future__ import annotations

from support.records import iso2709


def of_length(size: int, number: int) -> bytes:
    """A record of that many bytes, from 100 to 99,999, whose 001 is its number."""
    begin = ("001", f"{number:06d}")
    rest = size - len(iso2709(begin))
    fields = []
    while rest:  # a field takes 17 bytes besides its data, and at most 9,999 without its entry
        length = rest if rest <= 10_011 else min(10_011, rest - 100)
        fields.append(("500", "  \x1fa" + "x" * (length - 17)))
        rest -= length
    record = iso2709(begin, *fields)
    assert len(record) == size
    return record


GOOD = [of_length(200, number) for number in range(1, 11)]


BROKEN = b"99999" + GOOD[0][5:]
