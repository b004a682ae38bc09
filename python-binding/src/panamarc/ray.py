"""Tables in Ray. Only this module needs it: `import panamarc.ray`."""

from __future__ import annotations

from typing import Any

try:
    import ray.data
except ImportError as error:
    raise ImportError("panamarc.ray needs Ray: pip install 'panamarc[ray]'", name="ray") from error

from panamarc._tables.columns import Columns
from panamarc._tables.parts import PART_BYTES, TableOfParts
from panamarc.where import Condition

__all__ = ["read"]


def read(
    source: Any,
    columns: Columns = "bibliographic",
    *,
    where: Condition | None = None,
    part_bytes: int = PART_BYTES,
    **options: Any,
) -> ray.data.Dataset:
    """Files as a `ray.data.Dataset`, a block for each file or part of a large one.

        books = panamarc.ray.read("*.mrc", {"title": "245$a", "language": "008/35-37"})
        books.groupby("language").count().show()

    The parameters, and what is raised, are those of `panamarc.dask.read`; a large file is framed by
    a task of Ray's, whose errors are Ray's. Each of its workers has a JVM of its own. This process
    starts none: `ray.init` and `ray.shutdown` replace handlers of signals that a JVM needs.
    """
    table = TableOfParts(columns, where, options)
    paths = table.paths(source, part_bytes)
    parts = ray.get(ray.remote(TableOfParts.parts).remote(table, paths, part_bytes))
    numbers = ray.data.range(len(parts), override_num_blocks=max(1, len(parts)))
    return numbers.map_batches(
        lambda batch: table.read(parts[batch["id"][0]]), batch_size=1, batch_format="numpy"
    )
