"""Tables in Dask. Only this module needs it: `import panamarc.dask`."""

from __future__ import annotations

from typing import Any

try:
    import dask.dataframe
    import pandas
except ImportError as error:
    raise ImportError(
        "panamarc.dask needs Dask: pip install 'panamarc[dask]'", name="dask"
    ) from error

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
) -> Any:
    """Files as a `dask.dataframe.DataFrame`, a partition for each file or part of a large one.

        books = panamarc.dask.read("*.mrc", {"title": "245$a", "language": "008/35-37"})
        books.groupby("language").size().compute()

    `source`: paths and patterns, which each worker has to find. `part_bytes`: of a partition; a
    larger file in ISO 2709 is framed here, so that each record is in one of them. The others are
    those of `panamarc.scan` without `progress`; a partition is read by one thread unless `threads`
    says more. Values have Arrow's types; record numbers count in each file. Each worker process has
    a JVM of its own, and cannot be forked from one that has.

    Raises ValueError and TypeError for arguments that are none, OSError for files that cannot be
    read; what `panamarc.scan` raises where a partition is read.
    """
    table = TableOfParts(columns, where, options)
    parts = table.parts(table.paths(source, part_bytes), part_bytes)
    return dask.dataframe.from_map(_frame, parts, table=table, meta=_frame(b"", table))


def _frame(part: Any, table: TableOfParts) -> pandas.DataFrame:
    return table.read(part).to_pandas(types_mapper=pandas.ArrowDtype)
