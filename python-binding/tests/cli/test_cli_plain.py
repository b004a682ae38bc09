"""Command lines that need no Typer."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from panamarc._java import jvm
from panamarc.cli import _app, _plain, _reading
from panamarc.cli._endings import ended
from support import realdata
from support.children import output

pytestmark = pytest.mark.same_without_c

FILE = str(realdata.path("loc_edge_cases_50.mrc"))
BROKEN = str(realdata.path("bu_bibs_100.mrc"))  # which Java counts

LINES = [
    f"count {FILE}",
    f"count {FILE} --json {FILE} -q",
    f"count --quiet {FILE} no-such-file",
    f"head -n 3 {FILE}",
    f"head {FILE} --records 1 --quiet",
    f"convert {FILE} -",
    f"convert -q {FILE} no-such-folder/x.xml",
]


@pytest.mark.parametrize("line", LINES)
def test_plain_line_does_what_typer_makes_of_it(
    line: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    call = _plain.plain(line.split())
    assert call is not None
    status = ended(call)
    assert (status, capsysbinary.readouterr()) == (
        ended(partial(_app.run, line.split())),
        capsysbinary.readouterr(),
    )


OTHERS = [
    "",
    "count",
    "count --help",
    f"count {FILE} --nosuch",
    f"count -- {FILE}",
    f"count -qq {FILE}",
    f"head -n 0 {FILE}",
    f"head -n -1 {FILE}",
    f"head {FILE} -n",
    f"head {FILE} {FILE}",
    f"convert {FILE}",
    f"convert {FILE} x.xml --to json",
    f"validate {FILE}",
    "--version",
]


@pytest.mark.parametrize("line", OTHERS)
def test_other_line_is_left_to_typer(line: str) -> None:
    assert _plain.plain(line.split(" ") if line else []) is None


def test_plain_command_loads_neither_typer_nor_numpy() -> None:
    code = f"""
import sys
from panamarc.cli import main
sys.argv = ["panamarc", "count", "--quiet", {BROKEN!r}]
assert main() == 0
print(*[name for name in ("typer", "rich", "numpy", "panamarc._tables") if name in sys.modules])
import jpype
beans = jpype.JClass("java.lang.management.ManagementFactory").getRuntimeMXBean()
print("-XX:TieredStopAtLevel=1" in [str(flag) for flag in beans.getInputArguments()])
"""
    # Without an archive: the process that makes one compiles as ever.
    changes = {"PANAMARC_JVM_OPTIONS": None, "PANAMARC_CLASS_ARCHIVE": "off"}
    assert output(code, **changes) == "100\n\nTrue"


@pytest.mark.parametrize(
    ("size", "flags"),
    [
        (None, ()),
        (jvm.FEW + 1, ()),
        (jvm.FEW, jvm.FLAGS_FOR_FEW),
        (jvm.VERY_FEW, jvm.FLAGS_FOR_VERY_FEW),
    ],
)
def test_flags_follow_from_what_there_is_to_read(
    size: int | None, flags: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PANAMARC_JVM_OPTIONS", raising=False)
    monkeypatch.delenv("PANAMARC_NATIVE", raising=False)
    command = type(jvm.command)()
    command.to_read = size
    assert command.flags() == flags
    monkeypatch.setenv("PANAMARC_NATIVE", "on")
    assert "-Dpanamarc.native=off" not in command.flags()
    monkeypatch.setenv("PANAMARC_JVM_OPTIONS", "-Xmx1g")
    assert command.flags() == ()


@pytest.mark.parametrize(
    ("name", "content", "most", "bytes_to_read"),
    [
        ("x.mrc", b"00900" + b" " * 895, 10_000, 300),
        ("x.mrc", b"00900" + b" " * 895, 100, 100),
        ("x.xml", b"<coll" + b" " * 895, 10_000, 900),
        ("x.mrc.gz", b"00900" + b" " * 895, 10_000, 7200),
        ("-", b"", 10_000, None),
    ],
)
def test_bytes_to_read_follow_from_the_files(
    name: str,
    content: bytes,
    most: int,
    bytes_to_read: int | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command = type(jvm.command)()
    monkeypatch.setattr(jvm, "command", command)
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(content)
    _reading.expect([name], most)
    assert command.to_read == bytes_to_read
