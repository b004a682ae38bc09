"""What scans make of bad input, and of tables that are released in unusual ways."""

from __future__ import annotations

import gc
import gzip
import json
import os
import re
import threading
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import panamarc
from panamarc import col, where
from panamarc._tables.arrow import IpcFile
from support import realdata
from support.children import output
from support.records import iso2709

ID = {"id": "001", "title": "245$a"}
ONE = iso2709(("001", "a1"), ("245", "10\x1faOne"))
TWO = iso2709(("001", "b2"), ("245", "10\x1faTwo"))
BARE = b"00026nam a2200025 a 4500\x1e\x1d"


def rows(source: Any, columns: Any = ID, **options: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = panamarc.scan(source, columns, **options).to_arrow().to_pylist()
    return found


def looped(source: Any, **options: Any) -> list[dict[str, Any]]:
    return [
        {"id": record.value("001"), "title": record.value("245$a")}
        for record in panamarc.open(source, **options)
    ]


def test_an_input_that_fails_is_named_without_java_s_name_of_the_error(tmp_path: Path) -> None:
    whole = gzip.compress(realdata.path("loc_bibliographic_386.mrc").read_bytes())
    path = tmp_path / "cut.mrc.gz"
    path.write_bytes(whole[: len(whole) // 2])
    message = f"{path}: the compressed data ends too early"
    with pytest.raises(OSError, match=f"^{re.escape(message)}$"):
        rows(path)


@pytest.mark.parametrize("name", realdata.ALL)
@pytest.mark.parametrize("on_error", ["recover", "skip"])
def test_damaged_records_are_those_of_a_loop(name: str, on_error: Any) -> None:
    path = realdata.path(name)
    assert rows(path, on_error=on_error) == looped(path, on_error=on_error)
    assert rows(path, on_error=on_error, strict=True, threads=2) == looped(
        path, on_error=on_error, strict=True
    )


@pytest.mark.parametrize("strict", [False, True])
def test_corrupt_records_are_those_that_skip_leaves_out(strict: bool) -> None:
    path = realdata.path("bu_bibs_100.mrc")
    columns = {"number": "record_number", "corrupt": "corrupt_record"}
    found = {row["number"]: row["corrupt"] for row in rows(path, columns, strict=strict)}
    broken = {
        record.number: record.as_marc()
        for record in panamarc.open(path)
        if any(strict or defect.severity == "structure" for defect in record.defects)
    }
    assert broken == {number: raw for number, raw in found.items() if raw is not None}
    assert len(broken) in range(1, 100)


def test_a_column_of_bytes_reaches_every_library_and_no_csv(tmp_path: Path) -> None:
    scan = panamarc.scan(realdata.path("bu_bibs_100.mrc"), {"corrupt": "corrupt_record"})
    expected = scan.to_arrow().column("corrupt").to_pylist()
    assert scan.schema.field("corrupt").type == pa.binary()
    assert scan.to_polars()["corrupt"].to_list() == expected
    assert [*scan.to_pandas()["corrupt"]] == expected
    assert pa.ipc.open_stream(IpcFile(scan._begin())).read_all()["corrupt"].to_pylist() == expected
    with pytest.raises(ValueError, match="column 'corrupt' has bytes, which no cell holds"):
        scan.to_csv(tmp_path / "x.csv")


def test_a_damaged_record_is_an_error_after_the_rows_before() -> None:
    damaged = ONE[:-1] + b"x\x1d"
    scan = panamarc.scan([ONE + TWO, TWO + damaged + ONE], ID, on_error="raise", batch_size=1)
    batches = scan.batches()
    found = [next(batches).to_pylist()[0]["id"] for _ in range(3)]
    assert found == ["a1", "b2", "b2"]
    with pytest.raises(panamarc.MarcFormatError) as caught:
        next(batches)
    assert caught.value.record_number == 4


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"", []),
        ([], []),
        ([b"", ONE, b""], ["a1"]),
        (BARE, [None]),
        ([BARE, ONE], [None, "a1"]),
        (b"\n\n", []),
    ],
)
def test_inputs_without_records_or_fields(source: Any, expected: list[str | None]) -> None:
    table = panamarc.scan(source, ID).to_arrow()
    assert table.column("id").to_pylist() == expected
    assert table.schema.names == ["id", "title"]
    rows_of_subfields = 2 * sum(one is not None for one in expected)
    assert panamarc.scan(source, "subfields").to_arrow().num_rows == rows_of_subfields


def test_an_input_that_is_not_marc_is_a_warning() -> None:
    with pytest.warns(panamarc.MarcWarning, match="begins as XML or HTML"):
        assert rows([ONE, b"<html></html>"]) == [{"id": "a1", "title": "One"}]


def test_a_file_that_goes_missing_is_an_error_after_the_rows(tmp_path: Path) -> None:
    first, second = tmp_path / "a.mrc", tmp_path / "b.mrc"
    first.write_bytes(ONE)
    second.write_bytes(TWO)
    scan = panamarc.scan([first, second], ID)
    batches = scan.batches()
    assert next(batches).to_pylist() == [{"id": "a1", "title": "One"}]
    second.unlink()
    with pytest.raises(OSError, match=r"b\.mrc"):
        next(batches)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.mrc"
    path.write_bytes(ONE)
    path.chmod(0)
    with pytest.raises(PermissionError):
        panamarc.scan([ONE, path], ID).to_arrow()


def test_a_folder_in_a_list_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        panamarc.scan([ONE, tmp_path], ID).to_arrow()


@pytest.mark.parametrize("threads", [1, 2])
def test_a_truncated_file_in_a_list_loses_its_last_record(tmp_path: Path, threads: int) -> None:
    whole, cut = tmp_path / "whole.mrc", tmp_path / "cut.mrc"
    whole.write_bytes(ONE + TWO)
    cut.write_bytes(ONE + TWO[:-10])
    files = [cut, whole, cut]
    assert rows(files, threads=threads) == [row for file in files for row in looped(file)]
    skipped = [row["id"] for row in rows(files, threads=threads, on_error="skip")]
    assert skipped == ["a1", "a1", "b2", "a1"]
    with pytest.raises(panamarc.MarcFormatError):
        rows(files, threads=threads, on_error="raise")


def test_invalid_utf8_is_replaced_or_an_error() -> None:
    broken = iso2709(("001", "c3"), ("245", "10\x1faOn\u00e9")).replace(b"\xc3\xa9", b"\xc3\xff")
    assert rows([ONE, broken])[1]["title"] == looped(broken)[0]["title"]
    assert [row["id"] for row in rows([broken, ONE], on_error="skip", strict=True)] == ["a1"]
    with pytest.raises(panamarc.MarcFormatError):
        rows([ONE, broken], on_error="raise", strict=True)


def test_formats_and_encodings_are_mixed_in_a_list(tmp_path: Path) -> None:
    utf8, marc8 = realdata.path("loc_edge_cases_50.mrc"), realdata.path("uva_marc8_2000.mrc.gz")
    files: list[Path] = [utf8, marc8]
    for suffix in ("xml", "json", "jsonl", "mrk"):
        files.append(tmp_path / f"books.{suffix}")
        panamarc.convert(utf8, files[-1])
    expected = [row for file in files for row in looped(file)]
    assert rows(files) == expected
    assert rows(files, threads=2, batch_size=7) == expected
    chosen = rows(files, where=where.matches("245$a", "[aeiou]{2}"), threads=2)
    assert 0 < len(chosen) < len(expected)
    assert chosen == rows(files, where=where.matches("245$a", "[aeiou]{2}"))


def test_two_columns_of_one_name_are_an_error() -> None:
    with pytest.raises(ValueError, match="there are two columns '1'"):
        panamarc.scan(ONE, {1: "001", "1": "245$a"})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("columns", "condition", "message"),
    [
        ({"x": "245$"}, None, "245"),
        ({"x": col("245$a", "24").list()}, None, "24"),
        (ID, where.matches("245$a", "(open"), "Unclosed group"),
        (ID, where.matches("2", "x"), "2"),
        (ID, where.has("24"), "cannot read the tag '24'"),
        (ID, where.record_type(""), "no type of record"),
        (ID, where.years(2000, 1999), "the years end with 1999"),
        (ID, ~(where.has("001") | where.has("")), "cannot read the tag ''"),
    ],
)
def test_specs_and_conditions_that_are_none(columns: Any, condition: Any, message: str) -> None:
    scan = panamarc.scan(ONE, columns, where=condition)
    for use in (scan.to_arrow, scan.__arrow_c_schema__, scan.__arrow_c_stream__):
        with pytest.raises(ValueError, match=message.replace("(", r"\(")):
            use()


def test_an_expression_that_takes_for_ever_is_an_error() -> None:
    record = iso2709(("001", "a" * 40 + "!"))
    with pytest.raises(ValueError, match="more than 20,000,000 steps"):
        rows(record, where=where.matches("001", r"^(a+)+\1$"))


@pytest.mark.parametrize("cast", ["int", "date"])
def test_values_that_do_not_fit_are_null_or_errors(cast: Any) -> None:
    assert rows([ONE, TWO], {"x": col("001").cast(cast, on_error="null")}) == [{"x": None}] * 2
    column = col("001").list().cast(cast, on_error="null")
    assert rows(ONE, {"x": column}) == [{"x": [None]}]
    scan = panamarc.scan([ONE, TWO], {"x": col("001").cast(cast)})
    for use in (scan.to_arrow, scan.to_pandas, scan.to_polars, lambda: [*scan.batches()]):
        with pytest.raises(panamarc.ColumnValueError, match="001 is 'a1'; expected a"):
            use()


@pytest.fixture
def blocks() -> Any:
    """Counts native blocks; each test leaves as many as there were."""
    scan = panamarc.scan(ONE, ID)
    begun = scan._begin()
    if not begun.crosses_as_structures:
        pytest.skip("there is no native memory")
    begun.close()
    gc.collect()
    before = begun.scan.blocks()
    yield begun.scan.blocks
    gc.collect()
    assert begun.scan.blocks() == before


def test_a_table_is_released_in_another_thread(blocks: Any) -> None:
    before = blocks()
    held = [pa.table(panamarc.scan([ONE, TWO], ID))]
    assert blocks() > before
    thread = threading.Thread(target=held.clear)
    thread.start()
    thread.join()


def test_a_column_outlives_its_table_and_stream(blocks: Any) -> None:
    reader = pa.RecordBatchReader.from_stream(panamarc.scan([ONE, TWO], ID))
    column = reader.read_next_batch().column(0)
    del reader
    gc.collect()
    assert column.to_pylist() == ["a1"]
    assert blocks() > 0


@pytest.mark.usefixtures("blocks")
def test_a_capsule_is_left_after_its_first_batch() -> None:
    for _ in range(10):
        reader = pa.RecordBatchReader.from_stream(panamarc.scan([ONE, TWO], ID))
        reader.read_next_batch()
        reader.close()


@pytest.mark.usefixtures("blocks")
def test_a_failed_stream_releases_what_it_gave() -> None:
    scan = panamarc.scan([ONE, TWO], {"x": col("001").cast("int")})
    for _ in range(10):
        with pytest.raises(panamarc.ColumnValueError):
            scan.to_arrow()
        with pytest.raises(pa.ArrowInvalid, match="001 is 'a1'"):
            pa.table(scan)


def test_tables_and_capsules_are_held_as_the_interpreter_exits() -> None:
    code = f"""
import panamarc, pyarrow
scan = panamarc.scan({str(realdata.path("loc_bibliographic_386.mrc"))!r}, {ID!r}, batch_size=10)
table = pyarrow.table(scan)
begun = pyarrow.RecordBatchReader.from_stream(scan)
batch = begun.read_next_batch()
capsules = [scan.__arrow_c_stream__(), scan.__arrow_c_schema__()]
batches = scan.batches()
next(batches)
import atexit
atexit.register(lambda: print(table.num_rows, batch.num_rows))
"""
    assert output(code).split() == ["386", "10"]


def test_a_scan_is_the_same_for_threads_batches_and_libraries() -> None:
    for name in realdata.ALL:
        path = realdata.path(name)
        expected = rows(path, "fields", threads=1)
        for threads, size in ((1, 13), (2, 1000), (4, 100)):
            found = rows(path, "fields", threads=threads, batch_size=size)
            assert json.dumps(found) == json.dumps(expected), (name, threads, size)


def test_a_column_that_no_table_can_have_is_an_error() -> None:
    counted = col("020$a").normalize_isbn().count()
    with pytest.raises(ValueError, match="column 'n': a column of kind COUNT cannot have ISBNs"):
        panamarc.scan(ONE, {"n": counted}).to_arrow()


@pytest.mark.parametrize("as_structures", [True, False])
def test_a_part_of_a_file_is_a_table_of_its_records(
    as_structures: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not as_structures:
        monkeypatch.setattr("panamarc._tables.arrow.ACCELERATOR", None)
    path = tmp_path / "a.mrc"
    path.write_bytes((ONE + TWO) * 50)
    columns = {"n": col("record_number"), "source": col("source"), **ID}
    parts = panamarc.open(path).split(3)
    found = [row for part in parts for row in rows(part, columns)]
    assert found == rows(path, columns, threads=1)
    assert rows([*parts], columns, threads=2) == found
    path.write_bytes(ONE)
    with pytest.raises(OSError, match=r"a\.mrc"):
        rows(parts[0], columns)
