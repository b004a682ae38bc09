"""Draws the curve of batch sizes, as a picture and in the terminal."""

import math
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import plotext
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullLocator

from benchmarks.diagnostics.curve import Point, knee

_COLOURS = {1: "#0b6e99", 2: "#d1671c", 4: "#5b8c2a"}
_MARKERS = {1: "o", 2: "s", 4: "^"}


def _lines(points: Sequence[Point]) -> list[list[Point]]:
    """The points of each curve."""
    return [list(of) for _, of in groupby(points, lambda point: (point.contention, point.threads))]


def _knee(line: Sequence[Point]) -> Point:
    size = knee({point.batch_size: point.records_per_second for point in line})
    return next(point for point in line if point.batch_size == size)


def _threads(line: Sequence[Point]) -> str:
    return "1 thread" if line[0].threads == 1 else f"{line[0].threads} threads"


def png(points: Sequence[Point], path: Path, where: str) -> None:
    """Speed-up over batch size, a panel for each kind of contention, the knees marked."""
    kinds = list(dict.fromkeys(point.contention for point in points))
    figure = Figure(figsize=(5.5 * len(kinds), 5), layout="constrained")
    figure.suptitle(f"Speed-up over batches of one record: read_batch(size)\n{where}")
    titles = {
        "alone": "record.title",
        "alone, lists": "one value, two lists",
        "busy thread": "record.title, next to a thread that holds the GIL",
    }
    for axes, kind in zip(figure.subplots(1, len(kinds), squeeze=False)[0], kinds, strict=True):
        mine = [point for point in points if point.contention == kind]
        _panel(axes, mine)
        axes.set_title(titles.get(kind, kind))
    figure.savefig(path, dpi=150)


def _panel(axes: Axes, points: Sequence[Point]) -> None:
    for line in _lines(points):
        threads = line[0].threads
        bend = _knee(line)
        rate = bend.records_per_second
        axes.plot(
            [point.batch_size for point in line],
            [point.speedup_factor for point in line],
            color=_COLOURS[threads],
            marker=_MARKERS[threads],
            markersize=4,
            label=f"{_threads(line)}: knee {bend.batch_size:,}, {rate / 1000:,.0f}k records/s",
        )
        axes.plot(
            bend.batch_size,
            bend.speedup_factor,
            color=_COLOURS[threads],
            marker="o",
            markersize=13,
            fillstyle="none",
            linestyle="none",
        )
    sizes = sorted({point.batch_size for point in points})
    axes.set_xscale("log")
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes], rotation=45)
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xlabel("batch size (records, log scale)")
    axes.set_ylabel("speed-up (times)")
    best = max(point.speedup_factor for point in points)
    # Room above the curves for the legend, wherever they go.
    if best > 30:
        axes.set_yscale("log")
        axes.set_ylabel("speed-up (times, log scale)")
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.set_ylim(0.7, best**1.45)
    else:
        axes.set_ylim(0, best * 1.45)
    axes.grid(alpha=0.3)
    title = "circle: knee, the first size with 95 % of the best"
    axes.legend(loc="upper left", title=title, fontsize="small", title_fontsize="small")


def terminal(points: Sequence[Point]) -> str:
    """The curves of reading alone, a curve's marker being its number of threads."""
    mine = [point for point in points if point.contention == points[0].contention]
    sizes = sorted({point.batch_size for point in mine})
    figure = plotext.figure
    figure.clear()
    figure.plot_size(80, 20)
    figure.title(f"speed-up over batches of one record, {points[0].contention}")
    figure.label("batch size (records, log scale)", "x")
    # plotext has no logarithmic scale of its own.
    figure.ruler("x").ticks([math.log10(size) for size in sizes], [str(size) for size in sizes])
    for line in _lines(mine):
        signal = figure.signal(
            [math.log10(point.batch_size) for point in line],
            [point.speedup_factor for point in line],
            marker=str(line[0].threads),
        )
        signal.lines()
        signal.label(_threads(line))
        figure.draw(signal)
    figure.theme("colorless")
    return str(figure.build().string(colorless=True))
