"""How a command ends: what it could not do is told in one line, and with an exit status."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
import warnings
from collections.abc import Callable
from typing import ParamSpec

import typer

from panamarc.exceptions import MarcError

FOUND_NOTHING, FAILED, INTERRUPTED, BROKEN_PIPE = 1, 2, 130, 141

P = ParamSpec("P")


class CommandError(Exception):
    """What a user has to be told; the command ends with it."""


def note(text: object) -> None:
    """A line on standard error."""
    print(f"panamarc: {text}", file=sys.stderr)


def told(error: Exception) -> str:
    """An exception as one line."""
    if isinstance(error, OSError) and error.filename is not None:
        text = f"{os.fspath(error.filename)}: {error.strerror}"
    elif isinstance(error, MemoryError):
        text = str(error) or "there is no memory left"
    else:
        text = str(error)
    return " ".join(text.split())


def guarded(verb: Callable[P, None]) -> Callable[P, None]:
    """A verb that ends as users and shells expect, whatever happens in it.

    Anything but what bad input, a full disk and the like cause is a bug, and keeps its traceback.
    """

    @functools.wraps(verb)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.showwarning = lambda message, *_, **__: note(message)
            try:
                verb(*args, **kwargs)
                sys.stdout.flush()
            except KeyboardInterrupt:
                raise typer.Exit(INTERRUPTED) from None
            except BrokenPipeError:
                _drop_output()
                raise typer.Exit(BROKEN_PIPE) from None
            except (CommandError, MarcError, OSError, MemoryError) as error:
                note(told(error))
                raise typer.Exit(FAILED) from None

    return wrapper


def _drop_output() -> None:
    """Keeps Python from flushing what nobody reads any more when it ends."""
    with contextlib.suppress(OSError, ValueError):  # it may have no file of its own
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
