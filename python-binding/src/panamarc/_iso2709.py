"""A record written in ISO 2709: leader, directory, values."""

from __future__ import annotations

from itertools import accumulate
from typing import NoReturn

from panamarc._batch.read_field import OddField, ReadField
from panamarc.constants import DIRECTORY_ENTRY_LEN, LEADER_LEN
from panamarc.exceptions import UnwritableRecord
from panamarc.field import Field, RawField

MOST_RECORD, MOST_FIELD = 99_999, 9_999  # what five and four digits can say
OVERSIZE = ("raise", "cap")

# Those whose `as_marc` is ours for certain; one of another class may have its own.
OURS = frozenset((Field, ReadField, OddField))


def encode(
    leader: str,
    fields: list[Field],
    encoding: str,
    oversize: str,
    made: tuple[bytes, bytes] | None,
) -> bytes:
    """The record; `oversize` as for `Record.as_marc`, `made` what `bulk.encoded` gave.

    Raises UnwritableRecord for what does not fit, UnicodeEncodeError for characters that the
    encoding lacks.
    """
    if oversize not in OVERSIZE:
        raise ValueError(f"oversize is {oversize!r}; expected one of {', '.join(OVERSIZE)}")
    if made is None:
        for field in fields:
            if type(field) in OURS:
                field._warn_of_kind(stacklevel=3)
    if made is None or encoding != "utf-8" or LEADER_LEN + sum(map(len, made)) + 2 > MOST_RECORD:
        made = _encoded(fields, encoding, oversize)
    directory, values = made
    base_address = LEADER_LEN + len(directory) + 1
    length = min(base_address + len(values) + 1, MOST_RECORD)
    head = f"{length:05}{leader[5:12]}{min(base_address, MOST_RECORD):05}{leader[17:]}"
    return b"".join([head.encode(encoding), directory, b"\x1e", values, b"\x1d"])


def _encoded(fields: list[Field], encoding: str, oversize: str) -> tuple[bytes, bytes]:
    """The directory of fields, and their values."""
    values = [_value(field, encoding) for field in fields]
    tags = [tag if len(tag := field.tag) == 3 else tag.rjust(3, "0") for field in fields]
    starts = [0, *accumulate(map(len, values))]
    length = LEADER_LEN + DIRECTORY_ENTRY_LEN * len(values) + 1 + starts[-1] + 1
    longest = max(map(len, values), default=0)
    if oversize == "raise" and (length > MOST_RECORD or longest > MOST_FIELD):
        _refuse(length, tags, values)
    directory = "".join(
        f"{tag}{min(len(value), MOST_FIELD):04d}{min(start, MOST_RECORD):05d}"
        for tag, value, start in zip(tags, values, starts, strict=False)
    ).encode(encoding)
    if len(directory) != DIRECTORY_ENTRY_LEN * len(values):
        tag = next(tag for tag in tags if len(tag.encode(encoding)) != 3)
        raise UnwritableRecord(
            f"tag {tag!r} is {len(tag.encode(encoding))} bytes long; ISO 2709 has room for 3"
        )
    return directory, b"".join(values)


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
