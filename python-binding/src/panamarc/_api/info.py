"""What panamarc runs on."""

from __future__ import annotations

import sys

from panamarc._core import ACCELERATOR
from panamarc._java import jvm
from panamarc._version import __version__


def info() -> dict[str, str]:
    """Versions, the Java that runs, and the scanner with why it is that one.

    Keys: `panamarc`, `python`, `jpype`, `java_home`, `java_version`, `scanner`, `scanner_reason`
    (empty where it is the fastest and nobody chose it), `scanner_tiers` (the native scanners that
    this machine runs, slowest first, with blanks between; empty where the library is not used),
    `natives` (the native library's path; empty where the package came without one), `accelerator`
    (the path of the C code of records and fields; empty where they are Python). Starts Java.

    The environment variable PANAMARC_NATIVE chooses the scanner before Java starts: one of
    `scanner_tiers`, `off` for the one in Java, `on` for the fastest. Where it is `off` when
    panamarc is imported, the accelerator is not used either.

    Raises JvmError where Java cannot be used, or the variable names none that can run.
    """
    java = jvm.classes()
    about = jvm.describe()
    return {
        "panamarc": __version__,
        "python": sys.version.split()[0],
        "jpype": str(java.jpype.__version__),
        "java_home": java.home,
        "java_version": about["java"],
        "scanner": about["scanner"],
        "scanner_reason": about["scanner.reason"],
        "scanner_tiers": about["scanner.tiers"],
        "natives": str(jvm.library_path() or ""),
        "accelerator": str(getattr(ACCELERATOR, "__file__", "")),
    }
