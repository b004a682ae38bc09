"""Loaders: every record once, by any number of workers, in the order that was asked for."""

from __future__ import annotations

import gc
import gzip
import json
import os
import pickle
import threading
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import panamarc
from panamarc import Loader, col
from support import realdata
from support.ctrlc import CtrlC
from support.loading import control_number, everything, fact, in_turn, shelf, small_pieces
from support.marcfiles import book as marc_book

FILES = [
    realdata.path(name)
    for name in (
        "loc_edge_cases_50.mrc",
        "bu_bibs_100.mrc",
        "cliffeh_1010.mrc.gz",
        "ia_malformed_116.mrc",
        "loc_bibliographic_386.mrc",
    )
]


@pytest.mark.parametrize("on_error", ["recover", "raise", "skip"])
@pytest.mark.parametrize(("workers", "size"), [(1, 32), (3, 1), (5, 1000)])
def test_all_records_come_as_from_files_in_turn(
    on_error: Any, workers: int, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_pieces(monkeypatch, 50, 50_000)
    loader = Loader(FILES, workers=workers, batch_size=size, on_error=on_error)
    assert everything(iter(loader)) == in_turn(loader.files, on_error)
    report = loader.report()
    readers = [panamarc.open(file, on_error=on_error) for file in loader.files]
    for reader in readers:
        everything(iter(lambda reader=reader: reader.read_batch(50), []))  # type: ignore[misc]
    assert report.skipped == [one for reader in readers for one in reader.skipped]
    assert report.bytes_read == sum(reader.bytes_read for reader in readers)
    assert report.records == sum(reader.records_read for reader in readers)
    counts: Counter[str] = Counter()
    for reader in readers:
        counts.update(reader.defect_counts)
    assert report.defect_counts == counts
    assert report.failed == []


@pytest.mark.parametrize("on_error", ["recover", "raise"])
@pytest.mark.parametrize("workers", [1, 2, 5])
def test_in_any_order_each_record_and_error_comes_once(
    on_error: Any, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_pieces(monkeypatch, 50, 50_000)
    loader = Loader(FILES, workers=workers, order="any", on_error=on_error)
    found = Counter(map(str, everything(iter(loader))))
    assert found == Counter(map(str, in_turn(loader.files, on_error)))


@pytest.mark.parametrize("as_structures", [True, False])
@pytest.mark.parametrize("on_error", ["recover", "raise", "skip"])
def test_tables_have_the_rows_of_the_records(
    on_error: Any, as_structures: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_pieces(monkeypatch, 50, 50_000)
    if not as_structures:
        monkeypatch.setattr("panamarc._tables.arrow.ACCELERATOR", None)
    columns: Any = {"source": col("source"), "n": col("record_number")}
    loader = Loader(FILES, columns=columns, workers=3, on_error=on_error, batch_size=48)
    found: list[object] = []
    batches = iter(loader)
    while True:
        try:
            for table in batches:
                assert isinstance(table, pa.Table)
                assert table.num_rows <= 48
                found += [tuple(row.values()) for row in table.to_pylist()]
            break
        except panamarc.MarcFormatError as error:
            found.append(str(error))
    expected = in_turn(loader.files, on_error)
    assert found == [one[:2] if isinstance(one, tuple) else one for one in expected]
    errors = [one for one in expected if isinstance(one, str)]
    assert [str(one.error) for one in loader.report().errors] == errors
    assert {one.path for one in loader.report().errors} <= {*loader.files}


def test_batches_are_full_but_for_the_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_pieces(monkeypatch)
    shelf(tmp_path, [40, 0, 3, 1, 100])
    loader = Loader(tmp_path, batch_size=32, workers=2)
    assert [len(batch) for batch in loader] == [32, 32, 32, 32, 16]
    assert loader.report()[:3] == (5, 5, 144)
    assert [len(batch) for batch in loader] == [32, 32, 32, 32, 16]


def test_arrays_of_numpy(tmp_path: Path) -> None:
    shelf(tmp_path, [3])
    columns: Any = {
        "id": "001",
        "titled": col("245$a").exists(),
        "titles": ["245$a"],
        "n": col("record_number"),
    }
    (batch,) = Loader(tmp_path, columns=columns, format="numpy")
    assert batch["n"].tolist() == [1, 2, 3]
    assert str(batch["n"].dtype) == "int64"
    assert batch["titled"].tolist() == [True] * 3
    assert batch["id"].tolist() == ["n00000", "n00001", "n00002"]
    assert [one.tolist() for one in batch["titles"]] == [["Title 0"], ["Title 1"], ["Title 2"]]


def test_a_function_of_each_record(tmp_path: Path) -> None:
    shelf(tmp_path, [3, 3])
    loader = Loader(tmp_path, transform=control_number, batch_size=4)
    assert list(loader) == [["n00000", "n00001", "n00002", "n00003"], ["n00004", "n00005"]]


@pytest.mark.parametrize("columns", [None, {"id": "001"}])
def test_shuffling_gives_each_record_once_the_same_way_for_the_same_seed(
    columns: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_pieces(monkeypatch)
    monkeypatch.setattr("panamarc._loader.pieces.WINDOW", 50)
    shelf(tmp_path, [40, 3, 100])

    def order(seed: int, epoch: int = 0, workers: int = 2) -> list[str]:
        loader = Loader(tmp_path, shuffle=seed, columns=columns, workers=workers)
        loader.set_epoch(epoch)
        return [
            one
            for batch in loader
            for one in (batch["id"].to_pylist() if columns else map(control_number, batch))
        ]

    first = order(1)
    assert sorted(first) == [f"n{number:05}" for number in range(143)]
    assert first != sorted(first)
    assert first == order(1, workers=5)
    assert len({tuple(one) for one in (first, order(2), order(1, 1), order(0))}) == 4


@pytest.mark.parametrize("shuffle", [None, 7])
def test_shards_are_all_records_once(
    shuffle: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_pieces(monkeypatch)
    shelf(tmp_path, [40, 3, 1, 1, 100])
    (tmp_path / "large.mrc.gz").write_bytes(gzip.compress(marc_book("x", "Y") * 100))
    loaders = [Loader(tmp_path, shard=(n, 3), shuffle=shuffle) for n in range(3)]
    shares = [everything(iter(loader)) for loader in loaders]
    assert all(shares)
    found = Counter(map(str, (one for share in shares for one in share)))
    assert found == Counter(map(str, in_turn(loaders[0].files, "raise")))
    for loader, share in zip(loaders, shares, strict=True):  # the shard of a resumed pass
        batches = iter(loader)
        before = list(map(fact, next(batches)))
        again = Loader(tmp_path, shard=loader._settings.shard, shuffle=shuffle)
        again.load_state_dict(json.loads(json.dumps(loader.state_dict())))
        assert before + everything(iter(again)) == share


@pytest.mark.parametrize(("order", "shuffle"), [("file", None), ("any", None), ("file", 5)])
@pytest.mark.parametrize("columns", [None, {"n": col("record_number"), "source": col("source")}])
def test_a_pass_goes_on_from_its_state(
    order: Any, shuffle: int | None, columns: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_pieces(monkeypatch, 50, 50_000)
    monkeypatch.setattr("panamarc._loader.pieces.WINDOW", 300)
    files = [realdata.path(name) for name in ("bu_bibs_100.mrc", "ia_malformed_116.mrc")]
    files += [realdata.path("loc_bibliographic_386.mrc")]

    def made(workers: int = 2) -> Loader:
        options: Any = {"order": order, "shuffle": shuffle, "columns": columns}
        return Loader(files, batch_size=40, workers=workers, **options)

    def steps(batches: Any) -> Any:
        """What each call gives: texts of records, or of an error."""
        while True:
            try:
                batch = next(batches)
            except StopIteration:
                return
            except panamarc.MarcFormatError as error:
                yield [str(error)]
            else:
                yield (
                    [str(row) for row in batch.to_pylist()]
                    if columns
                    else [str(fact(record)) for record in batch]
                )

    expected = [one for step in steps(iter(made())) for one in step]
    loader = made()
    before: list[str] = []
    moments = 0
    for number, step in enumerate(steps(iter(loader))):
        before += step
        if number % 25 == 0:
            again = made(workers=3)
            again.load_state_dict(json.loads(json.dumps(loader.state_dict())))
            found = before + [one for rest in steps(iter(again)) for one in rest]
            moments += 1
            if order == "any":
                assert Counter(found) == Counter(expected)
            else:
                assert found == expected
    assert moments > 3
    assert list(steps(iter(again))) != []  # the next pass is of all again


def test_a_state_of_another_loader_is_refused(tmp_path: Path) -> None:
    paths = shelf(tmp_path, [3, 3])
    state = Loader(tmp_path).state_dict()
    Loader(str(tmp_path), batch_size=7, workers=3).load_state_dict(state)
    with pytest.raises(ValueError, match="other arguments than this one"):
        Loader(tmp_path, on_error="skip").load_state_dict(state)
    with pytest.raises(ValueError, match="version 7; expected 1"):
        Loader(tmp_path).load_state_dict({**state, "version": 7})
    for bad in ({}, {**state, "position": {}}, {**state, "epoch": "x"}, None):
        with pytest.raises(ValueError, match="not a state of a loader"):
            Loader(tmp_path).load_state_dict(bad)  # type: ignore[arg-type]
    paths[1].write_bytes(b"")
    with pytest.raises(ValueError, match="other files, or their sizes, than this one"):
        Loader(tmp_path).load_state_dict(state)


@pytest.mark.parametrize("order", ["file", "any"])
def test_ctrl_c_at_any_moment_loses_no_record(
    order: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_pieces(monkeypatch)
    shelf(tmp_path, [20, 3, 30])
    expected = [f"n{number:05}" for number in range(53)]
    for moment in range(0, 100_000, 29):
        loader = Loader(tmp_path, batch_size=9, workers=1, order=order)
        batches, heard = iter(loader), False
        found: list[str] = []
        while True:
            with CtrlC(moment) if not heard else open(os.devnull) as _:  # noqa: PTH123
                try:
                    batch = next(batches, None)
                except KeyboardInterrupt:
                    heard = True
                    continue
            if batch is None:
                break
            found += map(control_number, batch)
            assert loader.report().records == len(found)
        assert sorted(found) == expected
        if not heard:
            break
    else:
        pytest.fail("there is no end of moments")


def threads_of_loaders() -> int:
    return sum(thread.name == "panamarc-loader" for thread in threading.enumerate())


def test_passes_leave_neither_threads_nor_files_open(tmp_path: Path) -> None:
    shelf(tmp_path, [30, 3, 3, 3])
    loader = Loader(tmp_path, workers=3)
    list(loader)
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0  # noqa: PTH112, PTH208
    for number in range(100):
        if number % 2:
            list(loader)
        else:
            next(iter(loader))
            loader.close()
        assert threads_of_loaders() == 0
    gc.collect()
    after = len(os.listdir("/proc/self/fd")) if before else 0  # noqa: PTH208
    assert after == before


def test_workers_end_with_the_last_reference_to_the_iterator(tmp_path: Path) -> None:
    shelf(tmp_path, [30] * 20)
    loader = Loader(tmp_path, workers=2, batch_size=1)
    batches = iter(loader)
    next(batches)
    workers = [one for one in threading.enumerate() if one.name == "panamarc-loader"]
    del batches
    gc.collect()
    for worker in workers:
        worker.join(60)
        assert not worker.is_alive()
    assert loader.report().records == 1


def test_a_loader_that_was_closed_says_so(tmp_path: Path) -> None:
    shelf(tmp_path, [30])
    with Loader(tmp_path, batch_size=1) as loader:
        first = iter(loader)
        next(first)
        assert len(next(iter(loader))) == 1  # another pass ends the first
        with pytest.raises(ValueError, match="closed, or has begun another pass"):
            next(first)
    assert repr(Loader(tmp_path, workers=3)) == (
        "<Loader of 1 files: batches of 32, records, 3 threads>"
    )


def test_a_loader_can_be_pickled(tmp_path: Path) -> None:
    shelf(tmp_path, [5])
    loader = Loader(tmp_path, columns={"id": col("001")}, transform=None, workers=2)
    again = pickle.loads(pickle.dumps(loader))
    next(iter(loader))
    assert [one.to_pylist() for one in pickle.loads(pickle.dumps(loader))] == [
        one.to_pylist() for one in again
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"workers": 0}, "workers is 0; expected 'auto', 1 to 256, or 'process:'"),
        ({"workers": "4"}, "workers is '4'"),
        ({"workers": "process:"}, "workers is 'process:'"),
        ({"workers": True}, "workers is True"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"format": "pandas"}, "format is 'pandas'; expected one of records, arrow, numpy"),
        ({"format": "numpy"}, "format is 'numpy', without columns"),
        ({"columns": "fields", "format": "records"}, "format is 'records', with columns"),
        ({"columns": "fields", "transform": str}, "transform is of records"),
        ({"columns": "feelds"}, "columns is 'feelds'"),
        ({"order": "size"}, "order is 'size'; expected one of file, any"),
        ({"order": "any", "shuffle": 1}, "shuffle gives an order"),
        ({"on_error": "ignore"}, "on_error is 'ignore'"),
        ({"shard": (3, 3)}, "shard is"),
        ({"pattern": "/x"}, "pattern is '/x'"),
        ({"pattern": []}, "there is no pattern"),
    ],
)
def test_arguments_that_are_none(options: Any, message: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=message.replace("(", r"\(")):
        Loader(tmp_path, allow_empty=True, **options)


@pytest.mark.parametrize(
    "options", [{"shuffle": True}, {"shard": 3}, {"pattern": 3}, {"columns": 3}, {"root": 3}]
)
def test_arguments_of_other_types(options: Any, tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        Loader(**{"root": tmp_path, "allow_empty": True, **options})
    with pytest.raises(ValueError, match="set_epoch is for a loader with shuffle"):
        Loader(tmp_path, allow_empty=True).set_epoch(1)
