"""A record written in ISO 2709: leader, directory, values."""

from __future__ import annotations

from itertools import accumulate
from typing import NoReturn

from panamarc import _made
from panamarc._readfield import OddField, ReadField
from panamarc.constants import DIRECTORY_ENTRY_LEN, LEADER_LEN
from panamarc.exceptions import UnwritableRecord
from panamarc.field import Field, RawField

MOST_RECORD, MOST_FIELD = 99_999, 9_999  # what five and four digits can say
MOST_FIELDS = (MOST_RECORD - LEADER_LEN - 1) // DIRECTORY_ENTRY_LEN
OVERSIZE = ("raise", "cap")

# Those whose `as_marc` is ours for certain; one of another class may have its own.
OURS = frozenset((Field, ReadField, OddField))


def encode(leader: str, fields: list[Field], encoding: str, oversize: str) -> bytes:
    """The record; `oversize` as for `Record.as_marc`.

    Raises UnwritableRecord for what does not fit, UnicodeEncodeError for characters that the
    encoding lacks.
    """
    if oversize not in OVERSIZE:
        raise ValueError(f"oversize is {oversize!r}; expected one of {', '.join(OVERSIZE)}")
    values = _made.values(fields) if encoding == "utf-8" else None
    if values is None:
        values = [_value(field, encoding) for field in fields]
    tags = [tag if len(tag := field.tag) == 3 else tag.rjust(3, "0") for field in fields]
    starts = [0, *accumulate(map(len, values))]
    base_address = LEADER_LEN + DIRECTORY_ENTRY_LEN * len(values) + 1
    length = base_address + starts[-1] + 1
    if base_address > MOST_RECORD:
        # Where the directory ends has to be said: nobody could find it otherwise.
        raise UnwritableRecord(
            f"the record has {len(values)} fields; the directory of ISO 2709 has room for"
            f" {MOST_FIELDS}"
        )
    longest = max(map(len, values), default=0)
    if length > MOST_RECORD or longest > MOST_FIELD:
        if oversize == "raise":
            _refuse(length, tags, values)
        entries = [
            f"{tag}{min(len(value), MOST_FIELD):04d}{min(start, MOST_RECORD):05d}"
            for tag, value, start in zip(tags, values, starts, strict=False)
        ]
    else:
        entries = [
            f"{tag}{len(value):04d}{start:05d}"
            for tag, value, start in zip(tags, values, starts, strict=False)
        ]
    directory = "".join(entries).encode(encoding)
    if len(directory) != DIRECTORY_ENTRY_LEN * len(values):
        tag = next(tag for tag in tags if len(tag.encode(encoding)) != 3)
        raise UnwritableRecord(
            f"tag {tag!r} is {len(tag.encode(encoding))} bytes long; ISO 2709 has room for 3"
        )
    head = f"{min(length, MOST_RECORD):05}{leader[5:12]}{base_address:05}"
    return b"".join([(head + leader[17:]).encode(encoding), directory, b"\x1e", *values, b"\x1d"])


def _value(field: Field, encoding: str) -> bytes:
    if type(field) in OURS:
        return (field._iso2709() + "\x1e").encode(encoding)
    return field.as_marc() if isinstance(field, RawField) else field.as_marc(encoding)


def _refuse(length: int, tags: list[str], values: list[bytes]) -> NoReturn:
    hint = 'as_marc(oversize="cap") writes it for readers that go by its terminators'
    for tag, value in zip(tags, values, strict=True):
        if len(value) > MOST_FIELD:
            raise UnwritableRecord(
                f"field {tag} is {len(value)} bytes long; ISO 2709 has room for {MOST_FIELD}."
                f" {hint}"
            )
    raise UnwritableRecord(
        f"the record is {length} bytes long; ISO 2709 has room for {MOST_RECORD}. {hint}"
    )
