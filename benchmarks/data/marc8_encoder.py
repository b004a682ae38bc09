"""Latin text with diacritics as MARC-8: ASCII and ANSEL, by the table of spec/marc8.

It is here to make inputs whose right reading is known; panamarc's own decoder has another table.
"""

import unicodedata
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).resolve().parents[2] / "spec" / "marc8" / "yaz.tsv"
_ANSEL = "E"  # the final character of the set
_FIRST_CODE = 0xA1  # of ANSEL, as G1


@cache
def _codes() -> dict[str, bytes]:
    """The code of each character and each mark of ANSEL."""
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        final, _, characters = line.partition("\t")
        if final == _ANSEL:
            row = characters.partition("\t")[2]
            codes = {c: bytes([_FIRST_CODE + at]) for at, c in enumerate(row) if c != " "}
            # A mark over two letters has a code for each half.
            return {c: code for c, code in codes.items() if c not in "\u0360\u0361"}
    raise ValueError(f"{_TABLE.name} has no set {_ANSEL}")


def encoded(text: str) -> bytes:
    """The text as MARC-8; marks come before their base. Raises ValueError for other letters."""
    if text.isascii():
        return text.encode()
    out: list[bytes] = []
    base = 0  # where in `out` the last base is, before which its marks go
    for character in unicodedata.normalize("NFC", text):
        whole = character.isascii() or character in _codes()
        for part in character if whole else unicodedata.normalize("NFD", character):
            if unicodedata.combining(part):
                out.insert(base, _code(part))
                base += 1
            else:
                base = len(out)
                out.append(_code(part))
    return b"".join(out)


def _code(character: str) -> bytes:
    if character.isascii():
        return character.encode()
    try:
        return _codes()[character]
    except KeyError:
        name = unicodedata.name(character, "no character")
        raise ValueError(f"U+{ord(character):04X} ({name}) is not in ANSEL") from None
