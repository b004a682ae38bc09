"""Compiles the accelerator: `python -m build_steps.accelerator COMPILER TARGET`."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent / "accelerator"

# Python's stable ABI is the same for each processor: a cross-compiler can use this header, too.
HEADERS = sysconfig.get_path("include")


def compile_accelerator(compiler: str, target: Path) -> str:
    """Compiles `accelerator/*.c` into the extension module `target`.

    Returns:
        Why there is none, where Python's header is missing; else nothing.

    Raises:
        subprocess.CalledProcessError: the compiler refused it; it has printed why.
        OSError: there is no such compiler.
    """
    if not Path(HEADERS, "Python.h").exists():
        return "for want of Python.h (apt install python3-dev)"
    shared = (
        ["-bundle", "-undefined", "dynamic_lookup"] if sys.platform == "darwin" else ["-shared"]
    )
    # Relative names, so that a build in another folder gives the same bytes.
    sources = [file.name for file in sorted(SOURCES.glob("*.c"))]
    flags = ["-std=c11", "-O2", "-Wall", "-Wextra", "-fPIC", "-fvisibility=hidden", f"-I{HEADERS}"]
    command = [compiler, *flags, *shared, *sources, "-o", str(target.resolve())]
    subprocess.run(command, cwd=SOURCES, check=True)
    return ""


def main(compiler: str, target: str) -> int:
    """Compiles it, or prints why there is none."""
    try:
        missing = compile_accelerator(compiler, Path(target))
    except subprocess.CalledProcessError as error:
        return error.returncode
    if missing:
        print(f"Building without the accelerator, {missing}: fields are made in Python.")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
