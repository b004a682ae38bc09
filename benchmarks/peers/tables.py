"""The tables of suites/tables.py as other libraries and programs make them.

Five columns: control number, year, title, ISBNs and subjects. pymarc gives lists; polars-marc21 and
marc21 give a row for each pair of a record's ISBNs and subjects. `grouped` brings both into one
form.
"""

import csv
import io
import shutil
import subprocess
from collections.abc import Callable, Iterable
from importlib import metadata
from itertools import product
from pathlib import Path
from typing import Any

NAMES = ["id", "year", "title", "isbns", "subjects"]
MARC21 = "marc21"
POLARS_MARC21 = "polars-marc21"
QUERY = "001, 008[7:11], 245/*.a, 020/*.a, 650/*.a"

Rows = list[tuple[Any, ...]]


def pymarc_five(path: Path) -> Rows:
    """A loop over pymarc's records."""
    import pymarc

    rows = []
    with path.open("rb") as file:
        for record in pymarc.MARCReader(file):
            number, fixed, title = record.get("001"), record.get("008"), record.get("245")
            rows.append(
                (
                    number.data if number else None,
                    fixed.data[7:11] if fixed else None,
                    title.get("a") if title else None,
                    [one for isbn in record.get_fields("020") for one in isbn.get_subfields("a")],
                    [one for topic in record.get_fields("650") for one in topic.get_subfields("a")],
                )
            )
    return rows


def pymarc_fields(path: Path) -> Rows:
    """A row a field."""
    import pymarc

    rows: Rows = []
    with path.open("rb") as file:
        for number, record in enumerate(pymarc.MARCReader(file), 1):
            for place, field in enumerate(record.fields):
                if field.control_field:
                    rows.append((number, place, field.tag, None, None, field.data))
                else:
                    value = " ".join([subfield.value for subfield in field.subfields])
                    rows.append((number, place, field.tag, *field.indicators, value))
    return rows


def pymarc_subfields(path: Path) -> Rows:
    """A row a subfield; one for a control field."""
    import pymarc

    rows: Rows = []
    with path.open("rb") as file:
        for number, record in enumerate(pymarc.MARCReader(file), 1):
            for place, field in enumerate(record.fields):
                if field.control_field:
                    rows.append((number, place, 0, field.tag, None, None, None, field.data))
                    continue
                first, second = field.indicators
                for at, (code, value) in enumerate(field.subfields):
                    rows.append((number, place, at, field.tag, first, second, code, value))
    return rows


def in_arrow(rows: Callable[[Path], Rows], names: list[str]) -> Callable[[Path], Any]:
    """Makes a table of pyarrow's of what a loop gives."""

    def table(path: Path) -> Any:
        import pyarrow

        columns = [list(column) for column in zip(*rows(path), strict=True)]
        return pyarrow.table(dict(zip(names, columns, strict=True)))

    return table


def polars_marc21(path: Path) -> Any:
    """polars-marc21, a DataFrame."""
    from polars_marc21 import read_marc21

    return read_marc21(str(path), QUERY, header=NAMES)


def marc21_tsv(path: Path, target: Path) -> Path:
    """marc21, a file of tab-separated values."""
    options = ["--tsv", "-o", str(target)]
    subprocess.run([MARC21, "select", *options, QUERY, str(path)], check=True)
    return target


def tsv_rows(path: Path) -> Rows:
    """The rows of a file of tab-separated values, without their heading."""
    text = io.StringIO(path.read_text("utf-8"), newline="")
    return [tuple(row) for row in csv.reader(text, delimiter="\t")][1:]


def grouped(rows: Iterable[tuple[Any, ...]]) -> Rows:
    """A row a record, of rows of pairs: each ISBN and each subject once, in their order."""
    found: dict[str, tuple[Any, ...]] = {}
    for number, year, title, isbn, subject in rows:
        _, _, _, isbns, subjects = found.setdefault(number, (number, year, title, {}, {}))
        isbns[isbn] = subjects[subject] = None
    return [
        (*row[:3], *([one for one in many if one] for many in row[3:])) for row in found.values()
    ]


def pairs(table: Any) -> Rows:
    """The rows of five columns, a row a pair; what is missing is empty."""
    return [
        pair
        for number, year, title, isbns, subjects in zip(
            *(column.to_pylist() for column in table.columns), strict=True
        )
        for pair in product([number], [year], [title or ""], isbns or [""], subjects or [""])
    ]


def versions() -> dict[str, str | None]:
    """The versions of what may be missing; None where it is."""
    try:
        polars = metadata.version(POLARS_MARC21)
    except metadata.PackageNotFoundError:
        polars = None
    program = None
    if shutil.which(MARC21):
        said = subprocess.run([MARC21, "--version"], capture_output=True, text=True, check=True)
        program = said.stdout.split()[-1]
    return {POLARS_MARC21: polars, MARC21: program}
