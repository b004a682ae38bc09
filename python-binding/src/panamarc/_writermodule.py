"""`panamarc.writer`: pymarc's module of that name, which can be called as our function is."""

from __future__ import annotations

import os
import sys
from types import ModuleType
from typing import Any, cast

import panamarc.writer as _pymarcs
from panamarc import _writer
from panamarc._names import WrittenFormat
from panamarc._writer import FormatWriter, Progress


class WriterModule(ModuleType):
    """The module `panamarc.writer`, which is the function of this name, too.

    So `from panamarc.writer import MARCWriter`, `panamarc.writer.MARCWriter` and
    `panamarc.writer(path)` all work, whichever is imported how.
    """

    Writer: type[_pymarcs.Writer]
    MARCWriter: type[_pymarcs.MARCWriter]
    JSONWriter: type[_pymarcs.JSONWriter]
    TextWriter: type[_pymarcs.TextWriter]
    XMLWriter: type[_pymarcs.XMLWriter]

    def __call__(
        self,
        target: str | os.PathLike[str] | Any,
        *,
        format: WrittenFormat | None = None,
        coding: str | None = None,
        progress: Progress | None = None,
    ) -> FormatWriter:
        return _writer.writer(target, format=format, coding=coding, progress=progress)

    __call__.__doc__ = _writer.writer.__doc__


writer = cast(WriterModule, sys.modules["panamarc.writer"])
writer.__class__ = WriterModule
