"""What benchmarks of loaders ask of each record: a title, a year and subjects."""

from collections.abc import Iterable
from multiprocessing.pool import ThreadPool
from pathlib import Path
from typing import Any

import panamarc

Facts = tuple[str | None, str | None, list[str]]
COLUMNS: dict[str, Any] = {"title": "245$a", "year": "008/7-10", "subjects": ["650$a"]}


def of_records(batches: Iterable[list[panamarc.Record]]) -> list[Facts]:
    return [
        (record.value("245$a"), record.value("008/7-10"), record.values("650$a"))
        for batch in batches
        for record in batch
    ]


def rows_of(tables: Iterable[Any]) -> list[Facts]:
    """The rows of tables with these columns."""
    return [
        row
        for table in tables
        for row in zip(*(table[name].to_pylist() for name in COLUMNS), strict=True)
    ]


def of_file(path: Path) -> list[Facts]:
    """By pymarc."""
    import pymarc

    found: list[Facts] = []
    with path.open("rb") as file:
        for record in pymarc.MARCReader(file):
            titles = record.get_fields("245")
            subjects = [
                one for field in record.get_fields("650") for one in field.get_subfields("a")
            ]
            title = titles[0].get("a") if titles else None
            found.append((title, record["008"].data[7:11], subjects))
    return found


def of_pool(files: list[Path], threads: int) -> list[Facts]:
    """By pymarc, with readers in a pool of threads."""
    with ThreadPool(threads) as pool:
        return [one for found in pool.map(of_file, files, chunksize=1) for one in found]
