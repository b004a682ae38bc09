"""The native library that came with the package, called by Python for what needs no Java."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ctypes

FOLDER = Path(__file__).parent / "lib"

# Where one of these is set, or an option for Java begins with PROPERTY, Java decides which library
# and which of its tiers are used, and says why.
SETTINGS = ("PANAMARC_NATIVE", "PANAMARC_LIBRARY")
PROPERTY = "-Dpanamarc."

ABI_VERSION = 9  # of panamarc.h, which the constants of panamarc._java.framing are from, too

# In these variables the JVM looks for options itself.
OPTIONS = ("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "PANAMARC_JVM_OPTIONS")


def path() -> Path | None:
    """The library that came with the package, where one did."""
    return next(iter(sorted(FOLDER.glob("*panamarc.[sd][oyl]*"))), None)


def load() -> ctypes.CDLL | None:
    """The library; None where it is not there, not usable, or a setting may choose another one."""
    found = path()
    if found is None or any(map(os.environ.get, SETTINGS)):
        return None
    if any(PROPERTY in os.environ.get(name, "") for name in OPTIONS):
        return None
    import ctypes  # which reading does without

    try:
        library = ctypes.CDLL(str(found))
        return library if library.panamarc_abi_version() == ABI_VERSION else None
    except (OSError, AttributeError):
        return None


def tiers(library: ctypes.CDLL) -> list[str]:
    """The names of the tiers that this machine runs, slowest first: the last one scans."""
    import ctypes

    library.panamarc_tier_name.restype = ctypes.c_char_p
    return [
        library.panamarc_tier_name(tier).decode()
        for tier in range(library.panamarc_best_tier() + 1)
        if library.panamarc_tier_supported(tier)
    ]
