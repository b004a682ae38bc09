"""What the command does where its input is broken, or its output cannot be written."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from panamarc.cli import main
from support import realdata
from support.children import environment
from support.marcfiles import book

pytestmark = pytest.mark.same_without_c

BOOKS = b"".join(book(str(number), f"Title {number}") for number in range(1, 8))
RECORD = "<record><leader>00000nam a2200000 a 4500</leader></record>"
XML_PROBLEM = "malformed XML at line 3, column 1: the input ends too early"
BIG = str(realdata.path("loc_bibliographic_386.mrc"))
POSIX = pytest.mark.skipif(os.name != "posix", reason="the system has other files and signals")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("books.mrc").write_bytes(BOOKS)
    Path("cut.xml").write_text(f"<collection>\n{RECORD}\n")
    Path("cut.mrc.gz").write_bytes(gzip.compress(Path(BIG).read_bytes())[:3000])


def shell(command: str, **changes: str | None) -> tuple[int, str, str]:
    """Runs a command of the shell, in which `panamarc` is this one."""
    line = f'panamarc() {{ "{sys.executable}" -m panamarc "$@"; }}; {command}'
    done = subprocess.run(
        ["/bin/sh", "-c", line],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=environment(**changes),
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr


def test_validate_reports_what_is_malformed_and_all_before_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["validate", "cut.xml"]) == 1
    start = len(f"<collection>\n{RECORD}")
    out, notes = capsys.readouterr()
    assert notes == ""
    assert out.splitlines() == [
        f"cut.xml: 1 record, {start + 1} bytes: 1 byte in no record",
        "",
        "defect\tseverity\ttimes\trecords",
        "malformed\tstructure\t1\t0",
        "",
        "bytes in no record\tranges\tbytes",
        "not read\t1\t1",
        "",
        "the first 2",
        f"  record 2, byte {start}: malformed: {XML_PROBLEM}",
        f"  1 byte at byte {start}: not read",
    ]
    assert main(["validate", "--json", "cut.xml"]) == 1
    defect, skipped, summary = map(json.loads, capsys.readouterr().out.splitlines())
    assert (defect["kind"], defect["message"], defect["001"]) == ("malformed", XML_PROBLEM, None)
    assert skipped["reason"] == "not read"
    assert (summary["valid"], summary["records"], summary["defects"]) == (
        False,
        1,
        {"malformed": 1},
    )


def test_validate_goes_on_after_a_malformed_line(capsys: pytest.CaptureFixture[str]) -> None:
    line = '{"leader":"00000nam a2200000 a 4500","fields":[]}\n'
    Path("some.jsonl").write_text(f"{line}{{leader\n{line}")
    assert main(["validate", "some.jsonl"]) == 1
    first, *_, about, _ = capsys.readouterr().out.splitlines()
    assert first.startswith("some.jsonl: 2 records, ")
    assert about == "  9 bytes at byte 49: malformed"


def test_validate_reports_what_it_found_before_a_read_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["validate", "cut.mrc.gz"]) == 2
    out, notes = capsys.readouterr()
    assert re.fullmatch(r"cut\.mrc\.gz: [1-9] records, .* kB: no defects\n", out)
    assert notes == "panamarc: cut.mrc.gz: the compressed data ends too early\n"
    assert main(["validate", "--json", "cut.mrc.gz"]) == 2
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["valid"] is False


@pytest.mark.parametrize("verb", ["count", "validate"])
def test_a_file_that_cannot_be_read_does_not_cost_the_others(
    verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([verb, "none.mrc", "books.mrc", ".", "books.mrc"]) == 2
    out, notes = capsys.readouterr()
    assert notes.splitlines() == [
        "panamarc: none.mrc: No such file or directory",
        "panamarc: .: Is a directory",
    ]
    assert (
        out.splitlines()
        == {
            "count": ["7\tbooks.mrc", "7\tbooks.mrc", "14\ttotal"],
            "validate": [
                f"books.mrc: 7 records, {len(BOOKS)} bytes: no defects",
                "",
                f"books.mrc: 7 records, {len(BOOKS)} bytes: no defects",
            ],
        }[verb]
    )


def test_what_closes_a_well_formed_file_is_no_defect(capsys: pytest.CaptureFixture[str]) -> None:
    Path("good.xml").write_text(f"<collection>{RECORD}</collection>")
    assert main(["validate", "good.xml"]) == 0
    assert capsys.readouterr().out == (
        "good.xml: 1 record, 83 bytes: no defects, 13 bytes of filler\n"
    )


@pytest.mark.parametrize(
    ("arguments", "done"),
    [
        (["convert", "junk.mrc", "x.xml"], "converted"),
        (["grep", "245", ".", "junk.mrc"], "searched"),
    ],
)
def test_bytes_in_no_record_are_reported(
    arguments: list[str], done: str, capsys: pytest.CaptureFixture[str]
) -> None:
    junk = b"no record at all, but long enough for a leader"
    Path("junk.mrc").write_bytes(junk + book("1", "A"))
    assert main(arguments) == 0
    assert capsys.readouterr().err.startswith(
        f"panamarc: 1 range without a usable record, 46 bytes in all, not {done} (no leader 1); "
        "the first at byte 0 of junk.mrc\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["convert", "books.mrc", "x.odt"],
            "x.odt: the name does not say the format; give --to, one of iso2709, marcxml, json, "
            "jsonl, mrk, line, dc, qdc, bibtex, csl-json",
        ),
        (
            ["convert", "books.mrc", "-", "--to", "aleph"],
            "--to is 'aleph'; expected one of iso2709, marcxml, json, jsonl, mrk, line, dc, qdc, "
            "bibtex, csl-json",
        ),
        (
            ["convert", "books.mrc", "x.xml", "--from", "pica"],
            "--from is 'pica'; expected one of iso2709, marcxml, json, jsonl, mrk, line, aleph, "
            "catalogue",
        ),
        (["diff", ".", "books.mrc"], ".: Is a directory"),
    ],
)
def test_a_wrong_call_is_reported_in_words_of_the_command(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(Path().iterdir())
    assert main(arguments) == 2
    assert capsys.readouterr() == ("", f"panamarc: {said}\n")
    assert sorted(Path().iterdir()) == before


def test_a_picture_has_to_be_of_a_kind_that_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("matplotlib")
    assert main(["stats", "books.mrc", "--plot", "x.odt"]) == 2
    notes = capsys.readouterr().err
    assert notes.startswith("panamarc: x.odt: expected a name that ends with one of ")
    assert " png," in notes
    assert main(["stats", "books.mrc", "--plot", "plain"]) == 0
    assert Path("plain").read_bytes().startswith(b"\x89PNG")


def test_diff_reports_that_its_temporary_file_fails(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from panamarc.cli import _comparison

    full = _comparison.NUMBERED + "PRAGMA max_page_count = 1; CREATE TABLE {0}_more (x);"
    monkeypatch.setattr(_comparison, "NUMBERED", full)
    assert main(["diff", "books.mrc", "books.mrc"]) == 2
    notes = capsys.readouterr().err
    assert notes.startswith("panamarc: the temporary file in ")
    assert notes.endswith(": database or disk is full\n")


@POSIX
@pytest.mark.parametrize("unbuffered", [None, "1"])
def test_who_reads_the_output_no_more_ends_the_command(unbuffered: str | None) -> None:
    command = f"{{ panamarc show 1-386 {BIG}; echo $? >status; }} | head -n 1"
    _, out, notes = shell(command, PYTHONUNBUFFERED=unbuffered)
    assert out.startswith("# record 1 of ")
    assert notes == ""
    # What fits into the pipe is written before its reader goes.
    assert Path("status").read_text() == "141\n"


@POSIX
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize(
    "command",
    ["panamarc show 1-386 {}", "panamarc merge {} -o -", "panamarc convert {} -", "panamarc -h"],
)
def test_a_full_standard_output_is_one_line(command: str) -> None:
    status, _, notes = shell(f"{command.format(BIG)} >/dev/full", PYTHONUNBUFFERED="1")
    assert (status, notes) == (2, "panamarc: standard output: No space left on device\n")


@POSIX
def test_closed_streams_are_no_reason_for_a_traceback() -> None:
    assert shell("panamarc count books.mrc >&-") == (
        2,
        "",
        "panamarc: standard output: Bad file descriptor\n",
    )
    assert shell("panamarc count - <&-") == (2, "", "panamarc: Bad file descriptor\n")
    assert shell("panamarc merge books.mrc -o all.mrc <&- >&- 2>&-") == (0, "", "")
    assert Path("all.mrc").read_bytes() == BOOKS
    assert shell("panamarc count books.mrc 2>&-") == (0, "7\n", "")


def test_ctrl_c_while_the_command_is_loaded_ends_it_quietly() -> None:
    code = """
import builtins, sys
from panamarc.cli import main
load = builtins.__import__
def interrupted(name, *rest):
    if name == "typer":
        raise KeyboardInterrupt
    return load(name, *rest)
builtins.__import__ = interrupted
sys.exit(main(["stats", "x"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env=environment(), check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


COMMANDS = (
    "count -",
    "stats -",
    "validate -",
    "dedupe - -o {}.mrc",
    "split --size 1GB - --name {{}}.mrc",
    "convert - {}.xml.gz",
)


@POSIX
@pytest.mark.parametrize(
    ("sent", "command"),
    [
        *(("SIGINT", command) for command in COMMANDS),
        # One handler is for all, and it knows nothing of the verb.
        ("SIGTERM", COMMANDS[-1]),
        ("SIGHUP", COMMANDS[-1]),
    ],
)
def test_a_signal_ends_every_verb_quietly_without_half_a_file(
    sent: str, command: str, tmp_path: Path
) -> None:
    number = getattr(signal, sent)
    before = sorted(tmp_path.iterdir())
    arguments = command.format(tmp_path / "out").split()
    with subprocess.Popen(
        [sys.executable, "-m", "panamarc", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        # Under nohup the tests, and what they start, ignore SIGHUP.
        preexec_fn=partial(signal.signal, number, signal.SIG_DFL),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        for _ in range(4):  # more than the pipe holds, so that the command reads once this is done
            process.stdin.write(Path(BIG).read_bytes())
        process.stdin.flush()
        process.send_signal(number)
        status = process.wait(60)
        assert (status, process.stdout.read(), process.stderr.read()) == (128 + number, b"", b"")
    assert sorted(tmp_path.iterdir()) == before


@POSIX
def test_a_signal_that_is_ignored_stays_so() -> None:
    assert shell("trap '' HUP; panamarc count books.mrc & kill -HUP $!; wait $!") == (0, "7\n", "")


# Calls of the command in one process, as each start takes a second.
ODD = """
from panamarc.cli import main
for verb in (["grep", "245$a", "."], ["head"], ["show", "1"], ["grep", "--json", "245$a", "."]):
    assert main([*verb, "odd.mrc"]) == 0
    print("---")
"""


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_characters_that_the_output_lacks_are_escaped(encoding: str) -> None:
    Path("odd.mrc").write_bytes(book("1", "Łódź 😀 ñ"))
    n = "\\xf1" if encoding == "ascii" else "ñ"
    o = "\\xf3" if encoding == "ascii" else "ó"
    done = subprocess.run(
        [sys.executable, "-c", ODD],
        capture_output=True,
        env=environment(PYTHONIOENCODING=encoding),
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    *texts, as_json, end = done.stdout.decode(encoding).split("---\n")
    assert len(texts) == 3
    for text in texts:
        assert f"\\u0141{o}d\\u017a \\U0001f600 {n}" in text
    assert json.loads(as_json)["values"] == ["Łódź 😀 ñ"]
    assert end == ""


@pytest.mark.parametrize("value", ["x", "0", "1.5"])
@pytest.mark.parametrize("verb", ["count books.mrc", "convert books.mrc x.xml", "info"])
def test_a_number_of_threads_that_is_none_is_one_line(
    verb: str, value: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PANAMARC_NUM_THREADS", value)
    assert main(verb.split()) == 2
    assert capsys.readouterr() == (
        "",
        f"panamarc: PANAMARC_NUM_THREADS is {value}; expected a whole number from 1 to 256\n",
    )
