"""What panamarc runs on, said before Java runs."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest

import panamarc
from panamarc._java import library
from panamarc._java.jdk import Java
from support.children import output

NOT_STARTED = "import sys; assert 'jpype' not in sys.modules"
needs_library = pytest.mark.skipif(
    library.load() is None, reason="Java decides about the scanner, and is started for that"
)


@needs_library
def test_info_starts_no_java_and_is_what_java_says() -> None:
    code = f"""
import panamarc
before = panamarc.info()
{NOT_STARTED}
panamarc.start_jvm()
print([(key, value, before[key]) for key, value in panamarc.info().items() if value != before[key]])
"""
    assert output(code) == "[]"


@needs_library
def test_a_library_that_does_not_load_is_left_to_java() -> None:
    code = """
from pathlib import Path
import panamarc
from panamarc._java import library
library.path = lambda: Path("/no/such/libpanamarc.so")
print(panamarc.info()["scanner_reason"])
"""
    assert "libpanamarc.so cannot be used" in output(code)


@needs_library
def test_help_version_and_info_start_no_java() -> None:
    lines = ("--help", "--version", "count --help", "validate --help", "info")
    output(f"from panamarc.cli import main\nfor line in {lines}: main(line.split())\n{NOT_STARTED}")


@needs_library
def test_completion_starts_no_java() -> None:
    code = f"""
import atexit
from panamarc.cli import main
atexit.register(exec, {NOT_STARTED!r}, {{}})
main(["x"])
"""
    words = {"_PANAMARC_COMPLETE": "complete_bash", "COMP_WORDS": "panamarc in", "COMP_CWORD": "1"}
    assert output(code, **words).split() == ["index", "ingest", "info"]


def test_java_without_a_build_in_its_release_has_its_version(tmp_path: Path) -> None:
    (tmp_path / "release").write_text('JAVA_VERSION="25.0.3"\n')
    assert Java(tmp_path, "25.0.3", tmp_path).runtime_version() == "25.0.3"


def test_jpype_without_metadata_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    installed = panamarc.info()["jpype"]
    monkeypatch.setattr(metadata, "version", missing)
    assert panamarc.info()["jpype"] == installed
