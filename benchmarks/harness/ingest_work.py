"""Puts records into a store, as a child process that suites/ingest.py starts.

python -m benchmarks.harness.ingest_work pymarc STORE 1 FILE...   pymarc, into SQLite
python -m benchmarks.harness.ingest_work duckdb STORE 2 FILE...   panamarc, two threads

Prints what was put there and what it took as JSON: seconds, those of processors, rows of each table
and, of panamarc, their hashes, without what start and imports took.
"""

import json
import resource
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

TABLES = ("records", "fields", "links")
# Where MARC 21 has the control number or the field of something else.
LINKING = {*map(str, range(760, 790)), "800", "810", "811", "830"}


def links_of(record: Any) -> Iterator[tuple[int, str, str]]:
    """The place, tag and target of each reference of a record of pymarc's."""
    for place, field in enumerate(record.fields):
        tag = field.tag
        if not field.control_field and "010" <= tag <= "899":
            code = "6" if tag == "880" else "w" if tag in LINKING else "0"
            for target in field.get_subfields(code):
                yield place, tag, target


def rows_of(record: Any, number: int) -> tuple[tuple[Any, ...], list[Any], list[Any]]:
    """The row of a record, and those of its fields and links."""
    fields = [
        (number, place, field.tag, None, None, field.data)
        if field.control_field
        else (
            number,
            place,
            field.tag,
            *field.indicators,
            " ".join(subfield.value for subfield in field.subfields),
        )
        for place, field in enumerate(record.fields)
    ]
    links = [(number, *link) for link in links_of(record)]
    return (number, record["001"].data, str(record.leader)), fields, links


def by_pymarc(store: str, files: Sequence[str]) -> dict[str, Any]:
    """What people do without panamarc: `executemany` for each record, in one transaction."""
    import pymarc

    connection = sqlite3.connect(store, isolation_level=None)
    connection.execute("create table records (record, control_number, leader)")
    connection.execute("create table fields (record, field, tag, ind1, ind2, value)")
    connection.execute("create table links (record, field, tag, target)")
    connection.execute("begin")
    number = 0
    for file in files:
        with Path(file).open("rb") as opened:
            for record in pymarc.MARCReader(opened):
                number += 1
                row, fields, links = rows_of(record, number)
                connection.execute("insert into records values (?, ?, ?)", row)
                connection.executemany("insert into fields values (?, ?, ?, ?, ?, ?)", fields)
                connection.executemany("insert into links values (?, ?, ?, ?)", links)
    connection.execute("commit")
    counts = [connection.execute(f"select count(*) from {table}").fetchone()[0] for table in TABLES]
    connection.close()
    return dict(zip(TABLES, counts, strict=True))


def by_panamarc(store: str, threads: int, files: Sequence[str]) -> dict[str, Any]:
    import panamarc

    result = panamarc.ingest(list(files), store, tables=list(TABLES), threads=threads)
    if result.failed:
        raise SystemExit(f"{store}: {result.failed}")
    return {table: sum(getattr(one, table) for one in result.sources) for table in TABLES}


def hashes(store: str) -> list[Any]:
    """The hashes of each source's tables."""
    from panamarc._stores.store import open_store

    opened = open_store(store, None, 1)
    try:
        return [[one.hash(table) for table in TABLES] for one in opened.sources()]
    finally:
        opened.close()


def processors() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def warm(way: str) -> None:
    """Imports what the way needs, and starts Java."""
    if way == "pymarc":
        import pymarc  # noqa: F401

        return
    import pyarrow.parquet  # noqa: F401

    import panamarc

    if way == "duckdb":
        import duckdb  # noqa: F401
    panamarc.scan(b"", "fields").to_arrow()


def main() -> None:
    way, store, threads, *files = sys.argv[1:]
    warm(way)
    used, begun = processors(), time.perf_counter()
    if way == "pymarc":
        made = by_pymarc(store, files)
    else:
        made = by_panamarc(f"{way}:{store}", int(threads), files)
    took = {"seconds": time.perf_counter() - begun, "processors": processors() - used}
    if way != "pymarc":
        made["hashes"] = hashes(f"{way}:{store}")
    print(json.dumps(made | took))


if __name__ == "__main__":
    main()
