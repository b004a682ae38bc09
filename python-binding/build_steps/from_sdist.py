"""Compiles the C code of an unpacked sdist, as far as this machine can."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from build_steps.accelerator import compile_accelerator


def compile_all(root: Path) -> Iterator[str]:
    """Compiles the native library and the accelerator into the package.

    Neither is needed: without them Java and Python do the same, with the same answers.

    Yields:
        What was left out, and why.
    """
    package = root / "src" / "panamarc"
    compiler = os.environ.get("CC") or next(filter(shutil.which, ("cc", "gcc", "clang")), None)
    if compiler is None:
        yield "built without C, for want of a C compiler"
        return
    try:
        missing = compile_accelerator(compiler, package / "_accelerator.abi3.so")
    except (OSError, subprocess.CalledProcessError) as error:
        missing = f"for it does not compile here ({error})"
    if missing:
        yield f"built without the accelerator, {missing}"
    if shutil.which("cmake") is None:
        yield "built without the native library, for want of CMake"
        return
    try:
        _library(root / "native", compiler, package / "_java" / "lib")
    except subprocess.CalledProcessError as error:
        yield f"built without the native library, for it does not compile here ({error})"


def _library(sources: Path, compiler: str, target: Path) -> None:
    with tempfile.TemporaryDirectory() as build:
        options = [
            "-DCMAKE_BUILD_TYPE=Release",
            "-DBUILD_TESTING=OFF",
            f"-DCMAKE_C_COMPILER={compiler}",
        ]
        subprocess.run(["cmake", "-S", sources, "-B", build, *options], check=True)
        subprocess.run(["cmake", "--build", build, "--target", "panamarc"], check=True)
        for library in Path(build).glob("libpanamarc.*"):
            shutil.copy(library, target)
