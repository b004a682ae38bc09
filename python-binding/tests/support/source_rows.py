"""Rows of the table of sources."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from support import realdata
from support.readings import Reading

# Records in order, records that are not, and bytes between that are none.
DATA = (
    realdata.content("loc_edge_cases_50.mrc")
    + b"\r\n"
    + realdata.content("ia_malformed_116.mrc")
    + b"no record"
    + realdata.content("bu_bibs_100.mrc")[:50_000]
)


@cache
def reading(policy: str = "recover") -> Reading:
    """What is to be found in DATA."""
    return Reading(DATA, on_error=policy)


def written(data: bytes, folder: Path, name: str = "records.mrc") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
