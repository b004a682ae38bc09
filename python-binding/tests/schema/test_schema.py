"""Schemas in Python, and `panamarc validate --schema`."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

import panamarc
from panamarc import Field, Record, Schema, SchemaError, Subfield
from panamarc.cli import main
from support import realdata
from support.marcfiles import book
from support.records import iso2709

SPEC_SCHEMA = Path(__file__).resolve().parents[3] / "spec" / "schema" / "schema.json"
TITLE = {"fields": {"001": {}, "245": {"subfields": {"a": {"pattern": "^A"}}}}}
WRONG = book("2", "B")
RIGHT = book("1", "A")


def test_a_schema_is_a_path_a_text_or_a_dict(tmp_path: Path) -> None:
    path = tmp_path / "schema.json"
    path.write_text(json.dumps(TITLE), "utf-8-sig")
    for source in (path, str(path), json.dumps(TITLE), " \n" + json.dumps(TITLE), TITLE):
        assert Schema(source).validate(RIGHT + WRONG).counts == {"patternMismatch": 1}
    assert repr(Schema(path)) == f"<Schema of {path}>"
    assert repr(Schema({"title": "T", "fields": {}})) == "<Schema 'T' of <schema>>"
    assert (Schema({"title": "T", "fields": {}}).title, Schema(TITLE).title) == ("T", "")


def test_what_is_not_a_schema_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="a schema is a path, a dict or a text of JSON, not int"):
        Schema(1)  # type: ignore[arg-type]
    with pytest.raises(FileNotFoundError):
        Schema(tmp_path / "none.json")
    (tmp_path / "bad.json").write_bytes(b"{\xff}")
    with pytest.raises(SchemaError, match=r"bad.json: \$: the file is not UTF-8"):
        Schema(tmp_path / "bad.json")
    with pytest.raises(ValueError, match="ignore has 'undefined'; expected some of undefinedField"):
        Schema(TITLE, ignore=["undefined"])
    with pytest.raises(ValueError, match="examples is -1; expected 0 or more"):
        Schema(TITLE).validate(RIGHT, examples=-1)


def test_a_result_counts_and_keeps_examples() -> None:
    more = iso2709(("001", "3"), ("100", "1 $aB"), ("245", "10\x1faB\x1fbC"))
    seen: list[tuple[int, int]] = []
    result = Schema(TITLE).validate(
        RIGHT + WRONG + more + WRONG,
        examples=1,
        threads=1,
        progress=lambda size, records: seen.append((size, records)),
    )
    assert (result.records, result.records_with_issues, result.issues) == (4, 3, 5)
    assert not result.valid
    assert result.counts == {"patternMismatch": 3, "undefinedField": 1, "undefinedSubfield": 1}
    assert [row[:4] for row in result.rows] == [
        ("patternMismatch", "245$a", 3, 3),
        ("undefinedField", "100", 1, 1),
        ("undefinedSubfield", "245$b", 1, 1),
    ]
    assert [str(issue) for issue in result.rows[0].examples] == [
        f"<bytes>: record 2, byte {len(RIGHT)}, 245$a: patternMismatch: found 'B', "
        "expected a match of ^A"
    ]
    assert len(result.examples) == 3
    assert result.bytes_read == len(RIGHT + WRONG + more + WRONG)
    assert result.skipped == []
    assert seen[-1] == (result.bytes_read, 4)


def test_the_order_of_batches_and_threads_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "many.mrc"
    path.write_bytes((RIGHT + WRONG) * 900)
    schema = Schema(TITLE)
    one, two = schema.validate(path, threads=1), schema.validate(path, threads=2)
    assert one == two
    assert one.records_with_issues == 900


def test_a_record_is_checked_as_it_is_now() -> None:
    schema = Schema(TITLE)
    with panamarc.open(RIGHT + WRONG) as reader:
        right, wrong = reader.read_batch(2)
    assert schema.check(right) == []
    (issue,) = schema.check(wrong)
    assert (issue.record_number, issue.offset, issue.found) == (2, len(RIGHT), "'B'")
    assert (issue.source, issue.tag, issue.place) == ("<bytes>", "245", "245$a")
    wrong["245"]["a"] = "C"
    assert schema.check(wrong) == [issue._replace(found="'C'")]
    built = Record(fields=[Field("245", subfields=[Subfield("a", "D")])])
    (issue,) = schema.check(built)
    assert (issue.record_number, issue.offset, issue.found) == (0, 0, "'D'")


def test_a_record_of_others_is_checked() -> None:
    class Other:
        def __init__(self, marc: bytes) -> None:
            self.marc = marc

        def as_marc(self) -> bytes:
            return self.marc

    (issue,) = Schema(TITLE).check(Other(WRONG))
    assert (issue.source, issue.record_number, issue.found) == ("<built>", 0, "'B'")
    with pytest.raises(ValueError, match=r"as_marc\(\) gave no record"):
        Schema(TITLE).check(Other(b""))


def test_a_pattern_that_takes_too_much_is_an_error() -> None:
    schema = Schema({"fields": {"001": {"pattern": r"^(a+)+\1$"}}})
    raw = iso2709(("001", "a" * 40 + "!"))
    with pytest.raises(SchemaError, match=re.escape("$.fields.001.pattern: the regular")):
        schema.validate(raw)
    with panamarc.open(raw) as reader:
        (record,) = reader
    with pytest.raises(SchemaError, match="more than 20,000,000 steps on a value of 41"):
        schema.check(record)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("schema.json").write_text(json.dumps({"title": "T", "extra": 1, **TITLE}), "utf-8")
    Path("right.mrc").write_bytes(RIGHT)
    Path("wrong.mrc").write_bytes(RIGHT + WRONG + iso2709(("245", "10\x1faC\x1fbD")))
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_the_command_prints_counts_and_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--schema", "schema.json", "right.mrc"]) == 0
    out, notes = capsys.readouterr()
    assert out.splitlines()[1:] == ["", "T: 1 record: no issues"]
    assert notes == "panamarc: schema.json: $.extra: the key 'extra' is unknown\n"
    assert main(["validate", "--schema", "schema.json", "wrong.mrc"]) == 1
    assert capsys.readouterr().out.splitlines()[1:] == [
        "",
        "T: 3 issues in 2 records",
        "",
        "rule\tplace\ttimes\trecords",
        "patternMismatch\t245$a\t2\t2",
        "undefinedSubfield\t245$b\t1\t1",
        "",
        "an example of each of the first",
        f"  record 2, byte {len(RIGHT)}, 245$a: patternMismatch: found 'B', expected a match of ^A",
        f"  record 3, byte {len(RIGHT + WRONG)}, 245$b: undefinedSubfield: found subfield b, "
        "expected one of a",
    ]
    ignoring = ["--ignore", "undefinedSubfield", "-n", "0"]
    assert main(["validate", "--schema", "schema.json", *ignoring, "wrong.mrc"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "patternMismatch\t245$a\t2\t2"
    assert main(["validate", "-q", "--schema", "schema.json", "wrong.mrc"]) == 1
    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("folder")
def test_the_command_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["validate", "--json", "-q", "-n", "1", "--schema", "schema.json", "wrong.mrc"]
    assert main(arguments) == 1
    first, second, summary = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["type"], first["rule"], first["place"]) == ("issue", "patternMismatch", "245$a")
    assert (first["times"], first["records"], second["place"]) == (2, 2, "245$b")
    (example,) = first["examples"]
    assert (example["source"], example["record_number"]) == ("wrong.mrc", 2)
    assert summary["valid"] is False
    assert summary["records_with_issues"] == 2
    assert summary["issues"] == {"patternMismatch": 2, "undefinedSubfield": 1}


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
@pytest.mark.parametrize("schema", [[], ["--schema", str(SPEC_SCHEMA)]])
def test_the_command_says_the_same_with_more_threads(
    form: list[str],
    schema: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("broken.mrc").write_bytes(broken())
    reports = []
    for threads in ("1", "2", "3"):
        monkeypatch.setenv("PANAMARC_NUM_THREADS", threads)
        assert main(["validate", *form, *schema, "-n", "40", "broken.mrc"]) == 1
        reports.append(capsys.readouterr())
    assert reports[0].out.count("\n") > 50
    assert reports[1:] == reports[:1] * 2


def broken() -> bytes:
    """Real records, of several windows, with bytes that chance has changed."""
    names = ("loc_bibliographic_386.mrc", "ia_malformed_116.mrc", "bu_bibs_100.mrc")
    found = bytearray(b"".join(realdata.content(name) for name in names) * 3)
    chance = random.Random(3)
    for _ in range(300):
        found[chance.randrange(len(found))] = chance.randrange(32)
    return bytes(found)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--schema", "none.json"], "none.json: No such file or directory"),
        (["--schema", "right.mrc"], "right.mrc: $: malformed JSON"),
        (["--schema", "schema.json", "--ignore", "x"], "ignore has 'x'; expected some of"),
        (["--ignore", "x"], "--ignore names rules of a schema: give --schema, too"),
    ],
)
def test_a_wrong_call_of_the_command_is_an_error(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["validate", *arguments, "right.mrc"]) == 2
    assert capsys.readouterr().err.startswith(f"panamarc: {message}")
