"""Lists the parts of a wheel, as CycloneDX has it and PEP 770 wants it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

# What Maven listed for the jar of the core, next to the jars.
MAVEN = "panamarc-core-sbom.json"

# In the wheel, in `.dist-info/sboms`.
NAME = "panamarc.cdx.json"


def write(folder: Path, version: str, jars: Iterable[Path], target: Path) -> None:
    """Writes the list of the libraries that a wheel carries as jars.

    Args:
        folder: where Maven's list is.
        version: of panamarc.
        jars: those that go into the wheel, of which the list has checksums.
        target: the file to write.

    Raises:
        FileNotFoundError: there is no list of Maven's.
        ValueError: it lacks a library.
    """
    listed: dict[str, Any] = json.loads((folder / MAVEN).read_text("utf-8"))
    known = {f"{part['name']}-{part['version']}.jar": part for part in listed["components"]}
    others = [jar for jar in sorted(jars, key=lambda jar: jar.name) if jar.name[:8] != "panamarc"]
    for jar in others:
        if jar.name not in known:
            raise ValueError(f"{folder / MAVEN} does not list {jar.name}, which is next to it")
    parts = [_with_checksum(known[jar.name], jar) for jar in others]
    whole = f"pkg:pypi/panamarc@{version}"
    of = {
        "type": "library",
        "bom-ref": whole,
        "name": "panamarc",
        "version": version,
        "licenses": [{"license": {"id": "Apache-2.0"}}],
        "purl": whole,
    }
    result = {
        "bomFormat": listed["bomFormat"],
        "specVersion": listed["specVersion"],
        "version": 1,
        "metadata": {"component": of},
        "components": parts,
        "dependencies": [{"ref": whole, "dependsOn": [part["bom-ref"] for part in parts]}],
    }
    target.write_text(json.dumps(result, indent=2) + "\n", "utf-8")


def _with_checksum(part: dict[str, Any], jar: Path) -> dict[str, Any]:
    """A component with the checksum of its jar, which may lack other platforms' libraries."""
    digest = hashlib.sha256(jar.read_bytes()).hexdigest()
    return {**part, "hashes": [{"alg": "SHA-256", "content": digest}]}
