"""What the tests of the command share."""

from __future__ import annotations

from pathlib import Path

import pytest

from panamarc.cli import main
from support.commands import Ran, Run


@pytest.fixture
def run(
    capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Run:
    monkeypatch.chdir(tmp_path)

    def go(*arguments: object) -> Ran:
        status = main([str(one) for one in arguments])
        out, notes = capsysbinary.readouterr()
        return Ran(status, out, notes.decode())

    return go
