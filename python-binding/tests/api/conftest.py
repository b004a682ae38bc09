"""The wheel of this working tree, built once for all tests of a process."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.packages import PROJECT, build_wheel


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(PROJECT, tmp_path_factory.mktemp("wheel"))
