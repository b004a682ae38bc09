"""A dataset for PyTorch. Only this module needs it: `import panamarc.torch`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

try:
    import torch
    from torch import distributed
    from torch.utils import data
except ImportError as error:
    raise ImportError("panamarc.torch needs PyTorch: pip install torch", name="torch") from error

from panamarc._loader.loader import Loader
from panamarc._loader.sharding import shard_of_worker
from panamarc._loader.tensors import as_tensors

__all__ = ["MarcDataset"]


class MarcDataset(data.IterableDataset):  # type: ignore[misc]  # without types where it is not installed
    """The batches of a `panamarc.Loader`, for `torch.utils.data.DataLoader(…, batch_size=None)`.

        dataset = MarcDataset("records", columns={"id": "001", "year": "008/7-10"})
        for batch in DataLoader(dataset, batch_size=None, num_workers=2,
                                multiprocessing_context="spawn"):
            ...

    With `columns` a batch is a dict: of a tensor for a column of numbers or truth values without
    nulls, of a list for any other. Else it is a list as the loader gives it, whose content has to
    be picklable where the DataLoader has workers: give a `transform`. Each worker of a DataLoader,
    in each process of `torch.distributed` where that is initialised, gives what belongs to it, so
    that together they give each record once. Its processes may have numbers of batches that
    differ.

    The parameters are those of `panamarc.Loader` but `format` and `shard`. In a DataLoader's worker
    `workers` is 1 unless given. What it raises is what a loader raises. Workers of a DataLoader
    that are forked cannot read once Java has started in their parent: `spawn` can always.
    """

    def __init__(self, root: Any, pattern: Any = "**/*.mrc*", **options: Any) -> None:
        """Raises TypeError for `format` and `shard`, and what `panamarc.Loader` raises."""
        for name in ("format", "shard"):
            if name in options:
                raise TypeError(f"a MarcDataset has no {name}: it is given by the DataLoader")
        self._arguments = (root, pattern)
        self._options = options
        self._epoch = 0
        self._state: dict[str, Any] | None = None
        self._loader = Loader(root, pattern, **options)  # what is not allowed is an error now

    def __iter__(self) -> Iterator[Any]:
        """The batches that belong to this worker."""
        worker = data.get_worker_info()
        ranked = distributed.is_available() and distributed.is_initialized()
        rank, world = (distributed.get_rank(), distributed.get_world_size()) if ranked else (0, 1)
        number, workers = (0, 1) if worker is None else (worker.id, worker.num_workers)
        options = self._options if worker is None else {"workers": 1, **self._options}
        shard = shard_of_worker(rank, world, number, workers)
        self._loader = loader = Loader(*self._arguments, **options, shard=shard)
        if options.get("shuffle") is not None:
            loader.set_epoch(self._epoch)
        if self._state is not None:
            loader.load_state_dict(self._state)
            self._state = None
        for batch in loader:
            yield as_tensors(batch, torch.as_tensor) if "columns" in options else batch

    def set_epoch(self, epoch: int) -> None:
        """Gives the passes that begin from now on another order by chance, as of the loader."""
        self._loader.set_epoch(epoch)
        self._epoch = epoch

    def state_dict(self) -> dict[str, Any]:
        """How far this worker is: see `panamarc.Loader.state_dict`."""
        return self._loader.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Has the next pass of this worker go on from a `state_dict` of it."""
        self._state = state
