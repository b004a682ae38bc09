"""The signals that ask the command to end: it removes what it has half written, as after Ctrl-C."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 130
NAMES = ("SIGTERM", "SIGHUP")  # as far as the system has them


class Stopped(KeyboardInterrupt):
    """Such a signal came. Whatever cleans up after Ctrl-C does so after it, too."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.status = 128 + number


def status_of(error: KeyboardInterrupt) -> int:
    """The exit status that shells give to an end by this signal."""
    return error.status if isinstance(error, Stopped) else INTERRUPTED


@contextmanager
def heard() -> Iterator[list[int]]:
    """Raises Stopped in the block when one comes; gives a list to which its exit status is added.

    What runs in the block may catch Stopped, and call it Ctrl-C.

    One that is ignored, as `nohup` has it, stays so. While the block cleans up, another is ignored:
    a terminal that closes sends two.
    """
    numbers = [int(getattr(signal, name)) for name in NAMES if hasattr(signal, name)]
    heard_here: list[int] = []
    statuses: list[int] = []
    if threading.current_thread() is threading.main_thread():
        heard_here = [one for one in numbers if signal.getsignal(one) == signal.SIG_DFL]

    def stop(number: int, frame: FrameType | None) -> None:
        for one in heard_here:
            signal.signal(one, signal.SIG_IGN)
        stopped = Stopped(number)
        statuses.append(stopped.status)
        raise stopped

    for one in heard_here:
        signal.signal(one, stop)
    try:
        yield statuses
    finally:
        for one in heard_here:
            signal.signal(one, signal.SIG_DFL)
