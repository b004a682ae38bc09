"""Small records, made for a test."""

from __future__ import annotations


def record(number: str, *fields: tuple[str, str], leader: str = "nam a", form: str = "a") -> bytes:
    """A record in UTF-8 with a control number and other fields, `$` for subfield delimiters.

    `leader` is leader/05-09; an empty `number` leaves field 001 out.
    """
    given = ([("001", number)] if number else []) + list(fields)
    values = [value.replace("$", "\x1f").encode() + b"\x1e" for _, value in given]
    directory, start = b"", 0
    for (tag, _), value in zip(given, values, strict=True):
        directory += b"%s%04d%05d" % (tag.encode(), len(value), start)
        start += len(value)
    base = 24 + len(directory) + 1
    head = f"{base + start + 1:05}{leader}22{base:05} {form} 4500"
    return head.encode() + directory + b"\x1e" + b"".join(values) + b"\x1d"


def book(number: str, title: str, *more: tuple[str, str]) -> bytes:
    """A book."""
    return record(number, ("245", f"10$a{title}"), *more)


# Three books.
SHELF = (
    book("1", "The cat", ("650", " 0$aCats"), ("650", " 0$aPets")),
    book("2", "The dog", ("650", " 0$aDogs"), ("650", " 0$aPets")),
    book("3", "Nothing"),
)
