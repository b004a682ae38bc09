"""How the time to read nothing but defects grows with the input's size.

    python -m benchmarks.suites.linearity  1, 10 and 100 MB: minutes
    python -m benchmarks.suites.linearity --quick  1 and 10 MB: part of make bench

Each input is read to its end, every defect of every record asked for, and the account asked for
with every batch, as a display of progress would. The account must close: lengths of records and
skipped ranges add up to the size. `growth` is the time over that of the next smaller size, divided
by how much larger the input is: 1 is linear, a reader that looks at everything again for each byte
would have 10. Exits with status 1 where it is above 3.
"""

import argparse
import io
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import panamarc
from benchmarks.harness.measure import WrongAnswer
from benchmarks.harness.report import number, table

MB = 1_000_000
MOST_GROWTH = 3
STEP = 10  # each size over the one before
# Below this number of seconds the caches, which hold a small input but not a large one, say more.
NOTICED_SECONDS = 0.1
# Small inputs are read again until this number of seconds went by, and the shortest time counts.
ENOUGH_SECONDS = 0.5

LEADER = b"99999nam a2200000 i 4500"
FIELD = b"1 \x1faSome title or other /\x1fcby somebody.\x1e"


def _filled(part: bytes, size: int) -> bytes:
    return (part * (size // len(part) + 1))[:size]


def _entries(count: int, lie: int = 0) -> bytes:
    """A directory of fields that are all FIELD, off by `lie` bytes."""
    length = len(FIELD)
    return b"".join(b"245%04d%05d" % (length + lie, at * length + lie) for at in range(count))


def _record(entries: bytes, fields: bytes) -> bytes:
    base = len(LEADER) + len(entries) + 1
    leader = b"%05dnam a22%05d i 4500" % (base + len(fields) + 1, base)
    return leader + entries + b"\x1e" + fields + b"\x1d"


def _marc8(size: int) -> bytes:
    """Fields of marks without a base, halves of double marks, and escapes to nowhere."""
    value = (
        b"  \x1fa"
        + b"\xeb\xfa\xe2" * 300
        + b"x"
        + b"\x1b(Q\x1b" * 300
        + b"\xff\xaf" * 300
        + b"\x1e"
    )
    entries = b"".join(b"500%04d%05d" % (len(value), at * len(value)) for at in range(30))
    return _filled(_record(entries, value * 30).replace(b"nam a", b"nam  ", 1), size)


CASES: dict[str, Callable[[int], bytes]] = {
    "random bytes": lambda size: random.Random(2709).randbytes(size),
    "0x1E only": lambda size: bytes([0x1E]) * size,
    "0x1D only": lambda size: bytes([0x1D]) * size,
    "0x1E 0x1D pairs": lambda size: _filled(b"\x1e\x1d", size),
    "one byte and a newline in turn": lambda size: _filled(b"x\n", size),
    "newlines only": lambda size: b"\n" * size,
    "leaders of 99999, end to end": lambda size: _filled(LEADER, size),
    "such leaders, each with a directory without end": lambda size: _filled(
        LEADER + _entries(100), size
    ),
    "such leaders, each with 100 bytes of text": lambda size: _filled(
        LEADER + b"Lorem ipsum, 100 bytes. ".ljust(100, b"x"), size
    ),
    "such leaders, each with 0x1E 0x1D and a letter": lambda size: _filled(
        LEADER + b"\x1e\x1dx", size
    ),
    "such leaders, each with 1,000 entries and three terminators": lambda size: _filled(
        LEADER + _entries(1000) + b"\x1e\x1e\x1dx", size
    ),
    "one leader, a directory of digits": lambda size: LEADER + b"1" * (size - len(LEADER)),
    "one leader, then 0x1E 0x1D and a letter": lambda size: (
        LEADER + _filled(b"\x1e\x1dx", size - len(LEADER))
    ),
    "text that almost looks like leaders": lambda size: _filled(
        b"12345nam a22 4500 i 450045 22 4522 00045nam 2245002245 ", size
    ),
    "records whose every entry lies": lambda size: _filled(
        _record(_entries(20, lie=3), FIELD * 20), size
    ),
    "records of 5,000 entries that all lie": lambda size: _filled(
        _record(_entries(5000, lie=3)[: 12 * 5000], b"x\x1e" * 4999), size
    ),
    "records of 4,000 entries of the same field": lambda size: _filled(
        _record(_entries(1) * 4000, FIELD), size
    ),
    "records without terminators": lambda size: _filled(
        _record(_entries(20), FIELD * 20).replace(b"\x1e", b" ").replace(b"\x1d", b" "), size
    ),
    "records of MARC-8 that means nothing": _marc8,
}


class Trickle(io.RawIOBase):
    """A file object that gives at most 64 KiB at a time, as a pipe does."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[call-overload]
        return self._file.readinto(view[: 1 << 16])


SOURCES: dict[str, Callable[[Path], object]] = {
    "file": lambda path: path,
    "pieces of 64 KiB": lambda path: Trickle(path.read_bytes()),
}


@dataclass(frozen=True)
class Reading:
    """What came of one input."""

    seconds: float
    records: int
    ranges: int
    defects: int


def read(source: object, size: int) -> Reading:
    """Reads all of an input. Raises WrongAnswer where the account does not close."""
    records = in_spans = defects = 0
    start = time.perf_counter()
    with panamarc.open(source) as reader:
        while batch := reader.read_batch(200):
            records += len(batch)
            for record in batch:
                in_spans += record.span[1]
                defects += len(record.defects)
            if reader.bytes_read > size:
                raise WrongAnswer(f"{reader.bytes_read} bytes read of {size}")
        skipped = reader.skipped
        seconds = time.perf_counter() - start
        in_ranges = sum(one.length for one in skipped)
        if not in_spans + in_ranges == reader.bytes_read == size:
            raise WrongAnswer(
                f"records have {in_spans} bytes, skipped ranges {in_ranges}; {size} were given"
            )
    return Reading(seconds, records, len(skipped), defects)


def shortest(how: str, path: Path, size: int) -> Reading:
    """The shortest of several readings, or a single long one."""
    readings: list[Reading] = []
    while not readings or sum(one.seconds for one in readings) < ENOUGH_SECONDS:
        readings.append(read(SOURCES[how](path), size))
    return min(readings, key=lambda one: one.seconds)


def curve(case: str, how: str, sizes: list[int], folder: Path) -> tuple[list[list[str]], float]:
    """The rows of one case, a size each, and its largest growth."""
    rows, largest = [], 0.0
    before: Reading | None = None
    path = folder / "linearity.mrc"
    for size in sizes:
        path.write_bytes(CASES[case](size))
        reading = shortest(how, path, size)
        growth = ""
        if before is not None:
            ratio = reading.seconds / before.seconds / STEP
            growth = f"{ratio:.2f}"
            if reading.seconds > NOTICED_SECONDS:
                largest = max(largest, ratio)
        before = reading
        facts = [f"{one:,}" for one in (reading.records, reading.ranges, reading.defects)]
        rate = number(size / reading.seconds) + "B/s"
        rows.append([case, how, f"{size // MB} MB", f"{reading.seconds:.3f}", rate, growth, *facts])
    path.unlink()
    return rows, largest


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="1 and 10 MB only")
    parser.add_argument(
        "--data", type=Path, default=Path(__file__).resolve().parents[1] / "generated"
    )
    parser.add_argument("--only", default="", help="cases whose name has this in it")
    args = parser.parse_args()
    args.data.mkdir(exist_ok=True)
    sizes = [MB * STEP**power for power in range(2 if args.quick else 3)]
    rows, curved = [], []
    for case in CASES:
        if args.only not in case:
            continue
        read(io.BytesIO(CASES[case](MB)), MB)  # Java's compiler learns what the case needs
        for how in SOURCES:
            found, growth = curve(case, how, sizes, args.data)
            rows += found
            if growth > MOST_GROWTH:
                curved.append(f"{case}, {how}")
    heading = "input source size seconds rate growth records ranges defects".split()
    print(table(heading, rows))
    if curved:
        sys.exit("time grows faster than the input: " + "; ".join(curved))


if __name__ == "__main__":
    main()
