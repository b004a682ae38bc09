"""Reads the specs that are no short ones: `docs/marcspec.md` defines the language."""

from __future__ import annotations

import unicodedata
from string import ascii_letters, ascii_lowercase, digits
from typing import NamedTuple, NoReturn

from panamarc.exceptions import SpecError

LEADER_TAG = "LDR"
LETTERS = ascii_letters + digits
MARKS = {chr(code) for code in range(0x21, 0x7F)} - {"$", "/"}
DEEPEST = 16  # levels of braces
MOST_DIGITS = 9
END = "\0"  # what is next after the last character
ESCAPED = "${}!=~?|"
TERM = 'a tag, "[", "/", "$", "^" or "\\"'
FIRST_TERM = 'a tag, "[", "/", "$", "^", "\\" or an operator'
OPERATORS = ("!=", "!~", "=", "~", "?", "!")
AN_OPERATOR = '"=", "!=", "~", "!~", "!", "?", '
CODES_ONLY = "the end: a spec with indicators after a blank has only codes after them"

# What a part is: the field's text, an indicator, subfields with a code, or in a term the subfield
# at hand or, with an index, one with the same code.
FIELD, INDICATOR, SUBFIELDS, SAME_SUBFIELDS = range(4)


class Range(NamedTuple):
    """Positions of characters, or of fields or subfields that repeat; both ends are included."""

    first: int
    last: int | None
    """None for all that follow."""
    from_end: bool
    """Whether `last` counts from the end, where 0 is the last, and the range goes to the end."""

    def of(self, length: int) -> slice:
        """Which of that many things."""
        if self.from_end:
            return slice(max(0, length - (self.last or 0) - 1), length)
        return slice(self.first, None if self.last is None else self.last + 1)


class Part(NamedTuple):
    """What of a field is asked for."""

    kind: int
    first: str = ""
    """The number of the indicator, or the first code of subfields."""
    last: str = ""
    which: Range | None = None
    """Which of the subfields of a field; None for all."""
    characters: Range | None = None
    conditions: tuple[tuple[Comparison, ...], ...] = ()
    """All must hold; one does where one of its comparisons holds."""


class Path(NamedTuple):
    """Fields, and what of them."""

    tag: str
    """Empty in a term that leaves it out."""
    which: Range | None
    parts: tuple[Part, ...]
    """Several only where all are subfields."""


class Comparison(NamedTuple):
    """Two terms, a text or a path each, and what must hold between them."""

    left: str | Path | None
    """None for the value at hand."""
    operator: str
    right: str | Path


class Outer(NamedTuple):
    """What a sub-spec is written after."""

    kind: int
    has_characters: bool
    leader: bool


class Parser:
    """Reads one spec."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def spec(self) -> Path:
        """Reads a spec that is no short one. Raises SpecError for a text that is not one."""
        tag = self._tag()
        leader = tag == LEADER_TAG
        if self._peek() == " ":
            self._indicators(leader)
        index = self._index()
        parts = [self._part(leader, self._peek() in "$^")]
        while parts[0].kind == SUBFIELDS and self._peek() == "$":
            parts.append(self._part(leader, marked=True))
        if self.at < len(self.text):
            raise self._error(_expected_after(leader, index, parts[-1]))
        return Path(tag, index, tuple(parts))

    # Characters of the text.

    def _peek(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else END

    def _next(self) -> str:
        self.at += 1
        return self.text[self.at - 1]

    def _take(self, expected: str) -> bool:
        found = self.text.startswith(expected, self.at)
        self.at += len(expected) if found else 0
        return found

    def _error(self, expected: str, start: int | None = None, end: int | None = None) -> SpecError:
        """An error in the text from `start` to `end`; in the next character where not given."""
        start = self.at if start is None else start
        end = min(self.at + 1, len(self.text)) if end is None else end
        found = f'"{self.text[start:end]}"' if start < end else "the end"
        return SpecError(self.text, start, found, expected)

    # Ranges.

    def _position(self) -> int | None:
        """Takes a number, or `#`, which is None."""
        if self._take("#"):
            return None
        start = self.at
        while self._peek() in digits:
            self.at += 1
        if self.at == start:
            raise self._error('a number or "#"')
        if self.at - start > MOST_DIGITS:
            raise self._error("a number of at most 9 digits", start, self.at)
        return int(self.text[start : self.at])

    def _range(self) -> Range:
        start = self.at
        first = self._position()
        if not self._take("-"):
            return Range(0, 0, True) if first is None else Range(first, first, False)
        last = self._position()
        if first is None:
            return Range(0, last or 0, True)
        if last is not None and last < first:
            raise self._error("a range that does not end before it starts", start, self.at)
        return Range(first, last, False)

    def _index(self) -> Range | None:
        if not self._take("["):
            return None
        index = self._range()
        if not self._take("]"):
            raise self._error('"]"')
        return index

    def _characters(self) -> Range | None:
        return self._range() if self._take("/") else None

    # Parts.

    def _tag(self) -> str:
        start = self.at
        for _ in range(3):
            if self._peek() not in LETTERS + ".":
                raise self._error('a tag: three letters, digits or "."')
            self.at += 1
        return self.text[start : self.at]

    def _part(self, leader: bool, marked: bool) -> Part:
        part = self._marked(leader) if marked else Part(FIELD, characters=self._characters())
        return self._with_conditions(part, leader)

    def _with_conditions(self, part: Part, leader: bool) -> Part:
        outer = Outer(part.kind, part.characters is not None, leader)
        return part._replace(conditions=self._conditions(outer))

    def _marked(self, leader: bool) -> Part:
        """Takes an indicator or subfields, of which the first character is next."""
        start = self.at
        if leader:
            lacking = "indicators" if self._peek() == "^" else "subfields"
            raise self._error(f"no {lacking}: the leader has none")
        if self._next() == "^":
            if self._peek() not in "12":
                raise self._error("^1 or ^2", start, min(self.at + 1, len(self.text)))
            number = self._next()
            return Part(INDICATOR, number, number)
        first = self._peek()
        if not "!" <= first <= "~" or first == "|":
            raise self._error("a subfield code")
        self.at += 1
        last = self._last_code(first) if self._peek() == "-" else first
        return Part(SUBFIELDS, first, last, self._index(), self._characters())

    def _last_code(self, first: str) -> str:
        start = self.at - 1
        self.at += 1
        last = self._peek()
        same = digits if first in digits else ascii_lowercase
        if first not in same or last not in same or last < first:
            expected = "a range of small letters or of digits, the first not after the last"
            raise self._error(expected, start, min(self.at + 1, len(self.text)))
        return self._next()

    def _indicators(self, leader: bool) -> NoReturn:
        """Finds what is wrong in a spec with indicators after a blank, which is no short one."""
        if leader:
            raise self._error("no indicators: the leader has none")
        self.at += 1
        for _ in range(2):
            if self._peek() not in LETTERS + ".#|":
                raise self._error('an indicator: a letter, a digit, "#" for a blank or "."')
            self.at += 1
        if not self._take("$"):
            raise self._error('"$" or the end')
        if self._peek() not in MARKS:
            raise self._error("subfield codes: letters and digits, or one other sign")
        several = self._next() in LETTERS
        while several and self._peek() in LETTERS:
            self.at += 1
        raise self._error(CODES_ONLY)

    # Sub-specs.

    def _conditions(self, outer: Outer) -> tuple[tuple[Comparison, ...], ...]:
        conditions = []
        while self._peek() == "{":
            if self.depth == DEEPEST:
                raise self._error(f"at most {DEEPEST} levels of braces")
            self.at += 1
            self.depth += 1
            alternatives = [self._comparison(outer)]
            while self._take("|"):
                alternatives.append(self._comparison(outer))
            self.at += 1  # the closing brace, which _comparison has seen
            self.depth -= 1
            conditions.append(tuple(alternatives))
        return tuple(conditions)

    def _comparison(self, outer: Outer) -> Comparison:
        operator = self._operator()
        if operator:
            return Comparison(None, operator, self._right(outer))
        term = self._term(outer, FIRST_TERM, first=True)
        operator = self._operator()
        if operator:
            return Comparison(term, operator, self._right(outer))
        self._end_of(term, AN_OPERATOR)
        return Comparison(None, "?", term)

    def _right(self, outer: Outer) -> str | Path:
        term = self._term(outer, TERM, first=False)
        self._end_of(term, "")
        return term

    def _operator(self) -> str:
        return next((operator for operator in OPERATORS if self._take(operator)), "")

    def _end_of(self, term: str | Path, operators: str) -> None:
        if self._peek() not in "|}":
            more = "" if isinstance(term, str) else _more(term, term.tag == LEADER_TAG)
            raise self._error(f'{more}{operators}"|" or "}}"')

    def _term(self, outer: Outer, expected: str, first: bool) -> str | Path:
        if self._take("\\"):
            return self._string(first)
        if self._peek() in "[/$^":
            return self._abbreviated(outer)
        if self._peek() not in LETTERS + ".":
            raise self._error(expected)
        tag = self._tag()
        leader = tag == LEADER_TAG
        return Path(tag, self._index(), (self._part(leader, self._peek() in "$^"),))

    def _abbreviated(self, outer: Outer) -> Path:
        field = outer.kind == FIELD and not outer.leader
        if self._peek() == "^" and outer.has_characters and field:
            raise self._error("no indicator: a field with character positions has none")
        if self._peek() == "/" and outer.kind == INDICATOR:
            raise self._error("no character position: an indicator is one character")
        index = self._index()
        marked = self._peek() in "$^"
        if not marked and outer.kind in (SUBFIELDS, SAME_SUBFIELDS):
            part = Part(SAME_SUBFIELDS, which=index, characters=self._characters())
            return Path("", None, (self._with_conditions(part, outer.leader),))
        return Path("", index, (self._part(outer.leader, marked),))

    def _string(self, first: bool) -> str:
        """Takes a text after its backslash; an operator ends it where it is the `first` term."""
        found = []
        if not first and self._take("="):  # no operator can be here
            found.append("=")
        ends = "|}!=~?" if first else "|}"
        while self.at < len(self.text) and self._peek() not in ends:
            found.append(self._escaped() if self._take("\\") else self._character())
        return "".join(found)

    def _escaped(self) -> str:
        """Takes what is after a backslash; a backslash before any other character is one."""
        if self._take("s"):
            return " "
        return self._next() if self._peek() in ESCAPED + "\\" else "\\"

    def _character(self) -> str:
        found = self._peek()
        if found == " ":
            raise self._error('"\\s" for a blank')
        if found in ESCAPED:
            raise self._error(f'"\\{found}"')
        if unicodedata.category(found) in ("Cc", "Cs"):
            raise self._error("a visible character")
        return self._next()


def _expected_after(leader: bool, index: Range | None, part: Part) -> str:
    subfields = part.kind == SUBFIELDS
    if part.conditions or part.characters is not None or part.kind == INDICATOR:
        return '"$", "{" or the end' if subfields else '"{" or the end'
    if subfields:
        return ('"[", ' if part.which is None else "") + '"/", "$", "{" or the end'
    if index is None:
        return f'"[", "/", {"" if leader else _SIGNS}"{{" or the end'
    return f'"/", {_SIGNS}"{{" or the end'


_SIGNS = '"$", "^", '


def _more(path: Path, leader: bool) -> str:
    """What may follow a term, but for operators."""
    part = path.parts[0]
    if part.kind == INDICATOR or part.characters is not None or part.conditions:
        return '"{", '
    if part.kind == FIELD and not leader:
        return ('"[", ' if path.which is None else "") + f'"/", {_SIGNS}"{{", '
    return ('"[", ' if part.which is None else "") + '"/", "{", '
