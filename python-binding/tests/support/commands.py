"""The command, called in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Ran(NamedTuple):
    """What came of a command."""

    status: int
    raw: bytes
    notes: str

    @property
    def out(self) -> str:
        return self.raw.decode()

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def rows(self) -> list[list[str]]:
        return [line.split("\t") for line in self.lines]

    @property
    def things(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.lines]


Run = Callable[..., Ran]


def write(name: str, *records: bytes) -> str:
    Path(name).write_bytes(b"".join(records))
    return name
