"""Processes that get a signal while they read."""

from __future__ import annotations

import subprocess

from support import realdata

FILE = str(realdata.path("loc_bibliographic_386.mrc"))


# Inputs that have not ended when the signal comes.
SETUP = f"""
import panamarc
class Endless:
    data = open({FILE!r}, "rb").read()
    def read(self, size):
        return self.data
def many(path):
    with open(path, "wb") as file:
        file.write(Endless.data * 16)
    return [path] * 2000
"""


def after_signal(process: subprocess.Popen[str], number: int, text: str = "") -> str:
    """Sends a signal once the process has said that it is about to read; what it says then."""
    assert process.stdout is not None
    assert process.stdout.readline() == "reading\n"
    process.send_signal(number)
    try:
        printed, complaint = process.communicate(text, timeout=60)
    finally:
        process.kill()
    assert complaint == ""
    return printed
