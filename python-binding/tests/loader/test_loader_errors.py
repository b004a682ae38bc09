"""What loaders make of files that fail, and of workers that end."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

import panamarc
from panamarc import Loader, LoaderError, MarcError, col
from panamarc._loader.exchange import COST, Exchange
from panamarc._loader.processes import ProcessReading
from panamarc._loader.units import Block, End, Request, Unit
from support.children import environment, output
from support.loading import (
    Unpicklable,
    book,
    control_number,
    ended_at_30,
    failing_at_30,
    shelf,
    small_pieces,
)

GOOD = [f"n{number:05}" for number in range(40)]

pytestmark = pytest.mark.same_without_c


def broken_files(folder: Path) -> None:
    """Good files with broken ones between them."""
    records = [*map(book, range(40))]
    (folder / "a.mrc").write_bytes(b"".join(records[:20]))
    whole = gzip.compress(b"".join(records[20:30]) * 300)
    (folder / "b-cut.mrc.gz").write_bytes(whole[: len(whole) // 2])
    (folder / "c-bad.mrc.zst").write_bytes(b"\x28\xb5\x2f\xfd" + b"\xff" * 100)
    (folder / "d.mrc").write_bytes(b"".join(records[20:]))
    (folder / "e.mrc").write_bytes(b"%PDF-1.7 " + b"no record " * 100)


def given(loader: Loader) -> tuple[list[str], list[Exception]]:
    """The control numbers of what a loader gives, and what it raises."""
    found: list[str] = []
    errors: list[Exception] = []
    batches = iter(loader)
    while True:
        try:
            for batch in batches:
                found += (
                    batch.column("id").to_pylist()
                    if loader._settings.form == "arrow"
                    else map(control_number, batch)
                )
            return found, errors
        except (MarcError, OSError) as error:
            errors.append(error)


@pytest.mark.parametrize("columns", [None, {"id": "001"}])
@pytest.mark.parametrize("workers", [1, 3])
def test_broken_files_are_errors_in_their_places_and_the_others_follow(
    columns: Any, workers: int, tmp_path: Path
) -> None:
    broken_files(tmp_path)
    loader = Loader(tmp_path, columns=columns, workers=workers, on_error="recover")
    found, errors = given(loader)
    assert [one for one in found if found.count(one) == 1] == [*GOOD[:20], *GOOD[30:]]
    assert [type(error) for error in errors] == [OSError, OSError, MarcError]
    for error, name in zip(errors, ("b-cut.mrc.gz", "c-bad.mrc.zst", "e.mrc"), strict=True):
        assert str(tmp_path / name) in str(error)
    report = loader.report()
    assert [one.error for one in report.errors] == errors
    assert [Path(path).name for path in report.failed] == ["b-cut.mrc.gz", "c-bad.mrc.zst", "e.mrc"]


@pytest.mark.parametrize("columns", [None, {"id": "001"}])
def test_skipped_files_are_in_the_report(columns: Any, tmp_path: Path) -> None:
    broken_files(tmp_path)
    loader = Loader(tmp_path, columns=columns, workers=2, on_error="skip", order="any")
    found, errors = given(loader)
    assert errors == []
    assert {*found} == {*GOOD}
    assert sorted(Path(path).name for path in loader.report().failed) == [
        "b-cut.mrc.gz",
        "c-bad.mrc.zst",
        "e.mrc",
    ]


@pytest.mark.parametrize("columns", [None, {"id": "001"}])
def test_a_file_that_goes_missing_or_is_cut_short_is_an_error(
    columns: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_pieces(monkeypatch)
    paths = shelf(tmp_path, [3, 3, 100])
    loader = Loader(paths, columns=columns, workers=1)
    paths[1].unlink()
    found, errors = given(loader)
    assert [type(error) for error in errors] == [FileNotFoundError]
    assert len(found) == 103
    parts = iter(loader)
    next(parts)
    monkeypatch.setattr("panamarc._loader.plan.splits_of", _cut_short)
    found, errors = given(loader)
    assert "cut short" in str(errors[-1])
    assert len(loader.report().failed) == 2


def _cut_short(*of: Any) -> Any:
    from panamarc._input.split import splits_of

    yield next(splits_of(*of))
    raise OSError(f"{of[1]}: cut short")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_an_error(tmp_path: Path) -> None:
    (path,) = shelf(tmp_path, [3])
    path.chmod(0)
    with pytest.raises(PermissionError):
        list(Loader(tmp_path))


def test_a_value_that_does_not_fit_its_column_is_raised_in_any_case(tmp_path: Path) -> None:
    shelf(tmp_path, [3, 3])
    loader = Loader(tmp_path, columns={"n": col("001").cast("int")}, on_error="skip", workers=2)
    batches = iter(loader)
    for _ in range(2):
        with pytest.raises(panamarc.ColumnValueError, match="n0000"):
            next(batches)
    assert list(batches) == []


@pytest.mark.parametrize("workers", [1, 3])
def test_what_a_function_raises_ends_the_pass(workers: int, tmp_path: Path) -> None:
    shelf(tmp_path, [100])
    batches = iter(Loader(tmp_path, transform=failing_at_30, workers=workers))
    for _ in range(2):
        with pytest.raises(Unpicklable):
            list(batches)


def test_columns_that_are_none_are_an_error(tmp_path: Path) -> None:
    shelf(tmp_path, [3])
    with pytest.raises(ValueError, match="24: "):
        list(Loader(tmp_path, columns={"x": "24"}))


# Processes.


def test_processes_give_what_threads_give(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_pieces(monkeypatch)
    shelf(tmp_path, [40, 0, 3])
    broken_files(tmp_path)
    expected = given(Loader(tmp_path, on_error="recover", workers=2))
    loader = Loader(tmp_path, on_error="recover", workers="process:2")
    found = given(loader)
    assert found[0] == expected[0]
    assert [*map(str, found[1])] == [*map(str, expected[1])]
    assert [*map(type, found[1])] == [*map(type, expected[1])]
    assert "2 processes" in repr(loader)


def test_tables_and_functions_cross_from_a_process(tmp_path: Path) -> None:
    shelf(tmp_path, [40])
    path = str(next(tmp_path.rglob("*.mrc")))
    unit = Unit(0, 0, 1, path, path)
    options = Loader(tmp_path)._settings.request.options
    reading = ProcessReading(Request(options, transform=ended_at_30))
    with pytest.raises(LoaderError, match=r"00\.mrc: the worker process \d+ .* by signal 9$"):
        list(reading.read(unit))
    reading.close()
    reading = ProcessReading(Request(options, transform=failing_at_30))
    with pytest.raises(RuntimeError, match=r"Unpicklable: "):
        list(reading.read(unit))
    assert list(reading.read(unit._replace(path="/none", name="none")))[1].failed  # type: ignore[union-attr]
    reading.close()


def test_a_function_that_cannot_be_pickled_is_an_error_at_once(tmp_path: Path) -> None:
    shelf(tmp_path, [3])
    with pytest.raises((AttributeError, TypeError), match="pickle"):
        iter(Loader(tmp_path, transform=lambda record: record, workers="process:2"))


def test_a_program_without_a_guard_is_an_error(tmp_path: Path) -> None:
    shelf(tmp_path, [3])
    program = tmp_path / "program.py"
    program.write_text(
        f"import panamarc\nprint(list(panamarc.Loader({str(tmp_path)!r}, workers='process:1')))\n"
    )
    done = subprocess.run(
        [sys.executable, str(program)],
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
        timeout=120,
    )
    assert done.returncode == 1
    assert 'write `if __name__ == "__main__":` before what it does' in done.stderr


FORKED = """
import os, panamarc
batches = iter(panamarc.Loader({folder!r}, batch_size=1))
next(batches)
child = os.fork()
if not child:
    try:
        next(batches)
    except panamarc.JvmForkError as error:
        batches.close()
        print(error, flush=True)
    os._exit(0)
os.waitpid(child, 0)
print(sum(map(len, batches)))
"""


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_pass_does_not_go_on_in_a_forked_process(tmp_path: Path) -> None:
    shelf(tmp_path, [5])
    printed = output(FORKED.format(folder=str(tmp_path)), PYTHONWARNINGS="ignore")
    assert printed.splitlines() == [
        "a loader's workers are not in a forked process: load in it alone",
        "4",
    ]


ENDING = """
import atexit, threading, panamarc
def loading():
    return sum(one.name == "panamarc-loader" for one in threading.enumerate())
atexit.register(lambda: print(loading()))  # called last
batches = iter(panamarc.Loader({folder!r}, batch_size=1, workers=2, order={order!r}))
print(len(next(batches)), loading() > 0)
"""


@pytest.mark.parametrize("order", ["file", "any"])
def test_workers_end_before_the_process_does(order: str, tmp_path: Path) -> None:
    path = tmp_path / "a.mrc"
    path.write_bytes(book(1) * 400_000)  # more than waits to be given
    assert output(ENDING.format(folder=str(tmp_path), order=order)) == "1 True\n0"


# The exchange.


@pytest.mark.parametrize("ordered", [True, False])
def test_what_waits_is_bounded(ordered: bool) -> None:
    most, units, blocks = 10 * COST, 12, 30
    exchange = Exchange(ordered, most)
    numbers = iter(range(units))
    lock = threading.Lock()

    def work() -> None:
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                exchange.finish(units)
                return
            unit = Unit(number, 0, 1, "", "")
            for start in range(blocks):
                exchange.put(number, Block(unit, start, 1, None, COST))
            exchange.put(number, End(unit))

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    found = []
    received = 0
    while (item := exchange.take(received)) is not None:
        received += 1
        assert exchange._bytes <= most + 5 * 2 * COST
        found.append((item.unit.file, item.start if isinstance(item, Block) else blocks))
    for worker in workers:
        worker.join()
    expected = [(number, start) for number in range(units) for start in range(blocks + 1)]
    assert (found if ordered else sorted(found)) == expected
    assert exchange.take(received) is None
