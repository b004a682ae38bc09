"""The wheel: what it carries, and that it is the same each time."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

import panamarc
from build_steps.jars import for_platform
from support.packages import JAVA, PROJECT, build_wheel

# What a build without a C compiler does not make, and what no build needs.
UNBUILT = shutil.ignore_patterns("*.so", "*.dylib", "tests", "dist", ".*_cache", "__pycache__")

pytestmark = pytest.mark.skipif(
    not list(JAVA.glob("*.jar")), reason="the jars are not built yet: make wheel builds them"
)


def test_the_wheel_carries_jars_library_types_and_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for file in (*JAVA.glob("*.jar"), *JAVA.glob("*panamarc.*")):
        assert f"panamarc/_java/lib/{file.name}" in names
    assert "panamarc/py.typed" in names
    for licence in ("LICENSE", "NOTICE", "licenses/zstd.txt", "licenses/stax2-api.txt"):
        assert any(name.endswith(f".dist-info/licenses/{licence}") for name in names), licence
    assert not [name for name in names if name.startswith("tests/")]


def test_the_notice_names_each_library_that_the_wheel_carries(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (name,) = [name for name in archive.namelist() if name.endswith("licenses/NOTICE")]
    named = set(re.findall(r"^([\w-]+): ", archive.read(name).decode(), re.MULTILINE))
    carried = {re.sub(r"-\d.*", "", jar.name) for jar in JAVA.glob("*.jar")}
    assert named == carried - {"panamarc-core.jar", "panamarc-native.jar"}


def test_the_metadata_has_the_readme_and_the_licences(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
    metadata = message_from_bytes(archive.read(name))
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert "# panamarc" in metadata.get_payload()
    assert {"LICENSE", "NOTICE", "licenses/zstd-jni.txt"} <= set(
        metadata.get_all("License-File", [])
    )


def test_a_wheel_without_compiled_code_is_for_any_platform(tmp_path: Path) -> None:
    shutil.copytree(PROJECT, tmp_path / "project", symlinks=False, ignore=UNBUILT)
    built = build_wheel(tmp_path / "project", tmp_path)
    assert built.name == f"panamarc-{panamarc.__version__}-py3-none-any.whl"
    names = zipfile.ZipFile(built).namelist()
    assert not [name for name in names if name.endswith((".so", ".dylib"))]
    assert "panamarc/_accelerator.pyi" in names


def test_the_list_of_parts_has_each_library_of_the_wheel(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (name,) = [name for name in archive.namelist() if ".dist-info/sboms/" in name]
    listed = json.loads(archive.read(name))
    assert listed["metadata"]["component"]["purl"] == f"pkg:pypi/panamarc@{panamarc.__version__}"
    assert "timestamp" not in listed["metadata"]
    assert "serialNumber" not in listed
    carried = {
        jar.rpartition("/")[2]: hashlib.sha256(archive.read(jar)).hexdigest()
        for jar in archive.namelist()
        if jar.endswith(".jar") and "/panamarc-" not in jar
    }
    assert carried == {
        f"{part['name']}-{part['version']}.jar": part["hashes"][0]["content"]
        for part in listed["components"]
    }
    assert listed["dependencies"][0]["dependsOn"] == [
        part["bom-ref"] for part in listed["components"]
    ]


@pytest.mark.parametrize(
    ("platform", "systems"),
    [
        ("manylinux_2_28_aarch64", {"linux/aarch64"}),
        ("linux_x86_64", {"linux/amd64"}),
        ("macosx_14_0_arm64", {"darwin/aarch64"}),
        ("win_amd64", {"win/amd64"}),
    ],
)
def test_a_wheel_carries_the_libraries_of_its_platform_only(
    platform: str, systems: set[str], tmp_path: Path
) -> None:
    (zstd,) = JAVA.glob("zstd-jni-*.jar")
    assert len(libraries(zstd)) > 4
    reduced = for_platform(zstd, platform, tmp_path)
    assert libraries(reduced) == systems
    assert for_platform(zstd, "any", tmp_path) == zstd
    assert libraries(for_platform(JAVA / "panamarc-native.jar", platform, tmp_path)) == set()


def libraries(jar: Path) -> set[str]:
    names = zipfile.ZipFile(jar).namelist()
    return {name.rpartition("/")[0] for name in names if name.endswith((".so", ".dylib", ".dll"))}


def test_two_builds_in_two_folders_give_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    project = tmp_path / "another" / "place"
    unneeded = shutil.ignore_patterns("tests", "dist", ".*_cache", "__pycache__")
    shutil.copytree(PROJECT, project, ignore=unneeded, copy_function=shutil.copy)
    again = build_wheel(project, tmp_path, TZ="Asia/Tokyo", LC_ALL="C", SOURCE_DATE_EPOCH="")
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()
