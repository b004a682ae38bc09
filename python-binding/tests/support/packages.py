"""Builds packages of this project, as `make wheel` and `make wheels` do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
ROOT = PROJECT.parent
JAVA = PROJECT / "src" / "panamarc" / "_java" / "lib"


def build_wheel(project: Path, folder: Path, **settings: str) -> Path:
    """The wheel of a project, made in `folder`; a setting that is empty is no variable."""
    environment = {name: value for name, value in {**os.environ, **settings}.items() if value}
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", folder, project],
        check=True,
        capture_output=True,
        env=environment,
    )
    (built,) = folder.glob("panamarc-*.whl")
    return built
