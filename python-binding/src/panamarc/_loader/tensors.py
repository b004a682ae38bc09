"""Tables as dicts of tensors, of PyTorch or another library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from panamarc._tables.arrow import library


def as_tensors(table: Any, tensor: Callable[[Any], Any]) -> dict[str, Any]:
    """The columns of a `pyarrow.Table`.

    A column of numbers or truth values without nulls is what `tensor` makes of a NumPy array of
    them, any other a list.
    """
    types = library("pyarrow.types", "pyarrow")
    found: dict[str, Any] = {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        numbers = types.is_integer(column.type) or types.is_boolean(column.type)
        plain = numbers and not column.null_count
        # A copy, since Arrow's memory may not be written to, and a tensor may be.
        found[name] = tensor(column.to_numpy().copy()) if plain else column.to_pylist()
    return found
