"""The command as a whole: its start, its ends, its output files."""

from __future__ import annotations

import io
import os
import re
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

import panamarc
from panamarc import _progress as bar_module
from panamarc._files import replacing
from panamarc.cli import _progress as progress_module
from panamarc.cli import main
from panamarc.cli._progress import Progress
from support import realdata
from support.children import environment, output
from support.marcfiles import book

TWICE = "reads its input twice, so it takes files, not -"
BU = str(realdata.path("bu_bibs_100.mrc"))


def test_the_library_does_not_import_what_only_the_command_needs() -> None:
    code = (
        "import sys, panamarc;"
        "print([name for name in ('typer', 'rich', 'jpype') if name in sys.modules])"
    )
    assert output(code) == "[]"


def test_help_and_version_start_no_java() -> None:
    code = (
        "import sys; from panamarc.cli import main;"
        "status = [main([one]) for one in ('--help', '--version')];"
        "print(status, [name for name in ('jpype', 'rich.progress') if name in sys.modules])"
    )
    lines = output(code).splitlines()
    assert lines[-2:] == [f"panamarc {panamarc.__version__}", "[0, 0] []"]


def test_python_m_panamarc_is_the_command() -> None:
    called = [sys.executable, "-m", "panamarc", "--version"]
    done = subprocess.run(called, capture_output=True, text=True, env=environment(), check=True)
    assert done.stdout == f"panamarc {panamarc.__version__}\n"


def test_one_line_says_that_typer_is_missing() -> None:
    code = (
        "import sys; sys.modules['typer'] = None; from panamarc.cli import main;"
        "sys.stderr = sys.stdout; print(main(['stats', 'x']))"
    )
    assert output(code) == (
        "panamarc: the command needs Typer and Rich, which only come along where they are asked "
        "for: pip install 'panamarc[cli]'\n2"
    )


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_can_be_had_for_shells(shell: str) -> None:
    code = "import sys; from panamarc.cli import main; sys.exit(main(['--show-completion']))"
    script = output(code, _PANAMARC_COMPLETE=f"source_{shell}")
    assert "_PANAMARC_COMPLETE=complete_" in script


def test_a_wrong_call_is_reported_with_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["count"]) == 2
    assert main(["nonsense"]) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["count", "none.mrc"], "none.mrc: No such file or directory"),
        (["head", "."], ".: Is a directory"),
        (["merge", BU, "-o", "none/x.mrc"], "none/x.mrc: No such file or directory"),
        (["merge", BU, "-o", "."], ".: Is a directory"),
        (["head", "--encoding", "klingon", BU], "unknown encoding: klingon"),
        (["dedupe", "--keep", "last", "-", "-o", "x.mrc"], f"--keep last {TWICE}"),
        (["split", "--parts", "2", "-"], f"--parts {TWICE}"),
        (["diff", "-", BU], f"diff {TWICE}"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    arguments: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    assert capsys.readouterr() == ("", f"panamarc: {said}\n")
    assert list(tmp_path.iterdir()) == []


def test_a_dash_is_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = io.BytesIO(Path(BU).read_bytes())
    content.name = "<stdin>"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(content))
    assert main(["count", "-q", "-"]) == 0
    assert capsys.readouterr().out == "100\n"


def test_records_are_not_written_to_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["merge", BU, "-o", "-"]) == 2
    assert capsys.readouterr().err == (
        "panamarc: records are no text for a terminal: give --output a file, or a pipe\n"
    )


def test_tables_on_a_terminal_are_drawn_within_its_width(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "70")
    monkeypatch.setenv("TERM", "xterm")
    assert main(["head", "-n", "2", BU]) == 0
    lines = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out).splitlines()
    assert "99177355940001161" in lines[3]
    assert all(len(line) <= 70 for line in lines)
    assert "2,009" in lines[4]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_reader_of_the_output_who_goes_ends_the_command_quietly(tmp_path: Path) -> None:
    big = tmp_path / "big.mrc"
    big.write_bytes(Path(BU).read_bytes() * 20)
    called = [sys.executable, "-m", "panamarc", "merge", str(big), "-o", "-"]
    process = subprocess.Popen(
        called, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert (process.wait(60), process.stderr.read()) == (141, b"")
    process.stderr.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_ctrl_c_ends_the_command_quietly_without_half_a_file(tmp_path: Path) -> None:
    target = tmp_path / "out.mrc"
    target.write_bytes(b"as it was")
    called = [sys.executable, "-m", "panamarc", "merge", "-", "-o", str(target)]
    with subprocess.Popen(
        called, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(Path(BU).read_bytes())
        process.stdin.flush()
        deadline = time.monotonic() + 60
        while len(list(tmp_path.iterdir())) == 1:  # until it writes next to the target
            assert time.monotonic() < deadline
            time.sleep(0.05)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        assert (process.wait(60), process.stderr.read()) == (130, b"")
    assert [path.name for path in tmp_path.iterdir()] == ["out.mrc"]
    assert target.read_bytes() == b"as it was"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_a_full_disk_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["merge", BU, "-o", "/dev/full"]) == 2
    assert capsys.readouterr().err == "panamarc: /dev/full: No space left on device\n"


def test_a_file_is_replaced_only_once_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"before")
    target.chmod(0o640)
    link = tmp_path / "link"
    link.symlink_to("target")
    with pytest.raises(RuntimeError), replacing(link) as file:  # noqa: PT012
        file.write(b"half")
        raise RuntimeError
    assert target.read_bytes() == b"before"
    with replacing(link) as file:
        file.write(b"after")
        assert target.read_bytes() == b"before"
    assert (target.read_bytes(), link.is_symlink()) == (b"after", True)
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "target"]


def test_a_pipe_is_written_to_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with replacing(path) as file:
        file.write(b"through")
    assert os.read(reader, 100) == b"through"
    os.close(reader)
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_a_file_may_be_written_over_itself(tmp_path: Path) -> None:
    path = tmp_path / "books.mrc"
    path.write_bytes(book("1", "A") * 2)
    assert main(["dedupe", "-q", str(path), "-o", str(path)]) == 0
    assert path.read_bytes() == book("1", "A")


class Clock:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


def test_progress_is_shown_in_lines_without_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(progress_module, "time", clock)
    for total, quiet in ((4_000_000, False), (None, False), (4_000_000, True)):
        progress = Progress("merging", total, quiet)
        for seconds, done, records in ((1, 10, 1), (11, 1_000_000, 5500), (2, 2_000_000, 9000)):
            clock.now += seconds
            progress.update(done, records)
        progress.stop()
    assert capsys.readouterr().err.splitlines() == [
        "panamarc: merging: 1.0 MB of 4.0 MB, 5,500 records, 458 records/s, 36 s left",
        "panamarc: merging: 1.0 MB, 5,500 records, 458 records/s",
    ]


def test_progress_on_a_terminal_is_a_bar_that_goes_away(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "xterm")
    clock = Clock()
    monkeypatch.setattr(progress_module, "time", clock)
    monkeypatch.setattr(bar_module, "time", clock)
    progress = Progress("merging", 4_000_000, False)
    progress.update(1, 1)
    assert capsys.readouterr().err == ""
    clock.now += 1
    progress.update(2_000_000, 1000)
    progress.stop()
    shown = capsys.readouterr().err
    assert "merging" in shown
    assert "2.0/4.0 MB" in shown
    assert "1,000 records, 1,000/s" in shown
    assert shown.endswith("\x1b[2K")
