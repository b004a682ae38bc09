"""Pictures of what was counted: a file by matplotlib, where it is installed, and bars of text."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path
from typing import Any

from panamarc._files import replacing
from panamarc.cli._endings import CommandError
from panamarc.cli._statistics import Statistics

BAR = 40  # characters
PARTS = " ▏▎▍▌▋▊▉█"  # eighths
SHOWN_TAGS = 40
MOST_LEVEL = 6  # classes whose names have room in a line


def histogram(lengths: Counter[int]) -> list[tuple[int, int]]:
    """How many records are of which size: the lower bounds of classes, each twice the one before.

    Classes without records are only between others.
    """
    classes: Counter[int] = Counter()
    for length, number in lengths.items():
        classes[int(math.log2(max(length, 1)))] += number
    if not classes:
        return []
    return [(1 << power, classes[power]) for power in range(min(classes), max(classes) + 1)]


def bar(number: int, most: int) -> str:
    """A bar as long as a number is of the largest."""
    eighths = math.ceil(8 * BAR * number / most)
    return "█" * (eighths // 8) + PARTS[eighths % 8].strip()


def histogram_lines(lengths: Counter[int]) -> list[str]:
    """The histogram as lines of text."""
    classes = histogram(lengths)
    most = max((number for _, number in classes), default=0)
    return [
        f"{low:>9,} to {2 * low - 1:<10,} {bar(number, most)} {number:,}" for low, number in classes
    ]


def check_picture(path: Path) -> None:
    """Raises CommandError for a suffix that no format of pictures has.

    Where matplotlib is not installed, nothing will be drawn, and any suffix passes.
    """
    try:
        from matplotlib.backend_bases import FigureCanvasBase
    except ModuleNotFoundError:
        return
    kinds = FigureCanvasBase.get_supported_filetypes()
    if _kind(path) not in kinds:
        raise CommandError(f"{path}: expected a name that ends with one of {', '.join(kinds)}")


def _kind(path: Path) -> str:
    return path.suffix.removeprefix(".").lower() or "png"


def draw(found: Statistics, path: Path, title: str) -> None:
    """Draws tags and sizes, as a picture that `check_picture` accepts.

    Raises ModuleNotFoundError where matplotlib is not installed, and OSError.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 7), layout="constrained")  # inches
    figure.suptitle(f"{title}: {found.records:,} records")
    tags, sizes = figure.subplots(2, 1, height_ratios=(3, 2))
    _draw_tags(found, tags)
    _draw_sizes(found, sizes)
    with replacing(path) as file:
        figure.savefig(file, format=_kind(path), dpi=150)


def _draw_tags(found: Statistics, axes: Any) -> None:
    shown = sorted(tag for tag, _ in found.with_tag.most_common(SHOWN_TAGS))
    axes.bar(shown, [100 * found.with_tag[tag] / found.records for tag in shown], color="#0b6e99")
    axes.set_title("Fields" if len(shown) < SHOWN_TAGS else f"The {SHOWN_TAGS} commonest fields")
    axes.set_xlabel("tag")
    axes.set_ylabel("records that have it (%)")
    axes.tick_params(axis="x", rotation=90)
    axes.margins(x=0.01)
    _tidy(axes)


def _draw_sizes(found: Statistics, axes: Any) -> None:
    classes = histogram(found.lengths)
    names = [f"{low:,}–{2 * low - 1:,}" for low, _ in classes]
    bars = axes.bar(names, [number for _, number in classes], color="#d1671c")
    axes.bar_label(bars, [f"{number:,}" for _, number in classes], padding=2)
    axes.set_title("Sizes of records")
    axes.set_xlabel("bytes")
    axes.set_ylabel("records")
    axes.margins(y=0.12)  # room for the numbers
    if len(names) > MOST_LEVEL:
        axes.tick_params(axis="x", rotation=30)
    _tidy(axes)


def _tidy(axes: Any) -> None:
    """Takes away lines that show nothing; numbers have thousands."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.yaxis.set_major_formatter("{x:,.0f}")
