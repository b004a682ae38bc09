"""The text of a leader that is not ASCII."""

from __future__ import annotations

import re

from panamarc.constants import DIRECTORY_ENTRY_LEN, LEADER_LEN

_CHARACTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|.", re.DOTALL
)


def leader_text(raw: bytes) -> str:
    """The 24 characters of a record's leader; one that is not ASCII as U+FFFD.

    A character of several bytes in UTF-8 counts as one where the directory begins only after the
    bytes of 24 such characters.
    """
    characters = _CHARACTER.findall(raw[: 4 * LEADER_LEN])[:LEADER_LEN]
    size = sum(map(len, characters))
    end = raw.find(b"\x1e", LEADER_LEN)
    end = len(raw) if end < 0 else end
    longer = (
        size < end
        and (end - LEADER_LEN) % DIRECTORY_ENTRY_LEN != 0
        and (end - size) % DIRECTORY_ENTRY_LEN == 0
    )
    if not longer:
        return raw[:LEADER_LEN].decode("ascii", "replace")
    return "".join(c.decode() if len(c) == 1 and c.isascii() else "\ufffd" for c in characters)
