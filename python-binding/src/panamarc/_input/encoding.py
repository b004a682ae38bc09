"""What `file_encoding` names, checked as soon as it is given, in a form that crosses into Java."""

from __future__ import annotations

import codecs
from itertools import chain, product
from typing import Any, NamedTuple

UNIMARC = "unimarc"

# What Java calls encodings of several bytes a character where it does not know Python's name, or
# means another encoding by it.
JAVA_NAMES = {
    "cp932": "windows-31j",
    "cp949": "x-windows-949",
    "cp950": "x-windows-950",
    "johab": "x-Johab",
    "utf-8-sig": "utf-8",
}

HIGH = bytes(range(0x80, 0x100))


class FileEncoding(NamedTuple):
    """How the values of an input are coded: two of the fields of PythonOptions."""

    name: str | None
    """None for the rule of MARC 21, `unimarc`, or an encoding."""
    table: str | None
    """The characters of its bytes, U+FFFD for none, where each is a character by itself."""

    @classmethod
    def named(cls, name: str | None) -> FileEncoding:
        """The encoding that Python knows by a name.

        Raises LookupError for a name that Python does not know, and ValueError for an encoding that
        is not ASCII-compatible.
        """
        if name is None:
            return cls(None, None)
        if name.lower() == UNIMARC:
            return cls(UNIMARC, None)
        canonical = codecs.lookup(name).name
        table = [_read(bytes([byte]), name) for byte in range(0x100)]
        for byte in range(0x80):
            if table[byte] != chr(byte):
                raise ValueError(
                    f"file_encoding is {name!r}, which is not ASCII-compatible, as the structure "
                    f"of MARC is: it does not read byte 0x{byte:02X} as U+{byte:04X}"
                )
        # An encoding of one byte a character reads any two as it reads each. It needs no charset of
        # the Java runtime's, which differ from one runtime to another.
        pairs = bytes(chain.from_iterable(product(HIGH, repeat=2)))
        if _read(pairs, name) == "".join(map(table.__getitem__, pairs)):
            return cls(canonical, "".join(table))
        return cls(JAVA_NAMES.get(canonical, canonical), None)

    def check(self, java: Any) -> None:
        """Raises LookupError where it takes a charset that the Java runtime lacks."""
        if self.name in (None, UNIMARC) or self.table is not None:
            return
        if not java.charset.isSupported(self.name):
            raise LookupError(
                f"the Java runtime in {java.home} has no charset {self.name}: "
                "use a full JDK, whose module jdk.charsets has more of them"
            )


def _read(text: bytes, encoding: str) -> str:
    """The text in an encoding, U+FFFD where it is none."""
    try:
        return text.decode(encoding, "replace")
    except UnicodeError:  # of encodings that are no character sets, such as idna
        return "\ufffd"
