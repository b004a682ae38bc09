"""What a table looks like in a terminal and in a notebook: its first rows."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from html import escape
from typing import Any, NamedTuple

from panamarc._input.inputs import Input

WIDTH = 100  # characters of a line, where there is no terminal
WIDEST = 32  # characters of a cell
BETWEEN = "  "
MORE = "…"
NAMED = 3  # inputs


class Glance(NamedTuple):
    """The first rows of a table."""

    title: str
    """What the table is of."""
    names: Sequence[str] = ()
    """The names of the columns."""
    rows: Sequence[Sequence[Any]] = ()
    more: bool = False
    """Whether there may be other rows."""
    reason: str = ""
    """Why there are no rows, where that is not since the table has none."""


def as_text(seen: Glance) -> str:
    """The rows as lines, in columns."""
    widest = shutil.get_terminal_size((WIDTH, 0)).columns
    lines = [f"<{_plain(seen.title)}>"]
    if seen.reason:
        lines.append(f"({_plain(seen.reason)})")
    if seen.names:
        cells = [[_cell(name) for name in seen.names]]
        cells += [[_cell(value) for value in row] for row in seen.rows]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        for row in cells:
            padded = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
            lines.append(_cut(BETWEEN.join(padded).rstrip(), widest))
        if seen.more:
            lines.append(MORE)
    return "\n".join(lines)


def as_html(seen: Glance) -> str:
    """The rows as a table."""
    caption = f"<caption>{escape(seen.title)}</caption>"
    if seen.reason:
        return f"<table>{caption}<tr><td>{escape(seen.reason)}</td></tr></table>"
    head = "".join(f"<th>{escape(name)}</th>" for name in seen.names)
    rows = [f"<tr>{head}</tr>"]
    for row in seen.rows:
        cells = "".join(f"<td>{escape(_said(value))}</td>" for value in row)
        rows.append(f"<tr>{cells}</tr>")
    if seen.more:
        rows.append(f'<tr><td colspan="{len(seen.names)}">{MORE}</td></tr>')
    return f"<table>{caption}{''.join(rows)}</table>"


def _said(value: Any) -> str:
    """A value; nothing for null."""
    return "" if value is None else str(value)


def _cell(value: Any) -> str:
    return _cut(_plain(_said(value)), WIDEST)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + MORE


def _plain(text: str) -> str:
    """Text without characters that a terminal would take as commands."""
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)


def named(inputs: list[Input]) -> str:
    """The names of some inputs, and how many others there are."""
    names = [one.name for one in inputs[:NAMED]]
    return ", ".join(names) + (f" and {len(inputs) - NAMED} more" if inputs[NAMED:] else "")
