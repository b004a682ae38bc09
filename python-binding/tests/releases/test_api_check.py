"""What `make api-check` finds: public names that are gone, and no others."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

import api_check
import panamarc
import versions
from support.repository import Repository

pytestmark = pytest.mark.same_without_c

PACKAGE = """from panamarc._room import Reader, count
__all__ = ["Reader", "count"]
"""
ROOM = """
class Reader:
    def read(self, size: int = 1) -> bytes: ...
    def close(self) -> None: ...
    def _inner(self) -> None: ...

def count(path: str, threads: int = 1) -> int: ...

def inner() -> None: ...
"""
JAVA = """package {package};
public class Reader {{
    public void read() {{}}
    {rest}
}}
"""


@pytest.fixture
def tagged(repository: Repository) -> Repository:
    repository.commit(**{"src/panamarc/__init__.py": PACKAGE, "src/panamarc/_room.py": ROOM})
    repository.git("tag", "v1.2.3")
    return repository


def gone(tagged: Repository, old: str, new: str) -> list[str]:
    changed = ROOM.replace(old, new)
    assert changed != ROOM
    tagged.commit(**{"src/panamarc/_room.py": changed})
    return api_check.compare_python(tagged.folder, "v1.2.3", "src")


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("    def close(self) -> None: ...\n", "", "Reader.close: Public object was removed"),
        (
            "def count(path: str, threads: int = 1)",
            "def count(path: str)",
            "count(threads): Parameter was removed",
        ),
        ("size: int = 1", "size: int", "Reader.read(size): Parameter is now required"),
    ],
)
def test_a_change_of_public_python_is_reported(
    tagged: Repository, old: str, new: str, name: str
) -> None:
    (line,) = gone(tagged, old, new)
    assert name in line


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    def _inner(self) -> None: ...\n", ""),
        ("def inner() -> None: ...\n", ""),
        ("threads: int = 1", "threads: int = 1, order: bool = True"),
    ],
)
def test_what_is_private_or_new_in_python_is_not_reported(
    tagged: Repository, old: str, new: str
) -> None:
    assert gone(tagged, old, new) == []


def test_the_last_tag_is_the_latest_version_before_the_commit(tagged: Repository) -> None:
    tagged.git("tag", "v1.10.0")
    tagged.git("tag", "v9-draft")
    assert versions.last_tag(tagged.folder) == versions.parse("1.10.0")


def test_a_repository_without_tags_has_nothing_to_compare_with(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.commit(file="text")
    monkeypatch.setattr(api_check, "ROOT", repository.folder)
    assert api_check.main() == 0
    assert capsys.readouterr().out.startswith("There is no tag such as v1.2.3 before this commit")


def jar(folder: Path, name: str, **classes: str) -> Path:
    """A jar with a class `Reader` in each package."""
    java = Path(panamarc.info()["java_home"]) / "bin"
    sources = folder / name
    sources.mkdir()
    for package, rest in classes.items():
        text = JAVA.format(package=package.replace("_", "."), rest=rest)
        target = sources / package / "Reader.java"
        target.parent.mkdir()
        target.write_text(text)
    files = [str(file) for file in sources.glob("*/Reader.java")]
    subprocess.run([java / "javac", "-d", sources / "classes", *files], check=True)
    made = folder / f"{name}.jar"
    subprocess.run([java / "jar", "cf", made, "-C", sources / "classes", "org"], check=True)
    return made


@pytest.mark.skipif(shutil.which("mvn") is None, reason="there is no Maven")
def test_a_public_method_of_java_that_is_gone_is_reported(tmp_path: Path) -> None:
    close = "public void close() {}"
    old = jar(tmp_path, "old", org_panamarc=close, org_panamarc_internal_io=close)
    new = jar(tmp_path, "new", org_panamarc="public void open() {}", org_panamarc_internal_io="")
    japicmp = api_check.japicmp_path(tmp_path)
    lines = api_check.compare_java(japicmp, old, new)
    assert lines == [
        "***! MODIFIED CLASS: PUBLIC org.panamarc.Reader  (not serializable)",
        "---! REMOVED METHOD: PUBLIC(-) void close()",
    ]
    assert api_check.compare_java(japicmp, old, old) == []
