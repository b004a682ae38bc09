"""Builds what goes to a package index: `packages.py NATIVES TARGET`.

`NATIVES` has a folder for each platform (`linux-x86_64`) with its native library and its
accelerator. Each gives a wheel, which is checked to run with the C library of the oldest systems
that its name promises. For all other platforms there are a wheel without compiled code, and an
sdist with the jars and the sources in C.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BINDING = ROOT / "python-binding"
PACKAGE = Path("src", "panamarc")

# glibc 2.28: RHEL 8, Debian 10, Ubuntu 18.10 and what came after them.
OLDEST_GLIBC = (2, 28)
MANYLINUX = f"manylinux_{OLDEST_GLIBC[0]}_{OLDEST_GLIBC[1]}"

# Neither compiled code, which is the platforms' own, nor what no build needs.
NOT_STAGED = shutil.ignore_patterns(
    "*.so", "*.dylib", "tests", "dist", ".*", "__pycache__", "*.pyc", "*.egg-info"
)
# Of native/, what CMake needs.
NOT_C = shutil.ignore_patterns("java", "main", "test", "generated")


def stage(folder: Path) -> Path:
    """A copy of the Python package's project with the jars, without compiled code."""
    project = folder / "project"
    # Links become files: an sdist has nothing that they lead to.
    shutil.copytree(BINDING, project, ignore=NOT_STAGED)
    return project


def build(project: Path, kind: str, target: Path, platform: str = "") -> Path:
    """The wheel or the sdist of a project."""
    before = set(target.glob("*"))
    subprocess.run(
        [sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "-o", target, project],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PANAMARC_WHEEL_PLATFORM": platform},
    )
    (built,) = set(target.glob("*")) - before
    print(built.relative_to(ROOT) if built.is_relative_to(ROOT) else built)
    return built


def check_glibc(wheel: Path) -> None:
    """Fails where a wheel needs a newer C library than its name promises."""
    shown = subprocess.run(
        [sys.executable, "-m", "auditwheel", "show", wheel],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    text = " ".join(shown.split())
    found = re.search(r'tag: "manylinux_(\d+)_(\d+)_(\w+)"', text)
    processor = wheel.stem.split("-")[-1].removeprefix(f"{MANYLINUX}_")
    if not found or found[3] != processor or (int(found[1]), int(found[2])) > OLDEST_GLIBC:
        sys.exit(f"{wheel.name} does not run everywhere that its name promises: {text}")
    print(f"  needs {found[0]}")


def main(natives: Path, target: Path) -> None:
    """Builds all of it into `target`."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        project = stage(Path(temporary))
        build(project, "wheel", target)
        for folder in sorted(natives.iterdir()):
            processor = folder.name.removeprefix("linux-")
            library = project / PACKAGE / "_java" / "lib" / "libpanamarc.so"
            accelerator = project / PACKAGE / "_accelerator.abi3.so"
            shutil.copy(folder / library.name, library)
            shutil.copy(folder / accelerator.name, accelerator)
            check_glibc(build(project, "wheel", target, f"{MANYLINUX}_{processor}"))
            library.unlink()
            accelerator.unlink()
        native = project / "native"
        shutil.copytree(ROOT / "native" / "include", native / "include")
        shutil.copytree(ROOT / "native" / "src", native / "src", ignore=NOT_C)
        shutil.copy(ROOT / "native" / "CMakeLists.txt", native)
        build(project, "sdist", target)


if __name__ == "__main__":
    main(*(Path(argument).resolve() for argument in sys.argv[1:]))
