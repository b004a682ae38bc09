"""MARC-8 to Unicode, as pymarc reads it (MARC 21 Specifications, "MARC-8 Encoding Environment").

`panamarc.open` decodes MARC-8 in Java and reports what it could not; this is for programs that have
bytes, and for what `MARCReader` promises to read as pymarc does. It needs no Java.
"""

from __future__ import annotations

import sys
import unicodedata
from typing import Any

from panamarc.marc8_mapping import ODD_MAP, codesets

__all__ = ["MARC8ToUnicode", "marc8_to_unicode"]

ESCAPE = 0x1B
EACC = 0x31
COMMA = 0x2C
ASCII_AGAIN = 0x73
BLANK = 0x20


def marc8_to_unicode(marc8: Any, hide_utf8_warnings: bool = False) -> str:
    """The text of bytes in MARC-8, in NFC.

    A character that no table has is a blank, and a line on standard error says so unless
    `hide_utf8_warnings`. Raises UnicodeDecodeError where the bytes end within a character or an
    escape sequence.
    """
    try:
        return MARC8ToUnicode(quiet=hide_utf8_warnings).translate(marc8)
    except IndexError:
        raw = marc8 if isinstance(marc8, bytes) else str(marc8).encode()
        reason = "invalid multibyte character encoding"
        raise UnicodeDecodeError("marc8_to_unicode", raw, 0, len(raw), reason) from None


class MARC8ToUnicode:
    """Decodes MARC-8. What an escape sequence designates holds for the next call, too."""

    basic_latin = 0x42
    ansel = 0x45

    def __init__(self, G0: int = basic_latin, G1: int = ansel, quiet: bool = False) -> None:
        """`G0`, `G1`: the final characters of the sets that hold at first, as numbers."""
        self.g0 = G0
        self.g1 = G1
        self.quiet = quiet

    def translate(self, marc8_string: Any) -> str:
        """The text of bytes in MARC-8, in NFC.

        A character whose number is below 0x20 is left out, as is one between 0x80 and 0xA0, and a
        combining mark without a letter after it. A string is taken as bytes are, but for escapes.
        Raises IndexError where the bytes end within a character or an escape sequence.
        """
        if not marc8_string:
            return ""
        if self.g0 == self.basic_latin and marc8_string.isascii():
            text = marc8_string if isinstance(marc8_string, str) else marc8_string.decode("ascii")
            if text.isprintable():
                return str(text)
        if isinstance(marc8_string, str):
            return self._decoded([ord(one) for one in marc8_string], escapes=False)
        return self._decoded(marc8_string, escapes=True)

    def _decoded(self, codes: Any, escapes: bool) -> str:
        found: list[str] = []
        marks: list[str] = []  # they come before their letter
        at, end = 0, len(codes)
        while at < end:
            if escapes and codes[at] == ESCAPE:
                kind = codes[at + 1 : at + 2]
                if kind in (b"(", b",", b"$"):
                    if end < at + 3:
                        found.append("\x1b")  # broken off: its reader shall see it
                        at += 1
                        continue
                    at += kind == b"$" and codes[at + 2] == COMMA
                    self.g0 = codes[at + 2]
                    at += 3
                    continue
                if kind in (b")", b"-"):
                    self.g1 = codes[at + 2]
                    at += 3
                    continue
                # What follows these two bytes is a character, even if it is an escape.
                if codes[at + 1] in codesets():
                    self.g0 = codes[at + 1]
                    at += 2
                elif codes[at + 1] == ASCII_AGAIN:
                    self.g0 = self.basic_latin
                    at += 2
                    if at == end:
                        break
            code = self._code(codes, at)
            at += 3 if self.g0 == EACC else 1
            if code < BLANK or 0x80 < code < 0xA0:
                continue
            number, mark = self._character(code)
            if mark:
                marks.append(chr(number))
                continue
            found.append(chr(number))
            if code not in ODD_MAP:
                found += marks
                marks = []
        return unicodedata.normalize("NFC", "".join(found))

    def _code(self, codes: Any, at: int) -> int:
        """The number of the character at a position, in the set that holds there."""
        if self.g0 != EACC:
            number: int = codes[at]
            return number
        if len(codes) < at + 3:
            sys.stderr.write(
                f"Multi-byte position {at + 3} exceeds length of marc8 string {len(codes)}\n"
            )
            return BLANK
        first, second, third = codes[at : at + 3]
        return int(first * 0x10000 + second * 0x100 + third)

    def _character(self, code: int) -> tuple[int, int]:
        """A character's number in Unicode, and whether it is a combining mark."""
        final = self.g1 if code > 0x80 and self.g0 != EACC else self.g0
        found = codesets().get(final, {}).get(code)
        if found is not None:
            return found
        if code in ODD_MAP:
            return ODD_MAP[code], 0
        if not self.quiet:
            sys.stderr.write(f"Unable to parse character 0x{code:x} in g0={self.g0} g1={self.g1}\n")
        return BLANK, 0
