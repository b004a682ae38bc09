"""Exceptions of Java, as Python names them."""

from __future__ import annotations

from typing import Any

from panamarc._java import jvm
from panamarc.exceptions import JvmError, SchemaError, StylesheetError, UnwritableRecord


def to_python_exception(error: Exception, name: str) -> Exception | None:
    """What Python calls an exception that came out of Java, None for any other.

    `name` is the input's.
    """
    if not jvm.running():
        return None
    java = jvm.classes()
    if not isinstance(error, java.throwable):
        return None
    found: Any = error
    kind = str(found.getClass().getName())
    message = str(found.getMessage())
    if isinstance(error, java.jpype.JClass("java.lang.IllegalStateException")):
        return ValueError(message)
    if isinstance(error, java.jpype.JClass("java.lang.OutOfMemoryError")):
        return MemoryError(f"{name}: Java has no memory left: {message}")
    if kind == "org.panamarc.MarcWriteException":  # which names its file, too
        return UnwritableRecord(message)
    if kind == "java.lang.IllegalArgumentException":
        return ValueError(message)
    if kind == "org.panamarc.StylesheetException":
        return StylesheetError(str(found.file()), int(found.line()), str(found.problem()))
    if kind == "org.panamarc.schema.SchemaException":
        return SchemaError(str(found.source()), str(found.path()), str(found.problem()))
    failed = ("java.io.IOException", "java.io.UncheckedIOException", "java.lang.InternalError")
    if kind.endswith("$WriteException"):  # which names its file
        return OSError(message)
    if any(isinstance(error, java.jpype.JClass(one)) for one in failed):
        return OSError(message if message.startswith(name) else f"{name}: {message}")
    return JvmError(f"{name}: {kind}: {message}")
