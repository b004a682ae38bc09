"""How far long work has come: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from panamarc.cli._endings import note
from panamarc.cli._text import duration, size

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

FIRST_SHOWN = 0.5  # seconds; what ends before is not worth a bar
BETWEEN_LINES = 10.0  # seconds


class Progress:
    """Progress of one piece of work, on standard error."""

    def __init__(self, doing: str, total: int | None, quiet: bool) -> None:
        """`total`: bytes to be read, None where that is not known."""
        self._doing = doing
        self._total = total
        self._quiet = quiet
        self._bar: Bar | None = None
        self._task: Any = None
        self._began = time.monotonic()
        self._next = self._began + FIRST_SHOWN
        self._terminal = sys.stderr.isatty()
        if not self._terminal:
            self._next = self._began + BETWEEN_LINES

    def update(self, done: int, records: int) -> None:
        """Says how many bytes and records were read so far."""
        now = time.monotonic()
        if self._quiet or now < self._next:
            return
        rate = records / (now - self._began)
        if self._terminal:
            self._next = now + 0.1
            self._draw(done, f"{records:,} records, {rate:,.0f}/s")
        else:
            self._next = now + BETWEEN_LINES
            of, left = "", ""
            if self._total and done:
                of = f" of {size(self._total)}"
                seconds = (now - self._began) * max(self._total - done, 0) / done
                left = f", {duration(seconds)} left"
            note(
                f"{self._doing}: {size(done)}{of}, {records:,} records, {rate:,.0f} records/s{left}"
            )

    def _draw(self, done: int, text: str) -> None:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import (
                BarColumn,
                DownloadColumn,
                Progress,
                TextColumn,
                TimeRemainingColumn,
            )

            self._bar = Progress(
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
            self._bar.start()
            self._task = self._bar.add_task(self._doing, total=self._total, said="")
        self._bar.update(self._task, completed=done, said=text)

    def stop(self) -> None:
        """Takes the bar away. Doing so twice is allowed."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
