"""`panamarc table`: records as a table, in files and on standard output."""

from __future__ import annotations

import csv
import gzip
import io
import sys
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow.ipc as pa_ipc
import pyarrow.parquet as pq
import pytest

import panamarc
import pymarc
from support import realdata
from support.commands import Run, write
from support.marcfiles import SHELF, book

COLUMNS = ["id=001", "title=245.a", "isbns=[020.a]", "subjects=[650$a]", "year=008/7-10"]
FIVE = [part for column in COLUMNS for part in ("-c", column)]
BU = str(realdata.path("bu_bibs_100.mrc"))
ROWS = [
    ["id", "title", "subjects"],
    ["1", "The cat", "Cats|Pets"],
    ["2", "The dog", "Dogs|Pets"],
    ["3", "Nothing", ""],
]
SMALL = ["-c", "id=001", "-c", "title=245.a", "-c", "subjects=[650.a]"]


def expected(names: tuple[str, ...]) -> list[dict[str, Any]]:
    """The table of these files, made by a loop over records."""
    return [
        {
            "id": record.value("001"),
            "title": record.value("245$a"),
            "isbns": record.values("020$a"),
            "subjects": record.values("650$a"),
            "year": record.value("008/7-10"),
        }
        for record in panamarc.open([realdata.path(name) for name in names])
    ]


def test_one_command_makes_the_table_of_all_files(run: Run) -> None:
    paths = [realdata.path(name) for name in realdata.ALL]
    ran = run("table", *paths, *FIVE, "-o", "all.parquet")
    rows = expected(realdata.ALL)
    assert (ran.status, ran.out) == (0, "")
    assert ran.notes.endswith(f"panamarc: all.parquet: {len(rows):,} rows of 7 files\n")
    assert pq.read_table("all.parquet").to_pylist() == rows
    assert pl.read_parquet("all.parquet").to_dicts() == rows
    connection = duckdb.connect()
    found = connection.execute("select * from 'all.parquet'").fetchall()
    assert found == [tuple(row.values()) for row in rows]
    frame = pd.read_parquet("all.parquet")
    for name in ("id", "title", "year"):
        assert [None if one != one else one for one in frame[name]] == [row[name] for row in rows]
    for name in ("isbns", "subjects"):
        assert [list(one) for one in frame[name]] == [row[name] for row in rows]


@pytest.mark.parametrize("name", realdata.WELL_FORMED_UTF8)
def test_the_table_is_that_of_a_loop_with_pymarc(name: str, run: Run) -> None:
    assert run("table", realdata.path(name), *FIVE, "-q", "-o", "all.arrow").notes == ""
    rows = pa_ipc.open_file("all.arrow").read_all().to_pylist()
    loop = []
    for record in pymarc.MARCReader(realdata.content(name)):
        assert record is not None
        titles = [one for field in record.get_fields("245") for one in field.get_subfields("a")]
        dates = [field.data or "" for field in record.get_fields("008")]
        loop.append(
            {
                "id": record["001"].data if "001" in record else None,
                "title": titles[0] if titles else None,
                "isbns": [v for f in record.get_fields("020") for v in f.get_subfields("a")],
                "subjects": [v for f in record.get_fields("650") for v in f.get_subfields("a")],
                "year": next((date[7:11] for date in dates if date[7:11]), None),
            }
        )
    assert rows == loop


def test_separated_values_in_files_and_on_standard_output(run: Run) -> None:
    name = write("shelf.mrc", *SHELF)
    ran = run("table", name, *SMALL)
    assert [*csv.reader(io.StringIO(ran.out))] == ROWS
    assert ran.notes == ""
    assert run("table", name, *SMALL, "-o", "-").out == ran.out
    assert run("table", name, *SMALL, "-o", "a.csv").notes == "panamarc: a.csv: 3 rows of 1 file\n"
    assert Path("a.csv").read_bytes() == ran.raw
    run("table", name, *SMALL, "-o", "a.csv.gz")
    assert gzip.decompress(Path("a.csv.gz").read_bytes()) == ran.raw
    run("table", name, *SMALL, "-o", "a.tsv")
    assert Path("a.tsv").read_bytes() == ran.raw.replace(b",", b"\t")


def test_ready_sets_have_their_names(run: Run) -> None:
    name = write("shelf.mrc", *SHELF)
    assert run("table", name).lines[0].startswith("control_number,title,author,")
    assert run("table", name, "-c", "fields").lines[2] == "1,1,245,1,0,The cat"
    assert run("table", name, "-c", "subfields").lines[2] == "1,1,0,245,1,0,a,The cat"
    run("table", name, "-q", "-o", "a.arrow")
    scan = panamarc.scan(name, "bibliographic")
    assert pa_ipc.open_file("a.arrow").read_all().to_pylist() == scan.to_arrow().to_pylist()


def test_what_is_known_of_a_record_is_a_column(run: Run) -> None:
    ran = run("table", BU, "-c", "n=record_number", "-c", "defects=defects")
    assert ran.lines[3].startswith("3,record-length|directory")


@pytest.mark.parametrize(
    ("conditions", "ids"),
    [
        (["245.a=(?i)CAT"], ["1"]),
        (["650$a=Pets", "245$a=dog"], ["2"]),
        (["650$a{^2=\\0}=^Pets$"], ["1", "2"]),
        (["245.a==|the"], []),
        (["001=1|2"], ["1", "2"]),
    ],
)
def test_conditions_choose_the_rows(conditions: list[str], ids: list[str], run: Run) -> None:
    given = [part for condition in conditions for part in ("--where", condition)]
    ran = run("table", write("shelf.mrc", *SHELF), "-c", "id=001", *given)
    assert (ran.status, ran.lines) == (0, ["id", *ids])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-c", "x"], "'x' is no column: expected NAME=SPEC"),
        (["-c", "=001"], "is no column"),
        (["-c", "x=24"], "24: position 2"),
        (["-c", "x=[24]"], "24: position 2"),
        (["-c", "x=001", "-c", "x=003"], "there are two columns x"),
        (["-c", "fields", "-c", "x=001"], "fields is a table of its own"),
        (["-o", "a.mrc"], "a.mrc: expected a name that ends with one of .csv, .tsv"),
        (["-o", "a.parquet.gz"], "a.parquet.gz: expected a name"),
        (["--where", "245.a"], "'245.a' is no condition"),
        (["--where", "24=x"], "is no condition"),
        (["--where", "245.a=("], "Unclosed group"),
        (["-c", "x=650", "--encoding", "none"], "none"),
    ],
)
def test_a_wrong_call_is_an_error(arguments: list[str], message: str, run: Run) -> None:
    ran = run("table", write("shelf.mrc", *SHELF), *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert message in " ".join(ran.notes.replace("│", "").split())
    assert [path.name for path in Path().iterdir()] == ["shelf.mrc"]


def test_a_file_that_cannot_be_read_leaves_the_target_as_it_was(run: Run) -> None:
    shelf = write("shelf.mrc", *SHELF)
    old = write("a.csv", b"old")
    text = write("t.txt", b"id,title\n" * 9)
    for other, message in (
        ("none.mrc", "none.mrc: No such file or directory"),
        (text, "t.txt: not MARC: begins as text"),
    ):
        ran = run("table", shelf, other, *SMALL, "-o", old)
        assert ran.status == 2
        assert message in ran.notes
    assert run("table", BU, *SMALL, "--on-error", "raise", "-o", old).status == 2
    assert Path(old).read_bytes() == b"old"


def test_what_is_in_no_record_is_reported(run: Run) -> None:
    name = write("a.mrc", SHELF[0], b"x" * 40, SHELF[1])
    ran = run("table", name, *SMALL, "-o", "a.csv")
    assert ran.notes.startswith(
        "panamarc: 1 range without a usable record, 40 bytes in all, not in"
    )


def test_long_work_is_reported_in_lines(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("panamarc.cli._progress.BETWEEN_LINES", -1.0)
    name = write("shelf.mrc", *SHELF)
    assert run("table", name, "-o", "a.csv").notes.startswith("panamarc: reading: ")
    assert run("table", name, "-q", "-o", "a.csv").notes == ""
    monkeypatch.setenv("PANAMARC_PROGRESS", "off")
    assert run("table", name, "-o", "a.csv").notes == "panamarc: a.csv: 3 rows of 1 file\n"


def test_standard_input_is_a_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(SHELF[2])))
    assert run("table", "-", "-c", "id=001").lines == ["id", "3"]


def test_a_terminal_gets_no_control_characters(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from panamarc.cli import main

    path = tmp_path / "a.mrc"
    path.write_bytes(book("1", "\x1b[31mred\x07 é"))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["table", str(path), "-c", "title=245.a"]) == 0
    assert capsys.readouterr().out == "title\n␛[31mred␇ é\n"


def test_without_pyarrow_the_command_says_what_to_install(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    ran = run("table", write("shelf.mrc", *SHELF))
    assert ran.status == 2
    assert ran.notes == "panamarc: this needs pyarrow: pip install 'panamarc[pyarrow]'\n"
