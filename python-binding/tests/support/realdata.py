"""The real MARC files of the repository."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[3] / "spec" / "data"

# Lengths and directories that hold, and UTF-8 as the leader says: pymarc reads these, too.
WELL_FORMED_UTF8 = (
    "cliffeh_1010.mrc.gz",
    "loc_authority_150.mrc",
    "loc_bibliographic_386.mrc",
    "loc_edge_cases_50.mrc",
)
MARC8 = "uva_marc8_2000.mrc.gz"
MALFORMED = ("bu_bibs_100.mrc", "ia_malformed_116.mrc")
ALL = (*WELL_FORMED_UTF8, MARC8, *MALFORMED)


def path(name: str) -> Path:
    """Where a file is."""
    return FOLDER / name


@cache
def content(name: str) -> bytes:
    """A file's bytes, decompressed."""
    stored = path(name).read_bytes()
    return gzip.decompress(stored) if name.endswith(".gz") else stored
