"""Counting without Java: each answer is Java's, and there is none where Java has to look."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import panamarc
from panamarc._java import framing, library
from support import realdata
from support.children import output
from support.commands import Run
from support.damaged import damaged, inputs, records
from support.packages import ROOT
from support.records import iso2709
from support.repaircases import ALL

needs_library = pytest.mark.skipif(
    library.load() is None, reason="the native library is not here, or not to be used"
)
pytestmark = needs_library

FILES = sorted((ROOT / "spec" / "data").glob("*.mrc"))
TWO = iso2709(("001", "1"), ("245", "10\x1faOne")) + iso2709(("001", "2"))
# In order, but with a line break where the format of yaz has one.
LINES = b"00040nam a2200037 a 4500\n0010002000001\x1ex\x1e\x1d"


def count_as_java(content: bytes, path: Path) -> framing.Framed | None:
    """What is counted without Java, once Java has given the same."""
    path.write_bytes(content)
    framed = framing.count(str(path))
    if framed is not None:
        with panamarc.open(path) as reader:
            assert reader.count() == (framed.records, 0)
            assert (reader.bytes_read, reader.skipped) == (framed.bytes, [])
    return framed


def test_the_numbers_are_those_of_the_header() -> None:
    header = (ROOT / "native" / "include" / "panamarc.h").read_text()
    defined = dict(re.findall(r"#define PANAMARC_(\w+) (\d+)", header))
    named = {name for name in vars(framing) if re.match("RUN_|SCAN_", name)}
    assert {name: str(getattr(framing, name)) for name in named} == {n: defined[n] for n in named}
    kinds = int(defined["RECORD_TERMINATOR"]) | int(defined["FIELD_TERMINATOR"])
    assert (kinds, int(defined["ABI_VERSION"])) == (framing.TERMINATORS, library.ABI_VERSION)


@pytest.mark.parametrize("size", [1 << 16, framing.WINDOW])
def test_real_files_have_as_many_as_in_java(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(framing, "WINDOW", size)
    counted = [count_as_java(file.read_bytes(), tmp_path / "x") for file in FILES]
    assert [framed and framed.records for framed in counted] == [None, None, 150, 386, 50]


def test_cases_have_as_many_as_in_java(tmp_path: Path) -> None:
    for case in ALL:
        count_as_java(case.content, tmp_path / "x")


@given(st.one_of(inputs(), damaged(st.lists(records(), min_size=1, max_size=4).map(b"".join))))
def test_damaged_files_have_as_many_as_in_java(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    count_as_java(content, tmp_path_factory.getbasetemp() / "damaged.mrc")


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"\n" + TWO, TWO + b"\n", TWO[:-1], TWO + TWO[:30], TWO.replace(b"00", b"0x", 1)),
        *(b"000260 m a2200025 a 4500\x1e\x1d", LINES),
    ],
)
def test_what_may_be_something_else_is_left_to_java(content: bytes, tmp_path: Path) -> None:
    assert count_as_java(TWO, tmp_path / "x") == (2, len(TWO))
    assert count_as_java(content, tmp_path / "x") is None


def test_what_is_no_small_file_is_left_to_java(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert framing.count(str(tmp_path / "pipe")) is None
    assert framing.count(str(tmp_path)) is None
    monkeypatch.setattr(framing, "MOST", FILES[-1].stat().st_size - 1)
    assert framing.count(str(FILES[-1])) is None


def test_a_clean_file_is_counted_without_java() -> None:
    name = str(realdata.path("loc_edge_cases_50.mrc"))
    code = f"""
import sys
from panamarc.cli import main
main(["count", {name!r}])
print("jpype" in sys.modules)
"""
    assert output(code).split() == ["50", "False"]


def test_the_command_says_the_same_of_both_kinds(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [*map(str, FILES), "no.mrc"]
    lines = (["count", *names], ["count", "--json", *names])
    framed = [run(*line) for line in lines]
    monkeypatch.setattr(framing, "count", lambda path: None)
    assert [run(*line) for line in lines] == framed
