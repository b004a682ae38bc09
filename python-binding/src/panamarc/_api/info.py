"""What panamarc runs on."""

from __future__ import annotations

import importlib
import sys
from importlib import metadata

from panamarc._core import ACCELERATOR
from panamarc._java import jdk, jvm, library
from panamarc._version import __version__


def info() -> dict[str, str]:
    """Versions, the Java that runs or will run, and the scanner with why it is that one.

    Keys: `panamarc`, `python`, `jpype`, `java_home`, `java_version`, `scanner`, `scanner_reason`
    (empty where it is the fastest and nobody chose it), `scanner_tiers` (the native scanners that
    this machine runs, slowest first, with blanks between; empty where the library is not used),
    `natives` (the native library's path; empty where the package came without one), `accelerator`
    (the path of the C code of records and fields; empty where they are Python).

    Java is started only where it alone knows the scanner: where the package came without the native
    library, or with one that does not load, and where PANAMARC_NATIVE, PANAMARC_LIBRARY or an
    option for Java that begins with `-Dpanamarc.` chooses.

    The environment variable PANAMARC_NATIVE chooses the scanner before Java starts: one of
    `scanner_tiers`, `off` for the one in Java, `on` for the fastest. Where it is `off` when
    panamarc is imported, the accelerator is not used either.

    Raises JvmError where Java cannot be used, or the variable names none that can run.
    """
    return {
        "panamarc": __version__,
        "python": sys.version.split()[0],
        "jpype": _jpype_version(),
        **(_without_java() or _of_java()),
        "natives": str(library.path() or ""),
        "accelerator": str(getattr(ACCELERATOR, "__file__", "")),
    }


def _jpype_version() -> str:
    try:
        return metadata.version("JPype1")
    except metadata.PackageNotFoundError:  # it came along in a program of one file
        return str(importlib.import_module("jpype").__version__)


def _without_java() -> dict[str, str] | None:
    """What is to be said of Java and its scanner; None where only Java knows."""
    if jvm.started_here():
        return None
    native = library.load()
    if native is None:
        return None
    java = jdk.find()
    tiers = library.tiers(native)
    return _facts(str(java.home), java.runtime_version(), f"native {tiers[-1]}", "", tiers)


def _of_java() -> dict[str, str]:
    home = jvm.classes().home
    about = jvm.describe()
    tiers = about["scanner.tiers"].split()
    return _facts(home, about["java"], about["scanner"], about["scanner.reason"], tiers)


def _facts(home: str, version: str, scanner: str, reason: str, tiers: list[str]) -> dict[str, str]:
    return {
        "java_home": home,
        "java_version": version,
        "scanner": scanner,
        "scanner_reason": reason,
        "scanner_tiers": " ".join(tiers),
    }
