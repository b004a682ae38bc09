"""Packages in an empty environment, with nothing of this repository in sight."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import venv
from pathlib import Path

import pytest

import panamarc
from panamarc._java import jdk
from support import realdata
from support.packages import JAVA, ROOT

pytestmark = pytest.mark.skipif(
    not list(JAVA.glob("*.jar")), reason="the jars are not built yet: make wheel builds them"
)

# Lays an empty folder over each that is named, for this process alone, and runs the program.
HIDE = """
for folder; do
  [ ! -d "$folder" ] || mount -t tmpfs none "$folder" || exit
done
exec $PROGRAM
"""


def run(
    command: list[str | Path], folder: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """An environment with the wheel and what it needs."""
    folder = tmp_path_factory.mktemp("environment") / "empty"
    venv.create(folder, with_pip=True)
    install(folder, wheel)
    return folder


def python(home: Path) -> Path:
    return home / ("Scripts" if os.name == "nt" else "bin") / "python"


def install(home: Path, package: str | Path) -> None:
    settings = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    done = run(
        [python(home), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package],
        home,
        {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], **settings},
    )
    assert done.returncode == 0, done.stderr


def test_the_wheel_works_in_an_empty_environment(home: Path, tmp_path: Path) -> None:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "JAVA_HOME") if name in os.environ}
    kept |= {name: value for name, value in os.environ.items() if name.startswith("PANAMARC_")}
    shutil.copy(realdata.path("loc_edge_cases_50.mrc"), tmp_path / "sample.mrc")
    code = (
        "import panamarc; print(len(list(panamarc.open('sample.mrc')))); "
        "print(panamarc.__file__); print(panamarc.info()['scanner'])"
    )
    result = run([python(home), "-c", code], tmp_path, kept)
    assert result.returncode == 0, result.stderr
    count, file, scanner = result.stdout.splitlines()
    assert count == "50"
    assert Path(file).is_relative_to(home)
    assert scanner.startswith("native") == bool(
        list(JAVA.glob("libpanamarc.*")) and os.environ.get("PANAMARC_NATIVE") != "off"
    )


def without_java(program: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs a Python program where no Java of this machine can be seen, by whatever name."""
    patterns = (*jdk.OTHER_FOLDERS, *jdk.FOLDERS_OF_TOOLS)
    folders = {Path(pattern).expanduser().parent for pattern in patterns} - {Path("/opt")}
    folders |= {*Path("/opt").glob("jdk*"), Path(panamarc.info()["java_home"])}
    user = [] if os.geteuid() == 0 else ["--map-root-user"]
    return run(
        ["unshare", "--mount", *user, "sh", "-c", HIDE, "sh", *sorted(folders)],
        folder,
        {"PATH": "/usr/bin:/bin:/sbin", "PROGRAM": f"{program} example.py"},
    )


def may_hide() -> bool:
    """Whether this system gives a process a view of the files of its own."""
    if shutil.which("unshare") is None:
        return False
    user = [] if os.geteuid() == 0 else ["--map-root-user"]
    return subprocess.run(["unshare", "--mount", *user, "true"], check=False).returncode == 0


@pytest.mark.same_without_c
@pytest.mark.skipif(not may_hide(), reason="Java cannot be hidden here")
def test_the_extra_jdk_is_all_that_a_machine_without_java_needs(
    home: Path, wheel: Path, tmp_path: Path
) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    example, printed = (
        re.search(rf"```{kind}\n(.*?)```", readme, re.DOTALL) for kind in ("python", "text")
    )
    assert example is not None
    assert printed is not None
    shutil.copy(realdata.path("loc_bibliographic_386.mrc"), tmp_path / "books.mrc")
    (tmp_path / "example.py").write_text(
        example[1] + "import sys; print(panamarc.info()['java_home'], file=sys.stderr)"
    )
    refused = without_java(python(home), tmp_path)
    assert "found none" in refused.stderr
    assert "pip install panamarc[jdk]" in refused.stderr
    assert refused.stdout == ""
    install(home, f"{wheel}[jdk]")
    done = without_java(python(home), tmp_path)
    assert Path(done.stderr.strip()).is_relative_to(home)
    lines = printed[1].splitlines()
    assert lines.pop() == "..."
    assert done.stdout.splitlines()[: len(lines)] == lines
    assert len(done.stdout.splitlines()) == 386
