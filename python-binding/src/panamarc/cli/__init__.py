"""The command `panamarc`: each verb is a module of this package.

Exit status: 0 where all went well; 1 where a verb that looks for something has an answer that
scripts want to know (`grep` found nothing, `validate` found defects, `diff` found differences,
`show` has no such record); 2 for a wrong call, for what is not MARC and for what cannot be read or
written; 130 after Ctrl-C, 143 and 129 after SIGTERM and SIGHUP, and 141 after a broken pipe, as
shells have it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from panamarc.cli._signals import heard, status_of

MISSING = (
    "panamarc: the command needs Typer and Rich, which only come along where they are asked for: "
    "pip install 'panamarc[cli]'"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command with these arguments, or the process's own; the exit status."""
    try:
        with heard() as statuses:
            status = _run(arguments)
            return statuses[0] if statuses else status
    except KeyboardInterrupt as error:  # while all that was loaded
        return status_of(error)


def _run(given: Sequence[str] | None) -> int:
    from panamarc._java import jvm
    from panamarc.cli._endings import ended
    from panamarc.cli._plain import plain

    jvm.command.runs = given is None
    arguments = sys.argv[1:] if given is None else given
    call = plain(arguments)
    if call is None:
        try:
            from panamarc.cli._app import run
        except ModuleNotFoundError as error:
            if error.name is None or error.name.startswith("panamarc"):
                raise
            print(MISSING, file=sys.stderr)
            return 2
        return ended(lambda: run(arguments))
    return ended(call)
