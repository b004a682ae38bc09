"""Ctrl-C and SIGTERM, heard by a process that reads."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from support.children import output, start
from support.signalled import FILE, SETUP, after_signal

pytestmark = [pytest.mark.usefixtures("unmeasured"), pytest.mark.same_without_c]


READS = {
    "iteration": "for record in reader: pass",
    "read_batch": "while reader.read_batch(): pass",
    "values": "for record in reader: record.values('650$a')",
    "boundaries": "for piece in reader.scan_boundaries(): pass",
}
SOURCES = {"files": "many('many.mrc')", "file object": "Endless()"}


@pytest.fixture
def unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves these processes out of the coverage: Ctrl-C may come where coverage holds a lock."""
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize("source", SOURCES)
def test_ctrl_c_is_a_keyboard_interrupt_and_reading_can_go_on(
    source: str, read: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code = f"""
{SETUP}
reader = panamarc.open({SOURCES[source]})
reader.read_batch(1)
try:
    print("reading", flush=True)
    {READS[read]}
except KeyboardInterrupt:
    print("interrupted", len(reader.read_batch(1)), len(panamarc.open({FILE!r}).read_batch(7)))
"""
    assert after_signal(start(code), signal.SIGINT) == "interrupted 1 7\n"


def test_ctrl_c_is_heard_while_there_is_no_record_in_sight() -> None:
    code = """
import panamarc
panamarc.start_jvm()
reader = panamarc.open(bytes(2 << 30))
try:
    print("reading", flush=True)
    reader.read_batch()
except KeyboardInterrupt:
    print("interrupted", reader.bytes_read < 2 << 30)
"""
    assert after_signal(start(code), signal.SIGINT) == "interrupted True\n"


@pytest.mark.parametrize("source", ["sys.stdin.buffer", "'/dev/stdin'", "open(0, 'rb', 0)"])
def test_ctrl_c_is_heard_while_a_pipe_has_nothing_to_read(source: str) -> None:
    code = f"""
import sys, panamarc
panamarc.start_jvm()
reader = panamarc.open({source})
try:
    print("reading", flush=True)
    reader.read_batch()
except KeyboardInterrupt:
    print("interrupted", flush=True)
print(len(list(reader)))
"""
    text = Path(FILE).read_bytes().decode()
    process = start(code)
    assert after_signal(process, signal.SIGINT, text) == "interrupted\n386\n"


def test_sigterm_ends_the_process_without_a_crash_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code = f"""
{SETUP}
print("reading", flush=True)
for record in panamarc.open(Endless()):
    record.title
"""
    process = start(code)
    assert after_signal(process, signal.SIGTERM) == ""
    assert process.returncode == -signal.SIGTERM
    assert list(tmp_path.iterdir()) == []


# The bytes of each input, and what makes it.
LONG = f"""
import contextlib, gzip, itertools, os, panamarc, queue, random, signal, threading, time
random.seed(2709)
signal.signal(signal.SIGINT, signal.default_int_handler)  # as nohup and the like leave it out
panamarc.start_jvm()  # which takes longer than any Ctrl-C may have to wait for
DATA = open({FILE!r}, "rb").read() * 16
class Endless:
    def read(self, size):
        return DATA
def path(content):
    with open("long", "wb") as file:
        file.write(content)
    return "long"
def pipe():
    end, start = os.pipe()
    def write():
        with open(start, "wb", 0) as file, contextlib.suppress(BrokenPipeError):
            while True:
                for at in range(0, len(DATA), 50_000):
                    file.write(DATA[at : at + 50_000])
    threading.Thread(target=write, daemon=True).start()
    return open(end, "rb")
"""
INPUTS = {
    "mapped files": "[path(DATA)] * 9999",
    "mapped files read ahead": "[path(DATA * 3)] * 999",
    "gzip files": "[path(gzip.compress(DATA, 1))] * 9999",
    "bytes": "[DATA] * 9999",
    "file object that gives": "Endless()",
    "file object that waits": "pipe()",
}
MANY = """
asked, sent = queue.SimpleQueue(), []
def send():
    while True:
        asked.get()
        time.sleep(random.uniform(0, 0.01))
        sent.append(time.process_time())
        os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=send, daemon=True).start()

def iterate(reader, found):
    for record in reader:
        found.append(record)
def read_batches(reader, found):
    # By C code alone, since Python 3.10 may lose what a call returns to any caller.
    found.extend(itertools.chain.from_iterable(iter(reader.read_batch, [])))
def scan(reader, found):
    for piece in reader.scan_boundaries():
        found.append(piece)

def ordered(found, last):
    for one in found:
        if isinstance(one, tuple):  # all inputs are of one size, and records fill them
            assert one[0] % len(DATA) == last % len(DATA), (last, one)
            last = sum(one)
        else:
            assert one.number == last + 1, (last, one.number)
            last = one.number
    return last

def interrupted(reader, read):
    last, slowest = 0, 0.0
    for _ in range(30):
        found = []
        try:
            asked.put(None)
            read(reader, found)
        except KeyboardInterrupt:
            slowest = max(slowest, time.process_time() - sent[-1])
        last = ordered(found, last)
    assert last > 0 and not reader.defect_counts, reader.defect_counts
    assert not any(one.reason for one in reader.skipped), reader.skipped
    if read is not scan:
        assert reader.records_read >= last
    assert slowest < 1, slowest
    reader.close()
"""


@pytest.mark.parametrize("source", INPUTS)
def test_ctrl_c_thirty_times_in_one_reading(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is heard within a second of the process's own time, and costs no record."""
    monkeypatch.chdir(tmp_path)
    code = f"""
{LONG}{MANY}
for read in iterate, read_batches, scan:
    interrupted(panamarc.open({INPUTS[source]}), read)
interrupted(panamarc.MARCReader({INPUTS[source]}), iterate)
print("all there")
"""
    threads = "3" if source.endswith("read ahead") else None
    assert output(code, PANAMARC_NUM_THREADS=threads) == "all there"


@pytest.mark.parametrize("seconds", [0.02, 0.1, 0.2])
def test_ctrl_c_while_java_starts_is_heard_once_it_has(seconds: float) -> None:
    code = f"""
import os, panamarc, signal, threading, time
reader = panamarc.open({FILE!r})
threading.Timer({seconds}, os.kill, (os.getpid(), signal.SIGINT)).start()
found = []
try:
    found.extend(reader)
    time.sleep(60)
except KeyboardInterrupt:
    found.extend(reader)
print(len(found))
"""
    assert output(code) == "386"
