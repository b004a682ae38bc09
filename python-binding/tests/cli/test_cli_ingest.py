"""`panamarc ingest`, as a user calls it; what is in a store is tested elsewhere."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from support.commands import Run, write
from support.marcfiles import SHELF


def test_each_source_has_a_row(run: Run) -> None:
    write("a.mrc", *SHELF)
    write("b.mrc", SHELF[0])
    ran = run("ingest", "a.mrc", "b.mrc", "--store", "sqlite:store.db")
    assert (ran.status, ran.notes) == (0, "")
    assert ran.rows == [
        ["state", "records", "fields", "subfields", "links", "skipped", "source"],
        ["ingested", "3", "10", "10", "0", "0", "a.mrc"],
        ["ingested", "1", "4", "4", "0", "0", "b.mrc"],
        ["", "4", "14", "14", "0", "0", "total"],
    ]
    again = run("ingest", "a.mrc", "b.mrc", "-s", "sqlite:store.db", "--json", "--verify")
    assert [row["state"] for row in again.things] == ["known", "known"]
    assert again.notes == "panamarc: 2 sources compared with the store: no difference\n"


def test_a_failing_source_is_reported_and_status_says_so(run: Run) -> None:
    write("a.mrc", SHELF[0])
    write("page.mrc", b"<html>")
    ran = run("ingest", "page.mrc", "a.mrc", "missing.mrc", "-s", "parquet:store")
    assert ran.status == 2
    assert [row[0] for row in ran.rows] == ["state", "failed", "ingested", "failed", ""]
    assert ran.notes.splitlines()[1] == "panamarc: missing.mrc: No such file or directory"


def test_a_difference_has_a_status_of_its_own(run: Run) -> None:
    write("a.mrc", *SHELF)
    assert run("ingest", "a.mrc", "-s", "sqlite:store.db", "-q", "--verify").status == 0
    connection = sqlite3.connect("store.db")
    connection.execute("update records set leader = '' where record = 2")
    connection.commit()
    connection.close()
    ran = run("ingest", "a.mrc", "-s", "sqlite:store.db", "-q", "--verify")
    assert ran.status == 1
    assert ran.notes.startswith("panamarc: a.mrc: records: record 2, offset ")


def test_wrong_calls_are_one_line(run: Run) -> None:
    write("a.mrc", *SHELF)
    for arguments in (
        ("-", "-s", "sqlite:store.db"),
        ("a.mrc", "-s", "mysql:x"),
        ("a.mrc", "-s", "sqlite:store.db", "--tables", "fields"),
        ("a.mrc", "-s", "sqlite:store.db", "--threads", "0"),
        ("a.mrc", "-s", "sqlite:store.db", "--encoding", "nothing"),
        ("none/*.mrc", "-s", "sqlite:store.db"),
        ("a.mrc", "-s", "sqlite:a.mrc"),
    ):
        ran = run("ingest", *arguments)
        assert (ran.status, ran.out, len(ran.notes.splitlines())) == (2, "", 1), arguments
    assert [path.name for path in Path().iterdir()] == ["a.mrc"]
