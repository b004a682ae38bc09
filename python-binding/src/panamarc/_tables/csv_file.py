"""Batches of a table as comma-separated values."""

from __future__ import annotations

import io
from typing import Any

BETWEEN_VALUES = "|"  # of a list


class CsvFile:
    """Writes batches of pyarrow's to a binary file, in UTF-8, the names of the columns first."""

    def __init__(self, file: Any, schema: Any, separator: str) -> None:
        """Raises ValueError for a column of whole fields, or of bytes."""
        for field in schema:
            if str(field.type).startswith("list<") and "struct<" in str(field.type):
                raise ValueError(f"column {field.name!r} has whole fields, which no cell holds")
            if str(field.type) == "binary":
                raise ValueError(f"column {field.name!r} has bytes, which no cell holds")
        import csv  # only programs that write such files need it

        self._text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
        self._rows = csv.writer(self._text, delimiter=separator, lineterminator="\n")
        self._rows.writerow(schema.names)

    def write_batch(self, batch: Any) -> None:
        """Writes the rows of a batch."""
        columns = [map(_cell, column.to_pylist()) for column in batch.columns]
        self._rows.writerows(zip(*columns, strict=True))

    def __enter__(self) -> CsvFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._text.detach()


def _cell(value: object) -> object:
    """Text of a value; empty for null, as csv writes it."""
    if isinstance(value, list):
        return BETWEEN_VALUES.join("" if one is None else str(one) for one in value)
    if isinstance(value, bool):
        return str(value).lower()
    return value
