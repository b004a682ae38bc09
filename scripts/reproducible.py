"""Builds every package twice and fails where the bytes differ.

The builds are in copies of this working tree, in two folders. Times of files, time zone and
language are not the same. Rights of files are: jars of sources and Javadoc have those of the
folders that they were made from.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Where a build is, and its environment.
BUILDS = {
    "first": {"TZ": "UTC", "LC_ALL": "C.UTF-8"},
    "another/place": {"TZ": "Asia/Kolkata", "LC_ALL": "C"},
}
PACKAGES = [
    "python-binding/dist/*",
    "*/target/quick/*.jar",
    "*/target/quick/*-sbom.json",
    "integrations/*/target/quick/*.jar",
    "integrations/*/target/quick/*-sbom.json",
]


def copy_sources(folder: Path) -> None:
    """Copies the files that Git has, or would add, as they are now."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        source, target = ROOT / name, folder / name
        if source.is_symlink() or source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target, follow_symlinks=False)
    # What the builds run with, and no part of them.
    (folder / ".venv").symlink_to(ROOT / ".venv")


def build(folder: Path, environment: dict[str, str]) -> dict[str, str]:
    """Builds all packages; gives the checksum of each."""
    subprocess.run(
        ["make", "--old-file=.venv/installed-dev", "wheels", "artefacts"],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )
    packages = [file for pattern in PACKAGES for file in sorted(folder.glob(pattern))]
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in packages
    }


def main() -> int:
    """Prints each package's checksum, and whether both builds have it."""
    with tempfile.TemporaryDirectory() as temporary:
        # Both first, so that somebody may go on with the work meanwhile.
        for name in BUILDS:
            copy_sources(Path(temporary, name))
        first, second = (build(Path(temporary, name), BUILDS[name]) for name in BUILDS)
    different = [
        name for name in first.keys() | second.keys() if first.get(name) != second.get(name)
    ]
    for name in sorted(first):
        print(f"{first[name]}  {name}{'  DIFFERS' if name in different else ''}")
    for name in sorted(second.keys() - first.keys()):
        print(f"only the second build has {name}")
    print(f"{len(first)} packages, {len(different)} different")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
