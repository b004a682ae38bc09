"""What a Python file object costs: time inside its `.read()` against framing and parsing.

    python -m benchmarks.diagnostics.python_file_overhead  10,000 records: part of make bench
    python -m benchmarks.diagnostics.python_file_overhead --full  100,000 records, more rounds

The same file is read in batches of 200 from its path, which Java maps, from bytes, and from file
objects of several kinds, each record asked for its title. File objects are wrapped in one that
takes the time of each call. `in the file`: time inside those calls, whichever of readinto1, read1,
readinto and read they are; `fetching`: the rest of `read_batch`, which is framing, parsing and the
crossings; `titles`: in Python. `of mapped`: records a second over those of the path, the target
for a file opened by Python being 0.60. Sources take turns; medians of the rounds.
"""

import argparse
import gzip
import io
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from benchmarks.data.generate import digest
from benchmarks.data.make_fixtures import Fixture, fixture
from benchmarks.diagnostics import batches
from benchmarks.harness.measure import interleave
from benchmarks.harness.report import number, table

BATCH = 200
READS = ("readinto1", "read1", "readinto", "read")


class Timed:
    """A file object with the reads that another one has, or with some of them."""

    def __init__(self, file: Any, reads: tuple[str, ...] = READS) -> None:
        self.calls = 0
        self.seconds = 0.0
        for name in reads:
            if hasattr(file, name):
                setattr(self, name, partial(self._call, getattr(file, name)))

    def _call(self, read: Callable[[Any], Any], target: Any) -> Any:
        start = time.perf_counter()
        got = read(target)
        self.seconds += time.perf_counter() - start
        self.calls += 1
        return got


@dataclass
class Source:
    """A kind of source, and what was measured of it, round by round."""

    name: str
    made: Fixture
    open: Callable[[], Any]  # gives what is read; what it takes is not measured
    rounds: int
    seconds: list[float] = field(default_factory=list)
    parts: list[tuple[float, float, float]] = field(default_factory=list)
    calls: int = 0

    def run(self) -> float:
        """Reads it once; raises WrongAnswer."""
        source = self.open()
        start = time.perf_counter()
        reading = batches.read(source, BATCH)
        seconds = time.perf_counter() - start
        batches.check(self.name, digest(reading.answers), self.made.truth["tasks"]["title"])
        within = 0.0
        if isinstance(source, Timed):
            within, self.calls = source.seconds, source.calls
        self.parts.append((within, reading.fetching_seconds - within, reading.touching_seconds))
        return seconds

    @property
    def records_per_second(self) -> float:
        return self.made.records / statistics.median(self.seconds)

    def row(self, mapped: "Source") -> list[str]:
        timed = self.parts[-self.rounds :]  # without the warm-up
        within, fetching, titles = (statistics.median(part) for part in zip(*timed, strict=True))
        records = self.made.records
        return [
            self.name,
            number(self.records_per_second),
            f"{self.records_per_second / mapped.records_per_second:.2f}",
            f"{self.calls:,}" if self.calls else "",
            f"{within / records * 1e6:.2f} us" if self.calls else "",
            f"{fetching / records * 1e6:.2f} us",
            f"{titles / records * 1e6:.2f} us",
            f"{within / statistics.median(self.seconds):.0%}" if self.calls else "",
        ]


def sources(made: Fixture, rounds: int) -> list[Source]:
    data = made.path.read_bytes()
    packed = gzip.compress(data, 6)

    def opened(buffering: int) -> Timed:
        return Timed(made.path.open("rb", buffering))

    kinds: dict[str, Callable[[], Any]] = {
        "path": lambda: made.path,
        "bytes": lambda: data,
        'open(path, "rb")': lambda: opened(-1),
        "the same, unbuffered": lambda: opened(0),
        "BytesIO": lambda: Timed(io.BytesIO(data)),
        "BytesIO, with .read() only": lambda: Timed(io.BytesIO(data), ("read",)),
        "gzip.GzipFile": lambda: Timed(gzip.GzipFile(fileobj=io.BytesIO(packed))),
        "BytesIO of gzip data": lambda: Timed(io.BytesIO(packed)),
    }
    return [Source(name, made, kind, rounds) for name, kind in kinds.items()]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--full", action="store_true", help="100,000 records, more rounds")
    args = parser.parse_args()
    made = fixture("utf8", 100_000 if args.full else 10_000)
    measured = sources(made, 11 if args.full else 7)
    interleave(measured)
    print(f"## Sources, {made.records:,} records in batches of {BATCH}\n")
    heading = "source|records/s|of mapped|calls|in the file|fetching|titles|share in the file"
    print(table(heading.split("|"), [source.row(measured[0]) for source in measured]))


if __name__ == "__main__":
    main()
