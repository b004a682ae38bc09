"""Java, as far as Python sees it: started at the first read, then kept until the process ends."""

from __future__ import annotations

import gc
import importlib.util
import os
import sys
import threading
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from panamarc._java import archive, jdk, library
from panamarc._java.interrupts import DeferredInterrupt
from panamarc.exceptions import (
    JvmError,
    JvmForkError,
    JvmNotFoundError,
    JvmVersionError,
)

# What PythonReader and PythonColumns answer where it is not a length (see there).
END, PAUSED, NEED_INPUT, FAILED, EMPTY, TOO_SMALL = 0, -1, -2, -3, -4, -64

FLAGS = (
    # Java must not take the signals that end the process or become KeyboardInterrupt.
    "-Xrs",
    "--enable-native-access=ALL-UNNAMED",
    # Least memory and the quickest start; batches are short-lived, so that a small young generation
    # both suffices and stays in the processor's cache.
    "-XX:+UseSerialGC",
    "-Xmn14m",
)

# Where the command has so few bytes to read that the code is not run often enough for more: Java's
# quick compiler alone, and less than that, the scanner in Java, which needs no calls into C made.
FEW, VERY_FEW = 80_000_000, 700_000  # bytes
FLAGS_FOR_FEW = ("-XX:TieredStopAtLevel=1",)
FLAGS_FOR_VERY_FEW = (*FLAGS_FOR_FEW, "-Dpanamarc.native=off")

FIRST_TARGET = 1 << 20  # bytes
LARGEST_STEP = 1 << 26  # bytes; a target larger than that is as large as it has to be


def _class(name: str) -> Any:
    """A property that is a Java class, which is loaded when it is used first."""
    return cached_property(lambda classes: classes.jpype.JClass(name))


class Classes:
    """The Java classes that Python calls, and where they run."""

    def __init__(self, jpype_module: Any, home: str) -> None:
        self.jpype = jpype_module
        self.home = home

    reader = _class("org.panamarc.python.PythonReader")
    splitter = _class("org.panamarc.python.PythonSplitter")
    shared_file = _class("org.panamarc.python.PythonSharedFile")
    options = _class("org.panamarc.python.PythonOptions")
    writer = _class("org.panamarc.python.PythonWriter")
    memory = _class("org.panamarc.python.PythonMemory")
    columns = _class("org.panamarc.python.PythonColumns")
    selection = _class("org.panamarc.python.PythonSelection")
    statistics = _class("org.panamarc.python.PythonStatistics")
    info = _class("org.panamarc.python.PythonInfo")
    scan = _class("org.panamarc.python.PythonScan")
    table = _class("org.panamarc.python.PythonTable")
    index = _class("org.panamarc.python.PythonIndex")
    index_work = _class("org.panamarc.python.PythonIndexWork")
    schema = _class("org.panamarc.python.PythonSchema")
    validation = _class("org.panamarc.python.PythonValidation")
    charset = _class("java.nio.charset.Charset")
    byte_buffer = _class("java.nio.ByteBuffer")
    throwable = _class("java.lang.Throwable")
    thread = _class("java.lang.Thread")


class _ThreadEnd:
    """Has Java forget the thread that releases this at its end.

    Java takes a thread of Python's that calls it for one of its own, and would keep it, with all
    that is its alone, for ever.
    """

    def __init__(self) -> None:
        # The main thread ends with the process. Others need it when it is too late to load it.
        self._detach: Callable[[], None] | None = None
        if threading.get_ident() != threading.main_thread().ident and _classes is not None:
            self._detach = _classes.thread.detach

    def __del__(self, ending: Callable[[], bool] = sys.is_finalizing) -> None:
        # When the process ends, there may be nothing left to ask for the rest.
        if not ending() and self._detach is not None and running():
            self._detach()


class _Command:
    """What the command knows of its process before Java starts there."""

    runs = False
    to_read: int | None = None  # bytes, about

    def flags(self) -> tuple[str, ...]:
        if self.to_read is None or self.to_read > FEW or "PANAMARC_JVM_OPTIONS" in os.environ:
            return ()
        if self.to_read > VERY_FEW or "PANAMARC_NATIVE" in os.environ:
            return FLAGS_FOR_FEW
        return FLAGS_FOR_VERY_FEW


command = _Command()

_lock = threading.Lock()
_classes: Classes | None = None
_forked = False


def _after_fork() -> None:
    """Notes in the child that Java was started in its parent, where its threads stayed."""
    global _forked, _lock
    _forked = started_here()
    _lock = threading.Lock()
    if _forked:
        # JPype reports every garbage collection to Java, and would wait for an answer for ever.
        _part_collectors()


def _part_collectors() -> None:
    """Ends what JPype does so that Java's garbage collections and Python's cause each other."""
    gc.callbacks[:] = [call for call in gc.callbacks if getattr(call, "__module__", "") != "_jpype"]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def start_jvm(java_home: str | os.PathLike[str] | None = None, options: Iterable[str] = ()) -> None:
    """Starts Java now, which otherwise happens at the first read.

    `java_home`: the Java installation to use, before that of PANAMARC_JAVA_HOME. `options`: further
    flags, such as `-Xmx2g`; they come after panamarc's own and those in the environment variable
    PANAMARC_JVM_OPTIONS.

    Raises JvmNotFoundError where there is no Java 25 or later, or none in the folder that was given
    here or in PANAMARC_JAVA_HOME, JvmForkError in a process forked after Java had started,
    JvmVersionError where an older Java already runs in this process, and JvmError where it cannot
    be started, or runs already and something was asked of it, or where the environment variable
    PANAMARC_NATIVE names no scanner that this machine can run.
    """
    given = tuple(options)
    # A start that ended half-way could not be repeated.
    with _lock, DeferredInterrupt():
        if _classes is not None and (java_home is not None or given):
            raise JvmError("Java already runs here: call start_jvm before the first read")
        _start(java_home, given)


def classes() -> Classes:
    """The Java classes; starts Java where it does not run yet."""
    if _classes is None or _forked or not _classes.jpype.isJVMStarted():
        try:
            with _lock, DeferredInterrupt():
                _start(None, ())
        except JvmNotFoundError as error:
            raise error.with_traceback(None) from None
    assert _classes is not None
    transfer_buffer.end  # noqa: B018 # which a thread's first question makes
    return _classes


def running() -> bool:
    """Whether Java was started by a read and still runs, in this process."""
    return _classes is not None and not _forked and bool(_classes.jpype.isJVMStarted())


def started_here() -> bool:
    """Whether somebody started Java in this process, or in one that it was forked from."""
    jpype = sys.modules.get("jpype")
    return _forked or (jpype is not None and bool(jpype.isJVMStarted()))


def _start(java_home: str | os.PathLike[str] | None, options: tuple[str, ...]) -> Classes:
    global _classes
    if _forked:
        raise JvmForkError(
            'use the start method "spawn", as in multiprocessing.get_context("spawn"): '
            "this process was forked after Java had started, and Java does not survive a fork"
        )
    if _classes is not None:
        if not _classes.jpype.isJVMStarted():
            raise JvmError("Java was shut down in this process and cannot be started again")
        return _classes
    jars = sorted(library.FOLDER.glob("*.jar"))
    if not jars:
        raise JvmError(
            f"panamarc is not completely installed: there are no jars in {library.FOLDER}"
        )
    jpype = sys.modules.get("jpype")
    if jpype is not None and jpype.isJVMStarted():
        home = _join(jpype, jars)
    else:
        java = jdk.find(java_home)
        home = str(java.home)
        class_path = _class_path(jars)
        archived, maker = archive.flags(java, class_path, FLAGS) if not options else ([], None)
        jpype = _jpype()
        try:
            jpype.startJVM(
                *(command.flags() if maker is None else ()),
                *_flags(options),
                *archived,
                jvmpath=str(java.library),
                classpath=[str(jar) for jar in class_path],
                interrupt=False,
            )
        except Exception as error:
            raise JvmError(f"Java {java.version} in {java.home} does not start: {error}") from error
        if maker is not None:
            maker.started(jpype)
        # Each of Java's short collections would be followed by a full one of Python's, which holds
        # the GIL for as long as the caller has objects: a tenth of a second for a million. A JVM
        # that others started stays as they want it.
        _part_collectors()
        if threading.current_thread() is not threading.main_thread():
            # Java counts the thread that starts it as its own, and waits for it when the process
            # ends, even if it has ended long before. The next call takes it back, as a daemon.
            jpype.java.lang.Thread.detach()
    started = Classes(jpype, home)
    refusal = str(started.info.refusal())
    if refusal:
        raise JvmError(refusal)
    _classes = started
    return _classes


def _jpype() -> Any:
    """JPype; in the command's process without NumPy, which it would load and nobody there uses."""
    hidden = command.runs and "numpy" not in sys.modules
    if hidden:
        sys.modules["numpy"] = None  # type: ignore[assignment] # as Python has it
    try:
        return importlib.import_module("jpype")
    finally:
        if hidden:
            del sys.modules["numpy"]


def _class_path(jars: list[Path]) -> list[Path]:
    """The jars, first those that every start loads classes of: Java opens all that are before."""
    own = sorted(jars, key=lambda jar: not jar.name.startswith("panamarc-"))
    found = importlib.util.find_spec("jpype")
    if found is None or found.origin is None:
        return own
    # JPype puts its jar at the end.
    return [Path(found.origin).parents[1] / "org.jpype.jar", *own]


def _flags(options: tuple[str, ...]) -> list[str]:
    flags = list(FLAGS)
    own = library.path()
    if own is not None and "PANAMARC_LIBRARY" not in os.environ:
        flags.append(f"-Dpanamarc.library={own}")
    return [*flags, *os.environ.get("PANAMARC_JVM_OPTIONS", "").split(), *options]


def _join(jpype: Any, jars: list[Path]) -> str:
    """Uses a Java that other code of this process started."""
    system = jpype.JClass("java.lang.System")
    version = str(system.getProperty("java.specification.version"))
    home = str(system.getProperty("java.home"))
    if int(version.split(".")[0]) < jdk.OLDEST:
        raise JvmVersionError(
            f"Java {version} from {home} already runs in this process; panamarc needs "
            f"{jdk.OLDEST} or later: start that one, or call panamarc.start_jvm() first"
        )
    own = library.path()
    if own is not None and system.getProperty("panamarc.library") is None:
        system.setProperty("panamarc.library", str(own))
    for jar in jars:
        jpype.addClassPath(jar)
    return home


class TransferBuffer(threading.local):
    """One thread's direct buffer, which Java fills and Python copies from before the next call."""

    def __init__(self) -> None:
        self.buffer: Any = None
        self.view = memoryview(b"")
        self.end = _ThreadEnd()  # last, so that the thread releases Java's buffer before

    def grow(self, size: int) -> None:
        """Makes it at least `size` bytes."""
        have = len(self.view)
        if have < size:
            # Twice as large as it was, or each batch that is larger than all before costs a call.
            size = max(size, min(2 * have, LARGEST_STEP))
            self.buffer = classes().byte_buffer.allocateDirect(size)
            self.view = memoryview(self.buffer).cast("B")


transfer_buffer = TransferBuffer()


def describe() -> dict[str, str]:
    """What the Java side says of itself: version, java, scanner, scanner.reason, scanner.tiers."""
    lines = str(classes().info.describe()).splitlines()
    return dict(line.split("=", 1) for line in lines)
