"""The tables of a store: their columns, and what is known of a source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from panamarc._reading.accounting import SkippedRange

# Of each record, in this order; each is a ready set of `panamarc.scan`.
TABLES = ("records", "fields", "subfields", "links")

# Of a store's layout; another one is refused.
VERSION = 1
MARK = "panamarc_store"

INT32, INT64, TEXT, LIST = "int32", "int64", "text", "list"

# Columns by table, without `source`, the number of the source, which comes first in each.
COLUMNS: dict[str, dict[str, str]] = {
    "records": {
        "record": INT64,
        "control_number": TEXT,
        "offset": INT64,
        "length": INT64,
        "leader": TEXT,
        "record_status": TEXT,
        "record_type": TEXT,
        "bibliographic_level": TEXT,
        "control_type": TEXT,
        "coding_scheme": TEXT,
        "encoding_level": TEXT,
        "cataloging_form": TEXT,
        "multipart_level": TEXT,
        "defects": LIST,
    },
    "fields": {
        "record": INT64,
        "field": INT32,
        "tag": TEXT,
        "ind1": TEXT,
        "ind2": TEXT,
        "value": TEXT,
    },
    "subfields": {
        "record": INT64,
        "field": INT32,
        "subfield": INT32,
        "tag": TEXT,
        "ind1": TEXT,
        "ind2": TEXT,
        "code": TEXT,
        "value": TEXT,
    },
    "links": {
        "record": INT64,
        "field": INT32,
        "tag": TEXT,
        "control_number": TEXT,
        "kind": TEXT,
        "target": TEXT,
        "target_field": INT32,
    },
    "skipped": {"offset": INT64, "length": INT64, "reason": TEXT},
}

# Columns of few values, which cross as indexes into a dictionary.
REPEATING = frozenset(
    (
        "record_status",
        "record_type",
        "bibliographic_level",
        "control_type",
        "coding_scheme",
        "encoding_level",
        "cataloging_form",
        "multipart_level",
        "tag",
        "ind1",
        "ind2",
        "code",
        "kind",
    )
)

COMPLETE, PARTIAL, FAILED = "complete", "partial", "failed"


class StoredSource(NamedTuple):
    """A row of the table `sources`."""

    source: int
    """Its number, counted from 1 in the order in which sources were given."""
    path: str
    """Absolute."""
    size: int
    """Of the file, in bytes."""
    content_hash: str = ""
    """SHA-256 of the file, in hexadecimal digits; empty unless it was read to its end."""
    state: str = FAILED
    """`complete`, `partial` (ended before its last record) or `failed`."""
    error: str = ""
    """Why it failed."""
    options: str = ""
    """How it was read, as JSON."""
    records: int = 0
    fields: int = 0
    subfields: int = 0
    links: int = 0
    skipped: int = 0
    """Rows of the tables."""
    records_hash: str = ""
    fields_hash: str = ""
    subfields_hash: str = ""
    links_hash: str = ""
    """Hashes of the rows, see `_stores.hashes`; empty for a table that the store does not have."""

    def rows(self, table: str) -> int:
        """How many rows of a table are its."""
        count: int = getattr(self, table)
        return count

    def hash(self, table: str) -> str:
        """The hash of its rows of a table."""
        found: str = getattr(self, f"{table}_hash")
        return found


SOURCE_COLUMNS = {
    "source": INT32,
    "path": TEXT,
    "size": INT64,
    "content_hash": TEXT,
    "state": TEXT,
    "error": TEXT,
    "options": TEXT,
    **dict.fromkeys((*TABLES, "skipped"), INT64),
    **dict.fromkeys((f"{table}_hash" for table in TABLES), TEXT),
}


def arrow_schema(table: str) -> Any:
    """The columns of a table in pyarrow's types, without dictionaries."""
    import pyarrow as pa

    types = {
        INT32: pa.int32(),
        INT64: pa.int64(),
        TEXT: pa.string(),
        LIST: pa.list_(pa.string()),
    }
    columns = SOURCE_COLUMNS if table == "sources" else COLUMNS[table]
    return pa.schema([(name, types[kind]) for name, kind in columns.items()])


def plain(rows: Any, table: str) -> Any:
    """A table of pyarrow's in the types of `arrow_schema`, which two stores' tables share."""
    return rows.cast(arrow_schema(table))


def skipped_rows(skipped: Sequence[SkippedRange]) -> Any:
    """Rows of the table `skipped`."""
    import pyarrow as pa

    values = [[one.start, one.length, one.reason] for one in skipped]
    columns = [list(column) for column in zip(*values, strict=True)] or [[], [], []]
    return pa.table(columns, schema=arrow_schema("skipped"))
