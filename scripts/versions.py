"""Where the repository names the version of panamarc, read and set in all places at once."""

import re
import subprocess
from pathlib import Path
from typing import NamedTuple

VERSION = r"(\d+\.\d+\.\d+)"

# The files with a version of ours, as Git's patterns, and what is around it.
PLACES = {
    "*pom.xml": rf"<artifactId>panamarc-[\w-]+</artifactId>\s*<version>{VERSION}<",
    "*.md": rf"<artifactId>panamarc-[\w-]+</artifactId>\s*<version>{VERSION}<"
    rf"|\bpanamarc[\w-]*[-:]{VERSION}",
    "*/Version.java": rf'TEXT = "{VERSION}"',
    "native/CMakeLists.txt": rf"project\(panamarc VERSION {VERSION} ",
    "python-binding/pyproject.toml": rf'^version = "{VERSION}"',
    "python-binding/src/panamarc/_version.py": rf'^__version__ = "{VERSION}"',
}

# What was measured, and the history.
PAST = ("CHANGELOG.md", "docs/performance.md", "benchmarks/results/")

HEADING = re.compile(rf"^## {VERSION} \((.*)\)$", re.MULTILINE)
NOT_RELEASED = "not released"


class Version(NamedTuple):
    """A version by the rules of semver.org."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        """As it is written."""
        return f"{self.major}.{self.minor}.{self.patch}"

    def may_break(self, earlier: "Version") -> bool:
        """Whether it need not have all that an earlier version had.

        The first number says so; while it is 0, the second.
        """
        return self.major > earlier.major or (
            self.major == earlier.major == 0 and self.minor > earlier.minor
        )


def parse(text: str) -> Version:
    """Raises ValueError where the text is no version."""
    match = re.fullmatch(VERSION, text)
    if not match:
        raise ValueError(f"{text!r} is no version: three numbers with dots between them are")
    return Version(*map(int, text.split(".")))


def _git(root: Path, *arguments: str) -> str:
    command = ["git", *arguments]
    return subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout


def last_tag(root: Path) -> Version | None:
    """The latest version that the current commit comes after; None where there is none."""
    tags = _git(root, "tag", "--list", "v*", "--merged", "HEAD").split()
    versions = [parse(tag[1:]) for tag in tags if re.fullmatch(VERSION, tag[1:])]
    return max(versions, default=None)


def places(root: Path) -> dict[Path, re.Pattern[str]]:
    """The files with a version, and where they have it."""
    found = {}
    for pattern, around in PLACES.items():
        for name in _git(root, "ls-files", "--", pattern).split("\n"):
            file = root / name
            if name and not name.startswith(PAST) and not file.is_symlink():
                found[file] = re.compile(around, re.MULTILINE)
    return found


def named(root: Path) -> dict[Path, set[str]]:
    """The versions that each file names; of most Markdown files there are none."""
    return {
        file: {
            group for match in pattern.finditer(_read(file)) for group in match.groups() if group
        }
        for file, pattern in places(root).items()
    }


def set_all(root: Path, version: Version) -> list[Path]:
    """Sets the version everywhere; gives the files that changed."""
    changed = []
    for file, pattern in places(root).items():
        text = _read(file)
        new = pattern.sub(lambda match: _replaced(match, str(version)), text)
        if new != text:
            file.write_text(new, encoding="utf-8")
            changed.append(file)
    return changed


def _replaced(match: re.Match[str], version: str) -> str:
    group = match.lastindex or 1
    start, end = (position - match.start() for position in match.span(group))
    return match[0][:start] + version + match[0][end:]


def planned(root: Path) -> tuple[Version, str]:
    """The version that the changelog begins with, and its state: `not released`, or a date.

    Raises ValueError where it has no such heading.
    """
    match = HEADING.search(_read(root / "CHANGELOG.md"))
    if not match:
        raise ValueError("CHANGELOG.md has no heading such as '## 1.2.3 (not released)'")
    return parse(match[1]), match[2]


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8")
