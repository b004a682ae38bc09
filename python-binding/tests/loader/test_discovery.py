"""Which files a loader finds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

import panamarc
from panamarc import Loader

pytestmark = pytest.mark.same_without_c


def made(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")


def found(folder: Path, *arguments: Any) -> list[str]:
    loader = Loader(folder, *arguments, allow_empty=True)
    return [Path(os.path.relpath(file, folder)).as_posix() for file in loader.files]


def test_files_of_nested_folders_in_the_order_of_their_paths(tmp_path: Path) -> None:
    made(tmp_path, "b.mrc", "a/z.mrc.gz", "a/b/c/y.mrc", "a.mrc", "a/x.txt", "mrc/none.xml")
    assert found(tmp_path) == ["a/b/c/y.mrc", "a/z.mrc.gz", "a.mrc", "b.mrc"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.mrc", ["a.mrc"]),
        ("**/*.xml", ["a/x.xml"]),
        (["**/*.xml", "*.mrc"], ["a/x.xml", "a.mrc"]),
        ("a/**/y.mrc", ["a/b/c/y.mrc"]),
        ("**/b/**", ["a/b/c/y.mrc"]),
        ("a/*/*/[x-z].mrc", ["a/b/c/y.mrc"]),
        ("**/.*.mrc", [".h.mrc"]),
        ("**/.hidden/*", ["a/.hidden/h.mrc"]),
        ("**", ["a/b/c/y.mrc", "a/x.xml", "a.mrc"]),
        ("?.MRC", []),
    ],
)
def test_patterns_are_of_paths_below_the_folder(
    pattern: object, expected: list[str], tmp_path: Path
) -> None:
    made(tmp_path, "a.mrc", "a/x.xml", "a/b/c/y.mrc", ".h.mrc", "a/.hidden/h.mrc")
    made(tmp_path, "a.mrc.panamarc-index/_0.cfs")
    assert found(tmp_path, pattern) == expected


def test_loops_of_links_end_and_a_file_of_several_names_is_read_once(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    made(inside, "z/a.mrc")
    made(outside, "b.mrc", "deep/c.mrc")
    (inside / "z" / "up").symlink_to(inside)
    (inside / "a-link").symlink_to(inside / "z")
    (inside / "out").symlink_to(outside)
    (inside / "out-again").symlink_to(outside)
    (outside / "back").symlink_to(inside)
    (inside / "name.mrc").symlink_to(inside / "z" / "a.mrc")
    assert found(inside) == ["name.mrc", "out/b.mrc", "out/deep/c.mrc"]
    assert found(inside, "z/*.mrc") == ["z/a.mrc"]


def test_listed_files_stay_in_their_order_and_need_no_pattern(tmp_path: Path) -> None:
    made(tmp_path, "b.dat", "a.dat", "c/d.mrc")
    listed: Any = [tmp_path / "b.dat", str(tmp_path / "a.dat"), tmp_path / "c", tmp_path / "b.dat"]
    assert [Path(file).name for file in Loader(listed).files] == ["b.dat", "a.dat", "d.mrc"]
    assert Loader(tmp_path / "a.dat").files == [str(tmp_path / "a.dat")]


def test_relative_paths_mean_what_they_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, "f/a.mrc", "g/x")
    monkeypatch.chdir(tmp_path)
    loader = Loader("f", workers=1)
    monkeypatch.chdir(tmp_path / "g")
    assert (loader.files, list(loader), loader.report().errors) == (["f/a.mrc"], [], [])


def test_no_file_at_all_is_an_error_unless_that_is_allowed(tmp_path: Path) -> None:
    made(tmp_path, "x.txt")
    with pytest.raises(FileNotFoundError) as caught:
        Loader(tmp_path)
    assert caught.value.filename == str(tmp_path)
    assert caught.value.strerror == "No file matches the pattern '**/*.mrc*'"
    with pytest.raises(FileNotFoundError, match=r"\[\]"):
        Loader([])
    loader = Loader(tmp_path, allow_empty=True)
    assert (list(loader), loader.report().files) == ([], 0)


def test_a_root_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        Loader([tmp_path, tmp_path / "none"], allow_empty=True)
    assert caught.value.filename == str(tmp_path / "none")


def test_a_folder_that_cannot_be_read_is_an_error_or_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, "a/a.mrc", "b/b.mrc")
    scandir = os.scandir

    def forbidden(path: str) -> Any:
        if path.endswith("b"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", forbidden)
    with pytest.raises(PermissionError) as caught:
        Loader(tmp_path)
    assert caught.value.filename == str(tmp_path / "b")
    loader = Loader(tmp_path, on_error="skip")
    assert [Path(file).name for file in loader.files] == ["a.mrc"]
    for _ in range(2):
        assert list(loader) == []
        assert loader.report().failed == [str(tmp_path / "b")]


def test_what_is_no_regular_file_is_not_searched_for_but_an_error_where_listed(
    tmp_path: Path,
) -> None:
    made(tmp_path, "a.mrc")
    os.mkfifo(tmp_path / "pipe.mrc")
    assert found(tmp_path) == ["a.mrc"]
    with pytest.raises(OSError, match="Is no regular file") as caught:
        list(Loader([tmp_path / "pipe.mrc"]))
    assert caught.value.filename == str(tmp_path / "pipe.mrc")


def test_a_link_that_leads_nowhere_is_an_error_in_its_place(tmp_path: Path) -> None:
    made(tmp_path, "a.mrc")
    (tmp_path / "b.mrc").symlink_to(tmp_path / "none")
    with pytest.raises(FileNotFoundError) as caught:
        list(panamarc.Loader(tmp_path))
    assert caught.value.filename == str(tmp_path / "b.mrc")
