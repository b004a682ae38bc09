"""A record in ISO 2709 taken apart by pymarc's rules, in Python alone.

These rules trust the leader and the directory, and refuse a record that contradicts itself with
pymarc's exceptions. Java's reading, which `panamarc.open` gives, repairs such records instead. A
control field of local kind, whose data pymarc takes for indicators and cuts, is given whole.
"""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from panamarc._log import logger
from panamarc.constants import DIRECTORY_ENTRY_LEN, LEADER_LEN
from panamarc.exceptions import (
    BadSubfieldCodeWarning,
    BaseAddressInvalid,
    BaseAddressNotFound,
    NoFieldsFound,
    RecordDirectoryInvalid,
    RecordLeaderInvalid,
    TruncatedRecord,
)
from panamarc.field import Field, Indicators, RawField, Subfield, is_local
from panamarc.leader import Leader
from panamarc.marc8 import marc8_to_unicode

PYMARCS_MARC8 = "iso8859-1"

INDICATOR_FAULTS = {0: "missing indicators: %s", 1: "only 1 indicator found: %s"}


def decode(
    marc: bytes,
    to_unicode: bool,
    force_utf8: bool,
    hide_utf8_warnings: bool,
    utf8_handling: str,
    encoding: str,
) -> Iterator[Leader | Field]:
    """Gives the leader of a record in ISO 2709, then its fields.

    Raises what `Record.decode_marc` raises, after what comes before the fault.
    """
    leader = marc[:LEADER_LEN].decode("ascii")
    if len(leader) != LEADER_LEN:
        raise RecordLeaderInvalid
    if leader[9] == "a" or force_utf8:
        encoding = "utf-8"
    yield Leader(leader)
    base_address = int(marc[12:17])
    if base_address <= 0:
        raise BaseAddressNotFound
    if base_address >= len(marc):
        raise BaseAddressInvalid
    if len(marc) < int(leader[:5]):
        raise TruncatedRecord
    directory = marc[LEADER_LEN : base_address - 1].decode("ascii")
    if len(directory) % DIRECTORY_ENTRY_LEN:
        raise RecordDirectoryInvalid

    value_of: Callable[[bytes], Any]
    if not to_unicode:
        value_of = bytes
    elif leader[9] == "a" or force_utf8:

        def value_of(data: bytes) -> str:
            return data.decode("utf-8", utf8_handling)
    elif encoding == PYMARCS_MARC8:

        def value_of(data: bytes) -> str:
            return marc8_to_unicode(data, hide_utf8_warnings)
    else:

        def value_of(data: bytes) -> str:
            return data.decode(encoding)

    kind = Field if to_unicode else RawField
    for at in range(0, len(directory), DIRECTORY_ENTRY_LEN):
        tag = directory[at : at + 3]
        length = int(directory[at + 3 : at + 7])
        start = base_address + int(directory[at + 7 : at + 12])
        data = marc[start : start + length - 1]
        if tag < "010" and tag.isdecimal():
            field = kind(tag, data=data.decode(encoding) if to_unicode else data)  # type: ignore[arg-type]
        elif b"\x1f" not in data and is_local(tag, data.decode("iso8859-1")):
            field = kind(tag, data=value_of(data))  # type: ignore[arg-type]
        else:
            first, *pieces = data.split(b"\x1f")
            indicators = _indicators(first.decode("ascii"), data)
            subfields = [_subfield(piece, value_of) for piece in pieces if piece]
            field = kind(tag, indicators, subfields)
        yield field
    if not directory:
        raise NoFieldsFound


def _indicators(found: str, data: bytes) -> Indicators:
    """Blanks for missing indicators, and the first two of more than two."""
    if len(found) != 2:
        logger().warning(INDICATOR_FAULTS.get(len(found), "more than 2 indicators found: %s"), data)
        found = f"{found:2}"
    return Indicators(found[0], found[1])


def _subfield(piece: bytes, value_of: Callable[[bytes], Any]) -> Subfield:
    if piece[0] < 0x80:
        return Subfield(chr(piece[0]), value_of(piece[1:]))
    warnings.warn(BadSubfieldCodeWarning(piece), stacklevel=2)
    code, length = normalize_subfield_code(piece)
    return Subfield(code, value_of(piece[length:]))


def normalize_subfield_code(subfield: bytes) -> tuple[str, int]:
    """An ASCII letter for a subfield's code outside ASCII, and the code's length in bytes.

    Raises IndexError where nothing of the code is in ASCII.
    """
    try:
        text = subfield.decode("utf-8")
        length = len(text[0].encode("utf-8"))
    except UnicodeDecodeError:
        text, length = subfield.decode("latin-1"), 1
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return bare[0], length
