"""What tests of loaders compare: the records of files, read one after the other."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

import panamarc
from panamarc._loader import plan, unit_reader
from panamarc.exceptions import MarcError
from support.records import iso2709


def book(number: int, *more: tuple[str, str]) -> bytes:
    """A record whose control number says which it is."""
    return iso2709(("001", f"n{number:05}"), ("245", f"10\x1faTitle {number}"), *more)


def shelf(folder: Path, sizes: Iterable[int]) -> list[Path]:
    """Files of that many records each, numbered through, in folders in folders."""
    found, number = [], 0
    for place, size in enumerate(sizes):
        path = folder / f"f{place % 3}" / f"g{place:02}" / f"{place:02}.mrc"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"".join(map(book, range(number, number + size))))
        found.append(path)
        number += size
    return sorted(found)


def small_pieces(patch: pytest.MonkeyPatch, records: int = 7, size: int = 4000) -> None:
    """Has loaders divide files and units that are not large."""
    patch.setattr(plan, "RANGE_BYTES", size)
    patch.setattr(unit_reader, "BLOCK_RECORDS", records)


def fact(record: panamarc.Record) -> tuple[object, ...]:
    """What a record is, and where."""
    return record.source, record.number, record.span, record.as_marc()


def everything(batches: Iterator[Any]) -> list[object]:
    """The facts of all records, and errors as texts in their places."""
    found: list[object] = []
    while True:
        try:
            for batch in batches:
                found += map(fact, batch)
            return found
        except (MarcError, OSError) as error:
            found.append(str(error))


def in_turn(files: Iterable[str], on_error: Any) -> list[object]:
    """The same of files read by `open`, one after the other."""
    found: list[object] = []
    for file in files:
        reader = panamarc.open(file, on_error=on_error)
        found += everything(iter(lambda reader=reader: reader.read_batch(50), []))  # type: ignore[misc]
    return found


# Given to processes.


def control_number(record: panamarc.Record) -> str:
    return str(record.value("001"))


def ended_at_30(record: panamarc.Record) -> str:
    if record.number == 30:
        os.kill(os.getpid(), signal.SIGKILL)
    return str(record.value("001"))


def failing_at_30(record: panamarc.Record) -> str:
    if record.number == 30:
        raise Unpicklable(lambda: None)
    return str(record.value("001"))


class Unpicklable(Exception):
    """Has something that cannot be pickled."""
