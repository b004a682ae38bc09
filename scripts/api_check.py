"""Fails where a public name of the last release is gone or has another form: `make api-check`.

Java's jars are compared by japicmp, Python's package by griffe. The version that the changelog
begins with may allow it: see CONTRIBUTING.md. Where there is no tag yet, as before the first release
or in a clone without tags, there is nothing to compare with.
"""

import io
import subprocess
import sys
import tarfile
from pathlib import Path

import griffe
import versions

ROOT = Path(__file__).resolve().parent.parent

# The tool that compares jars; make api-check gets it from Maven.
JAPICMP = "com.github.siom79.japicmp:japicmp:0.27.0:jar:jar-with-dependencies"

# The jars with a public API, and the folders of their modules.
MODULES = {"panamarc-core": "java-core", "panamarc-marc4j": "integrations/marc4j"}

# Packages that nobody else uses: what the modules keep to themselves, and what Python calls.
INTERNAL = "org.panamarc.internal;org.panamarc.internal.*;org.panamarc.python"

MAVEN = ["scripts/on-jdk", "mvn", "--batch-mode", "--quiet", "--no-transfer-progress"]


def compare_python(root: Path, tag: str, source: str = "python-binding/src") -> list[str]:
    """What is gone from the package `panamarc` since a tag, a line each."""
    old = griffe.load_git("panamarc", ref=tag, repo=root, search_paths=[source])
    new = griffe.load("panamarc", search_paths=[root / source])
    return [
        breakage.explain(style=griffe.ExplanationStyle.ONE_LINE)
        for breakage in griffe.find_breaking_changes(old, new)
    ]


def compare_java(japicmp: Path, old: Path, new: Path) -> list[str]:
    """What is gone from a jar since another one, as japicmp reports it.

    Raises subprocess.CalledProcessError where japicmp fails.
    """
    options = ["--only-incompatible", "--ignore-missing-classes", "-a", "protected", "-e", INTERNAL]
    command = ["scripts/on-jdk", "java", "-jar", japicmp, "-o", old, "-n", new, *options]
    shown = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    # A line of what changed begins with three signs; those of classes that hold it say "***".
    return [line for line in shown.splitlines() if line.lstrip().startswith(("---", "***", "+++"))]


def japicmp_jar(folder: Path) -> Path:
    """Gets japicmp, once."""
    _, name, version, kind, classifier = JAPICMP.split(":")
    jar = folder / f"{name}-{version}-{classifier}.{kind}"
    if not jar.exists():
        options = [f"-Dartifact={JAPICMP}", f"-DoutputDirectory={folder}"]
        subprocess.run([*MAVEN, "dependency:copy", *options], cwd=ROOT, check=True)
    return jar


def jars_of(tag: str, folder: Path) -> dict[str, Path]:
    """The jars of a tag, built once."""
    sources = folder / tag
    jars = {name: sources / of / "target" / "quick" / f"{name}.jar" for name, of in MODULES.items()}
    if not all(jar.exists() for jar in jars.values()):
        archive = subprocess.run(
            ["git", "archive", tag], cwd=ROOT, check=True, capture_output=True
        ).stdout
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(sources, filter="data")
        subprocess.run([*MAVEN, "-Dquick", "package"], cwd=sources, check=True)
    return jars


def main() -> int:
    """Compares this tree with the last tag."""
    last = versions.last_tag(ROOT)
    if last is None:
        print("There is no tag such as v1.2.3 before this commit: no API to compare with.")
        return 0
    tag = f"v{last}"
    folder = ROOT / "target" / "api"
    folder.mkdir(parents=True, exist_ok=True)
    gone = compare_python(ROOT, tag)
    japicmp = japicmp_jar(folder)
    for name, old in jars_of(tag, folder).items():
        new = ROOT / MODULES[name] / "target" / "quick" / old.name
        gone += compare_java(japicmp, old, new)
    for line in gone:
        print(line)
    version, _ = versions.planned(ROOT)
    allowed = version.may_break(last)
    print(
        f"{len(gone)} incompatible changes since {tag};"
        f" the changelog begins with {version}, which {'may' if allowed else 'must not'} have any."
    )
    return 1 if gone and not allowed else 0


if __name__ == "__main__":
    sys.exit(main())
