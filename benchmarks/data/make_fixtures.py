"""Makes the files that the other benchmarks read, each with what a right reading of it gives.

    python -m benchmarks.data.make_fixtures  1,000 and 10,000 records, 1,000 of 10 KB: seconds
    python -m benchmarks.data.make_fixtures --full  and 100,000 and 1,000,000: minutes, 2.5 GB

The records are those of catalogue.py: tags, how often they come and lengths as national libraries
have them, always the same for the same seed. `utf8`: letters of all scripts, some decomposed.
`marc8`: Latin letters with diacritics, in ANSEL; the expected values are in NFC, so that a reader
is opened with `nfc=True`. `long`: each record has a table of contents and is 10 KB long. A file
that is there and newer than what makes it stays. Each new one is read and checked, every value.
"""

import argparse
import dataclasses
import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

from benchmarks.harness import account
from benchmarks.data.catalogue import Catalogue, Record
from benchmarks.data.generate import SEED, Shelf, generate, truth_path
from benchmarks.data.marc8_encoder import encoded
from benchmarks.harness.report import table

FOLDER = Path(__file__).resolve().parents[1] / "generated" / "fixtures"
_MADE_BY = ("make_fixtures", "generate", "catalogue", "words", "defects", "marc8_encoder")
_LONG_BYTES = 10_000
_CHAPTER_BYTES = 1_000
_TITLES = 997


class _Latin:
    """The catalogue's records in Latin letters, in NFC."""

    def __init__(self) -> None:
        self._catalogue = Catalogue(SEED, scripts=False)

    def record(self, number: int) -> Record:
        record = self._catalogue.record(number)
        data = [
            (tag, indicators, [(code, unicodedata.normalize("NFC", v)) for code, v in subfields])
            for tag, indicators, subfields in record.data
        ]
        return dataclasses.replace(record, data=data)


class _Long:
    """The catalogue's records with tables of contents out of the notes of others, to 10 KB."""

    def __init__(self) -> None:
        self._catalogue = Catalogue(SEED)
        others = Catalogue(SEED + 1)
        self._titles = cycle([others.record(at).title() or "Untitled" for at in range(_TITLES)])

    def record(self, number: int) -> Record:
        record = self._catalogue.record(number)
        missing = _LONG_BYTES - len(record.encode())
        while missing > 0:
            chapters = self._chapters(min(missing, _CHAPTER_BYTES))
            record.data.append(("505", "8 ", [("a", chapters)]))
            missing -= len(chapters.encode()) + 12
        return record

    def _chapters(self, size: int) -> str:
        titles = ""
        while len(titles) < size:
            titles += next(self._titles) + " -- "
        return titles[:size].rstrip(" -") + "."


def _marc8(record: Record) -> bytes:
    return record.encode(" ", encoded)


@dataclass(frozen=True)
class Fixture:
    """A generated file, and what a right reading of it gives."""

    path: Path
    truth: dict[str, Any]
    nfc: bool

    @property
    def records(self) -> int:
        return int(self.truth["records"])


_KINDS: dict[str, tuple[Callable[[], Shelf], Callable[[Record], bytes]]] = {
    "utf8": (lambda: Catalogue(SEED), Record.encode),
    "marc8": (_Latin, _marc8),
    "long": (_Long, Record.encode),
}


def fixture(kind: str, records: int, folder: Path = FOLDER) -> Fixture:
    """The file of a kind with a number of records, made and checked if it is not there."""
    path = folder / f"{kind}-{records}.mrc"
    nfc = kind == "marc8"
    if not is_fresh(path):
        folder.mkdir(parents=True, exist_ok=True)
        truth_path(path).unlink(missing_ok=True)  # the last that is written says that all is
        shelf, encode = _KINDS[kind]
        truth = generate(path, records, clean=True, shelf=shelf(), encode=encode)
        try:
            account.check(path, truth, nfc)
        except BaseException:
            truth_path(path).unlink()
            raise
    return Fixture(path, json.loads(truth_path(path).read_text(encoding="utf-8")), nfc)


def is_fresh(path: Path) -> bool:
    """Whether a generated file and its truth are there, and newer than what makes them."""
    made_by = [Path(__file__).with_name(f"{name}.py") for name in _MADE_BY]
    made = [path, truth_path(path)]
    if not all(one.exists() for one in made):
        return False
    return min(one.stat().st_mtime for one in made) > max(one.stat().st_mtime for one in made_by)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--full", action="store_true", help="and 100,000 and 1,000,000 records")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    args = parser.parse_args()
    sizes = [1_000, 10_000, *([100_000, 1_000_000] if args.full else [])]
    asked = [(kind, size) for kind in ("utf8", "marc8") for size in sizes]
    rows = []
    for kind, size in [*asked, ("long", 1_000)]:
        made = fixture(kind, size, args.folder)
        length = made.truth["size"]
        titles = made.truth["tasks"]["title"]
        mean = f"{length / made.records:,.0f}"
        rows.append([made.path.name, f"{made.records:,}", f"{length:,}", mean, titles[:16]])
    print("## Fixtures\n")
    heading = ["file", "records", "bytes", "bytes a record", "SHA-256 of the titles begins"]
    print(table(heading, rows))


if __name__ == "__main__":
    main()
