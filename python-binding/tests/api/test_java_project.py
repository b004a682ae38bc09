"""Java's artefacts: installed as `make install` does, and used from a project of its own."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest

import panamarc
from support import realdata

pytestmark = [
    pytest.mark.same_without_c,
    pytest.mark.skipif(shutil.which("mvn") is None, reason="there is no Maven"),
]

ROOT = Path(__file__).resolve().parents[3]
INSTALL = (ROOT / "docs" / "install.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
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
import org.panamarc.Panamarc;

public class App {
    public static void main(String[] arguments) throws Exception {
        try (MarcFile file = MarcFile.open(Path.of(arguments[0]))) {
            System.out.print(file.stream().count());
            System.out.println(" " + Panamarc.describe().get("scanner").split(" ")[0]);
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


@pytest.fixture(scope="module")
def scanner() -> str:
    """The scanner that the build has: `native` or `java`."""
    return (ROOT / "target" / "scanner").read_text().strip()


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory, scanner: str) -> Path:
    repository = without_panamarc(tmp_path_factory.mktemp("java") / "repository")
    native = "off" if scanner == "java" else "on"
    run(ROOT, "make", "install", f"REPOSITORY={repository}", f"NATIVE={native}")
    return repository


def artefact(repository: Path, name: str, suffix: str) -> Path:
    folder = repository / "org" / "panamarc" / name / panamarc.__version__
    return folder / f"{name}-{panamarc.__version__}{suffix}"


@pytest.mark.parametrize("name", ["panamarc-native", "panamarc-core", "panamarc-marc4j"])
def test_each_jar_has_sources_javadoc_and_its_parts(repository: Path, name: str) -> None:
    def names(suffix: str) -> list[str]:
        return zipfile.ZipFile(artefact(repository, name, suffix)).namelist()

    classes = {file for file in names(".jar") if file.endswith(".class")}
    sources = {file for file in names("-sources.jar") if file.endswith(".java")}
    compiled = {re.sub(r"(\$[^/]*)?\.class$", ".java", file) for file in classes}
    assert sources >= compiled != set()
    assert "index.html" in names("-javadoc.jar")
    assert not [file for file in names("-sources.jar") if file.endswith((".so", ".dylib"))]
    assert '"CycloneDX"' in artefact(repository, name, "-cyclonedx.json").read_text("utf-8")


POM_NAMESPACE = {"m": "http://maven.apache.org/POM/4.0.0"}


def elements(pom: Path, *paths: str) -> list[str | None]:
    root = ET.parse(pom).getroot()
    return [
        root.findtext("/".join(f"m:{step}" for step in path.split("/")), None, POM_NAMESPACE)
        for path in paths
    ]


def test_the_poms_have_what_maven_central_asks_for(repository: Path) -> None:
    parent = artefact(repository, "panamarc-parent", ".pom")
    inherited = (
        "url",
        "licenses/license/name",
        "licenses/license/url",
        "developers/developer/name",
    )
    assert all(elements(parent, "name", "description", *inherited))
    assert all(elements(parent, "scm/url", "scm/connection", "scm/developerConnection"))
    for folder in (repository / "org" / "panamarc").iterdir():
        assert all(elements(artefact(repository, folder.name, ".pom"), "name", "description"))


def test_a_jar_with_a_classifier_has_its_platform_s_library(repository: Path, scanner: str) -> None:
    def libraries(suffix: str) -> set[str]:
        names = zipfile.ZipFile(artefact(repository, "panamarc-native", suffix)).namelist()
        return {name.split("/")[2] for name in names if name.endswith(("panamarc.so", ".dylib"))}

    every = libraries(".jar")
    assert bool(every) == (scanner == "native")
    for one in every:
        assert libraries(f"-{one}.jar") == {one}


def test_a_project_elsewhere_runs_with_what_was_installed(
    repository: Path, scanner: str, tmp_path: Path
) -> None:
    (coordinates,) = re.findall(r"^```xml\n(.*?)^```$", INSTALL, re.MULTILINE | re.DOTALL)
    assert coordinates in README
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
    assert run(tmp_path, *on_modules, access, *start, books) == f"50 {scanner}"
    assert (
        run(tmp_path, *on_modules, "--add-modules", ZSTD, with_zstd, *start, packed)
        == f"50 {scanner}"
    )
    assert (
        run(tmp_path, java, "-p", ":".join([*plain, classes]), access, *start, books)
        == f"50 {scanner}"
    )
    for some, input_file in ((jars, packed), (plain, books)):
        path = ":".join([*some, classes])
        assert run(tmp_path, java, "-cp", path, for_all, "app.App", input_file) == f"50 {scanner}"
    if scanner == "native" and sys.platform == "linux":
        here = f"linux-{platform.machine()}"
        own = [
            jar.replace("0.jar", f"0-{here}.jar") if "panamarc-native" in jar else jar
            for jar in jars
        ]
        assert own != jars
        assert (
            run(tmp_path, java, "-p", ":".join([*own, classes]), access, *start, books)
            == f"50 {scanner}"
        )
    assert f"--add-modules {ZSTD} {with_zstd}" in INSTALL
    assert for_all in INSTALL
