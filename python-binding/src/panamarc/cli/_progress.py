"""How far long work has got: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time

from panamarc._progress import Bar, on_terminal, switched_off
from panamarc.cli._endings import note
from panamarc.cli._text import duration, size

BETWEEN_LINES = 10.0  # seconds


class Progress:
    """Progress of one piece of work, on standard error."""

    def __init__(self, doing: str, total: int | None, quiet: bool) -> None:
        """`total`: bytes to be read, None where that is not known."""
        self._doing = doing
        self._total = total
        self._quiet = quiet or switched_off()
        self._bar = Bar(doing, total) if on_terminal() else None
        self._began = time.monotonic()
        self._next = self._began + BETWEEN_LINES

    def update(self, done: int, records: int) -> None:
        """Says how many bytes and records were read so far."""
        if self._quiet:
            return
        if self._bar is not None:
            self._bar.update(done, records)
            return
        now = time.monotonic()
        if now >= self._next:
            self._next = now + BETWEEN_LINES
            note(self._line(done, records, now - self._began))

    def _line(self, done: int, records: int, seconds: float) -> str:
        rate = records / seconds
        of, left = "", ""
        if self._total and done:
            of = f" of {size(self._total)}"
            left = f", {duration(seconds * max(self._total - done, 0) / done)} left"
        return f"{self._doing}: {size(done)}{of}, {records:,} records, {rate:,.0f} records/s{left}"

    def stop(self) -> None:
        """Takes the bar away. Doing so twice is allowed."""
        if self._bar is not None:
            self._bar.stop()
