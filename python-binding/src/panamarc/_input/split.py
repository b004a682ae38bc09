"""Parts of a file, which are read by themselves: by other threads, processes or machines."""

from __future__ import annotations

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
    java = jvm.classes()
    try:
        with java.splitter(path, name, options.java(), parts) as splitter:
            while splitter.advance():
                pass
            numbers = iter(map(int, splitter.parts()))
            size = int(splitter.fileSize())
    except java.jpype.JClass("java.lang.UnsupportedOperationException") as error:
        raise ValueError(str(error.getMessage())) from None
    except java.throwable as error:
        translated = to_python_exception(error, name)
        assert translated is not None
        raise translated from error
    return [
        Split(path, start, end, number, size, name)
        for start, end, number in zip(numbers, numbers, numbers, strict=True)
    ]
