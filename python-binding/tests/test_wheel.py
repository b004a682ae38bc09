"""The wheel: works in an empty environment, with nothing of this repository in sight."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

import realdata

PROJECT = Path(__file__).resolve().parents[1]
JAVA = PROJECT / "src" / "panamarc" / "_java"

pytestmark = pytest.mark.skipif(
    not list(JAVA.glob("*.jar")), reason="the jars are not built yet: make wheel builds them"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", folder, PROJECT],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("panamarc-*.whl")
    return built


def test_the_wheel_carries_jars_library_types_and_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for file in JAVA.iterdir():
        assert f"panamarc/_java/{file.name}" in names
    assert "panamarc/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith("tests/")]


def test_the_wheel_works_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "empty"
    venv.create(home, with_pip=True)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "JAVA_HOME") if name in os.environ}
    kept |= {name: value for name, value in os.environ.items() if name.startswith("PANAMARC_")}
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel],
        check=True,
        env={**kept, **{name: v for name, v in os.environ.items() if name.startswith("PIP_")}},
    )
    sample = tmp_path / "sample.mrc"
    shutil.copy(realdata.path("loc_edge_cases_50.mrc"), sample)
    code = (
        "import panamarc; print(len(list(panamarc.open('sample.mrc')))); "
        "print(panamarc.__file__); print(panamarc.info()['scanner'])"
    )
    command: list[str | Path] = [python, "-c", code]
    result = subprocess.run(
        command, cwd=tmp_path, env=kept, check=True, capture_output=True, text=True
    )
    count, file, scanner = result.stdout.splitlines()
    assert count == "50"
    assert Path(file).is_relative_to(home)
    assert scanner.startswith("native") == bool(
        list(JAVA.glob("libpanamarc.*")) and os.environ.get("PANAMARC_NATIVE") != "off"
    )
