"""Tables: rows as Markdown, which reads well in a terminal too."""

from collections.abc import Sequence
from pathlib import Path

RESULTS = Path(__file__).resolve().parents[1] / "results"


def number(value: float) -> str:
    """Three significant digits, with k and M."""
    for size, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:.3g}{unit}"
    return f"{value:.3g}"


def verdict(ratio: float, target: float | None) -> str:
    """What to say of a ratio of panamarc to a peer: higher is better."""
    if ratio < 1:
        return "the peer wins"
    if target is None:
        return ""
    return "met" if ratio >= target else "missed"


def table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, its columns padded."""
    widths = [max(len(row[i]) for row in [heading, *rows]) for i in range(len(heading))]
    lines = [heading, ["-" * width for width in widths], *rows]
    return "\n".join(
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        + " |"
        for line in lines
    )
