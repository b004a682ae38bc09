"""`make release`, in a repository of its own."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

import release
import versions
from support.packages import ROOT
from support.repository import Repository

pytestmark = pytest.mark.same_without_c

BUILD = ["git", "status"]


def begin(repository: Repository, changelog: str = "## 7.8.9 (not released)\n") -> None:
    """The files of this project that name its version, committed."""
    for file in versions.places(ROOT):
        text = file.read_text("utf-8").replace("is not released", "")
        text = text.replace(".invalid", ".example")
        repository.write(str(file.relative_to(ROOT)), text)
    repository.commit(**{"CHANGELOG.md": f"# Changelog\n\n{changelog}\n- A change.\n"})


def test_it_sets_the_version_everywhere_and_tags(repository: Repository) -> None:
    begin(repository)
    release.release(repository.folder, versions.parse("7.8.9"), BUILD)
    assert set().union(*versions.named(repository.folder).values()) == {"7.8.9"}
    assert re.search(r"^## 7\.8\.9 \(\d{4}-\d\d-\d\d\)$", repository.read("CHANGELOG.md"), re.M)
    assert repository.git("describe") == "v7.8.9"
    assert repository.git("status", "--porcelain") == ""
    assert repository.git("log", "-1", "--format=%s") == "Release 7.8.9"


def test_a_build_that_fails_leaves_the_tree_as_it_was(repository: Repository) -> None:
    begin(repository)
    before = repository.git("rev-parse", "HEAD")
    with pytest.raises(subprocess.CalledProcessError):
        release.release(repository.folder, versions.parse("7.8.9"), ["git", "no-such-command"])
    assert repository.git("status", "--porcelain") == ""
    assert repository.git("tag") == ""
    assert repository.git("rev-parse", "HEAD") == before


def refused(repository: Repository, version: str = "7.8.9") -> str:
    with pytest.raises(release.NotReadyError) as raised:
        release.release(repository.folder, versions.parse(version), BUILD)
    return str(raised.value)


def test_what_is_not_committed_is_named(repository: Repository) -> None:
    begin(repository)
    repository.write("new.txt", "")
    assert refused(repository) == "these files are not committed:\n?? new.txt"


def test_another_branch_is_refused(repository: Repository) -> None:
    begin(repository)
    repository.git("switch", "--quiet", "--create", "topic")
    assert refused(repository) == "a release is made on the branch main, and this is topic"


@pytest.mark.parametrize("heading", ["## 7.8.8 (not released)", "## 7.8.9 (2026-01-01)"])
def test_a_changelog_without_it_is_refused(repository: Repository, heading: str) -> None:
    begin(repository, f"{heading}\n")
    assert refused(repository) == (
        f"CHANGELOG.md begins with '{heading}', not with '## 7.8.9 (not released)'"
    )


def test_a_version_that_does_not_come_next_is_refused(repository: Repository) -> None:
    begin(repository)
    repository.git("tag", "v7.8.9")
    assert refused(repository) == "the last release is 7.8.9, which 7.8.9 does not come after"
    assert refused(repository, "7.8.8").endswith("which 7.8.8 does not come after")


def test_a_readme_that_denies_it_is_refused(repository: Repository) -> None:
    begin(repository)
    repository.commit(**{"README.md": "- Version 7.8.9 is not released: names may change.\n"})
    assert refused(repository).startswith("README.md says that a version is not released")


def test_a_pom_without_an_address_is_refused(repository: Repository) -> None:
    begin(repository)
    pom = repository.read("pom.xml").replace(".example", ".invalid")
    repository.commit(**{"pom.xml": pom})
    assert refused(repository) == "pom.xml has no address of the project yet: write it there"


def test_a_changelog_without_headings_is_an_error(repository: Repository, tmp_path: Path) -> None:
    begin(repository, "")
    with pytest.raises(ValueError, match=r"CHANGELOG.md has no heading such as '## 1.2.3"):
        release.release(repository.folder, versions.parse("7.8.9"), BUILD)
