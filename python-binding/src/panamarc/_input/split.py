"""Parts of a file, which are read by themselves: by other threads, processes or machines."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from panamarc._input.options import Options
from panamarc._java import jvm
from panamarc._java.errors import to_python_exception


class Split(NamedTuple):
    """A part of a file, from one record to another; `panamarc.open` reads it.

    Splits can be pickled. Who reads them has to see the same file under the same path.
    """

    path: str
    """The file's absolute path."""
    start: int
    """Offset in bytes where the part begins: 0, or the end of a record."""
    end: int
    """Offset after its last byte; the start where the part is empty."""
    first_number: int
    """The number in the file that its first record has, counted from 1."""
    file_size: int
    """Bytes of the file when it was split."""
    name: str
    """What the file is called in records, defects, skipped ranges and messages."""


def split_file(path: str, name: str, options: Options, parts: int) -> list[Split]:
    """The parts of a file. Raises OSError if it cannot be read, ValueError if not divided."""
    return [*splits_of(path, name, options, parts)]


def splits_of(path: str, name: str, options: Options, parts: int) -> Generator[Split, None, None]:
    """The parts of a file, each as soon as it is known, some milliseconds of framing at a time.

    Raises OSError if it cannot be read, ValueError if it is not divided.
    """
    java = jvm.classes()
    known = 0
    more = True
    with divides(name), java.splitter(path, name, options.java(), parts) as splitter:
        size = int(splitter.fileSize())
        while more:
            more = bool(splitter.advance())
            numbers = [*map(int, splitter.parts())][3 * known :]
            for start, end, number in zip(*[iter(numbers)] * 3, strict=True):
                yield Split(path, start, end, number, size, name)
                known += 1


@contextmanager
def divides(name: str) -> Iterator[None]:
    """Raises OSError for what Java throws as it divides a file, ValueError where it does not."""
    java = jvm.classes()
    try:
        yield
    except java.jpype.JClass("java.lang.UnsupportedOperationException") as error:
        raise ValueError(str(error.getMessage())) from None
    except java.throwable as error:
        translated = to_python_exception(error, name)
        assert translated is not None
        raise translated from error
