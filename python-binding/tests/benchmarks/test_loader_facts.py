"""What benchmarks of loaders compare: the same of each record, by each way."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

import panamarc
from support import realdata

pytestmark = pytest.mark.same_without_c
ROOT = Path(__file__).resolve().parents[3]


def test_pymarc_records_and_tables_give_the_same_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    loading = import_module("benchmarks.harness.loading")
    path = realdata.path("loc_bibliographic_386.mrc")
    expected = loading.of_pool([path], 1)
    assert expected[1][:2] == ("Tallinna =", "1999")
    assert loading.of_records(panamarc.Loader(path)) == expected
    assert loading.rows_of(panamarc.Loader(path, columns=loading.COLUMNS)) == expected


def test_curves_are_by_batch_size_or_by_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    sweep = import_module("benchmarks.diagnostics.loader_sweep")
    points = [
        sweep.Point(result, workers, size, 1.0, 10.0 * workers + size, 1.0)
        for result in ("records", "tables")
        for workers in (1, 2)
        for size in (16, 32)
    ]
    assert sweep.rates(points, "tables", "batch size") == {
        "1 worker": {16: 26, 32: 42},
        "2 workers": {16: 36, 32: 52},
    }
    assert sweep.rates(points, "records", "workers") == {
        "batches of 16": {1: 26, 2: 36},
        "batches of 32": {1: 42, 2: 52},
    }
