"""Java's class archive: the classes that an earlier start loaded and checked, mapped into memory.

The JVM makes the archive itself, when the first process that finds none ends, and checks at each
start that it fits the jars and the JVM. It writes it into memory: it would end the process with an
error where a disk is full. What is in memory once the JVM has ended becomes a file with a temporary
name, then one whose name holds its key, its size and its checksum. So what is found under such a
name is whole, even where other processes write one, and what is not is removed and not used.

The key names all that an archive depends on: the JVM, the flags, and each jar, ours by content. The
folder belongs to the user alone. Without such a folder, or where the user gives options to the JVM,
Java starts as it would without any of this.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import os
import stat
import sys
import time
from collections.abc import Sequence
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any
from zlib import crc32

from panamarc._java.jdk import Java
from panamarc._java.library import OPTIONS
from panamarc._version import __version__

VARIABLE = "PANAMARC_CLASS_ARCHIVE"  # "off" for none

# The versions of Java whose flags these are: another one might not start with them.
VERSIONS = ("25",)

# The JVM prints on standard output what it thinks of archives.
QUIET = ("-Xshare:auto", "-Xlog:cds*=off", "-Xlog:aot*=off")

PREFIX = "classes-"
MAKING = 60  # seconds after which a process that is to make an archive is not waited for
HIGH_NUMBER = 512
UNUSED = 30 * 24 * 3600  # seconds after which an archive of another key is removed
KEPT = 4  # archives of other keys, at most


def flags(
    java: Java, class_path: Sequence[Path], others: Sequence[str]
) -> tuple[list[str], Maker | None]:
    """The flags with which this process uses an archive, or makes one; none where it does neither.

    `others`: the flags of the JVM that every process gives it.
    """
    if os.environ.get(VARIABLE) == "off" or any(os.environ.get(name) for name in OPTIONS):
        return [], None
    if sys.platform != "linux" or java.version.split(".")[0].split("+")[0] not in VERSIONS:
        return [], None
    with contextlib.suppress(OSError, RuntimeError):  # RuntimeError: there is no home
        folder = _folder()
        text = "".join(map(str, (folder, *class_path)))
        if not text.isascii() or os.pathsep in str(folder):
            return [], None  # the JVM would read them otherwise
        key = _key(java, class_path, others)
        found = _found(folder, key)
        if found is not None:
            return [f"-XX:SharedArchiveFile={found}", *QUIET], None
        if "jpype" not in sys.modules and _claimed(folder, key):
            maker = Maker(folder, key)
            return [f"-XX:ArchiveClassesAtExit={maker.path}", *QUIET], maker
    return [], None


def _folder() -> Path:
    """The folder of archives, made where there is none.

    Raises PermissionError where others than the user may write into it.
    """
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    caches = given if given.is_absolute() else Path.home() / ".cache"
    folder = caches / "panamarc"
    if not folder.is_dir():
        caches.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    about = folder.lstat()
    if not stat.S_ISDIR(about.st_mode) or about.st_uid != os.geteuid() or about.st_mode & 0o022:
        raise PermissionError(f"{folder} is not the user's alone")
    return folder


def _key(java: Java, class_path: Sequence[Path], others: Sequence[str]) -> str:
    """What an archive depends on, as a number; raises OSError where a part of it is missing."""
    base = java.library.with_name("classes.jsa")  # the JVM's own archive, which ours adds to
    facts: list[object] = [__version__, java, *others]
    for path in (java.library, base, java.home / "release", *class_path):
        about = path.stat()
        facts += [path, about.st_size, about.st_mtime_ns]
        # Other jars have their version in their names.
        if path.name.startswith("panamarc-") or path.name == "org.jpype.jar":
            facts.append(crc32(path.read_bytes()))
    return f"{crc32(repr(facts).encode()):08x}"


def _found(folder: Path, key: str) -> Path | None:
    """The archive with a key; what has its name and is not whole is removed."""
    for path in sorted(folder.glob(f"{PREFIX}{key}-*.jsa")):
        # Mapped, it takes a third of the time.
        with (
            contextlib.suppress(ValueError),  # it is empty
            path.open("rb") as file,
            mmap(file.fileno(), 0, access=ACCESS_READ) as content,
        ):
            if path.name == _name(key, content):
                os.utime(path)  # when it was used last
                return path
        path.unlink()
    return None


def _name(key: str, content: bytes | mmap) -> str:
    return f"{PREFIX}{key}-{len(content)}-{crc32(content):08x}.jsa"


def _claim(folder: Path, key: str) -> Path:
    return folder / f"{PREFIX}{key}.claim"


def _claimed(folder: Path, key: str) -> bool:
    """Whether this process is the one to make an archive: one at a time, if none dies over it."""
    import resource  # which some systems lack

    if resource.getrlimit(resource.RLIMIT_FSIZE)[0] != resource.RLIM_INFINITY:
        return False  # the JVM would end the process with an error
    claim = _claim(folder, key)
    with contextlib.suppress(FileNotFoundError):
        if time.time() - claim.stat().st_mtime < MAKING:
            return False
        claim.unlink()
    with contextlib.suppress(FileExistsError):
        os.close(os.open(claim, os.O_CREAT | os.O_EXCL, 0o600))
        return True
    return False


class Maker:
    """A file in memory that becomes the archive when the process ends.

    JPype ends the JVM when the process ends, which writes the archive then. What is registered
    before JPype is loaded runs after that, and what is registered later before.
    """

    def __init__(self, folder: Path, key: str) -> None:
        self._folder = folder
        self._key = key
        self._process = os.getpid()
        import fcntl  # which some systems lack

        made = os.memfd_create("panamarc-classes")
        # Where a program closes what it does not know, another file must not get this number.
        self._number = fcntl.fcntl(made, fcntl.F_DUPFD_CLOEXEC, HIGH_NUMBER)
        os.close(made)
        self._identity = self._identify()
        atexit.register(self._finish)

    @property
    def path(self) -> str:
        """What the JVM is to write."""
        return f"/proc/self/fd/{self._number}"

    def started(self, jpype: Any) -> None:
        """Has the archive hold all of the core's classes; called once the JVM has started."""
        atexit.register(self._complete, jpype)

    def _complete(self, jpype: Any) -> None:
        if os.getpid() != self._process or not jpype.isJVMStarted():
            return
        if self._identify() != self._identity:
            # JPype does not end the JVM then, which writes nothing.
            config: Any = importlib.import_module("jpype.config")
            config.onexit = False
            return
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):  # which the end of the process reports
                stream.flush()
        with contextlib.suppress(Exception):  # an archive without some classes is one, too
            jpype.JClass("org.panamarc.python.PythonClasses").load()

    def _identify(self) -> tuple[int, int] | None:
        try:
            about = os.fstat(self._number)
        except OSError:
            return None
        return about.st_dev, about.st_ino

    def _finish(self) -> None:
        if os.getpid() != self._process or self._identify() != self._identity:
            return
        with contextlib.suppress(OSError):
            content = os.pread(self._number, os.fstat(self._number).st_size, 0)
            if content:
                _save(self._folder, _name(self._key, content), content)
                _tidy(self._folder, self._key)
            _claim(self._folder, self._key).unlink()


def _save(folder: Path, name: str, content: bytes) -> None:
    part = folder / f"{PREFIX}{os.getpid()}.part"
    try:
        with part.open("wb") as file:
            file.write(content)
        part.replace(folder / name)
    finally:
        part.unlink(missing_ok=True)


def _tidy(folder: Path, key: str) -> None:
    """Removes archives that nobody has used for long, and all but some; and what was left over."""
    now = time.time()
    others = []
    for path in folder.glob(f"{PREFIX}*"):
        if path.name.startswith(f"{PREFIX}{key}"):
            continue
        used = path.stat().st_mtime
        if path.suffix == ".jsa":
            others.append((used, path))
        elif now - used > MAKING:
            path.unlink()
    others.sort(reverse=True)
    for place, (used, path) in enumerate(others):
        if place >= KEPT or now - used > UNUSED:
            path.unlink()
