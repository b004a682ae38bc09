"""What a table shows in a terminal and in a notebook, and how long reading shows its progress."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

import panamarc
from panamarc import _progress, where
from panamarc._tables.arrow import Begun
from support import realdata
from support.records import iso2709

BOOKS = b"".join(
    iso2709(("001", f"a{number}"), ("245", f"  \x1faAtlas {number}\x1b[31m")) for number in range(7)
)
COLUMNS = {"id": "001", "title": "245$a", "none": "999$a"}
PATH = realdata.path("loc_bibliographic_386.mrc")


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")


def test_the_first_rows_are_in_columns_without_control_characters() -> None:
    assert repr(panamarc.scan(BOOKS, COLUMNS)).splitlines() == [
        "<Scan of <bytes>: id, title, none>",
        "id  title         none",
        *[f"a{number}  Atlas {number}�[31m" for number in range(5)],
        "…",
    ]
    assert "…" not in repr(panamarc.scan(BOOKS, COLUMNS, where=where.matches("001", "a[0-4]")))


def test_a_notebook_shows_a_table_whose_text_is_escaped() -> None:
    record = iso2709(("001", "<script>"))
    html = panamarc.scan(record, {"a&b": "001", "n": "002"})._repr_html_()
    assert "<tr><th>a&amp;b</th><th>n</th></tr>" in html
    assert "<tr><td>&lt;script&gt;</td><td></td></tr></table>" in html
    assert '<td colspan="3">…</td>' not in panamarc.scan(BOOKS, COLUMNS)._repr_html_()
    assert '<td colspan="3">…</td>' in panamarc.scan([BOOKS, BOOKS], COLUMNS)._repr_html_()


def test_lines_are_cut_to_the_terminal() -> None:
    lines = repr(panamarc.scan(PATH, "bibliographic")).splitlines()
    assert {len(line) for line in lines[1:-1]} == {60}
    assert all(line.endswith("…") for line in lines[1:])


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[Begun]:
    """The readings that have begun."""
    found: list[Begun] = []
    begin = panamarc.Scan._begin

    def noted(self: panamarc.Scan, *part: Any) -> Begun:
        found.append(begin(self, *part))
        return found[-1]

    monkeypatch.setattr(panamarc.Scan, "_begin", noted)
    return found


def test_only_the_beginning_is_looked_into(begun: list[Begun]) -> None:
    scan = panamarc.scan([PATH] * 50, COLUMNS)
    assert "20593163" in repr(scan)
    assert begun[-1].counts().records == 50
    assert scan.counts.records == 0  # to show it is no reading of its own
    rare = panamarc.scan([PATH] * 50, COLUMNS, where=where.matches("001", "none of them"))
    assert repr(rare).endswith("id  title  none\n…")
    assert begun[-1].counts().records < 10_000
    title = panamarc.scan([PATH] * 5, COLUMNS)._glance(1).title
    assert title.endswith("386.mrc and 2 more: id, title, none")


class Unreadable(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise AssertionError("to show a table must not read a file object")

    readinto = readinto1 = read1 = read  # type: ignore[assignment]


def test_a_file_object_is_not_read_to_be_shown() -> None:
    scan = panamarc.scan(Unreadable(BOOKS), COLUMNS)
    assert repr(scan).endswith(": id, title, none>\n(its rows can be read once)")
    assert "its rows can be read once" in scan._repr_html_()


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        (
            {"x": "24"},
            '(24: position 2: found the end, expected a tag: three letters, digits or ".")',
        ),
        ({"x": panamarc.col("001").cast("int")}, "expected a whole number)"),
    ],
)
def test_what_cannot_be_read_is_shown_as_the_reason(columns: Any, reason: str) -> None:
    scan = panamarc.scan(BOOKS, columns)
    assert repr(scan).startswith("<Scan of <bytes>: x>\n(")
    assert repr(scan).endswith(reason)


def test_a_file_that_has_gone_is_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "books.mrc"
    path.write_bytes(BOOKS)
    scan = panamarc.scan(path, COLUMNS)
    path.unlink()
    assert "No such file" in repr(scan)


def test_without_pyarrow_what_it_needs_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert "pip install 'panamarc[pyarrow]'" in repr(panamarc.scan(BOOKS, COLUMNS))


class Bars:
    """What bars were made, and what they showed."""

    def __init__(self) -> None:
        self.made: list[tuple[str, int | None]] = []
        self.shown: list[tuple[int, int]] = []
        self.stopped = 0

    def __call__(self, doing: str, total: int | None) -> Bars:
        self.made.append((doing, total))
        return self

    def update(self, done: int, records: int) -> None:
        self.shown.append((done, records))

    def stop(self) -> None:
        self.stopped += 1


@pytest.fixture
def bars(monkeypatch: pytest.MonkeyPatch) -> Bars:
    made = Bars()
    monkeypatch.setattr("panamarc._tables.scan.Bar", made)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.delenv("PANAMARC_PROGRESS", raising=False)
    return made


def duckdb_rows(scan: panamarc.Scan) -> int:
    connection = duckdb.connect()
    scan.to_duckdb(connection, "books")
    return len(connection.execute("select * from books").fetchall())


@pytest.mark.parametrize(
    "read",
    [
        lambda scan, folder: scan.to_arrow().num_rows,
        lambda scan, folder: scan.to_polars().height,
        lambda scan, folder: len(scan.to_pandas()),
        lambda scan, folder: duckdb_rows(scan),
        lambda scan, folder: scan.to_csv(folder / "books.csv"),
        lambda scan, folder: scan.to_parquet(folder / "books.parquet"),
        lambda scan, folder: scan.to_ipc(folder / "books.arrow"),
    ],
)
def test_reading_a_whole_table_shows_a_bar(read: Any, bars: Bars, tmp_path: Path) -> None:
    scan = panamarc.scan(PATH, "bibliographic", batch_size=100, threads=1)
    assert read(scan, tmp_path) == 386
    assert bars.made == [("reading", PATH.stat().st_size)]
    assert bars.shown[-1] == (PATH.stat().st_size, 386)
    assert len(bars.shown) == 4
    assert bars.stopped == 1


def test_a_bar_changes_nothing_in_the_table(bars: Bars) -> None:
    scan = panamarc.scan(PATH, "bibliographic", batch_size=10)
    quiet = panamarc.scan(PATH, "bibliographic", batch_size=10, progress=False)
    assert scan.to_arrow().to_pylist() == quiet.to_arrow().to_pylist()
    assert len(bars.made) == 1


def test_a_bar_is_taken_away_where_reading_fails(bars: Bars) -> None:
    with pytest.raises(panamarc.ColumnValueError):
        panamarc.scan(BOOKS, {"x": panamarc.col("001").cast("int")}).to_arrow()
    assert (len(bars.made), bars.stopped) == (1, 1)


def test_a_function_gets_the_progress_of_each_batch() -> None:
    found: list[tuple[int, int]] = []
    scan = panamarc.scan(
        PATH,
        COLUMNS,
        batch_size=100,
        threads=1,
        progress=lambda done, records: found.append((done, records)),
    )
    scan.to_arrow()
    assert [records for _, records in found] == [100, 200, 300, 386]
    assert found[-1][0] == PATH.stat().st_size


def test_no_bar_where_it_is_switched_off_or_nobody_sees_it(
    bars: Bars, monkeypatch: pytest.MonkeyPatch
) -> None:
    panamarc.scan(BOOKS, COLUMNS, progress=False).to_arrow()
    monkeypatch.setenv("PANAMARC_PROGRESS", "off")
    panamarc.scan(BOOKS, COLUMNS).to_arrow()
    monkeypatch.setenv("PANAMARC_PROGRESS", "")
    assert isinstance(panamarc.scan(BOOKS, COLUMNS).to_arrow(), pa.Table)
    assert len(bars.made) == 1
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False)
    panamarc.scan(BOOKS, COLUMNS).to_arrow()
    assert len(bars.made) == 1


def test_how_much_will_be_read_is_known_of_plain_data_alone(bars: Bars) -> None:
    gz = realdata.path("cliffeh_1010.mrc.gz")
    for source in (BOOKS, [BOOKS, PATH], io.BytesIO(BOOKS), gz, gz.read_bytes()):
        panamarc.scan(source, COLUMNS).to_arrow()
    totals = [total for _, total in bars.made]
    assert totals == [len(BOOKS), len(BOOKS) + PATH.stat().st_size, None, None, None]


def test_no_bar_where_rich_is_not_installed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rich.console", None)
    monkeypatch.setattr(_progress, "FIRST_SHOWN", 0)
    bar = _progress.Bar("reading", 10)
    bar.update(5, 1)
    bar.update(6, 2)
    bar.stop()
    assert capsys.readouterr().err == ""


def test_an_input_that_is_not_marc_is_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("id,title\n" * 9)
    target = tmp_path / "books.csv"
    for read in (
        lambda scan: scan.to_arrow(),
        lambda scan: list(scan.batches()),
        lambda scan: scan.to_csv(target),
    ):
        with pytest.warns(panamarc.MarcWarning, match=r"table\.csv: not MARC: begins as text"):
            read(panamarc.scan(path, COLUMNS))


def test_what_was_skipped_and_broken_is_known_after_reading() -> None:
    path = realdata.path("bu_bibs_100.mrc")
    scan = panamarc.scan([path, BOOKS + b"\n\n"], COLUMNS)
    assert (scan.skipped, scan.defect_counts, scan.counts) == ([], {}, (0, 0, 0))
    scan.to_arrow()
    with panamarc.open([path, BOOKS + b"\n\n"]) as reader:
        records = [*reader]
        assert (scan.skipped, scan.defect_counts) == (reader.skipped, reader.defect_counts)
    assert scan.counts == (len(records), len(records), 3)
