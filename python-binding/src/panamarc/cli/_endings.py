"""How a command ends: it reports what it could not do in one line, and with an exit status."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import ParamSpec

from panamarc import _threads
from panamarc.cli._signals import status_of
from panamarc.cli._standard import prepare
from panamarc.exceptions import JvmNotFoundError, MarcError, MarcWarning

FOUND_NOTHING, FAILED, BROKEN_PIPE = 1, 2, 141

P = ParamSpec("P")


class CommandError(Exception):
    """What is reported to the user; the command ends with it."""


def note(text: object) -> None:
    """A line on standard error."""
    print(f"panamarc: {text}", file=sys.stderr)


def message_of(error: Exception) -> str:
    """An exception as one line; the places where no Java was found have a line each."""
    if isinstance(error, JvmNotFoundError):
        return str(error)
    if isinstance(error, OSError) and error.filename is not None:
        text = f"{os.fspath(error.filename)}: {error.strerror}"
    elif isinstance(error, MemoryError):
        text = str(error) or "there is no memory left"
    elif isinstance(error, OSError) and error.strerror is not None:
        text = error.strerror
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
            # An input without records: what was read before it is whole.
            warnings.simplefilter("error", MarcWarning)
            warnings.showwarning = lambda message, *_, **__: note(message)
            try:
                _check_environment()
                verb(*args, **kwargs)
                sys.stdout.flush()
            except KeyboardInterrupt as error:
                raise SystemExit(status_of(error)) from None
            except BrokenPipeError:
                drop_output()
                raise SystemExit(BROKEN_PIPE) from None
            except (CommandError, MarcError, MarcWarning, OSError, MemoryError) as error:
                try:
                    sys.stdout.flush()  # what was printed comes before it
                except OSError:
                    drop_output()
                note(message_of(error))
                raise SystemExit(FAILED) from None

    return wrapper


def ended(call: Callable[[], None]) -> int:
    """Runs a command line to its end; the exit status."""
    prepare()
    try:
        call()
        sys.stdout.flush()
    except SystemExit as ending:
        return int(ending.code or 0)
    except OSError as error:  # of what is printed without a verb, such as the help
        drop_output()
        note(message_of(error))
        return FAILED
    return 0


def _check_environment() -> None:
    """Raises CommandError where a variable that every reader asks for has no meaning."""
    try:
        _threads.number(None)
    except ValueError as error:
        raise CommandError(error) from None


class EachFile:
    """Several files one after the other, where one that cannot be read does not cost the others.

    In a `with` block, which ends the command with its status if there was one.
    """

    def __init__(self) -> None:
        self.failed = False
        """Whether there was one."""

    @contextlib.contextmanager
    def reported(self) -> Iterator[None]:
        """For a file: what goes wrong with it is reported, and the next one may follow."""
        try:
            yield
        except BrokenPipeError:
            raise
        except (CommandError, MarcError, MarcWarning, OSError) as error:
            if isinstance(error, OSError):
                sys.stdout.flush()  # if it is this that failed, there is no use in going on
            note(message_of(error))
            self.failed = True

    def __enter__(self) -> EachFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is None and self.failed:
            raise SystemExit(FAILED)


def drop_output() -> None:
    """Keeps Python from flushing what nobody reads any more when it ends."""
    with contextlib.suppress(OSError, ValueError):  # it may have no file of its own
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
