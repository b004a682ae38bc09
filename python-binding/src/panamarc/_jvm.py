"""Java, as far as Python sees it: started at the first read, then kept until the process ends."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType
from typing import Any

from panamarc import _jdk
from panamarc._core import ACCELERATOR
from panamarc.exceptions import (
    JvmError,
    JvmForkError,
    JvmNotFoundError,
    JvmVersionError,
    UnwritableRecord,
)

JAVA_FOLDER = Path(__file__).parent / "_java"

# What PythonReader and PythonColumns answer where it is not a length (see there).
END, PAUSED, NEED_INPUT, FAILED, EMPTY, TOO_SMALL = 0, -1, -2, -3, -4, -64

FLAGS = (
    # Java must not take the signals that end the process or become KeyboardInterrupt.
    "-Xrs",
    "--enable-native-access=ALL-UNNAMED",
    # Least memory and the quickest start; batches are short-lived, so that a small young generation
    # both suffices and stays in the processor's cache.
    "-XX:+UseSerialGC",
    "-Xmn16m",
)

FIRST_TARGET = 1 << 20  # bytes
SMALL_BLOCK = 1 << 16  # bytes; batches in so few are copied
LARGEST_STEP = 1 << 26  # bytes; a target larger than that is as large as it has to be


class Later:
    """A block at whose end Ctrl-C, or another signal with a handler, is heard, if one came."""

    NAMES = ("SIGINT", "SIGTERM", "SIGHUP")  # as far as the system has them

    def __init__(self) -> None:
        self._before: dict[int, Any] = {}
        self._heard: tuple[int, FrameType | None] | None = None

    def __enter__(self) -> None:
        # Python runs handlers in its main thread, and no other may set them.
        if threading.current_thread() is not threading.main_thread():
            return
        for number in (getattr(signal, name) for name in self.NAMES if hasattr(signal, name)):
            handler = signal.getsignal(number)
            if callable(handler):
                self._before[number] = handler
                signal.signal(number, self._hear)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        self._heard = self._heard or (number, frame)

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if self._heard is not None:
            self._before[self._heard[0]](*self._heard)


class Classes:
    """The Java classes that Python calls, and where they run."""

    def __init__(self, jpype_module: Any, home: str) -> None:
        jclass = jpype_module.JClass
        self.jpype = jpype_module
        self.home = home
        self.reader = jclass("org.panamarc.python.PythonReader")
        self.splitter = jclass("org.panamarc.python.PythonSplitter")
        self.options = jclass("org.panamarc.python.PythonOptions")
        self.writer = jclass("org.panamarc.python.PythonWriter")
        self.memory = jclass("org.panamarc.python.PythonMemory")
        self.columns = jclass("org.panamarc.python.PythonColumns")
        self.selection = jclass("org.panamarc.python.PythonSelection")
        self.statistics = jclass("org.panamarc.python.PythonStatistics")
        self.info = jclass("org.panamarc.python.PythonInfo")
        self.charset = jclass("java.nio.charset.Charset")
        self.byte_buffer = jclass("java.nio.ByteBuffer")
        self.throwable = jclass("java.lang.Throwable")
        self.detach: Callable[[], None] = jclass("java.lang.Thread").detach


class _End:
    """Has Java forget the thread that lets go of this at its end.

    Java takes a thread of Python's that calls it for one of its own, and would keep it, with all
    that is its alone, for ever.
    """

    def __del__(self, ending: Callable[[], bool] = sys.is_finalizing) -> None:
        # When the process ends, there may be nothing left to ask for the rest.
        if ending() or threading.get_ident() == threading.main_thread().ident:
            return
        if running():
            assert _classes is not None
            _classes.detach()  # `classes` would make another one


_lock = threading.Lock()
_classes: Classes | None = None
_forked = False


def _after_fork() -> None:
    """Notes in the child that Java was started in its parent, where its threads stayed."""
    global _forked, _lock
    started = sys.modules.get("jpype")
    _forked = _forked or (started is not None and started.isJVMStarted())
    _lock = threading.Lock()
    if _forked:
        # JPype has Java told of every garbage collection, and would wait for an answer for ever.
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
    with _lock, Later():
        if _classes is not None and (java_home is not None or given):
            raise JvmError("Java already runs here: call start_jvm before the first read")
        _start(java_home, given)


def classes() -> Classes:
    """The Java classes; starts Java where it does not run yet."""
    if _classes is None or _forked or not _classes.jpype.isJVMStarted():
        try:
            with _lock, Later():
                _start(None, ())
        except JvmNotFoundError as error:
            raise error.with_traceback(None) from None
    assert _classes is not None
    target.end  # noqa: B018 # which a thread's first question makes
    return _classes


def running() -> bool:
    """Whether Java was started by a read and still runs, in this process."""
    return _classes is not None and not _forked and bool(_classes.jpype.isJVMStarted())


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
    jars = sorted(JAVA_FOLDER.glob("*.jar"))
    if not jars:
        raise JvmError(f"panamarc is not completely installed: there are no jars in {JAVA_FOLDER}")
    import jpype

    if jpype.isJVMStarted():
        home = _join(jpype, jars)
    else:
        java = _jdk.find(java_home)
        home = str(java.home)
        try:
            jpype.startJVM(
                *_flags(options),
                jvmpath=str(java.library),
                classpath=[str(jar) for jar in jars],
                interrupt=False,
            )
        except Exception as error:
            raise JvmError(f"Java {java.version} in {java.home} does not start: {error}") from error
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


def _flags(options: tuple[str, ...]) -> list[str]:
    flags = list(FLAGS)
    library = library_path()
    if library is not None and "PANAMARC_LIBRARY" not in os.environ:
        flags.append(f"-Dpanamarc.library={library}")
    return [*flags, *os.environ.get("PANAMARC_JVM_OPTIONS", "").split(), *options]


def library_path() -> Path | None:
    """The native library that came with the package, where one did."""
    return next(iter(sorted(JAVA_FOLDER.glob("*panamarc.[sd][oyl]*"))), None)


def _join(jpype: Any, jars: list[Path]) -> str:
    """Uses a Java that other code of this process started."""
    system = jpype.JClass("java.lang.System")
    version = str(system.getProperty("java.specification.version"))
    home = str(system.getProperty("java.home"))
    if int(version.split(".")[0]) < _jdk.OLDEST:
        raise JvmVersionError(
            f"Java {version} from {home} already runs in this process; panamarc needs "
            f"{_jdk.OLDEST} or later: start that one, or call panamarc.start_jvm() first"
        )
    library = library_path()
    if library is not None and system.getProperty("panamarc.library") is None:
        system.setProperty("panamarc.library", str(library))
    for jar in jars:
        jpype.addClassPath(jar)
    return home


class Target(threading.local):
    """One thread's direct buffer, which Java fills and Python copies from before the next call."""

    def __init__(self) -> None:
        self.buffer: Any = None
        self.view = memoryview(b"")
        self.end = _End()  # last, so that the thread lets go of Java's buffer before

    def grow(self, size: int) -> None:
        """Makes it at least so many bytes."""
        have = len(self.view)
        if have < size:
            # Twice as large as it was, or each batch that is larger than all before costs a call.
            size = max(size, min(2 * have, LARGEST_STEP))
            self.buffer = classes().byte_buffer.allocateDirect(size)
            self.view = memoryview(self.buffer).cast("B")


target = Target()


class Block:
    """Bytes that Java writes a batch into, and that the batch then has. For one call at a time."""

    def __init__(self) -> None:
        self._size = FIRST_TARGET  # what the next bytes have room for
        self._bytes = b""
        self._address = 0

    def place(self) -> tuple[int, int]:
        """Where the bytes are, and how many."""
        if not self._bytes:
            assert ACCELERATOR is not None, "without it, a target is filled"
            self._bytes, self._address = ACCELERATOR.blank(self._size)
        return self._address, len(self._bytes)

    def grow(self, size: int) -> None:
        """Makes them at least so many."""
        self._bytes, self._size = b"", size

    def take(self, size: int) -> bytes:
        """The first bytes, which hold a batch; perhaps more of them, which nobody looks at."""
        found = self._bytes
        room = len(found)
        # Room for a batch that is somewhat larger, or each that is costs another call.
        self._size = max(size + size // 4, room - room // 16, SMALL_BLOCK)
        wanted = 4 * size >= 3 * room
        if wanted or room > self._size:
            self._bytes = b""
        return found if wanted else found[:size]


def column(payload: bytes, fill: Callable[[Any, int, int, Any], Any]) -> str | None:
    """The text of a column of a batch, as PythonColumns joins it; None where Python has to find it.

    `fill` calls a method of PythonColumns with the batch's address and length and a target.
    """
    view = filled(payload, fill) if running() else None
    return None if view is None else str(view, "utf-8")


def filled(payload: bytes, fill: Callable[[Any, int, int, Any], Any]) -> memoryview | None:
    """What a method of PythonColumns makes of a batch, until this thread's next call into Java.

    `fill` calls a method of PythonColumns with the batch's address and length and a target.
    """
    java = classes()
    target.grow(FIRST_TARGET)
    address = address_of(payload)
    while True:
        status = int(fill(java.columns, address, len(payload), target.buffer))
        if status > TOO_SMALL:
            break
        target.grow(-status)
    if status == FAILED:
        return None
    return target.view[: 0 if status == EMPTY else status]


def address_of(payload: bytes) -> int:
    """Where a batch's bytes are in memory; valid while the caller refers to `payload`."""
    address = ctypes.cast(ctypes.c_char_p(payload), ctypes.c_void_p).value
    assert address is not None
    return address


def describe() -> dict[str, str]:
    """What the Java side says of itself: version, java, scanner, scanner.reason, scanner.tiers."""
    lines = str(classes().info.describe()).splitlines()
    return dict(line.split("=", 1) for line in lines)


def translated(error: Exception, name: str) -> Exception | None:
    """What Python calls an exception that came out of Java, None for any other.

    `name` is the input's.
    """
    if not running():
        return None
    java = classes()
    if not isinstance(error, java.throwable):
        return None
    kind = str(error.getClass().getName())
    message = str(error.getMessage())
    if isinstance(error, java.jpype.JClass("java.lang.IllegalStateException")):
        return ValueError(message)
    if isinstance(error, java.jpype.JClass("java.lang.OutOfMemoryError")):
        return MemoryError(f"{name}: Java has no memory left: {message}")
    if kind == "org.panamarc.MarcWriteException":  # which names its file, too
        return UnwritableRecord(message)
    failed = ("java.io.IOException", "java.io.UncheckedIOException", "java.lang.InternalError")
    if kind.endswith("$WriteException"):  # which names its file
        return OSError(message)
    if any(isinstance(error, java.jpype.JClass(one)) for one in failed):
        return OSError(message if message.startswith(name) else f"{name}: {message}")
    return JvmError(f"{name}: {kind}: {message}")
