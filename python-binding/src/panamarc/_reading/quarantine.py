"""The file that takes what a reader leaves out, repairs or skips."""

from __future__ import annotations

import os
from pathlib import Path

from panamarc._input.inputs import Input

REPORT_SUFFIX = ".tsv"


def prepare(quarantine: str | os.PathLike[str] | None, inputs: list[Input]) -> str:
    """Empties the file and its report; its absolute path, or "" where there is none.

    Raises ValueError where it is one of the inputs, and OSError where it cannot be written.
    """
    if quarantine is None:
        return ""
    path = Path.cwd() / quarantine
    report = Path(f"{path}{REPORT_SUFFIX}")
    for one in (path, report):
        if one.exists() and any(_is(given, one) for given in inputs):
            raise ValueError(f"quarantine {one} is one of the inputs; it would be overwritten")
    path.write_bytes(b"")
    report.write_bytes(b"")
    return str(path)


def _is(given: Input, path: Path) -> bool:
    status = given.status()
    return status is not None and os.path.samestat(status, path.stat())
