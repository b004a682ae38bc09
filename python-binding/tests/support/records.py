"""Records in ISO 2709 made of their fields."""

from __future__ import annotations

LEADER = "{length:05d}nam a22{base:05d} i 4500"  # position 9: UTF-8


def iso2709(*fields: tuple[str, str], encoding: str = "utf-8") -> bytes:
    """A record of these fields, each a tag and a value."""
    directory = body = b""
    for tag, text in fields:
        value = text.encode(encoding) + b"\x1e"
        directory += f"{tag}{len(value):04d}{len(body):05d}".encode("iso8859-1")
        body += value
    base = 24 + len(directory) + 1
    leader = LEADER.format(length=base + len(body) + 1, base=base).encode()
    return leader + directory + b"\x1e" + body + b"\x1d"


def from_lines(leader: str, lines: list[str]) -> bytes:
    """A record of lines: tag, blank and value; `$` is a delimiter, `{dollar}` a dollar sign."""
    fields = [(line[:3], line[4:].replace("$", "\x1f").replace("{dollar}", "$")) for line in lines]
    raw = iso2709(*fields)
    given = leader.encode()
    return raw[:5] + given[5:9] + b"a22" + raw[12:17] + given[17:] + raw[24:]
