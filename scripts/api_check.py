"""Fails where a public name of the last release is gone or has another form: `make api-check`.

Java's jars are compared by japicmp, Python's package by griffe. The version that the changelog
begins with may allow it: see CONTRIBUTING.md. Without a tag, as before the first release or in a
clone that left tags out, there is nothing to compare with.
"""

import io
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import griffe

import versions

ROOT = Path(__file__).resolve().parent.parent

# The jars with a public API, and the folders of their modules.
MODULES = {"panamarc-core": "java-core", "panamarc-marc4j": "integrations/marc4j"}

# Packages that nobody else uses: what the modules keep to themselves, and what Python calls.
INTERNAL = "org.panamarc.internal;org.panamarc.internal.*;org.panamarc.python"

# How japicmp marks what is incompatible: `!` binary, `*` for a compiler alone.
INCOMPATIBLE = re.compile(r"\s*(\+\+\+|---|\*\*\*)[!*] ")

COLOUR = re.compile(r"\x1b\[\d+m")

MAVEN = ["scripts/on-jdk", "mvn", "--batch-mode", "--quiet", "--no-transfer-progress"]


def compare_python(root: Path, tag: str, source: str = "python-binding/src") -> list[str]:
    """What of the package `panamarc` is incompatible with a tag, a line each."""
    old = griffe.load_git("panamarc", ref=tag, repo=root, search_paths=[source])
    new = griffe.load("panamarc", search_paths=[root / source])
    found = griffe.find_breaking_changes(old, new)
    return [COLOUR.sub("", breakage.explain()) for breakage in found]


def compare_java(japicmp: str, old: Path, new: Path) -> list[str]:
    """What of a jar is incompatible with another one, with the classes that it is in, a line each.

    Raises subprocess.CalledProcessError where japicmp fails.
    """
    options = ["--only-modified", "--ignore-missing-classes", "-a", "protected", "-e", INTERNAL]
    start = ["scripts/on-jdk", "java", "-cp", japicmp, "japicmp.JApiCmp"]
    jars = ["-o", str(old), "-n", str(new)]
    shown = subprocess.run(
        [*start, *jars, *options], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    return [line.strip() for line in shown.splitlines() if INCOMPATIBLE.match(line)]


def japicmp_path(folder: Path) -> str:
    """The class path of japicmp, which Maven gets; `folder` keeps the answer."""
    answer = folder / "japicmp"
    if not answer.exists():
        goal = ["-f", "scripts/japicmp.xml", "dependency:build-classpath"]
        subprocess.run([*MAVEN, *goal, f"-Dmdep.outputFile={answer}"], cwd=ROOT, check=True)
    return answer.read_text()


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
    japicmp = japicmp_path(folder)
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
