"""Compares what a store has of a source with the source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from panamarc._input.options import Options
from panamarc._stores.files import content_hash
from panamarc._stores.reading import Reading
from panamarc._stores.store import Store
from panamarc._stores.tables import StoredSource, plain, skipped_rows

MORE = "the store has more rows"


def differences(
    store: Store,
    source: StoredSource,
    path: str,
    options: Options,
    progress: Callable[[int, int], object],
) -> list[str]:
    """What a store has otherwise than the source, a sentence for each table at most.

    Every value is compared, of both read again. Empty where all is equal.

    `progress`: called with the bytes and records read.
    """
    if content_hash(path) != source.content_hash:
        return [f"{path}: the file is not the one that was ingested"]
    kept = {table: _Kept(store, table, source.source) for table in store.tables}
    reading = Reading(path, store.tables, options)
    found: dict[str, str] = {}
    try:
        for group in reading.groups():
            for table, rows in group.rows.items():
                if table not in found and (text := kept[table].difference(rows)):
                    found[table] = text
            progress(group.totals.bytes_read, group.totals.rows["records"])
        for table, rest in kept.items():
            if table not in found and rest.more():
                found[table] = MORE
        hashes = reading.totals().hashes
        for table in store.tables:
            if table not in found and hashes[table] != source.hash(table):
                found[table] = "the hash in the table sources is another one"
        skipped = skipped_rows(reading.skipped())
        ranges = _Kept(store, "skipped", source.source)
        if text := ranges.difference(skipped) or (MORE if ranges.more() else ""):
            found["skipped"] = text
    finally:
        reading.close()
    return [f"{path}: {table}: {text}" for table, text in found.items()]


class _Kept:
    """Rows of a table that the store has of a source, taken some at a time."""

    def __init__(self, store: Store, table: str, source: int) -> None:
        self._table = table
        self._rows: Iterator[Any] = iter(store.rows(table, source))
        self._held: Any = None

    def _take(self, count: int) -> Any:
        """The next rows, fewer at the end."""
        import pyarrow as pa

        taken = []
        while count and self.more():
            part = self._held.slice(0, count)
            self._held = self._held.slice(part.num_rows)
            count -= part.num_rows
            taken.append(part)
        return pa.concat_tables(taken) if taken else None

    def more(self) -> bool:
        """Whether there are more rows."""
        while self._held is None or not self._held.num_rows:
            self._held = next(self._rows, None)
            if self._held is None:
                return False
        return True

    def difference(self, rows: Any) -> str:
        """What is the first that the next rows have otherwise than these; empty for nothing."""
        if not rows.num_rows:
            return ""
        taken = self._take(rows.num_rows)
        expected = plain(rows, self._table)
        if taken is not None and taken.equals(expected):
            return ""
        stored = [] if taken is None else taken.to_pylist()
        for found, wanted in zip(stored, expected.to_pylist(), strict=False):
            if found != wanted:
                return _described(found, wanted)
        return f"the store lacks rows after {len(stored)} of {rows.num_rows} that belong together"


def _described(found: dict[str, Any], wanted: dict[str, Any]) -> str:
    name = next(name for name, value in wanted.items() if found[name] != value)
    places = [
        f"{key} {wanted[key]}" for key in ("record", "field", "subfield", "offset") if key in wanted
    ]
    return f"{', '.join(places)}: {name} is {found[name]!r}, in the source {wanted[name]!r}"
