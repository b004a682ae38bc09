"""What is in a store, read without panamarc."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

URIS = {"duckdb": "duckdb:store.duckdb", "parquet": "parquet:store", "sqlite": "sqlite:store.db"}
TABLES = ("records", "fields", "subfields", "links", "skipped", "sources")


def rows(uri: str, table: str) -> list[dict[str, Any]]:
    """The rows of a table, in the order of the store; lists as lists."""
    kind, _, path = uri.partition(":")
    if kind == "parquet":
        files = (
            [Path(path, "sources.parquet")]
            if table == "sources"
            else sorted(Path(path, table).glob("*.parquet"))
        )
        found = [row for file in files for row in pq.ParquetFile(file).read().to_pylist()]
        return [{name: value for name, value in row.items() if name != "parts"} for row in found]
    connection: Any = (
        duckdb.connect(path, read_only=True) if kind == "duckdb" else sqlite3.connect(path)
    )
    cursor = connection.execute(f"select * from {table}")
    names = [column[0] for column in cursor.description]
    found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    connection.close()
    if kind == "sqlite" and table == "records":
        found = [{**row, "defects": json.loads(row["defects"])} for row in found]
    return found


def content(uri: str, *without: str) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables, but some; sources by number."""
    found = {table: rows(uri, table) for table in TABLES if table not in without}
    if "sources" in found:
        found["sources"].sort(key=lambda row: row["source"])
    return found
