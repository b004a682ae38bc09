"""Ctrl-C, put off while something must not be interrupted."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any


class DeferredInterrupt:
    """A block at whose end Ctrl-C, or another signal with a handler, is heard, if one came."""

    NAMES = ("SIGINT", "SIGTERM", "SIGHUP")  # as far as the system has them

    def __init__(self) -> None:
        self._before: dict[int, Any] = {}
        self._heard: tuple[int, FrameType | None] | None = None

    def __enter__(self) -> None:
        # Python runs handlers in its main thread, and no other may set them.
        if threading.current_thread() is not threading.main_thread():
            return
        for number in (getattr(signal, name) for name in self.NAMES if hasattr(signal, name)):
            handler = signal.getsignal(number)
            if callable(handler):
                self._before[number] = handler
                signal.signal(number, self._hear)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        self._heard = self._heard or (number, frame)

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if self._heard is not None:
            self._before[self._heard[0]](*self._heard)
