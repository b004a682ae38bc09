"""Where verbs write records: a file that takes its name once it is whole, or standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from panamarc._atomic import replacing
from panamarc.cli._endings import CommandError
from panamarc.cli._reading import STANDARD


@contextmanager
def output(name: str) -> Iterator[IO[bytes]]:
    """A file to write records to, compressed as its suffix says."""
    if name != STANDARD:
        with replacing(name) as file:
            yield file
        return
    yield standard_output()
    sys.stdout.buffer.flush()


def standard_output() -> IO[bytes]:
    """Standard output for records in ISO 2709. Raises CommandError where it is a terminal."""
    if sys.stdout.isatty():
        raise CommandError("records are no text for a terminal: give --output a file, or a pipe")
    return sys.stdout.buffer
