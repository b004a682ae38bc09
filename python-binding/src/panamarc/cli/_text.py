"""How things are said."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence

# A record's control characters must not command a terminal: they show as pictures of themselves,
# or as U+FFFD where Unicode has none.
PICTURES = {
    **{code: 0x2400 + code for code in range(0x20)},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
}


def clean(value: str | None) -> str:
    """A value of a record, fit to be shown; empty for None."""
    return (value or "").translate(PICTURES)


def print_json(about: object) -> None:
    """A line of JSON on standard output, in ASCII where its encoding lacks a character."""
    text = json.dumps(about, ensure_ascii=False)
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        text = json.dumps(about)
    print(text)


def several(number: int, thing: str) -> str:
    """`1 record`, `2,000 records`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def size(number: float) -> str:
    """A number of bytes as people say it."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if number < 1000:
            return f"{number:,.0f} bytes" if unit == "bytes" else f"{number:,.1f} {unit}"
        number /= 1000
    return f"{number:,.1f} TB"


def duration(seconds: float) -> str:
    """A time such as `1:02:03` or `45 s`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], wrap: bool = False
) -> None:
    """A table on standard output: drawn on a terminal, tab-separated values elsewhere.

    A column whose name begins with `>` is aligned to the right; numbers are written with thousands
    on a terminal, and plainly elsewhere. The last column is cut where the terminal is too narrow,
    unless it may `wrap`.
    """
    names = [name.lstrip(">") for name in columns]
    if not sys.stdout.isatty():
        print("\t".join(names))
        for row in rows:
            print("\t".join(clean(str(cell)) for cell in row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(header_style="bold")
    for given, name in zip(columns, names, strict=True):
        # Rich takes room from columns that may wrap, which only the last one may; its cells end
        # with an ellipsis instead.
        right = given != name
        table.add_column(name, justify="right" if right else "left", no_wrap=name != names[-1])
    for row in rows:
        cells = [f"{cell:,}" if isinstance(cell, int) else clean(str(cell)) for cell in row]
        table.add_row(*[Text(cell, no_wrap=not wrap, overflow="ellipsis") for cell in cells])
    Console().print(table)
