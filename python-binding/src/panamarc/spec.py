r"""Specs: texts that name values of a record, in MARCspec's language.

    import panamarc

    subjects = panamarc.spec.parse("650$a{^2=\0}")
    for record in panamarc.open("books.mrc"):
        print(record.number, subjects.values(record))

A spec is read once, and then used for any number of records. `docs/marcspec.md` defines the
language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from panamarc._batch.spec import parse as _understood
from panamarc.exceptions import SpecError

if TYPE_CHECKING:
    from panamarc.record import Record

__all__ = ["Spec", "SpecError", "parse"]


class Spec:
    """A spec that was understood; made by `parse`. Immutable, and safe for several threads.

    `str(spec)` is its text. Two specs are equal where their texts are, and have the same hash.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Raises what `parse` raises."""
        _understood(text)
        self._text = text

    def values(self, record: Record) -> list[str]:
        """All its values in a record that was read or built, as a new list; empty without any."""
        return record.values(self._text)

    def first(self, record: Record) -> str | None:
        """Its first value in a record that was read or built; None without any."""
        return record.value(self._text)

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"panamarc.spec.parse({self._text!r})"

    def __eq__(self, other: object) -> bool:
        return self._text == other._text if isinstance(other, Spec) else NotImplemented

    def __hash__(self) -> int:
        return hash((Spec, self._text))


def parse(text: str) -> Spec:
    """Reads a spec.

    Raises SpecError, a ValueError, for a text that is not one; it has the position of the character
    that does not fit. Raises TypeError for what is no str.
    """
    return Spec(text)
