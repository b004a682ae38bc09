"""Regular expressions of the crate `regex`, which polars has, as ones of Java's.

Both languages agree on little more than letters: Java's dot leaves out more than line feeds, its
dollar matches before a line feed at the end, and each folds case by a table of its own. Java also
takes a time that is not in proportion to the text where parts repeat. So only what is translated
here with the same meaning is; all else is None.
"""

from __future__ import annotations

import re

SPECIAL = r"\.+*?()|[]{}^$"
MOST_OPTIONAL = 2  # parts; Java tries each with each, and gives up where that takes too long
# Of ASCII's letters those that other characters are the same letters as.
FOLDED = {"k": "\N{KELVIN SIGN}", "s": "\N{LATIN SMALL LETTER LONG S}"}
INSENSITIVE = "(?i)"

ATOM = re.compile(
    r"\\(?P<escaped>[\\.+*?()|\[\]{}^$])"
    r"|(?P<any>\.)"
    r"|(?P<set>\[\^?(?:[0-9A-Za-z](?:-[0-9A-Za-z])?)+\])"
    r"|(?P<plain>[^\\.+*?()|\[\]{}^$])",
    re.DOTALL,
)
ALTERNATIVE = re.compile(r"(?:[^\\|\[]|\\.|\[[^\]]*\])*", re.DOTALL)


def quoted(text: str) -> str:
    """A pattern of Java's that matches this text alone."""
    return "".join(one if one.isalnum() or ord(one) > 127 else "\\" + one for one in text)


def translated(pattern: str) -> str | None:
    """A pattern of Java's that is found in the same texts; None where that is not sure."""
    insensitive = pattern.startswith(INSENSITIVE)
    rest = pattern.removeprefix(INSENSITIVE)
    found, at = [], 0
    while True:
        match = ALTERNATIVE.match(rest, at)
        assert match is not None, "it matches nothing, too"
        alternative = _alternative(match[0], insensitive)
        if alternative is None:
            return None
        found.append(alternative)
        at = match.end()
        if at == len(rest):
            return "|".join(found)
        if rest[at] != "|":
            return None
        at += 1


def _alternative(text: str, insensitive: bool) -> str | None:
    found = []
    at, end, optional = 0, len(text), 0
    if text.startswith("^"):
        found.append("^")
        at = 1
    ends = text.endswith("$") and not text.endswith(r"\$") and at < end
    if ends:
        end -= 1
    while at < end:
        match = ATOM.match(text, at, end)
        atom = _atom(match, insensitive) if match else None
        if match is None or atom is None:
            return None
        found.append(atom)
        at = match.end()
        if at < end and text[at] == "?":
            optional += 1
            found.append("?")
            at += 1
    if ends:
        found.append(r"\z")
    return "".join(found) if optional <= MOST_OPTIONAL else None


def _atom(match: re.Match[str], insensitive: bool) -> str | None:
    if match["any"]:
        return r"[^\n]"
    if match["set"]:
        ranges = re.findall(r"(.)-(.)", match["set"])
        return None if insensitive or any(a > b for a, b in ranges) else match["set"]
    one = match["escaped"] or match["plain"]
    if not insensitive or not one.isalpha():
        return quoted(one)
    if not one.isascii():
        return None
    small = one.lower()
    return f"[{small}{small.upper()}{FOLDED.get(small, '')}]"
