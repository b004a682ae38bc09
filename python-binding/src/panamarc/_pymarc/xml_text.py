"""What MARCXML cannot carry of a record, replaced and counted: as `convert` does it in Java."""

from __future__ import annotations

import re
import warnings
from typing import Any

from panamarc.exceptions import MarcWarning

# What XML 1.0 has no way to write (section 2.2): most control characters, halves of surrogate
# pairs, and two more.
NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

CHARACTERS = "characters that the format cannot carry were replaced"
INDICATORS = "fields had other than two indicators; they were filled up with blanks or cut"
CODES = "subfields had other than one character as code; it was filled up with a blank or cut"
LOCAL = "control fields of local kind were written as data fields, the data as subfield a"
ORDER = "records had control fields after data fields; they were written before these"
KINDS = (CHARACTERS, INDICATORS, CODES, LOCAL, ORDER)


class Losses:
    """What could not be written, by kind, and the number of the first record concerned."""

    def __init__(self) -> None:
        self.record = 0  # number of the record that is written, counted from 1
        self._counts: dict[str, int] = {}
        self._firsts: dict[str, int] = {}

    def add(self, kind: str, count: int = 1) -> None:
        """Counts losses of a kind."""
        self._counts[kind] = self._counts.get(kind, 0) + count
        self._firsts.setdefault(kind, self.record)

    def text(self, text: Any) -> Any:
        """Text with U+FFFD for what XML cannot carry; anything but text as it is."""
        if not isinstance(text, str):
            return text
        replaced, count = NO_CHARACTER.subn("\ufffd", text)
        if count:
            self.add(CHARACTERS, count)
        return replaced

    def character(self, given: Any) -> str:
        """The character that an indicator or code is: of several the first, a blank for none."""
        return self.text(str(given)[:1]) if given else " "

    def sentences(self) -> list[str]:
        """How many losses there were, a sentence for each kind; empty where nothing was lost."""
        return [self._sentence(kind) for kind in KINDS if kind in self._counts]

    def _sentence(self, kind: str) -> str:
        first = self._firsts[kind]
        return f"{self._counts[kind]:,} {kind}" + (f", first in record {first}" if first else "")

    def warn(self, stacklevel: int) -> None:
        """Warns of them; the order of fields is no matter for that, since nothing of it is lost."""
        for kind in KINDS:
            if kind in self._counts and kind != ORDER:
                message = f"MARCXML: {self._sentence(kind)}"
                warnings.warn(message, MarcWarning, stacklevel=stacklevel + 1)
