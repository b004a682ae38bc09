"""Writes a seeded ISO 2709 file and, next to it, what a right reading of it must give.

    python -m benchmarks.data.generate --records 100000 data/planted.mrc
    python -m benchmarks.data.generate --records 100000 --clean data/clean.mrc
    python -m benchmarks.data.generate --repeat real.mrc 60 data/real-60.mrc

The expectations are collected while the records are made, before they are encoded, so that a reader
is checked against what was planted and not against another reader.
"""

import argparse
import gzip
import hashlib
import json
import random
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from benchmarks.data import catalogue
from benchmarks.data import defects

SEED = 2709
# One record in this number is given a defect, or something that is not a record in front of it.
DEFECT_INTERVAL = 500
DRAWN_PAIRS = 997
# The tasks of tasks.py whose answers the truth file has.
TASKS = ("title", "field", "lists", "drawn", "drawn_value")
FIXED_SPECS = ["001", "008/7-10", "008/35-37", "LDR/5-7", "245$a", "020$a", "650$a"]
# The (tag, code) that a file can be asked for, with weights: about six in seven asked are there.
PAIRS = {
    ("245", "a"): 5,
    ("245", "c"): 4,
    ("300", "a"): 4,
    ("300", "c"): 4,
    ("336", "b"): 3,
    ("337", "a"): 3,
    ("338", "2"): 3,
    ("040", "a"): 4,
    ("040", "d"): 2,
    ("050", "a"): 4,
    ("050", "b"): 3,
    ("010", "a"): 3,
    ("035", "a"): 4,
    ("650", "a"): 4,
    ("650", "x"): 2,
    ("082", "a"): 2,
    ("100", "a"): 3,
    ("020", "a"): 2,
    ("500", "a"): 1,
    ("504", "a"): 1,
    ("490", "a"): 1,
    ("700", "a"): 1,
    ("856", "u"): 1,
    ("250", "a"): 1,
}


class Digest:
    """SHA-256 of a sequence of answers: a value is followed by 0x1F, None is written as 0x1E."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._pending: list[str] = []

    def add(self, answers: Iterable[str | None]) -> None:
        self._pending.extend("\x1e" if answer is None else answer + "\x1f" for answer in answers)
        if len(self._pending) > 10_000:
            self._flush()

    def _flush(self) -> None:
        self._hash.update("".join(self._pending).encode())
        self._pending.clear()

    def hex(self) -> str:
        self._flush()
        return self._hash.hexdigest()


def digest(answers: Iterable[str | None]) -> str:
    """The SHA-256 that Digest gives for the whole of `answers`."""
    whole = Digest()
    whole.add(answers)
    return whole.hex()


def drawn_pairs(seed: int) -> list[tuple[str, str]]:
    """The (tag, code) asked of record i is entry i modulo the length of this list."""
    return random.Random(f"pairs {seed}").choices(list(PAIRS), list(PAIRS.values()), k=DRAWN_PAIRS)


def drawn_specs(seed: int) -> list[str]:
    """The specs whose values the truth file carries: some always, some drawn by the seed."""
    candidates = [f"{tag}${code}" for tag, code in PAIRS if f"{tag}${code}" not in FIXED_SPECS]
    return FIXED_SPECS + sorted(random.Random(f"specs {seed}").sample(candidates, 6))


class Truth:
    """Collects what a right reading gives, record by record."""

    def __init__(self, seed: int) -> None:
        self.records = 0
        self.defective_records = 0
        self.planted: Counter[str] = Counter()
        self.skipped_bytes = 0
        self.skipped_ranges = 0
        self.size = 0
        self._seed = seed
        self._pairs = drawn_pairs(seed)
        self._specs = drawn_specs(seed)
        self._tasks = {name: Digest() for name in TASKS}
        self._first = {spec: Digest() for spec in self._specs}
        self._all = {spec: Digest() for spec in self._specs}
        self._spans = hashlib.sha256()

    def skip(self, kind: str, length: int) -> None:
        """`length` bytes that belong to no record come next."""
        self.planted[kind] += 1
        self.skipped_ranges += 1
        self.skipped_bytes += length
        self.size += length

    def record(self, record: catalogue.Record, length: int, defect: str | None) -> None:
        """A record of `length` bytes comes next."""
        if defect:
            self.planted[defect] += 1
            self.defective_records += 1
        tag, code = self._pairs[self.records % len(self._pairs)]
        titles = record.values("245", "a")
        first_title = titles[0] if titles else None
        self._tasks["title"].add([record.title()])
        self._tasks["field"].add([first_title])
        self._tasks["lists"].add(
            [first_title, *record.values("020", "a"), *record.values("650", "a")]
        )
        self._tasks["drawn"].add([record.first(tag, code)])
        self._tasks["drawn_value"].add(record.values(tag, code)[:1] or [None])
        for spec in self._specs:
            values = record.spec(spec)
            self._first[spec].add(values[:1] or [None])
            self._all[spec].add([*values, None])
        self._spans.update(b"%d %d\n" % (self.size, length))
        self.records += 1
        self.size += length

    def as_dict(self) -> dict[str, object]:
        return {
            "seed": self._seed,
            "records": self.records,
            "size": self.size,
            "skipped_bytes": self.skipped_bytes,
            "skipped_ranges": self.skipped_ranges,
            "defective_records": self.defective_records,
            "planted": dict(sorted(self.planted.items())),
            "digest": "SHA-256 of UTF-8: a value, then 0x1F; 0x1E for no value and at a list's end",
            "spans": self._spans.hexdigest(),
            "tasks": {name: whole.hex() for name, whole in self._tasks.items()},
            "first": {spec: whole.hex() for spec, whole in self._first.items()},
            "all": {spec: whole.hex() for spec, whole in self._all.items()},
            "pairs": self._pairs,
        }


def truth_path(path: Path) -> Path:
    return path.with_name(path.name + ".truth.json")


class Shelf(Protocol):
    """Where records come from: number 0, 1, 2 and so on."""

    def record(self, number: int) -> catalogue.Record: ...


def generate(
    path: Path,
    records: int,
    seed: int = SEED,
    clean: bool = False,
    shelf: Shelf | None = None,
    encode: Callable[[catalogue.Record], bytes] = catalogue.Record.encode,
) -> dict[str, object]:
    """Writes `path` and its truth file, returns the truth; fewer records are a prefix of more.

    `shelf`: other records than those of the catalogue. `encode`: another form than UTF-8.
    """
    truth = Truth(seed)
    source = shelf or catalogue.Catalogue(seed)
    # Plants have a generator of their own, so that the clean file holds the same records.
    planter = random.Random(f"defects {seed}")
    with path.open("wb", buffering=1 << 20) as out:
        for number in range(records):
            record = source.record(number)
            data = encode(record)
            kind = None
            if not clean and planter.randrange(DEFECT_INTERVAL) == 0:
                kind = planter.choice(defects.KINDS)
                if kind in defects.BETWEEN:
                    between = defects.BETWEEN[kind](planter)
                    out.write(between)
                    truth.skip(kind, len(between))
                    kind = None
                else:
                    data = defects.WITHIN[kind](planter, data)
            out.write(data)
            truth.record(record, len(data), kind)
    result = truth.as_dict()
    truth_path(path).write_text(json.dumps(result, indent=1), encoding="utf-8")
    return result


def repeat(source: Path, times: int, target: Path) -> None:
    """Writes `source`, unpacked if it is gzip, `times` times in a row."""
    data = source.read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    with target.open("wb") as out:
        for _ in range(times):
            out.write(data)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--clean", action="store_true", help="plant no defects")
    parser.add_argument(
        "--repeat", nargs=2, metavar=("FILE", "N"), help="write FILE N times instead"
    )
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    if args.repeat:
        repeat(Path(args.repeat[0]), int(args.repeat[1]), args.out)
        print(f"{args.out}: {args.out.stat().st_size} bytes")
    else:
        truth = generate(args.out, args.records, args.seed, args.clean)
        print(f"{args.out}: {truth['records']} records, {truth['size']} bytes, {truth['planted']}")


if __name__ == "__main__":
    main()
