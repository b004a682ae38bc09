"""Hashes of a table's content, which batches, threads and stores do not change.

Each column has streams of bytes, of all its rows one after the other:

| type | streams |
| --- | --- |
| number | little-endian values, -1 for null |
| text | lengths in bytes as int32, -1 for null; UTF-8 |
| text of few values | int32 indexes, -1 for null; at the end the values that they count |
| list of text | numbers of items as int32; the items as text |

These values are in the order in which they appear first. The hash of a table is SHA-256 of its
columns' names and the SHA-256 of their streams.
"""

from __future__ import annotations

import hashlib
from typing import Any

from panamarc._stores.tables import COLUMNS, INT32, INT64, LIST, REPEATING


class TableHash:
    """The hash of a table, as far as its rows were added. Not thread-safe."""

    def __init__(self, table: str) -> None:
        self._columns = {name: _column(name, kind) for name, kind in COLUMNS[table].items()}

    def add(self, rows: Any) -> None:
        """Adds the rows of a `pyarrow.Table`; columns of other names are left out."""
        for name, column in self._columns.items():
            column.add(rows.column(name))

    def digest(self) -> str:
        """The hash of the rows so far, in hexadecimal digits."""
        whole = hashlib.sha256()
        for name, column in self._columns.items():
            whole.update(name.encode() + b"\0" + column.digest())
        return whole.hexdigest()


def _column(name: str, kind: str) -> Any:
    if kind in (INT32, INT64):
        return _Numbers()
    if kind == LIST:
        return _Lists()
    return _Repeating() if name in REPEATING else _Text()


class _Numbers:
    def __init__(self) -> None:
        self._values = hashlib.sha256()

    def add(self, column: Any) -> None:
        for chunk in _chunks(column):
            filled = chunk.fill_null(-1) if chunk.null_count else chunk
            self._values.update(_fixed(filled))

    def digest(self) -> bytes:
        return self._values.digest()


class _Text:
    def __init__(self) -> None:
        self._lengths = _Numbers()
        self._bytes = hashlib.sha256()

    def add(self, column: Any) -> None:
        import pyarrow as pa
        from pyarrow import compute

        for chunk in _chunks(column):
            text = chunk if chunk.type == pa.string() else chunk.cast(pa.string())
            self._lengths.add(compute.binary_length(text))
            self._bytes.update(_bytes(text))

    def digest(self) -> bytes:
        return self._lengths.digest() + self._bytes.digest()


class _Repeating:
    def __init__(self) -> None:
        self._indexes = _Numbers()
        self._values: dict[str, int] = {}
        self._last = -1  # the highest index used; a dictionary may have values that no row has yet

    def add(self, column: Any) -> None:
        import pyarrow as pa
        from pyarrow import compute

        for chunk in _chunks(column):
            coded = chunk if pa.types.is_dictionary(chunk.type) else chunk.dictionary_encode()
            known = self._values
            places = [known.setdefault(value, len(known)) for value in coded.dictionary.to_pylist()]
            indexes = coded.indices
            if places != list(range(len(places))):
                indexes = pa.array(places, pa.int32()).take(indexes)
            self._indexes.add(indexes)
            self._last = max(self._last, compute.max(indexes).as_py() or 0)

    def digest(self) -> bytes:
        values = hashlib.sha256()
        for value in list(self._values)[: self._last + 1]:
            encoded = value.encode("utf-8")
            values.update(len(encoded).to_bytes(4, "little") + encoded)
        return self._indexes.digest() + values.digest()


class _Lists:
    def __init__(self) -> None:
        self._lengths = _Numbers()
        self._items = _Text()

    def add(self, column: Any) -> None:
        from pyarrow import compute

        for chunk in _chunks(column):
            self._lengths.add(compute.list_value_length(chunk))
            self._items.add(chunk.flatten())

    def digest(self) -> bytes:
        return self._lengths.digest() + self._items.digest()


def _chunks(column: Any) -> list[Any]:
    chunks: list[Any] = getattr(column, "chunks", None) or [column]
    return chunks


def _fixed(array: Any) -> memoryview:
    """The values of numbers, which are not null."""
    width = array.type.bit_width // 8
    buffer = array.buffers()[1]
    if buffer is None:
        return memoryview(b"")
    return memoryview(buffer)[array.offset * width : (array.offset + len(array)) * width]


def _bytes(text: Any) -> memoryview:
    """The bytes of all values of text, one after the other."""
    if text.null_count:
        text = text.fill_null("")
    _, offsets, values = text.buffers()
    if not len(text) or values is None:
        return memoryview(b"")
    ends = memoryview(offsets).cast("i")
    return memoryview(values)[ends[text.offset] : ends[text.offset + len(text)]]
