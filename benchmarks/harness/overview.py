"""The one table: every reader, and the records that it reads a second at each task."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.harness.report import number, table
from benchmarks.peers import yaz
from benchmarks.peers.libraries import AS_PYMARC, MRRC, PANAMARC, PYMARC, RMARC

HEADING = [
    "reader",
    "version",
    "each record",
    "245 `$a`",
    "one value, two lists",
    "the same of MARC-8",
]
# The files of the columns, by the first part of their names.
_FILES = ("clean", "clean", "clean", "uva_marc8_2000")
NOTE = (
    "Records a second. An empty cell: it has no such task, or none was run. In MARC-8 each reader"
    f" gives Unicode; {yaz.NAME} gives no values, but checks each record, and converts whole"
    " records to UTF-8."
)


@dataclass(frozen=True)
class Reader:
    label: str
    side: str  # its part of the raw data
    library: str
    tasks: Sequence[str]  # one for each column, empty where it has none


READERS = [
    Reader("panamarc", "python", PANAMARC.name, ("loop", "field", "lists", "lists")),
    Reader(AS_PYMARC.name, "python", AS_PYMARC.name, ("loop", "field", "lists", "")),
    Reader("panamarc, `record.values`", "python", PANAMARC.name, ("", "", "values", "values")),
    Reader("pymarc", "python", PYMARC.name, ("loop", "field", "lists", "lists")),
    Reader("mrrc (Rust)", "python", MRRC.name, ("loop", "field", "lists", "lists")),
    Reader("rmarc (Rust)", "python", RMARC.name, ("loop", "field", "lists", "lists")),
    Reader("panamarc, Java", "java", "panamarc", ("loop", "one value", "lists", "lists")),
    Reader("marc4j, Java", "java", "marc4j", ("loop", "one value", "lists", "lists")),
    Reader(yaz.NAME + " (C)", "yaz", yaz.NAME, ("check", "", "", "convert")),
]


def overview(results: Sequence[Mapping[str, Any]]) -> str:
    """The table, from what compare.json and records.json hold."""
    cells, versions = {}, {}
    for raw in results:
        versions |= raw["machine"]
        for side in ("python", "java", "yaz"):
            for one in raw[side]:
                kind = one["file"].partition("-")[0]
                cells[side, one["library"], one["task"], kind] = number(one["records_per_second"])
        for one in raw["wrong"]:
            kind = one["file"].partition("-")[0]
            cells[one["side"], one["library"], one["task"], kind] = "wrong values"
    rows = []
    for reader in READERS:
        version = versions[reader.library.partition(",")[0]]
        if version == "not installed":
            rows.append([reader.label, *[version] * (len(HEADING) - 1)])
            continue
        tasks = zip(reader.tasks, _FILES, strict=True)
        found = [cells.get((reader.side, reader.library, *task), "") for task in tasks]
        rows.append([reader.label, version, *found])
    return table(HEADING, rows)
