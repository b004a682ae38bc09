"""Ctrl-C and SIGTERM, heard by a process that reads."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

import panamarc
import realdata
from children import start

FILE = str(realdata.path("loc_bibliographic_386.mrc"))

# Inputs that have not ended when the signal comes.
SETUP = f"""
import panamarc
class Endless:
    data = open({FILE!r}, "rb").read()
    def read(self, size):
        return self.data
def many(path):
    with open(path, "wb") as file:
        file.write(Endless.data * 16)
    return [path] * 2000
"""

READS = {
    "iteration": "for record in reader: pass",
    "read_batch": "while reader.read_batch(): pass",
    "columns": "for record in reader: record.values('650$a')",
    "boundaries": "for piece in reader.scan_boundaries(): pass",
}
SOURCES = {"files": "many('many.mrc')", "file object": "Endless()"}


def after_signal(process: subprocess.Popen[str], number: int, text: str = "") -> str:
    """Sends a signal once the process has said that it is about to read; what it says then."""
    assert process.stdout is not None
    assert process.stdout.readline() == "reading\n"
    process.send_signal(number)
    try:
        printed, complaint = process.communicate(text, timeout=60)
    finally:
        process.kill()
    assert complaint == ""
    return printed


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


def test_a_batch_that_was_complete_as_ctrl_c_was_heard_comes_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reader = panamarc.open(FILE, batch_size=100)
    feed = reader._feed
    status = feed._status

    def interrupted(opened: Any, call: Any) -> int:
        status(opened, call)
        raise KeyboardInterrupt

    assert len(reader.read_batch(10)) == 10
    with monkeypatch.context() as patch:
        patch.setattr(feed, "_status", interrupted)
        with pytest.raises(KeyboardInterrupt):
            reader.read_batch(10)
    numbers = [record.number for record in reader]
    assert numbers == list(range(11, 387))


def test_such_a_batch_is_handed_out_in_the_sizes_asked_for() -> None:
    reader = panamarc.open(FILE, batch_size=100)
    payload = panamarc.open(FILE)._feed.batch(100)
    assert payload is not None
    reader._feed._rescued.append(payload.payload)
    assert [record.number for record in reader.read_batch(30)] == list(range(1, 31))
    assert next(reader).number == 31
    assert [record.number for record in reader.read_batch(100)] == list(range(32, 101))
