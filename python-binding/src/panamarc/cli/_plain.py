"""Command lines so plain that they need no Typer, which takes a fifth of a small command's time.

What they mean is what Typer makes of them; all others, and those of other verbs, are Typer's.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from panamarc.cli._endings import guarded


class Form(NamedTuple):
    """How a verb is called plainly."""

    arguments: tuple[str, ...]
    """The parameters that take a file each; one with `*` takes one or more."""
    flags: dict[str, str]
    """The parameters that become true."""
    numbers: dict[str, str]
    """Those that take a number above 0."""


QUIET = {"--quiet": "quiet", "-q": "quiet"}
FORMS = {
    "count": Form(("*files",), {**QUIET, "--json": "as_json"}, {}),
    "head": Form(("file",), QUIET, {"-n": "number", "--records": "number"}),
    "convert": Form(("source", "target"), QUIET, {}),
}


def plain(given: Sequence[str]) -> Callable[[], None] | None:
    """The call that a command line means; None where that is not plain."""
    if not given or given[0] not in FORMS or "_PANAMARC_COMPLETE" in os.environ:
        return None
    verb = given[0]
    values = _values(FORMS[verb], given[1:])
    if values is None or sys.platform == "win32":  # where Typer looks for files by patterns
        return None
    module = importlib.import_module(f"panamarc.cli.{verb}")
    found: Callable[..., None] = guarded(getattr(module, verb))
    return lambda: found(**values)


def _values(form: Form, given: Sequence[str]) -> dict[str, Any] | None:
    values: dict[str, Any] = {}
    files = []
    rest = iter(given)
    for text in rest:
        if text in form.flags:
            values[form.flags[text]] = True
        elif text in form.numbers:
            number = next(rest, "")
            if not (number.isascii() and number.isdecimal() and int(number)):
                return None
            values[form.numbers[text]] = int(number)
        elif text == "-" or text[:1] not in ("", "-"):
            files.append(text)
        else:
            return None
    first = form.arguments[0]
    if first[0] == "*" and files:
        return {**values, first[1:]: files}
    if len(files) != len(form.arguments):
        return None
    return {**values, **dict(zip(form.arguments, files, strict=True))}
