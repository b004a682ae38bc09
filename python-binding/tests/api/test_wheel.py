"""The wheel: works in an empty environment, with nothing of this repository in sight."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

import panamarc
from support import realdata

PROJECT = Path(__file__).resolve().parents[2]
JAVA = PROJECT / "src" / "panamarc" / "_java" / "lib"

# What a build without a C compiler does not make, and what no build needs.
UNBUILT = shutil.ignore_patterns("*.so", "*.dylib", "tests", "dist", ".*_cache", "__pycache__")

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
        assert f"panamarc/_java/lib/{file.name}" in names
    assert "panamarc/py.typed" in names
    for licence in ("LICENSE", "NOTICE", "licenses/zstd.txt", "licenses/stax2-api.txt"):
        assert any(name.endswith(f".dist-info/licenses/{licence}") for name in names), licence
    assert not [name for name in names if name.startswith("tests/")]


def test_the_notice_names_each_library_that_the_wheel_carries(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (name,) = [name for name in archive.namelist() if name.endswith("licenses/NOTICE")]
    named = set(re.findall(r"^([\w-]+): ", archive.read(name).decode(), re.MULTILINE))
    carried = {re.sub(r"-\d.*", "", jar.name) for jar in JAVA.glob("*.jar")}
    assert named == carried - {"panamarc-core.jar", "panamarc-native.jar"}


def test_the_metadata_has_the_readme_and_the_licences(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
    metadata = message_from_bytes(archive.read(name))
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert "# panamarc" in metadata.get_payload()
    assert {"LICENSE", "NOTICE", "licenses/zstd-jni.txt"} <= set(
        metadata.get_all("License-File", [])
    )


def test_a_wheel_without_compiled_code_is_for_any_platform(tmp_path: Path) -> None:
    shutil.copytree(PROJECT, tmp_path / "project", symlinks=False, ignore=UNBUILT)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", tmp_path / "project"],
        check=True,
        capture_output=True,
    )
    (built,) = (tmp_path / "project" / "dist").glob("*.whl")
    assert built.name == f"panamarc-{panamarc.__version__}-py3-none-any.whl"
    names = zipfile.ZipFile(built).namelist()
    assert not [name for name in names if name.endswith((".so", ".dylib"))]
    assert "panamarc/_accelerator.pyi" in names


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
