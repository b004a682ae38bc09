"""Each verb of the command, as a user calls it."""

from __future__ import annotations

from pathlib import Path

import pytest

import panamarc
from support import realdata
from support.commands import Ran, Run, write
from support.marcfiles import SHELF, book, record

BU = str(realdata.path("bu_bibs_100.mrc"))


@pytest.fixture
def odd_files(run: Run) -> None:
    write("empty.mrc")
    write("junk.mrc", b"no record at all, but long enough for a leader")
    write("text.xml", b"<?xml version='1.0'?><collection/>")


@pytest.mark.usefixtures("odd_files")
@pytest.mark.parametrize("verb", ["count", "head", "stats", "validate"])
def test_what_is_not_marc_is_an_error_and_an_empty_file_none(run: Run, verb: str) -> None:
    begins = "text: 'no record at all, but long enough for a ...'"
    for name, status, notes in (
        ("empty.mrc", 0, ""),
        ("text.xml", 0, ""),
        ("junk.mrc", 2, f"panamarc: junk.mrc: not MARC: begins as {begins}\n"),
    ):
        ran = run(verb, name)
        assert (ran.status, ran.notes) == (status, notes)


def test_count_prints_the_number_of_a_file(run: Run) -> None:
    ran = run("count", BU)
    assert ran == Ran(
        0,
        b"100\n",
        f"panamarc: {BU}: the leader, directory and terminators of 16 records disagree: "
        "see panamarc validate\n",
    )
    assert run("count", "--quiet", BU) == Ran(0, b"100\n", "")


def test_count_of_several_files_ends_with_their_sum(run: Run) -> None:
    one, two = write("one.mrc", book("1", "A")), write("two.mrc", book("2", "B"), book("3", "C"))
    assert run("count", one, two).lines == ["1\tone.mrc", "2\ttwo.mrc", "3\ttotal"]


def test_count_in_json_shows_what_is_in_no_record(run: Run) -> None:
    name = write("one.mrc", book("1", "A"), b"\n\n", book("2", "B"))
    size = Path(name).stat().st_size
    start = len(book("1", "A"))
    skipped = {"source": name, "start": start, "length": 2, "reason": "filler"}
    assert run("count", "--json", name).things == [
        {"source": name, "records": 2, "disputed": 0, "bytes": size, "skipped": [skipped]}
    ]


def test_head_gives_a_line_for_each_record(run: Run) -> None:
    first = book("1", "A\x1b[31m", ("008", "850101s1985    xx "))
    name = write(
        "some.mrc",
        first,
        record("2", ("100", "1 $aSmith"), leader="nz  a"),
        book("3", "C"),
    )
    assert run("head", "-n", 2, name).rows == [
        ["record", "byte", "001", "type", "year", "title"],
        ["1", "0", "1", "am", "1985", "A␛[31m"],
        ["2", str(len(first)), "2", "z ", "", "Smith"],
    ]


def test_head_copies_records_as_they_are(run: Run) -> None:
    with panamarc.open(BU) as reader:
        first = b"".join(record.as_marc() for record in reader.read_batch(3))
    assert run("head", "-n", 3, BU, "-o", "-").raw == first
    assert run("head", "-n", 3, BU, "-o", "three.mrc") == Ran(0, b"", "")
    assert Path("three.mrc").read_bytes() == first


def test_show_gives_records_whole_with_their_defects(run: Run) -> None:
    wrong = bytearray(book("2", "B"))
    wrong[4] ^= 1
    name = write("some.mrc", book("1", "A"), bytes(wrong), book("3", "C"))
    start, length = len(book("1", "A")), len(wrong)
    stated, base = wrong[:5].decode(), wrong[12:17].decode()
    assert run("show", "2-3", name).lines == [
        f"# record 2 of some.mrc: {length} bytes at byte {start}",
        f"# record-length at byte {start}: the leader states a record length of '{stated}'; "
        f"the record has {length} bytes",
        f"=LDR  {stated}nam a22{base} a 4500",
        "=001  2",
        "=245  10$aB",
        "",
        f"# record 3 of some.mrc: {length} bytes at byte {start + length}",
        f"=LDR  {length:05}nam a22{base} a 4500",
        "=001  3",
        "=245  10$aC",
    ]
    assert run("show", "2", name, "-o", "-").raw == bytes(wrong)


def test_show_says_where_there_is_no_such_record(run: Run) -> None:
    name = write("some.mrc", book("1", "A"))
    missing = Ran(1, b"", "panamarc: some.mrc has 1 record; there is no record 7\n")
    assert run("show", "7", name) == missing
    for wrong in ("0", "x", "3-2", "1-"):
        assert run("show", wrong, name).status == 2


def test_validate_finds_nothing_in_a_file_in_order(run: Run) -> None:
    name = write("some.mrc", book("1", "A"))
    size = len(book("1", "A"))
    assert run("validate", name) == Ran(
        0, f"some.mrc: 1 record, {size} bytes: no defects\n".encode(), ""
    )


def test_validate_reports_defects_and_bytes_in_no_record(run: Run) -> None:
    wrong = record("2", ("245", "10$aB"), leader="nam  ")[:-2] + "é".encode() + b"\x1e\x1d"
    name = write("some.mrc", book("1", "A"), b"\n", wrong, b"garbage that is longer than a leader")
    ran = run("validate", "-n", 1, name)
    assert ran.status == 1
    start = len(book("1", "A")) + 1
    length = len(wrong)
    assert ran.lines == [
        f"some.mrc: 2 records, {start + length + 36} bytes: 1 record with defects, "
        "36 bytes in no record, 1 byte of filler",
        "",
        "defect\tseverity\ttimes\trecords",
        "record-length\tstructure\t1\t1",
        "directory\tstructure\t1\t1",
        "coding-scheme\tcontent\t1\t1",
        "",
        "bytes in no record\tranges\tbytes",
        "no leader\t1\t36",
        "filler\t1\t1",
        "",
        "the first 1",
        f"  record 2, byte {start}: record-length: the leader states a record length of "
        f"'{length - 2:05}'; the record has {length} bytes",
    ]


def test_validate_may_let_defects_of_the_content_pass(run: Run) -> None:
    name = write("some.mrc", record("1", ("245", "10$aé"), leader="nam  "))
    assert run("validate", name).status == 1
    assert run("validate", "--fail-on", "structure", name).status == 0
    assert run("validate", "--fail-on", "structure", BU).status == 1


def test_validate_in_json_has_a_line_for_each_thing(run: Run) -> None:
    name = write("some.mrc", record("1", ("245", "10$aé"), leader="nam  "), b"\n")
    size = Path(name).stat().st_size
    defect, skipped, summary = run("validate", "--json", name).things
    message = "leader/09 is ' ', which is not UTF-8, but the data is UTF-8 and is read as such"
    assert defect == {
        "type": "defect",
        "source": name,
        "kind": "coding-scheme",
        "severity": "content",
        "record_number": 1,
        "offset": 9,
        "tag": "",
        "message": message,
        "001": "1",
    }
    assert skipped == {
        "type": "skipped",
        "source": name,
        "start": size - 1,
        "length": 1,
        "reason": "filler",
    }
    assert summary == {
        "type": "summary",
        "source": name,
        "valid": False,
        "records": 1,
        "bytes": size,
        "records_with_defects": 1,
        "defects": {"coding-scheme": 1},
        "skipped_bytes": 1,
    }


def test_validate_counts_the_defects_that_reading_counts(run: Run) -> None:
    for name in ("bu_bibs_100.mrc", "ia_malformed_116.mrc", "loc_edge_cases_50.mrc"):
        with panamarc.open(realdata.path(name)) as reader:
            records = sum(bool(record.defects) for record in reader)
            counts = reader.defect_counts
        *found, summary = run("validate", "--json", realdata.path(name)).things
        assert (summary["records_with_defects"], summary["defects"]) == (records, counts)
        assert sum(thing["type"] == "defect" for thing in found) == sum(counts.values())


def test_stats_describes_a_file(run: Run) -> None:
    name = write(
        "some.mrc",
        book("1", "é", ("650", " 0$aX$xY"), ("650", " 0$aZ")),
        record("2", ("245", "10$aB"), leader="cas a"),
    )
    about = run("stats", "--json", name).things[0]
    sizes = sorted(map(len, Path(name).read_bytes().split(b"\x1d")[:-1]))
    assert about == {
        "sources": [name],
        "bytes": Path(name).stat().st_size,
        "skipped_bytes": 0,
        "defects": {},
        "records": 2,
        "status": {"n": 1, "c": 1},
        "type": {"a": 2},
        "level": {"m": 1, "s": 1},
        "coding": {"a": 2},
        "beyond_ascii": 1,
        "sizes": {
            "smallest": sizes[0] + 1,
            "median": sizes[0] + 1,
            "mean": round(sum(sizes) / 2 + 1),
            "99 of 100 up to": sizes[1] + 1,
            "largest": sizes[1] + 1,
        },
        "tags": {
            "001": {"records": 2, "fields": 2, "subfields": {}},
            "245": {"records": 2, "fields": 2, "subfields": {"a": 2}},
            "650": {"records": 1, "fields": 2, "subfields": {"a": 2, "x": 1}},
        },
    }
    text = run("stats", name)
    assert ["650", "1", "50.0 %", "2", "a:2 x:1"] in text.rows
    assert ["s", "serial", "1", "50.0 %"] in text.rows
    assert "1 record with bytes beyond ASCII" in text.lines
    assert any(line.endswith("█" * 40 + " 1") for line in text.lines)


def test_stats_says_where_it_cannot_draw(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "matplotlib.figure", None)
    ran = run("stats", "--plot", "x.png", write("some.mrc", book("1", "A")))
    assert (ran.status, Path("x.png").exists()) == (0, False)
    assert ran.notes == (
        "panamarc: x.png is not drawn, since matplotlib is not installed: "
        "pip install 'panamarc[plot]'\n"
    )


def test_stats_draws_a_picture(run: Run) -> None:
    pytest.importorskip("matplotlib")
    assert run("stats", "--plot", "x.png", BU).status == 0
    assert Path("x.png").read_bytes().startswith(b"\x89PNG")


def test_grep_prints_what_matches(run: Run) -> None:
    name = write("shelf.mrc", *SHELF)
    assert run("grep", "650$a", "^(Cats|Pets)", name).rows == [
        ["1", "1", "Cats", "Pets"],
        ["2", "2", "Pets"],
    ]
    assert run("grep", "-i", "245$a", "the C", name).rows == [["1", "1", "The cat"]]
    assert run("grep", "-F", "245$a", "the.C", name) == Ran(1, b"", "")
    assert run("grep", "-v", "650", ".", name).rows == [["3", "3"]]
    assert run("grep", "-c", "650", "Pets", name).lines == ["2"]
    rows = run("grep", "-m", 3, "650$a", "Pets", name, name).rows
    assert rows == [[name, "1", "1", "Pets"], [name, "2", "2", "Pets"], [name, "1", "1", "Pets"]]
    assert run("grep", "--json", "650", "Dogs", name).things == [
        {"source": name, "record": 2, "001": "2", "values": ["Dogs"]}
    ]


def test_grep_copies_records_as_they_are(run: Run) -> None:
    name = write("shelf.mrc", *SHELF)
    assert run("grep", "650", "Pets", name, "-o", "-").raw == SHELF[0] + SHELF[1]


def test_grep_refuses_what_is_no_spec_and_no_expression(run: Run) -> None:
    name = write("shelf.mrc", *SHELF)
    for spec, pattern, said in (
        ("24", "x", "24: position 2: found the end"),
        ("245", "(", "is no regular expression"),
    ):
        ran = run("grep", spec, pattern, name)
        assert ran.status == 2
        assert said in " ".join(ran.notes.split())


def test_info_shows_what_runs(run: Run) -> None:
    assert run("info", "--json").things == [panamarc.info()]
    assert [f"panamarc        {panamarc.__version__}"] == run("info").lines[:1]


def test_stats_and_validate_report_filler_alike(run: Run) -> None:
    name = write("lines.mrc", book("1", "A"), b"\r\n", book("2", "B"), b"\r\n")
    first = run("stats", name).lines[0]
    assert first.endswith(", 4 bytes of filler")
    assert not any("in no record" in line for line in run("stats", name).lines)
    assert run("validate", name).lines[0].endswith(": no defects, 4 bytes of filler")


def test_stats_counts_odd_tags_and_codes_beyond_ascii(run: Run) -> None:
    name = write("odd.mrc", record("1", ("a~b", "  $éX$aY"), ("SYS", "  $aZ"), leader="cas a"))
    assert run("stats", "--json", name).things[0]["tags"] == {
        "001": {"records": 1, "fields": 1, "subfields": {}},
        "SYS": {"records": 1, "fields": 1, "subfields": {"a": 1}},
        "a~b": {"records": 1, "fields": 1, "subfields": {"a": 1, "é": 1}},
    }


def test_stats_of_a_file_without_records(run: Run) -> None:
    about = run("stats", "--json", write("empty.mrc", b"")).things[0]
    assert (about["records"], about["tags"], about["status"], about["sizes"]) == (0, {}, {}, {})
