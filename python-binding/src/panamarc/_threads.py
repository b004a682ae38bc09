"""How many threads read ahead."""

from __future__ import annotations

import os

VARIABLE = "PANAMARC_NUM_THREADS"
MOST = 256
AUTO = "auto"

# From this many bytes on a second thread is worth its start.
AUTO_BYTES = 16 << 20


def usable() -> int:
    """How many processors this process may use, as far as the system says."""
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), MOST)
    return min(os.cpu_count() or 1, MOST)


def number_for(threads: int | str | None, size: int | None) -> int:
    """The same as `number`, where `"auto"` is meant for an input, too.

    Two threads read a large file where a second processor is there: more of them wait for the
    thread that takes the records.

    `size`: in bytes; None where it is not known, or several threads cannot read it.

    Raises ValueError as `number` does, and for another word.
    """
    if not isinstance(threads, str):
        return number(threads)
    if threads != AUTO:
        raise ValueError(f"threads is {threads!r}; expected 1 to {MOST}, or {AUTO!r}")
    return 2 if size is not None and size >= AUTO_BYTES and usable() > 1 else 1


def number(threads: int | None, otherwise: int = 1) -> int:
    """How many are meant: `threads`, or what the environment says where it is None.

    `otherwise`: how many if neither says.

    Raises ValueError for what is not from 1 to 256.
    """
    if threads is not None:
        if not 1 <= threads <= MOST:
            raise ValueError(f"threads is {threads}; expected 1 to {MOST}")
        return threads
    text = os.environ.get(VARIABLE, "").strip()
    if not text:
        return otherwise
    try:
        found = int(text)
    except ValueError:
        found = 0
    if not 1 <= found <= MOST:
        raise ValueError(f"{VARIABLE} is {text}; expected a whole number from 1 to {MOST}")
    return found
