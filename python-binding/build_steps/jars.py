"""Leaves out of jars what a wheel for one platform has no use for."""

from __future__ import annotations

import zipfile
from pathlib import Path

# zstd's library for a wheel's platform, in its jar: by how the platform's tag begins and ends.
ZSTD = {
    ("linux", "x86_64"): "linux/amd64",
    ("linux", "aarch64"): "linux/aarch64",
    ("macosx", "x86_64"): "darwin/x86_64",
    ("macosx", "arm64"): "darwin/aarch64",
    ("win", "amd64"): "win/amd64",
    ("win", "arm64"): "win/aarch64",
}
SYSTEMS = ("aix/", "darwin/", "freebsd/", "linux/", "win/")

# The package has this library next to the jar, or none.
OURS = "META-INF/native/"


def zstd_folder(platform: str) -> str | None:
    """The folder of zstd's library for a platform; None, so that all stay, for any other."""
    tag = platform.removeprefix("many").removeprefix("musl")
    for (system, processor), folder in ZSTD.items():
        if tag.startswith(system) and tag.endswith(processor):
            return folder
    return None


def for_platform(jar: Path, platform: str, folder: Path) -> Path:
    """A copy of a jar in `folder` without the libraries of other platforms.

    Args:
        jar: any jar of the package.
        platform: as in a wheel's tag; `any` for a wheel that runs everywhere.
        folder: where the copy goes.

    Returns:
        The copy; the jar itself where it has nothing to leave out.
    """
    keep = zstd_folder(platform)
    with zipfile.ZipFile(jar) as archive:
        entries = archive.infolist()
        kept = [entry for entry in entries if _wanted(entry.filename, keep)]
        if len(kept) == len(entries):
            return jar
        copy = folder / jar.name
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target:
            for entry in kept:
                # The entry carries its time and its rights along.
                target.writestr(entry, archive.read(entry))
    return copy


def _wanted(name: str, zstd: str | None) -> bool:
    if name.startswith(OURS):
        return False
    return zstd is None or not name.startswith(SYSTEMS) or name.startswith(f"{zstd}/")
