"""What ISO 2709 and MARC 21 fix: lengths in bytes, and the three structural characters."""

from __future__ import annotations

__all__ = [
    "DIRECTORY_ENTRY_LEN",
    "END_OF_FIELD",
    "END_OF_RECORD",
    "LEADER_LEN",
    "SUBFIELD_INDICATOR",
]

LEADER_LEN = 24
DIRECTORY_ENTRY_LEN = 12
SUBFIELD_INDICATOR = "\x1f"  # the subfield delimiter, as pymarc calls it
END_OF_FIELD = "\x1e"
END_OF_RECORD = "\x1d"
