"""What benchmarks/diagnostics/curve.py says of curves: records a second by batch size."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "benchmarks" / "diagnostics" / "curve.py"


@pytest.fixture(scope="module")
def curve() -> Any:
    spec = spec_from_file_location("batch_curve", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look for it
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("rates", "kind", "size", "text"),
    [
        ({1: 10, 10: 50, 100: 96, 200: 100, 500: 99}, "plateau", 100, "plateau: take 100, the "),
        ({1: 10, 10: 50, 100: 40, 200: 30}, "plateau", 10, "plateau: take 10, the knee"),
        ({1: 10, 10: 50, 100: 90, 5000: 93}, "climbing", 5000, "still climbing at 5,000: go on "),
        ({1: 100, 10: 109, 100: 105}, "flat", 1, "flat: the batch size is not the bottleneck"),
    ],
)
def test_a_curve_has_a_plateau_or_climbs_or_is_flat(
    curve: Any, rates: dict[int, float], kind: str, size: int, text: str
) -> None:
    verdict = curve.verdict(rates)
    assert (verdict.kind, verdict.size) == (kind, size)
    assert verdict.text.startswith(text)


def test_a_default_stays_where_no_size_serves_the_worst_curve_better(curve: Any) -> None:
    curves = {"A": {1: 10.0, 100: 98.0, 200: 100.0}, "B": {1: 20.0, 100: 100.0, 200: 97.0}}
    assert curve.what_follows("SIZE", 200, curves) == (
        "SIZE = 200 gives 97% of the best or more (B the least),"
        " and no size serves all of these better: it stays"
    )


def test_a_default_gives_way_to_what_serves_the_worst_curve(curve: Any) -> None:
    curves = {"A": {1: 10.0, 50: 90.0, 200: 100.0}, "B": {1: 20.0, 50: 100.0, 200: 60.0}}
    assert curve.what_follows("SIZE", 200, curves) == (
        "SIZE = 200 gives 60% of the best or more (B the least); 50 gives 90% (A the least)"
    )


def test_csv_has_an_empty_cell_for_what_was_not_measured(curve: Any, tmp_path: Path) -> None:
    point = curve.Point(100, 0.5, 7.0, 2, "alone", None, 40, 1e-6, 2000)
    assert point.records_per_second == 4000
    curve.write_csv([point], tmp_path / "curve.csv")
    assert (tmp_path / "curve.csv").read_text() == (
        "batch_size,time_sec,speedup_factor,threads,contention,peak_memory_bytes,crossings,"
        "spread_sec_per_record,records\n"
        "100,0.5,7.0,2,alone,,40,1e-06,2000\n"
    )
