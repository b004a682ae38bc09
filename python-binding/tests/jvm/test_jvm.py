"""Java in the process: its start, its threads and its end."""

from __future__ import annotations

import gc
import re
from itertools import islice
from types import ModuleType
from typing import Any

import pytest

import panamarc
from panamarc._java import jvm
from panamarc._reading import java_reader
from support import realdata
from support.children import output, start

pytestmark = pytest.mark.same_without_c

FILE = str(realdata.path("loc_edge_cases_50.mrc"))


def test_a_process_ends_whose_java_an_ended_thread_started() -> None:
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
    """In the place of a JPype whose Java is too old."""

    isJVMStarted = staticmethod(lambda: True)

    @staticmethod
    def JClass(name: str) -> Any:
        class System:
            getProperty = staticmethod(
                {"java.specification.version": "17", "java.home": "/opt/old"}.get
            )

        return System


def test_a_collection_of_java_causes_none_of_python() -> None:
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
