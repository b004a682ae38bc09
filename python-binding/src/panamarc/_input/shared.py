"""A file that several readers share, each of which gives some of its records."""

from __future__ import annotations

from typing import Any

from panamarc._input.inputs import Input, SplitInput
from panamarc._input.options import Options
from panamarc._input.split import Split, divides
from panamarc._java import jvm


class SharedInput(SplitInput):
    """What one of the readers reads: a part that is known only as it is read."""

    description = "mapped file, shared"

    def __init__(self, split: Split, shared: Any) -> None:
        """`split`: the whole file; `shared`: a PythonSharedFile of it."""
        super().__init__(split)
        self._shared = shared

    def open(self, options: Any, first_number: int) -> Any:
        (reader,) = map(self._shared.reader, (options,))
        return reader


def shared_inputs(path: str, name: str, options: Options, readers: int) -> list[Input]:
    """An input for each of the readers that share a file.

    Raises OSError if it cannot be read, ValueError where it cannot be shared.
    """
    with divides(name):
        shared = jvm.classes().shared_file(path, name, options.java())
    size = int(shared.size())
    return [SharedInput(Split(path, 0, size, 1, size, name), shared) for _ in range(readers)]
