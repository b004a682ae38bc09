"""What panamarc runs on."""

from __future__ import annotations

import sys

from panamarc import _jvm


def info() -> dict[str, str]:
    """Versions, the Java that runs, and the scanner with why no faster one is used.

    Keys: `panamarc`, `python`, `jpype`, `java_home`, `java_version`, `scanner`, `scanner_reason`
    (empty where the fastest one runs), `natives` (the native library's path; empty where the
    package came without one). Starts Java.

    Raises JvmError where Java cannot be used.
    """
    import panamarc

    java = _jvm.classes()
    about = _jvm.describe()
    return {
        "panamarc": panamarc.__version__,
        "python": sys.version.split()[0],
        "jpype": str(java.jpype.__version__),
        "java_home": java.home,
        "java_version": about["java"],
        "scanner": about["scanner"],
        "scanner_reason": about["scanner.reason"],
        "natives": str(_jvm.library_path() or ""),
    }
