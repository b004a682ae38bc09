"""How many threads read ahead."""

from __future__ import annotations

import os

VARIABLE = "PANAMARC_NUM_THREADS"
MOST = 256


def number(threads: int | None) -> int:
    """How many are meant: `threads`, or what the environment says where it is None.

    Raises ValueError for what is not from 1 to 256.
    """
    if threads is not None:
        if not 1 <= threads <= MOST:
            raise ValueError(f"threads is {threads}; expected 1 to {MOST}")
        return threads
    text = os.environ.get(VARIABLE, "").strip()
    if not text:
        return 1
    try:
        found = int(text)
    except ValueError:
        found = 0
    if not 1 <= found <= MOST:
        raise ValueError(f"{VARIABLE} is {text}; expected a whole number from 1 to {MOST}")
    return found


def processors() -> int:
    """How many processors this process may use, at most as many threads as are allowed."""
    affinity = getattr(os, "sched_getaffinity", None)
    number = len(affinity(0)) if affinity else os.cpu_count() or 1
    return min(number, MOST)
