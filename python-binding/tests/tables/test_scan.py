from __future__ import annotations

import csv
import datetime
import gc
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import panamarc
from panamarc import col, where
from support import realdata
from support.children import output
from support.records import iso2709

BOOKS_386 = str(realdata.path("loc_bibliographic_386.mrc"))

FIVE: dict[str, Any] = {
    "id": "001",
    "title": "245$a",
    "isbns": ["020$a"],
    "subjects": ["650$a"],
    "year": "008/7-10",
}


def looped(path: str) -> dict[str, list[Any]]:
    """The same table as FIVE, made by a loop over records."""
    rows = [
        (
            record.value("001"),
            record.value("245$a"),
            record.values("020$a"),
            record.values("650$a"),
            record.value("008/7-10"),
        )
        for record in panamarc.open(path)
    ]
    return dict(zip(FIVE, map(list, zip(*rows, strict=True)), strict=True))


@pytest.mark.parametrize("name", realdata.ALL)
def test_a_table_equals_that_of_a_loop_in_every_library(name: str) -> None:
    path = str(realdata.path(name))
    expected = looped(path)
    scan = panamarc.scan(path, FIVE)
    assert pa.table(scan).to_pydict() == expected
    assert scan.to_arrow().to_pydict() == expected
    assert pl.DataFrame(scan).to_dict(as_series=False) == expected
    frame = scan.to_pandas()
    for column, values in expected.items():
        found = [list(one) if column in ("isbns", "subjects") else one for one in frame[column]]
        assert [None if one is None or one != one else one for one in found] == values
    connection = duckdb.connect()
    table = connection.execute("select * from scan").fetchall()
    assert [list(column) for column in zip(*table, strict=True)] == [*expected.values()]


@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize("batch_size", [1, 7, 1000])
@pytest.mark.parametrize(
    "columns", [FIVE, "bibliographic", "records", "fields", "subfields", "links"]
)
def test_threads_and_batches_change_nothing(threads: int, batch_size: int, columns: Any) -> None:
    path = realdata.path("loc_bibliographic_386.mrc")
    table = panamarc.scan(path, columns, threads=threads, batch_size=batch_size).to_arrow()
    assert plain(table) == plain(panamarc.scan(path, columns, threads=1).to_arrow())


def plain(table: pa.Table) -> dict[str, list[Any]]:
    """A table without what batches it came in, or by which dictionary."""
    found: dict[str, list[Any]] = table.to_pydict()
    return found


def test_fields_and_subfields_are_rows() -> None:
    path = realdata.path("loc_edge_cases_50.mrc")
    fields = panamarc.scan(path, "fields").to_arrow().to_pylist()
    subfields = panamarc.scan(path, "subfields").to_arrow().to_pylist()
    expected_fields, expected_subfields = [], []
    for record in panamarc.open(path):
        for place, field in enumerate(record.fields):
            row = {"record": record.number, "field": place, "tag": field.tag}
            if field.control_field:
                row |= {"ind1": None, "ind2": None}
                expected_fields.append({**row, "value": field.data})
                expected_subfields.append({**row, "subfield": 0, "code": None, "value": field.data})
                continue
            row |= {"ind1": field.indicator1, "ind2": field.indicator2}
            values = [subfield.value for subfield in field.subfields]
            expected_fields.append({**row, "value": " ".join(values)})
            for number, subfield in enumerate(field.subfields):
                expected_subfields.append(
                    {**row, "subfield": number, "code": subfield.code, "value": subfield.value}
                )
    assert fields == expected_fields
    assert subfields == expected_subfields


BOOKS = iso2709(
    ("001", "a1"),
    ("008", "990101s1999    xx            000 0 eng d"),
    ("020", "  \x1fa0-394-17066-0 (pbk.)"),
    ("020", "  \x1fa0394170661"),
    ("245", "10\x1faOne atlas /\x1fcSomebody."),
) + iso2709(
    ("001", "b2"), ("008", "990101s19uu    xx            000 0 ger d"), ("650", " 0\x1faX.")
)


def one_column(column: Any, **options: Any) -> list[Any]:
    table = panamarc.scan(BOOKS, {"x": column}, **options).to_arrow()
    found: list[Any] = table.column("x").to_pylist()
    return found


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("245$a", ["One atlas /", None]),
        (col("245$a").strip_punctuation(), ["One atlas", None]),
        (col("245$a", "650$a"), ["One atlas /", "X."]),
        (col("020$a").list().normalize_isbn(), [["9780394170664", None], []]),
        (col("020$a").join("; "), ["0-394-17066-0 (pbk.); 0394170661", None]),
        (col("020").count(), [2, 0]),
        (col("650").exists(), [False, True]),
        (col("008/7-10").cast("int", on_error="null"), [1999, None]),
        (col("008/0-5").cast("date"), [datetime.date(1999, 1, 1)] * 2),
        (col("008/35-37").dictionary(), ["eng", "ger"]),
        (col("record_number"), [1, 2]),
        (col("record_type"), ["a", "a"]),
        (col("corrupt_record"), [None, None]),
        (
            col("650").fields(),
            [
                [],
                [
                    {
                        "tag": "650",
                        "ind1": " ",
                        "ind2": "0",
                        "subfields": [{"code": "a", "value": "X."}],
                    }
                ],
            ],
        ),
    ],
)
def test_a_column_holds_what_its_methods_say(column: Any, expected: list[Any]) -> None:
    assert one_column(column) == expected


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        (where.has("650"), ["b2"]),
        (~where.has("650"), ["a1"]),
        (where.matches("245$a", "(?i)ATLAS"), ["a1"]),
        (where.years(1990, 2000), ["a1"]),
        (where.record_type("am") & where.matches("008/35-37", "ger"), ["b2"]),
        (where.has("650") | where.has("020"), ["a1", "b2"]),
        (where.record_type("c"), []),
    ],
)
def test_conditions_choose_the_rows(condition: where.Condition, ids: list[str]) -> None:
    assert one_column("001", where=condition) == ids


def test_a_value_that_does_not_fit_is_an_error_with_its_place() -> None:
    with pytest.raises(panamarc.ColumnValueError) as caught:
        panamarc.scan(BOOKS, {"year": col("008/7-10").cast("int")}).to_arrow()
    assert (caught.value.record_number, caught.value.column, caught.value.value) == (
        2,
        "year",
        "19uu",
    )
    assert "19uu" in str(caught.value)


@pytest.mark.parametrize(
    ("columns", "error", "message"),
    [
        ({}, ValueError, "a table without columns"),
        (
            "everything",
            ValueError,
            "expected one of bibliographic, records, whole, fields, subfields, links",
        ),
        ({"x": 5}, TypeError, "column 'x' is 5; expected a spec"),
        (["245$a"], TypeError, "expected a dict of names and specs"),
        ({"x": "24"}, ValueError, "24"),
    ],
)
def test_what_is_no_column_is_an_error(columns: Any, error: type, message: str) -> None:
    with pytest.raises(error, match=message):
        panamarc.scan(BOOKS, columns).to_arrow()


def test_the_error_policy_and_a_missing_file_are_as_in_open(tmp_path: Path) -> None:
    path = realdata.path("ia_malformed_116.mrc")
    with pytest.raises(panamarc.MarcFormatError):
        panamarc.scan(path, FIVE, on_error="raise").to_arrow()
    skipped = panamarc.scan(path, {"id": "001"}, on_error="skip").to_arrow()
    assert skipped.num_rows == len([*panamarc.open(path, on_error="skip")])
    with pytest.raises(FileNotFoundError):
        panamarc.scan(tmp_path / "none.mrc", FIVE)


@pytest.mark.parametrize(
    "source",
    [
        lambda path: path,
        lambda path: path.read_bytes(),
        lambda path: path.open("rb"),
        lambda path: io.BytesIO(path.read_bytes()),
        lambda path: [path, path.read_bytes()],
    ],
)
def test_any_source_is_scanned(source: Callable[[Path], Any]) -> None:
    path = realdata.path("loc_edge_cases_50.mrc")
    given = source(path)
    times = 2 if isinstance(given, list) else 1
    table = panamarc.scan(given, {"id": "001"}).to_arrow()
    if isinstance(given, io.BufferedReader):
        given.close()
    ids = [record.value("001") for record in panamarc.open(path)]
    assert table.column("id").to_pylist() == ids * times


def test_files_take_their_names_once_they_are_whole(tmp_path: Path) -> None:
    path = realdata.path("loc_bibliographic_386.mrc")
    scan = panamarc.scan(path, FIVE, batch_size=100)
    assert scan.to_parquet(tmp_path / "books.parquet") == 386
    assert pq.read_table(tmp_path / "books.parquet").to_pydict() == looped(str(path))
    assert scan.to_csv(tmp_path / "books.csv") == 386
    with (tmp_path / "books.csv").open(newline="", encoding="utf-8") as file:
        rows = [*csv.reader(file)]
    assert rows[0] == [*FIVE]
    assert [row[2] for row in rows[1:]] == ["|".join(one) for one in looped(str(path))["isbns"]]
    failing = panamarc.scan(BOOKS, {"year": col("008/7-10").cast("int")})
    with pytest.raises(panamarc.ColumnValueError):
        failing.to_parquet(tmp_path / "books.parquet")
    assert pq.read_metadata(tmp_path / "books.parquet").num_rows == 386
    assert {one.name for one in tmp_path.iterdir()} == {"books.parquet", "books.csv"}


def test_a_table_goes_into_a_database_of_duckdb() -> None:
    connection = duckdb.connect()
    panamarc.scan(BOOKS, FIVE).to_duckdb(connection, "books")
    assert connection.execute('select id, isbns[1] from "books" order by id').fetchall() == [
        ("a1", "0-394-17066-0 (pbk.)"),
        ("b2", None),
    ]


def test_the_first_rows_are_shown_without_reading_the_rest() -> None:
    scan = panamarc.scan(BOOKS, {"id": "001", "title": "245$a"})
    assert scan.head(1).to_pylist() == [{"id": "a1", "title": "One atlas /"}]
    assert "<td>One atlas /</td>" in scan._repr_html_()
    assert scan.schema.names == ["id", "title"]


def test_a_stream_that_nobody_takes_leaves_nothing() -> None:
    scan = panamarc.scan(realdata.path("loc_bibliographic_386.mrc"), FIVE)
    begun = scan._begin()
    if not begun.crosses_as_structures:
        pytest.skip("there is no native memory")
    begun.close()
    blocks = begun.scan.blocks
    gc.collect()
    before = blocks()
    for _ in range(20):
        scan.__arrow_c_stream__()
        scan.__arrow_c_schema__()
        next(scan.batches())
    gc.collect()
    assert blocks() == before


def test_a_table_outlives_java() -> None:
    code = f"""
import jpype, panamarc, pyarrow
scan = panamarc.scan({BOOKS_386!r}, {{"id": "001"}}, batch_size=10)
table = pyarrow.table(scan)
begun = pyarrow.RecordBatchReader.from_stream(scan)
begun.read_next_batch()
jpype.shutdownJVM()
print(table.num_rows, table.column("id")[0].as_py() is not None)
try:
    begun.read_next_batch()
except Exception as error:
    print("has ended" in str(error))
"""
    assert output(code).split() == ["386", "True", "True"]


def test_a_library_that_is_not_there_is_an_error_that_helps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(ImportError, match=r"pip install 'panamarc\[polars\]'"):
        panamarc.scan(BOOKS, FIVE).to_polars()
    assert pd is not None
