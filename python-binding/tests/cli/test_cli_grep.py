"""`panamarc grep`: several files, colours, and the one dialect of regular expressions."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import panamarc
from panamarc.cli import main
from support.marcfiles import book


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    Path("one.mrc").write_bytes(book("1", "The cat, the 😀 cat") + book("2", "A dog"))
    Path("two.mrc").write_bytes(book("3", "Élan") + book("4", "Cats"))


def test_a_missing_file_does_not_cost_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grep", "245$a", "[Cc]at", "one.mrc", "none.mrc", "two.mrc"]) == 2
    assert capsys.readouterr() == (
        "one.mrc\t1\t1\tThe cat, the 😀 cat\ntwo.mrc\t2\t4\tCats\n",
        "panamarc: none.mrc: No such file or directory\n",
    )
    Path("out.mrc").write_bytes(b"as it was")
    assert main(["grep", "245$a", "cat", "one.mrc", "none.mrc", "-o", "out.mrc"]) == 2
    assert capsys.readouterr().err.endswith(
        "panamarc: out.mrc is not written, since not every file could be read\n"
    )
    assert Path("out.mrc").read_bytes() == b"as it was"


def test_names_of_files_with_a_match(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grep", "-l", "245$a", "cat", "one.mrc", "two.mrc"]) == 0
    assert capsys.readouterr().out == "one.mrc\n"
    assert main(["grep", "-l", "-v", "245$a", "cat|dog", "one.mrc", "two.mrc"]) == 0
    assert capsys.readouterr().out == "two.mrc\n"
    assert main(["grep", "-l", "--json", "245$a", "dog", "one.mrc", "two.mrc"]) == 0
    assert json.loads(capsys.readouterr().out) == {"source": "one.mrc"}
    assert main(["grep", "-l", "245$a", "zebra", "one.mrc"]) == 1
    assert main(["grep", "-l", "-c", "245$a", "cat", "one.mrc"]) == 2


def test_any_marcspec_is_searched(capsys: pytest.CaptureFixture[str]) -> None:
    fields = ("650", " 0$aSea"), ("650", " 7$aSea$2gnd"), ("650", " 7$aSeal$2fast")
    Path("sea.mrc").write_bytes(book("9", "Sea", *fields) + book("8", "Sea", *fields[:1]))
    assert main(["grep", "650$a{^2=\\7}{$2=\\gnd}", "^Sea", "sea.mrc"]) == 0
    assert capsys.readouterr().out == "1\t9\tSea\n"
    assert main(["grep", "650[#]$a/0-2", "^Sea$", "sea.mrc", "one.mrc"]) == 0
    assert capsys.readouterr().out == "sea.mrc\t1\t9\tSea\nsea.mrc\t2\t8\tSea\n"
    assert main(["grep", "650$a{^3=\\1}", "x", "sea.mrc"]) == 2
    error = " ".join(re.sub(r"[│╭╮╰╯─]", " ", capsys.readouterr().err).split())
    assert 'position 6: found "^3", expected ^1 or ^2' in error


def test_a_count_of_what_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grep", "245$a", "(?i)cat", "one.mrc", "two.mrc", "-o", "x.mrc"]) == 0
    assert capsys.readouterr() == ("", "panamarc: x.mrc: 2 of 4 records\n")
    assert main(["grep", "-q", "-c", "245$a", "(?i)cat", "one.mrc", "two.mrc", "-o", "x.mrc"]) == 0
    assert capsys.readouterr() == ("2\n", "")


@pytest.mark.parametrize("spec", ["245$a", "245.a", "24..a", "245 ..$a", "245 ...a"])
def test_a_dot_is_as_good_as_a_dollar(spec: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grep", "-c", spec, "^Cats$", "two.mrc"]) == 0
    assert capsys.readouterr().out == "1\n"


def test_what_a_shell_took_away_is_guessed(capsys: pytest.CaptureFixture[str]) -> None:
    hint = (
        "a subfield is '245$a' in quotation marks, since a shell replaces $a, or 245.a without them"
    )
    assert main(["grep", "245", "^zebra$", "one.mrc"]) == 1
    assert capsys.readouterr().err == (
        f"panamarc: nothing found in 245, which is the whole field; {hint}\n"
    )
    assert main(["grep", "001", "^zebra$", "one.mrc"]) == 1
    assert capsys.readouterr().err == ""
    assert main(["grep", "245bash", "x", "one.mrc"]) == 2
    assert "a shell replaces" in " ".join(capsys.readouterr().err.replace("│", "").split())


def test_matches_are_coloured_where_that_is_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def printed(*options: str) -> str:
        assert main(["grep", *options, "245$a", "cat", "one.mrc"]) == 0
        return capsys.readouterr().out

    plain = "1\t1\tThe cat, the 😀 cat\n"
    coloured = plain.replace("cat", "\x1b[1;31mcat\x1b[m")
    assert printed() == plain
    assert printed("--color", "always") == coloured
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert printed() == coloured
    assert printed("--color", "never") == plain
    monkeypatch.setenv("NO_COLOR", "1")
    assert printed() == plain
    assert printed("--color", "always") == coloured


@pytest.mark.parametrize(
    ("expression", "numbers"),
    [
        (r"(?i)élan", ["3"]),
        (r"^\w+$", ["3", "4"]),
        (r"^\p{Lu}", ["1", "2", "3", "4"]),
        (r"(?<last>cat)$", ["1"]),
        (r"\bthe\b", ["1"]),
    ],
)
def test_grep_and_edit_understand_the_same(
    expression: str, numbers: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["grep", "-q", "245$a", expression, "one.mrc", "two.mrc"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[2] for line in lines] == numbers
    seen: list[str | None] = []
    panamarc.edit(
        ["one.mrc", "two.mrc"],
        "x.mrc",
        where={"245$a": expression},
        change=lambda record: seen.append(record.value("001")),
    )
    assert seen == numbers


def test_plain_text_is_no_expression(capsys: pytest.CaptureFixture[str]) -> None:
    Path("odd.mrc").write_bytes(book("1", r"a.*\E[b]#") + book("2", "axb"))
    assert main(["grep", "-F", "-i", "245$a", r".*\E[B]#", "odd.mrc"]) == 0
    assert capsys.readouterr().out == "1\t1\ta.*\\E[b]#\n"
