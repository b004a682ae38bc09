"""Tests of what `make wheels` built, installed and run: `make test-packages`.

They take too long for each run of the tests, which find none here: the file is not named as theirs.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

import panamarc
from support import realdata
from support.packages import PROJECT, ROOT

DIST = PROJECT / "dist"
FACTS = """
import json, panamarc
info = panamarc.info()
files = ["books.mrc", "books.mrc.zst"]
counts = [len(list(panamarc.open(file))) for file in files]
print(json.dumps([counts, info["scanner"].split()[0], bool(info["accelerator"])]))
"""

# Opens a library on the processor that it was built for, and asks for the version of its interface.
OPENS = """
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
int main(int count, char **arguments) {
    void *library = dlopen(arguments[count - 1], RTLD_NOW);
    if (library == NULL) {
        puts(dlerror());
        return 1;
    }
    int32_t (*version)(void) = (int32_t (*)(void))dlsym(library, "panamarc_abi_version");
    printf("%u", version());
    return 0;
}
"""


def built(pattern: str) -> Path:
    (file,) = DIST.glob(pattern)
    return file


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    shutil.copy(realdata.path("loc_edge_cases_50.mrc"), folder / "books.mrc")
    panamarc.convert(folder / "books.mrc", folder / "books.mrc.zst")
    return folder


def facts(package: Path, files: Path, home: Path, path: str) -> list[object]:
    """Installs a package with these commands on the PATH; what a program then finds."""
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    settings = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    usual = {"HOME": os.environ["HOME"], "PANAMARC_JAVA_HOME": str(panamarc.info()["java_home"])}
    install: list[str | Path] = [
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        package,
    ]
    installed = subprocess.run(
        install,
        env={"PATH": path, **usual, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert installed.returncode == 0, installed.stdout + installed.stderr
    done = subprocess.run(
        [python, "-c", FACTS], cwd=files, env=usual, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: list[object] = json.loads(done.stdout)
    return found


def only(folder: Path, *commands: str) -> str:
    """A PATH with these commands alone."""
    folder.mkdir()
    for command in commands:
        found = shutil.which(command)
        assert found is not None, command
        (folder / command).symlink_to(found)
    return str(folder)


def test_the_sdist_installs_with_c_but_without_java_and_maven(files: Path, tmp_path: Path) -> None:
    tools = only(tmp_path / "bin", "cc", "cmake", "make", "ld", "as")
    found = facts(built("*.tar.gz"), files, tmp_path / "home", tools)
    assert found == [[50, 50], "native", True]


def test_the_sdist_installs_without_a_compiler(files: Path, tmp_path: Path) -> None:
    found = facts(built("*.tar.gz"), files, tmp_path / "home", only(tmp_path / "bin"))
    assert found == [[50, 50], "java", False]


def test_the_wheel_for_any_platform_reads_with_java_s_scanner(files: Path, tmp_path: Path) -> None:
    found = facts(built("*-none-any.whl"), files, tmp_path / "home", only(tmp_path / "bin"))
    assert found == [[50, 50], "java", False]


def test_the_wheel_of_this_machine_has_both_parts_in_c(files: Path, tmp_path: Path) -> None:
    wheel = built(f"*-manylinux_2_28_{platform.machine()}.whl")
    found = facts(wheel, files, tmp_path / "home", only(tmp_path / "bin"))
    assert found == [[50, 50], "native", True]


def test_the_library_of_the_other_processor_opens_there(tmp_path: Path) -> None:
    with zipfile.ZipFile(built("*-manylinux_2_28_aarch64.whl")) as archive:
        library = archive.extract("panamarc/_java/lib/libpanamarc.so", tmp_path)
    program = tmp_path / "opens"
    (tmp_path / "opens.c").write_text(OPENS)
    compiler = "aarch64-linux-gnu-gcc"
    subprocess.run([compiler, tmp_path / "opens.c", "-o", program], check=True)
    emulator = ["qemu-aarch64", "-L", "/usr/aarch64-linux-gnu"]
    shown = subprocess.run(
        [*emulator, program, library], capture_output=True, text=True, check=False
    )
    header = (ROOT / "native" / "include" / "panamarc.h").read_text()
    assert shown.returncode == 0, shown.stdout
    assert f"PANAMARC_ABI_VERSION {shown.stdout}" in header


def test_the_sdist_has_the_jars_and_no_compiled_code() -> None:
    with tarfile.open(built("*.tar.gz")) as archive:
        names = archive.getnames()
    assert [name for name in names if name.endswith("/panamarc-core.jar")]
    assert not [name for name in names if name.endswith((".so", ".dylib", ".pyc"))]
    assert not [name for name in names if "/tests/" in name]
