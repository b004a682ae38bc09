"""The programs of the gallery make what its page shows, of the files in `spec/data`."""

from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path

import pytest

from support import realdata

pytestmark = pytest.mark.same_without_c

DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGE = (DOCS / "gallery.md").read_text("utf-8")
EXAMPLES = {path.stem: path for path in sorted((DOCS / "examples").glob("*.py"))}


def run(name: str, sources: list[Path], folder: Path) -> str:
    """What a program prints that is called in a folder."""
    command = [sys.executable, str(EXAMPLES[name]), *map(str, sources)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def size(picture: Path) -> tuple[int, int]:
    """Width and height of a PNG, in pixels."""
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", content[16:24])
    return width, height


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_page_shows_the_program(name: str) -> None:
    assert f"```python\n{EXAMPLES[name].read_text('utf-8')}```\n" in PAGE
    assert f"(examples/{name}.py)" in PAGE


@pytest.mark.parametrize("name", ["decades", "subjects"])
def test_a_program_draws_the_picture_of_the_page(name: str, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    assert run(name, [realdata.path("loc_bibliographic_386.mrc")], tmp_path) == ""
    assert size(tmp_path / f"{name}.png") == size(DOCS / "assets" / f"{name}.png") == (800, 450)
    assert f"(assets/{name}.png)" in PAGE


def test_broken_isbns_are_those_of_the_page(tmp_path: Path) -> None:
    printed = run("isbns", sorted(map(realdata.path, realdata.ALL)), tmp_path)
    assert printed.count("\n") > 3
    assert f"```text\n{printed}```\n" in PAGE
