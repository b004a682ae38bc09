"""How far long reading has got, as a bar on a terminal."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.progress import Progress

VARIABLE = "PANAMARC_PROGRESS"
FIRST_SHOWN = 0.5  # seconds; what ends before is not worth a bar
BETWEEN = 0.1  # seconds


def switched_off() -> bool:
    """Whether the environment says that no progress is to be shown."""
    return os.environ.get(VARIABLE, "").strip().lower() == "off"


def on_terminal() -> bool:
    """Whether standard error is a terminal."""
    return sys.stderr is not None and sys.stderr.isatty()


class Bar:
    """A bar on standard error, which appears once the work has taken a while.

    Nothing is shown where Rich is not installed. Used by one thread at a time.
    """

    def __init__(self, doing: str, total: int | None) -> None:
        """`doing`: what to call the work; `total`: bytes to be read, None where not known."""
        self._doing = doing
        self._total = total
        self._drawn: Progress | None = None
        self._task: Any = None
        self._began = time.monotonic()
        self._next = self._began + FIRST_SHOWN

    def update(self, done: int, records: int) -> None:
        """Draws how many bytes and records were read so far, where it is time to draw again."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + BETWEEN
        if self._drawn is None:
            self._begin()
        if self._drawn is not None:
            rate = records / (now - self._began)
            said = f"{records:,} records, {rate:,.0f}/s"
            self._drawn.update(self._task, completed=done, said=said)

    def _begin(self) -> None:
        try:
            from rich.console import Console
            from rich.progress import (
                BarColumn,
                DownloadColumn,
                Progress,
                TextColumn,
                TimeRemainingColumn,
            )
        except ImportError:
            self._next = float("inf")
            return
        self._drawn = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TextColumn("{task.fields[said]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,  # which would break long lines
            redirect_stderr=False,
        )
        self._drawn.start()
        self._task = self._drawn.add_task(self._doing, total=self._total, said="")

    def stop(self) -> None:
        """Takes the bar away. Doing so twice is allowed."""
        if self._drawn is not None:
            self._drawn.stop()
            self._drawn = None
