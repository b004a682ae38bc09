"""Programs as pymarc's users write them do the same with panamarc, once they import it instead."""

from __future__ import annotations

import contextlib
import io
import os
import re
import warnings
from pathlib import Path

import pytest

from support import realdata

PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.py"))
MARK_OVER_TWO = re.compile(rb"[\xeb\xfa]")  # which panamarc reads as one, and says so


def records(name: str, count: int) -> list[bytes]:
    """The first records of a file."""
    return [chunk + b"\x1d" for chunk in realdata.content(name).split(b"\x1d")[:count]]


def prepare(folder: Path) -> None:
    """Puts the files that the programs read into a folder."""
    books = records("loc_bibliographic_386.mrc", 150)
    old = [one for one in records(realdata.MARC8, 300) if not MARK_OVER_TWO.search(one)]
    # A base address of 0, an entry of the directory cut off, bytes that are not UTF-8, a record
    # that breaks off.
    broken = [
        *books[:3],
        books[3][:12] + b"00000" + books[3][17:],
        books[4],
        books[5][:12] + b"%05d" % (int(books[5][12:17]) - 3) + books[5][17:],
        re.sub(rb"\x1fa.", b"\x1fa\xff", books[6], count=1),
        *books[7:9],
        books[9][:-20],
    ]
    for name, parts in (("books.mrc", books), ("old.mrc", old), ("broken.mrc", broken)):
        (folder / name).write_bytes(b"".join(parts))


def run(source: str, folder: Path) -> dict[str, bytes]:
    """What a program prints and writes."""
    folder.mkdir()
    prepare(folder)
    given = set(folder.iterdir())
    printed, complained = io.StringIO(), io.StringIO()
    before = Path.cwd()
    os.chdir(folder)
    try:
        with (
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(complained),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore", ResourceWarning)  # they leave files open
            exec(compile(source, "program", "exec"), {"__name__": "__main__"})
    finally:
        os.chdir(before)
    found = {path.name: path.read_bytes() for path in folder.iterdir() if path not in given}
    return found | {"stdout": printed.getvalue().encode(), "stderr": complained.getvalue().encode()}


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_a_program_of_pymarc_does_the_same_with_panamarc(program: Path, tmp_path: Path) -> None:
    source = program.read_text("utf-8")
    ours = re.sub(r"^from pymarc\b", "from panamarc", source, flags=re.M)
    ours = re.sub(r"^import pymarc$", "import panamarc as pymarc", ours, flags=re.M)
    assert ours != source
    expected = run(source, tmp_path / "pymarc")
    assert len(expected["stdout"].splitlines()) > 3
    assert run(ours, tmp_path / "panamarc") == expected
