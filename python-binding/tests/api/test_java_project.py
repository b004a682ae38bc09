"""Java's artefacts: installed as `make install` does, and used from a project of its own."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import panamarc
from support import realdata

pytestmark = pytest.mark.same_without_c

ROOT = Path(__file__).resolve().parents[3]
INSTALL = (ROOT / "docs" / "install.md").read_text("utf-8")
ZSTD = "com.github.luben.zstd_jni"

POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>app</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.release>25</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
%s
  </dependencies>
</project>
"""

APP = """package app;

import java.nio.file.Path;
import org.panamarc.MarcFile;

public class App {
    public static void main(String[] arguments) throws Exception {
        try (MarcFile file = MarcFile.open(Path.of(arguments[0]))) {
            System.out.println(file.stream().count());
        }
    }
}
"""


def run(folder: Path, *command: str | Path) -> str:
    done = subprocess.run(
        list(map(str, command)), cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stderr
    return done.stdout.strip()


def without_panamarc(folder: Path) -> Path:
    """A Maven repository that shares all with the local one but what this project installs."""
    local = Path.home() / ".m2" / "repository"
    (folder / "org").mkdir(parents=True)
    for shared in (*local.glob("*"), *local.glob("org/*")):
        if shared.name not in ("org", "panamarc"):
            (folder / shared.relative_to(local)).symlink_to(shared)
    return folder


def version_of(plugin: str) -> str:
    """The version of a plugin that this project's build has, and so has already loaded."""
    pom = (ROOT / "pom.xml").read_text("utf-8")
    match = re.search(rf"<artifactId>{plugin}</artifactId>\s*<version>(.*?)<", pom)
    assert match is not None
    return f"org.apache.maven.plugins:{plugin}:{match[1]}"


@pytest.mark.skipif(shutil.which("mvn") is None, reason="there is no Maven")
def test_a_project_elsewhere_runs_with_what_was_installed(tmp_path: Path) -> None:
    repository = without_panamarc(tmp_path / "repository")
    built_without_c = (ROOT / "target" / "scanner").read_text().strip() == "java"
    native = "off" if built_without_c else "on"
    run(ROOT, "make", "install", f"REPOSITORY={repository}", f"NATIVE={native}")
    (coordinates,) = re.findall(r"^```xml\n(.*?)^```$", INSTALL, re.MULTILINE | re.DOTALL)
    sources = tmp_path / "src" / "main" / "java"
    (sources / "app").mkdir(parents=True)
    (sources / "module-info.java").write_text("module app { requires org.panamarc; }")
    (sources / "app" / "App.java").write_text(APP)
    (tmp_path / "pom.xml").write_text(POM % coordinates)
    run(
        tmp_path,
        *(ROOT / "scripts" / "on-jdk", "mvn", "--batch-mode", "--quiet"),
        f"-Dmaven.repo.local={repository}",
        f"{version_of('maven-compiler-plugin')}:compile",
        f"{version_of('maven-dependency-plugin')}:build-classpath",
        "-Dmdep.outputFile=jars",
    )
    jars = (tmp_path / "jars").read_text().strip().split(":")
    assert any("jspecify" in jar for jar in jars)
    plain = [jar for jar in jars if "zstd" not in jar]
    assert len(plain) == len(jars) - 1
    books = realdata.path("loc_edge_cases_50.mrc")
    packed = tmp_path / "books.mrc.zst"
    panamarc.convert(books, packed)
    java = Path(panamarc.info()["java_home"]) / "bin" / "java"
    classes = str(tmp_path / "target" / "classes")
    access = "--enable-native-access=org.panamarc,org.panamarc.natives"
    for_all = "--enable-native-access=ALL-UNNAMED"
    start = ("-m", "app/app.App")
    on_modules = (java, "-p", ":".join([*jars, classes]))
    with_zstd = f"{access},{ZSTD}"
    assert run(tmp_path, *on_modules, access, *start, books) == "50"
    assert run(tmp_path, *on_modules, "--add-modules", ZSTD, with_zstd, *start, packed) == "50"
    assert run(tmp_path, java, "-p", ":".join([*plain, classes]), access, *start, books) == "50"
    for some, input_file in ((jars, packed), (plain, books)):
        path = ":".join([*some, classes])
        assert run(tmp_path, java, "-cp", path, for_all, "app.App", input_file) == "50"
    assert f"--add-modules {ZSTD} {with_zstd}" in INSTALL
    assert for_all in INSTALL
