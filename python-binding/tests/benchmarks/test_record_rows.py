"""What benchmarks say of samples: how sure a median is, what a row says of its targets."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Imports a module of the benchmarks."""
    monkeypatch.syspath_prepend(str(ROOT))
    return lambda name: import_module(f"benchmarks.{name}")


def test_a_median_is_as_sure_as_the_samples_around_it(module: Callable[[str], Any]) -> None:
    middle = module("harness.measure").Middle
    # Of 25 samples the 8th and the 18th bound the median in 95 of 100 cases.
    assert middle.of([*range(25, 0, -1)]) == middle(13, 5)
    assert middle.of([7.0] * 6) == middle(7, 0)
    with pytest.raises(ValueError, match="5 samples; expected 6 or more"):
        middle.of([1, 2, 3, 4, 5])


@pytest.mark.parametrize(
    ("rates", "goals", "says"),
    [
        ((80, 70), (7.5, 6.5), ["8", "7", "≥ 7.5 / ≥ 6.5", "met"]),
        ((80, 60), (7.5, 6.5), ["8", "6", "≥ 7.5 / ≥ 6.5", "missed: `MARCReader`"]),
        ((80, 60), (9, 9), ["8", "6", "≥ 9", "missed: `open`, `MARCReader`"]),
        ((80, 5), (7, 6), ["8", "0.5", "≥ 7 / ≥ 6", "the peer wins"]),
        ((80, 60), (), ["8", "6", "", ""]),
        ((80,), (7, 7), ["8", "", "≥ 7", "met"]),
    ],
)
def test_a_row_says_which_reader_missed_its_target(
    module: Callable[[str], Any],
    rates: tuple[float, ...],
    goals: tuple[float, ...],
    says: list[str],
) -> None:
    libraries, runner = module("peers.libraries"), module("harness.measure").Runner

    def timed(library: Any, rate: float) -> Any:
        return runner(library, len, Path("a.mrc"), 100, 100, (), 1, None, [100 / rate])

    ours = [timed(libraries.PANAMARC, rate) for rate in rates]
    targets = {libraries.PYMARC: goals} if goals else {}
    made = module("suites.records").row("task", ours, timed(libraries.PYMARC, 10), targets)
    assert made[0] == "task"
    assert made[5:] == says
