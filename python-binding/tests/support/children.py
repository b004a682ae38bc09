"""Runs Python code in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import panamarc

PACKAGES = str(Path(panamarc.__file__).parents[1])


def environment(**changes: str | None) -> dict[str, str]:
    """This process's environment with some variables changed, or left out where None."""
    paths = [PACKAGES, str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    variables: dict[str, str | None] = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        **changes,
    }
    return {name: value for name, value in variables.items() if value is not None}


def start(code: str, **changes: str | None) -> subprocess.Popen[str]:
    """Starts a process, whose input and output are pipes."""
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(**changes),
    )


def output(code: str, **changes: str | None) -> str:
    """What a process prints; fails the test where it fails or complains."""
    process = start(code, **changes)
    try:
        printed, complaint = process.communicate(timeout=120)
    finally:
        process.kill()
    assert (process.returncode, complaint) == (0, ""), (process.returncode, complaint)
    return printed.strip()
