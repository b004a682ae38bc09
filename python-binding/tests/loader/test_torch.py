"""PyTorch's dataset: the arithmetic of its shards, and what it makes of batches."""

from __future__ import annotations

import sys
from collections import Counter
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from panamarc import Loader, col
from panamarc._loader.sharding import shard_of_worker
from panamarc._loader.tensors import as_tensors
from support.loading import control_number, shelf, small_pieces

COLUMNS: dict[str, Any] = {
    "id": "001",
    "n": col("record_number"),
    "titled": col("245").exists(),
    "s": ["650$a"],
}

pytestmark = pytest.mark.same_without_c


@pytest.mark.parametrize(("world", "workers"), [(1, 1), (1, 3), (3, 1), (2, 4)])
def test_shards_of_all_workers_of_all_processes_are_all(world: int, workers: int) -> None:
    shards = [shard_of_worker(r, world, w, workers) for r in range(world) for w in range(workers)]
    assert sorted(shards) == [(n, world * workers) for n in range(world * workers)]


def test_numbers_are_tensors_and_all_else_is_a_list(tmp_path: Path) -> None:
    shelf(tmp_path, [2])
    years = {"year": col("008/7-10").cast("int", on_error="null")}
    (table,) = Loader(tmp_path, columns={**COLUMNS, **years})
    assert as_tensors(table, lambda array: (str(array.dtype), array.tolist())) == {
        "id": ["n00000", "n00001"],
        "n": ("int64", [1, 2]),
        "titled": ("bool", [True, True]),
        "s": [[], []],
        "year": [None, None],
    }


def test_without_torch_the_import_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.delitem(sys.modules, "panamarc.torch", raising=False)
    with pytest.raises(ImportError, match=r"panamarc\.torch needs PyTorch: pip install torch"):
        import_module("panamarc.torch")


class Torch:
    """What a dataset asks of PyTorch."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.worker: Any = None
        self.rank: tuple[int, int] | None = None
        data: Any = ModuleType("torch.utils.data")
        data.IterableDataset = object
        data.get_worker_info = lambda: self.worker
        distributed: Any = ModuleType("torch.distributed")
        distributed.is_available = lambda: True
        distributed.is_initialized = lambda: self.rank is not None
        distributed.get_rank = lambda: self.rank and self.rank[0]
        distributed.get_world_size = lambda: self.rank and self.rank[1]
        utils: Any = ModuleType("torch.utils")
        utils.data = data
        torch: Any = ModuleType("torch")
        torch.as_tensor = lambda array: array
        torch.distributed, torch.utils = distributed, utils
        for name, module in (
            ("torch", torch),
            ("torch.utils", utils),
            ("torch.utils.data", data),
            ("torch.distributed", distributed),
        ):
            monkeypatch.setitem(sys.modules, name, module)
        monkeypatch.delitem(sys.modules, "panamarc.torch", raising=False)
        from panamarc.torch import MarcDataset

        monkeypatch.delitem(sys.modules, "panamarc.torch")
        self.dataset: Any = MarcDataset


def test_each_worker_of_each_process_gives_its_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch = Torch(monkeypatch)
    small_pieces(monkeypatch, size=900)
    shelf(tmp_path, [40, 3, 3, 100])
    dataset = torch.dataset(tmp_path, columns=COLUMNS, batch_size=16, shuffle=1)
    found: Counter[str] = Counter()
    for rank in range(2):
        for worker in range(3):
            torch.rank, torch.worker = (rank, 2), SimpleNamespace(id=worker, num_workers=3)
            dataset.set_epoch(1)
            share = list(dataset)
            assert share
            assert dataset._loader._settings.workers.number == 1
            found.update(one for batch in share for one in batch["id"])
            assert share[0]["n"].tolist()
    assert found == Counter(f"n{number:05}" for number in range(146))


def test_a_dataset_goes_on_from_its_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch = Torch(monkeypatch)
    shelf(tmp_path, [40, 3])
    dataset = torch.dataset(tmp_path, transform=control_number, batch_size=16)
    batches = iter(dataset)
    first = next(batches)
    again = torch.dataset(tmp_path, transform=control_number, batch_size=16)
    again.load_state_dict(dataset.state_dict())
    assert [first, *again] == list(dataset)


@pytest.mark.parametrize("name", ["format", "shard"])
def test_what_the_dataset_decides_cannot_be_given(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(TypeError, match=f"a MarcDataset has no {name}"):
        Torch(monkeypatch).dataset(tmp_path, **{name: 1})


def test_a_data_loader_of_pytorch_gives_each_record_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = pytest.importorskip("torch.utils.data")
    shelf(tmp_path, [40, 3, 3, 100])
    from panamarc.torch import MarcDataset

    dataset = MarcDataset(tmp_path, columns=COLUMNS, batch_size=16)
    for workers in (0, 2):
        spawned = {"multiprocessing_context": "spawn"} if workers else {}
        batches = data.DataLoader(dataset, batch_size=None, num_workers=workers, **spawned)
        found = Counter(one for batch in batches for one in batch["id"])
        assert found == Counter(f"n{number:05}" for number in range(146))
