"""What a batch is given as."""

from __future__ import annotations

from typing import Any, Protocol

from panamarc._batch.batch import Batch
from panamarc._reading.cursor import BatchCursor
from panamarc._tables.arrow import library

FORMATS = ("records", "arrow", "numpy")


class Form(Protocol):
    """Makes batches of the content of blocks. What it makes of a block can be cut."""

    def items(self, content: Any) -> Any:
        """What a block holds, with a length."""

    def cut(self, items: Any, start: int, size: int) -> Any:
        """Some of these."""

    def chosen(self, items: list[Any], places: list[int]) -> Any:
        """Those of several blocks, in another order."""

    def batch(self, items: list[Any]) -> Any:
        """A batch of these, one after the other."""


class Records:
    """Lists of records, or of what was made of them."""

    def items(self, content: Any) -> list[Any]:
        if isinstance(content, bytes):
            return [*BatchCursor(Batch(content)).records]
        found: list[Any] = content
        return found

    def cut(self, items: list[Any], start: int, size: int) -> list[Any]:
        return items[start : start + size]

    def chosen(self, items: list[Any], places: list[int]) -> list[Any]:
        all_items = self.batch(items)
        return [*map(all_items.__getitem__, places)]

    def batch(self, items: list[Any]) -> list[Any]:
        return items[0] if len(items) == 1 else [one for some in items for one in some]


class Tables:
    """Tables of pyarrow's."""

    def __init__(self) -> None:
        """Raises ImportError where pyarrow is not installed."""
        self._pyarrow = library("pyarrow", "pyarrow")

    def items(self, content: Any) -> Any:
        return self._pyarrow.Table.from_batches([content])

    def cut(self, items: Any, start: int, size: int) -> Any:
        return items.slice(start, size)

    def chosen(self, items: list[Any], places: list[int]) -> Any:
        return self._pyarrow.concat_tables(items).combine_chunks().take(places)

    def batch(self, items: list[Any]) -> Any:
        return items[0] if len(items) == 1 else self._pyarrow.concat_tables(items)


class Arrays(Tables):
    """Dicts of NumPy's arrays, by column; lists and texts are objects in them."""

    def __init__(self) -> None:
        """Raises ImportError where pyarrow or NumPy is not installed."""
        super().__init__()
        library("numpy", "numpy")

    def batch(self, items: list[Any]) -> dict[str, Any]:
        table = super().batch(items)
        return {
            name: column.to_numpy()
            for name, column in zip(table.column_names, table.columns, strict=True)
        }


def form_of(name: str) -> Form:
    """What gives batches in a format. Raises ImportError for what is not installed."""
    forms: dict[str, type[Form]] = {"records": Records, "arrow": Tables, "numpy": Arrays}
    return forms[name]()
