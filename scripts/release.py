"""Makes a release: `make release VERSION=1.2.3`.

Checks that all is ready, sets the version everywhere, builds every package, commits and tags.
Pushing and uploading are left to a person. Until then `git reset --hard HEAD~1` and `git tag -d`
undo all of it.
"""

import datetime
import subprocess
import sys
from pathlib import Path

import versions

ROOT = Path(__file__).resolve().parent.parent
BUILD = ["make", "api-check", "wheels", "artefacts"]


class NotReadyError(Exception):
    """Why there can be no release yet."""


def git(root: Path, *arguments: str) -> str:
    """What a command of Git printed."""
    done = subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def check(root: Path, version: versions.Version) -> None:
    """Raises NotReadyError where something speaks against the release."""
    if (branch := git(root, "branch", "--show-current")) != "main":
        raise NotReadyError(f"a release is made on the branch main, and this is {branch or 'none'}")
    if changed := git(root, "status", "--porcelain"):
        raise NotReadyError(f"these files are not committed:\n{changed}")
    last = versions.last_tag(root)
    if last is not None and version <= last:
        raise NotReadyError(f"the last release is {last}, which {version} does not come after")
    planned, state = versions.planned(root)
    if (planned, state) != (version, versions.NOT_RELEASED):
        raise NotReadyError(
            f"CHANGELOG.md begins with '## {planned} ({state})', not with"
            f" '## {version} ({versions.NOT_RELEASED})'"
        )
    if "is not released" in (root / "README.md").read_text(encoding="utf-8"):
        raise NotReadyError("README.md says that a version is not released: take that line out")
    if ".invalid" in (root / "pom.xml").read_text(encoding="utf-8"):
        raise NotReadyError("pom.xml has no address of the project yet: write it there")


def release(root: Path, version: versions.Version, build: list[str]) -> None:
    """Makes the release, or leaves the tree as it was.

    Args:
        root: the repository.
        version: of the release.
        build: the command that builds what is released, and compares the API with the last release.

    Raises:
        NotReadyError: something speaks against it.
        subprocess.CalledProcessError: the build failed.
    """
    check(root, version)
    day = datetime.datetime.now(tz=datetime.timezone.utc).date()
    changelog = root / "CHANGELOG.md"
    changed = [*versions.set_all(root, version), changelog]
    try:
        subprocess.run(build, cwd=root, check=True)
        heading = f"## {version} ({versions.NOT_RELEASED})"
        text = changelog.read_text(encoding="utf-8")
        changelog.write_text(text.replace(heading, f"## {version} ({day})", 1), encoding="utf-8")
    except BaseException:
        git(root, "checkout", "--", *map(str, changed))
        raise
    git(root, "commit", "--quiet", "--all", "--message", f"Release {version}")
    git(root, "tag", "--annotate", f"v{version}", "--message", f"panamarc {version}")


def main(text: str) -> int:
    """Makes the release of a version that the command line names."""
    try:
        version = versions.parse(text)
        release(ROOT, version, BUILD)
    except (NotReadyError, ValueError) as error:
        print(f"No release: {error}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"No release: '{' '.join(map(str, error.cmd))}' failed", file=sys.stderr)
        return 1
    print(f"Released {version}, as the tag v{version}. Next: git push --follow-tags, and upload")
    print("python-binding/dist and the jars; CHANGELOG.md gets a heading for the next version.")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
