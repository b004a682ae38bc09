"""Verbs that divide, join or compare files."""

from __future__ import annotations

import gzip
from pathlib import Path

from support import realdata
from support.commands import Ran, Run, write
from support.compressing import UNPACK
from support.marcfiles import SHELF, book, record

BU = str(realdata.path("bu_bibs_100.mrc"))


def test_split_divides_by_records_size_or_parts(run: Run) -> None:
    name = write("shelf.mrc", *SHELF)
    one, two, three = SHELF
    for options, expected in (
        (("--records", 2), [one + two, three]),
        (("--size", f"{len(one)}B"), [one, two, three]),
        (("--size", f"{len(two) + len(three)}"), [one, two + three]),
        (("--size", "1"), [one, two, three]),
        (("--parts", 2), [one + two, three]),
        (("--parts", 1), [one + two + three]),
    ):
        ran = run("split", name, *options)
        assert ran.lines == [f"shelf-{number:04}.mrc" for number in range(1, len(expected) + 1)]
        assert [Path(line).read_bytes() for line in ran.lines] == expected
        files = f"{len(expected)} file{'s' if len(expected) > 1 else ''}"
        assert ran.notes == f"panamarc: 3 records in {files}\n"


def test_split_names_files_as_asked(run: Run) -> None:
    name = write("shelf.mrc", *SHELF)
    assert run("split", "-q", name, "-n", 2, "--name", "part{}.mrc.gz").lines == [
        "part0001.mrc.gz",
        "part0002.mrc.gz",
    ]
    assert gzip.decompress(Path("part0002.mrc.gz").read_bytes()) == SHELF[2]
    for suffix, unpack in UNPACK.items():
        run("merge", "-q", name, "-o", f"all.mrc{suffix}")
        assert unpack(Path(f"all.mrc{suffix}").read_bytes()) == b"".join(SHELF)
        assert run("split", "-q", f"all.mrc{suffix}", "-n", 3).lines == ["all-0001.mrc"]
    assert "has no {} for the number" in run("split", name, "-n", 2, "--name", "x").notes
    assert "give one of" in run("split", name).notes
    assert "is no size" in run("split", name, "--size", "many").notes


def test_merge_joins_records_and_reports_what_it_leaves_out(run: Run) -> None:
    one = write("one.mrc", SHELF[0], b"garbage that is longer than a leader", SHELF[1], b"\n")
    two = write("two.mrc", SHELF[2])
    ran = run("merge", one, two, "-o", "all.mrc")
    assert Path("all.mrc").read_bytes() == b"".join(SHELF)
    assert ran.notes == (
        "panamarc: 1 range without a usable record, 36 bytes in all, not copied (no leader 1); "
        f"the first at byte {len(SHELF[0])} of one.mrc\n"
        "panamarc: all.mrc: 3 records from 2 files\n"
    )


def test_broken_records_pass_as_they_are_or_are_left_out(run: Run) -> None:
    content = Path(BU).read_bytes()
    assert run("merge", BU, "-o", "-").raw == content
    assert run("merge", "--on-error", "skip", BU, "-o", "sound.mrc").status == 0
    assert run("count", "sound.mrc").raw == b"84\n"
    ran = run("merge", "--on-error", "raise", BU, "-o", "none.mrc")
    assert ran.status == 2
    assert ran.notes.startswith(f"panamarc: {BU}: record 3 at byte 4435: the leader states")
    assert not Path("none.mrc").exists()


def test_dedupe_keeps_one_of_each(run: Run) -> None:
    old, other, new = book("1", "old"), book("2", "other"), book(" 1 ", "new")
    nameless = record("", ("245", "10$aX"))
    name = write("some.mrc", old, nameless, other, nameless, new)
    ran = run("dedupe", name, "-o", "first.mrc", "--removed", "rest.mrc")
    assert ran.notes == "panamarc: first.mrc: 4 of 5 records, 2 records without 001 kept\n"
    assert Path("first.mrc").read_bytes() == old + nameless + other + nameless
    assert Path("rest.mrc").read_bytes() == new
    assert run("dedupe", name, "--keep", "last", "-o", "-").raw == nameless + other + nameless + new
    assert run("dedupe", name, "--by", "245$a", "-o", "-").raw == old + nameless + other + new


def test_records_are_named_by_any_marcspec(run: Run) -> None:
    one, same, other = (
        book(number, title, ("024", "7 $a10.1/x$2uri"), ("024", f"7 $a{doi}$2doi"))
        for number, title, doi in (("1", "A", "10.1/a"), ("2", "B", "10.1/a"), ("3", "C", "10.1/c"))
    )
    name = write("some.mrc", one, same, other)
    doi = "024$a{$2=\\doi}"
    assert run("dedupe", name, "--by", doi, "-o", "-").raw == one + other
    ran = run("diff", write("old.mrc", one), write("new.mrc", same, other), "--by", doi)
    assert ran.lines == ["~\t10.1/a\t001 245", "+\t10.1/c\tC"]
    ran = run("dedupe", name, "--by", "024$a{^3=\\1}", "-o", "-")
    assert ran.status == 2
    assert "position 6" in ran.notes


def test_diff_shows_what_was_deleted_changed_and_added(run: Run) -> None:
    old = write("old.mrc", *SHELF, book("4", "Same"))
    changed = book("2", "The dogs", ("650", " 0$aDogs"), ("650", " 0$aPets"), ("700", "1 $aNew"))
    new = write("new.mrc", book("4", "Same"), changed, SHELF[2], book("5", "Fresh"))
    ran = run(
        "diff", old, new, "--fields", "--added", "a.mrc", "--changed", "c.mrc", "--deleted", "d.mrc"
    )
    assert ran.status == 1
    assert ran.lines == [
        "-\t1\tThe cat",
        "~\t2\t245 700",
        "\t-\t=245  10$aThe dog",
        "\t+\t=245  10$aThe dogs",
        "\t+\t=700  1\\$aNew",
        "+\t5\tFresh",
    ]
    assert ran.notes == "panamarc: 1 added, 1 changed, 1 deleted, 2 unchanged\n"
    assert Path("a.mrc").read_bytes() == book("5", "Fresh")
    assert Path("c.mrc").read_bytes() == changed
    assert Path("d.mrc").read_bytes() == SHELF[0]
    assert run("diff", "--json", old, new).things[1] == {
        "change": "changed",
        "key": "2",
        "old": 2,
        "new": 2,
        "fields": [
            {"tag": "245", "old": ["=245  10$aThe dog"], "new": ["=245  10$aThe dogs"]},
            {"tag": "700", "old": [], "new": ["=700  1\\$aNew"]},
        ],
    }


def test_diff_compares_content_and_not_how_it_is_written(run: Run) -> None:
    nameless = record("", ("245", "10$aX"))
    old = write("old.mrc", book("9", "A"), nameless, *SHELF)
    ansel = record("2", ("245", "10$aé"), leader="nam  ").replace("é".encode(), b"\xe2e")
    new = write("new.mrc", *SHELF[::-1], nameless, book("9", "A"))
    assert run("diff", old, new) == Ran(
        0, b"", "panamarc: 0 added, 0 changed, 0 deleted, 5 unchanged\n"
    )
    one, two = write("one.mrc", ansel), write("two.mrc", record("2", ("245", "10$ae\u0301")))
    assert run("diff", one, two).status == 0
    three = write("three.mrc", record("2", ("245", "10$aé"), leader="cam a"))
    assert run("diff", two, three).lines == ["~\t2\tLDR 245"]


def test_diff_shows_fields_in_another_order(run: Run) -> None:
    one = write("one.mrc", record("1", ("500", "  $aA"), ("500", "  $aB")))
    two = write("two.mrc", record("1", ("500", "  $aB"), ("500", "  $aA")))
    assert run("diff", one, two).lines == ["~\t1\torder"]


def test_diff_compares_the_nth_with_the_nth_of_one_number(run: Run) -> None:
    one = write("one.mrc", book("1", "A"), book("1", "B"))
    two = write("two.mrc", book("1", "A"), book("1", "C"), book("1", "D"))
    ran = run("diff", one, two)
    assert ran.lines == ["~\t1\t245", "+\t1\tD"]
    assert ran.notes == "panamarc: 1 added, 1 changed, 0 deleted, 1 unchanged\n"


def test_diff_writes_nothing_where_it_fails(run: Run) -> None:
    one = write("one.mrc", book("1", "A"))
    ran = run("diff", one, "none.mrc", "--added", "a.mrc")
    assert ran == Ran(2, b"", "panamarc: none.mrc: No such file or directory\n")
    assert not Path("a.mrc").exists()
