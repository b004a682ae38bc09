"""The files that a loader reads: found in folders, each once."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from panamarc._files import INDEX_ENDING

ANY_FOLDERS = "**"
Failing = Callable[[OSError], object]


def patterns_of(pattern: object) -> tuple[str, ...]:
    """The patterns of `Loader`. Raises TypeError and ValueError for what is not one."""
    found = []
    for one in _listed(pattern):
        if not isinstance(one, str):
            raise TypeError(f"a pattern is a str such as '**/*.mrc', not {type(one).__name__}")
        if not one or one.startswith("/") or ".." in one.split("/"):
            raise ValueError(f"pattern is {one!r}; expected one of paths below the folder")
        found.append(one)
    if not found:
        raise ValueError("there is no pattern; expected one such as '**/*.mrc'")
    return tuple(found)


def files_of(root: object, patterns: tuple[str, ...], failing: Failing) -> list[str]:
    """The files of `Loader`, each once: as listed, and those of a folder by their paths.

    `failing`: takes what keeps a folder in them from being read.

    Raises TypeError for what is no path, and FileNotFoundError for a path that leads nowhere.
    """
    found: dict[str, str] = {}
    for given in _listed(root):
        if not isinstance(given, str | os.PathLike):
            raise TypeError(f"a loader reads folders and files, not {type(given).__name__}")
        path = os.fsdecode(given)
        if not os.path.lexists(path):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        for one in _Folder(path, patterns, failing).files() if os.path.isdir(path) else [path]:  # noqa: PTH112
            found.setdefault(os.path.realpath(one), one)
    return list(found.values())


def _listed(given: object) -> Iterable[object]:
    return given if isinstance(given, list | tuple) else [given]


class _Folder:
    """A folder whose files are looked for."""

    def __init__(self, root: str, patterns: tuple[str, ...], failing: Failing) -> None:
        self._root = root
        self._patterns = [pattern.split("/") for pattern in patterns]
        self._failing = failing
        # Hidden folders are only looked into where a pattern could want something of them.
        self._hidden = any(part.startswith(".") for parts in self._patterns for part in parts)
        self._visited: set[str] = set()
        self._links: list[list[str]] = []  # to folders

    def files(self) -> list[str]:
        """The files that match, by their paths. A folder is entered once, whatever leads there.

        Links to folders are followed after all other folders, so that a file has its own path where
        it has one.
        """
        found = [*self._below([])]
        while self._links:
            self._links.sort()
            found += self._below(self._links.pop(0))
        return [os.path.join(self._root, *parts) for parts in sorted(found)]  # noqa: PTH118

    def _below(self, above: list[str]) -> Iterator[list[str]]:
        waiting = [above]
        while waiting:
            parts = waiting.pop()
            folder = os.path.join(self._root, *parts)  # noqa: PTH118
            real = os.path.realpath(folder)
            if real in self._visited:
                continue
            self._visited.add(real)
            try:
                with os.scandir(folder) as entries:
                    for entry in entries:
                        if not entry.is_dir():
                            if _is_file(entry) and self._matches([*parts, entry.name]):
                                yield [*parts, entry.name]
                        elif self._enters(entry.name):
                            (self._links if entry.is_symlink() else waiting).append(
                                [*parts, entry.name]
                            )
            except OSError as error:
                self._failing(error)

    def _enters(self, name: str) -> bool:
        return not name.endswith(INDEX_ENDING) and (self._hidden or not name.startswith("."))

    def _matches(self, parts: list[str]) -> bool:
        return any(matches(parts, pattern) for pattern in self._patterns)


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether it is a file, or a link that leads nowhere, which reading reports."""
    return entry.is_file() or (entry.is_symlink() and not Path(entry.path).exists())


def matches(parts: list[str], pattern: list[str]) -> bool:
    """Whether the parts of a path match those of a pattern.

    `**` is any number of folders; a name that begins with a dot only matches what does, too.
    """
    if not pattern:
        return not parts
    first, *rest = pattern
    if first == ANY_FOLDERS:
        if matches(parts, rest):
            return True
        return bool(parts) and not parts[0].startswith(".") and matches(parts[1:], pattern)
    if not parts or parts[0].startswith(".") > first.startswith("."):
        return False
    return fnmatchcase(parts[0], first) and matches(parts[1:], rest)
