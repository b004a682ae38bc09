"""What a reader was given, and how its bytes get into Java.

| given                                                      | read by                         |
| str, os.PathLike                                           | Java, mapped                    |
| bytes, bytearray, memoryview, mmap, any other buffer       | Java, from a copy               |
| binary file object, socket, anything with `.read()`        | Python, a chunk at a time       |
| a `Split` of a file                                        | Java, mapped                    |
| a path that is no regular file, or that Java cannot open   | the same                        |
| a list or tuple of these, a glob pattern                   | one after the other             |
"""

from __future__ import annotations

import errno
import glob
import io
import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from panamarc._input.compression import FIRST, compression_of
from panamarc._input.file_objects import FileInput, SocketFile
from panamarc._input.history import Held, History, LookBack, Reopened
from panamarc._input.split import Split
from panamarc._java import jvm

NOTHING = memoryview(b"")

SUPPORTED = (
    "a path (str, os.PathLike), bytes (bytearray, memoryview, mmap), a binary file object, "
    "a socket, anything with .read() that gives bytes, a glob pattern, or a list of these"
)


class Input(Protocol):
    """One input that Java reads."""

    name: str
    """What it is called in records, defects, skipped ranges and messages."""
    description: str
    """How it is read, for `explain`."""
    rereadable: bool
    """Whether it can be read again, from its beginning."""

    def open(self, options: Any, first_number: int) -> Any:
        """A PythonReader of it with PythonOptions, whose first record has this number."""

    def supply(self, reader: Any) -> None:
        """Gives Java the next chunk, where Java asked for one."""

    def status(self) -> os.stat_result | None:
        """What the system says of the file that it is, if it is one."""

    def size(self) -> int | None:
        """How many bytes will be read of it; None where that is not known before."""

    def look_back(self) -> LookBack:
        """Gives its bytes again. Asked for before the input is opened."""

    def add_to(self, scan: Any) -> bool:
        """Adds it to a PythonScan; whether Python has to supply chunks of it."""

    def close(self) -> None:
        """Releases what was opened here; the caller's own files stay open."""


class MemoryInput:
    """Bytes that Python has; they are copied when the reading begins."""

    description = "memory, copied once"
    rereadable = True

    def __init__(self, view: memoryview, name: str, source: object = None) -> None:
        """`source`: what the view is of, if nobody can change that."""
        self.name = name
        self._view = view
        self._source = source
        self._again: LookBack | None = None
        self._memory: Any = None  # Java's, until a reader has it

    def open(self, options: Any, first_number: int) -> Any:
        memory = self._copied()
        reading = map(
            jvm.classes().reader.memory, (memory,), (self.name,), (options,), (first_number,)
        )
        (reader,) = reading
        # The reader has all bytes now: the caller may change, resize or close what they came from.
        self._memory, self._view, self._source = None, NOTHING, None
        return reader

    def add_to(self, scan: Any) -> bool:
        scan.addMemory(self._copied(), self.name)
        self._memory = None
        return False

    def _copied(self) -> Any:
        """The bytes in memory of Java's."""
        view = self._view if self._view.c_contiguous else memoryview(self._view.tobytes())
        view = view.cast("B")
        if self._memory is None:
            (self._memory,) = map(jvm.classes().memory, (len(view),))
        at = 0
        for index in range(self._memory.parts()):
            part = memoryview(self._memory.part(index)).cast("B")
            part[:] = view[at : at + len(part)]
            at += len(part)
        return self._memory

    def supply(self, reader: Any) -> None:
        raise AssertionError("memory is never asked for chunks")

    def status(self) -> os.stat_result | None:
        return None

    def size(self) -> int | None:
        view = self._view if self._view.c_contiguous else NOTHING
        plain = compression_of(bytes(view.cast("B")[:FIRST])) is None
        return self._view.nbytes if plain else None

    def look_back(self) -> LookBack:
        if self._again is None:
            held = isinstance(self._source, bytes)
            self._again = Held(self._source, self.name) if held else History()  # type: ignore[arg-type]
        return self._again

    def close(self) -> None:
        self._view = NOTHING
        if self._memory is not None and jvm.running():
            self._memory.close()


class PathInput:
    """A file by its path: Java's, if Java can open it, else Python's."""

    def __init__(self, path: str) -> None:
        self.name = os.fsencode(path).decode("utf-8", "replace")
        self.description = "mapped file"
        self.path = Path.cwd() / path  # a relative path means what it meant when it was given
        self._raw: io.FileIO | None = None
        self._file: FileInput | None = None
        self._regular = self.rereadable = _check(path)
        self._history: LookBack | None = None

    def open(self, options: Any, first_number: int) -> Any:
        if self._regular:
            java = jvm.classes()
            try:
                path = str(self.path)
                reading = map(java.reader.file, (path,), (self.name,), (options,), (first_number,))
                (reader,) = reading
                return reader
            except (UnicodeError, java.jpype.JClass("java.lang.Exception")):
                # Python opened the file before. If it no longer can, or the file is
                # compressed and broken, what Python says of it says more.
                pass
        if self._raw is None:  # a pipe that is closed again fails for its writer
            (self._raw,) = map(io.FileIO, (self.path,))
        self._file = FileInput(self._raw, self.name, ours=True)
        if isinstance(self._history, History):
            self._file._again = self._history
        self.description = self._file.description
        return self._file.open(options, first_number)

    def supply(self, reader: Any) -> None:
        assert self._file is not None, "Java asks Python only for what Python opened"
        try:
            self._file.supply(reader)
        except OSError as error:
            if error.errno is not None and error.filename is None:
                error.filename = self.name
            raise

    def add_to(self, scan: Any) -> bool:
        if self._regular:
            scan.addFile(str(self.path), self.name)
            return False
        if self._raw is None:
            self._raw = io.FileIO(self.path)
        self._file = FileInput(self._raw, self.name, ours=True)
        return self._file.add_to(scan)

    def status(self) -> os.stat_result | None:
        return self.path.stat()

    def size(self) -> int | None:
        if not self._regular:
            return None
        try:
            with self.path.open("rb") as file:
                plain = compression_of(file.read(FIRST)) is None
                return os.fstat(file.fileno()).st_size if plain else None
        except OSError:
            return None  # reading reports what is wrong

    def look_back(self) -> LookBack:
        if self._history is None:
            if self._regular:
                with self.path.open("rb") as file:
                    # Java would decompress it, and nobody could look back.
                    self._regular = compression_of(file.read(FIRST)) is None
            self._history = Reopened(self.path) if self._regular else History()
        return self._history

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


class SplitInput:
    """A part of a file, given as a Split."""

    description = "mapped file, a part"
    rereadable = True

    def __init__(self, split: Split) -> None:
        self.name = split.name
        self._split = split
        _check(split.path)

    def open(self, options: Any, first_number: int) -> Any:
        split = self._split
        # It knows the number of its first record, whatever was read before it.
        numbers = split.start, split.end, split.first_number, split.file_size
        arguments = split.path, split.name, options, *numbers
        (reader,) = map(jvm.classes().reader.part, *((argument,) for argument in arguments))
        return reader

    def supply(self, reader: Any) -> None:
        raise AssertionError("a mapped file is never asked for chunks")

    def add_to(self, scan: Any) -> bool:
        split = self._split
        scan.addPart(
            split.path, split.name, split.start, split.end, split.first_number, split.file_size
        )
        return False

    def status(self) -> os.stat_result | None:
        return Path(self._split.path).stat()

    def size(self) -> int | None:
        return self._split.end - self._split.start

    def look_back(self) -> LookBack:
        return Reopened(Path(self._split.path), self._split.start)

    def close(self) -> None:
        pass


def _check(path: str) -> bool:
    """Whether a path is a regular file. Raises what Python raises if it cannot be read."""
    mode = os.stat(path).st_mode  # noqa: PTH116 - a Path takes an empty path for the folder "."
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if not stat.S_ISREG(mode):
        # To open and close a pipe would disturb its writer.
        return False
    Path(path).open("rb").close()
    return True


def inputs_of(source: object) -> list[Input]:
    """The inputs that a source consists of.

    Raises TypeError for what is no source, FileNotFoundError, PermissionError and
    IsADirectoryError for paths that cannot be read.
    """
    if isinstance(source, str | os.PathLike):
        return _paths(os.fsdecode(source))
    if isinstance(source, Split):
        return [SplitInput(source)]
    if isinstance(source, list | tuple):
        return [one for part in source for one in inputs_of(part)]
    if isinstance(source, io.TextIOBase):
        raise TypeError(
            f"{_name(source)} is open in text mode, and records are bytes: open it in binary mode, "
            'as in open(path, "rb")'
        )
    try:
        view = memoryview(source)  # type: ignore[arg-type]
    except TypeError:
        pass
    else:
        return [MemoryInput(view, f"<{type(source).__name__}>", source)]
    if callable(getattr(source, "read", None)):
        return [FileInput(source, _name(source))]
    import socket  # a tenth of the time that importing the whole package takes

    if isinstance(source, socket.socket):
        return [FileInput(SocketFile(source), "<socket>")]
    raise TypeError(f"cannot read records from {type(source).__name__}: give {SUPPORTED}")


def size_of(inputs: Iterable[Input]) -> int | None:
    """How many bytes will be read of all these; None where that is not known before."""
    sizes = [one.size() for one in inputs]
    return None if None in sizes else sum(size or 0 for size in sizes)


def size_of_files(source: object) -> int | None:
    """How many bytes a file or several have; None where the source is anything else.

    Raises what `inputs_of` raises for a path.
    """
    if isinstance(source, list | tuple) and not isinstance(source, Split):
        sizes = [size_of_files(one) for one in source]
        return None if None in sizes else sum(size or 0 for size in sizes)
    if isinstance(source, str | os.PathLike | Split):
        return size_of(inputs_of(source))
    return None


def _paths(path: str) -> list[Input]:
    """The file of this path or, where there is none, the files that match it as a pattern."""
    if not glob.has_magic(path) or os.path.lexists(path):
        return [PathInput(path)]
    found = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - a Path takes no absolute one
    if not found:
        raise FileNotFoundError(errno.ENOENT, "No file matches the pattern", path)
    return [PathInput(one) for one in found]


def _name(file: object) -> str:
    """What a file object is called."""
    name = getattr(file, "name", None)
    return name if isinstance(name, str) and name else f"<{type(file).__name__}>"
