"""The character sets of MARC-8, from the tables that the Java core carries.

`CODESETS` gives each set by the final character of its escape sequence, as a number: a dictionary
from codes to pairs of a character's number and 1 for a combining mark. `CHARSET_42` and so on are
the same dictionaries, with that number in their names. Sets that are in the right half (ANSEL,
extended Cyrillic, extended Arabic) have codes above 0x80, EACC has three bytes in one number. Where
the Library of Congress maps a mark that spans two letters to one character today, and to two halves
before, the halves are here, as in pymarc; EACC characters that Unicode did not have come in the
private use area. The tables are read when one of them is asked for first.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

__all__ = ["CODESETS", "ODD_MAP"]

Codeset = dict[int, tuple[int, int]]

CORE = Path(__file__).parent / "_java" / "lib" / "panamarc-core.jar"
FOLDER = "org/panamarc/internal/charset/"
EACC, BASIC_LATIN, ANSEL = 0x31, 0x42, 0x45
RIGHT_HALF = "E4Q"
CONTROLS = "C1"  # joiners and marks for sorting, which go with ANSEL

# Codes that are no EACC characters, and what those who wrote them meant.
ODD_MAP = {
    0x21203D: 0x2026,
    0x212040: 0x201C,
    0x7F2014: 0x2014,
    0x7F2019: 0x2019,
    0x7F2020: 0x201D,
    0x7F2122: 0x2122,
}

if TYPE_CHECKING:
    CODESETS: dict[int, Codeset]


def __getattr__(name: str) -> dict[int, Any]:
    if name == "CODESETS":
        return codesets()
    if name.startswith("CHARSET_"):
        for final, codeset in codesets().items():
            if name == f"CHARSET_{final:X}":
                return codeset
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@lru_cache(maxsize=1)
def codesets() -> dict[int, Codeset]:
    """All sets, read once.

    Raises FileNotFoundError where the Java core is not in the package.
    """
    import zipfile  # a tenth of what importing all that reads takes

    with zipfile.ZipFile(CORE) as core:
        sets = _one_byte(core.read(FOLDER + "marc8.tsv").decode())
        sets[EACC] = _eacc(core.read(FOLDER + "eacc.tsv").decode())
    sets[BASIC_LATIN] = {code: (code, 0) for code in (0x1B, 0x1D, 0x1E, *range(0x1F, 0x7F))}
    return sets


def _rows(table: str) -> list[list[str]]:
    return [line.split("\t") for line in table.splitlines() if line[:1] not in ("", "#")]


def _one_byte(table: str) -> dict[int, Codeset]:
    sets: dict[int, Codeset] = {}
    shift = 0
    current: Codeset = {}
    for row in _rows(table):
        if row[0].startswith("= "):
            final = row[0].split()[1]
            shift = 0x80 if final in RIGHT_HALF else 0
            current = sets.setdefault(ANSEL if final == CONTROLS else ord(final), {})
            continue
        code, today, before, mark = [*row, "", "", ""][:4]
        current[int(code, 16) + shift] = int(before or today, 16), int(mark == "m")
    return sets


def _eacc(table: str) -> Codeset:
    return {int(row[0], 16): (int(row[1], 16), 0) for row in _rows(table)}
