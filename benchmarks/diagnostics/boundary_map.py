"""Where a file's records are, by a reader so plain that it can be checked by eye; as JSON.

    python -m benchmarks.diagnostics.boundary_map FILE  prints the map of FILE
    python -m benchmarks.diagnostics.boundary_map FILE --framing terminator
    python -m benchmarks.diagnostics.boundary_map  compares panamarc with maps of files
    python -m benchmarks.diagnostics.boundary_map --full  100,000 records, not 1,000; more cuts

The reader imports nothing of panamarc. It takes a record's length from its leader if the bytes
there end as a record does; if they do not, the record ends at the next 0x1E 0x1D, or else with the
file. So it is right where records have no 0x1E 0x1D inside and a leader of ordinary looks, and has
no opinion on finer damage, for which there is spec/cases.

Without FILE, `scan_boundaries` of panamarc gives the same for real files, for generated ones, with
and without planted defects (whose places are known besides), and for files cut at every byte of a
stretch; the first difference ends the run.
"""

import argparse
import gzip
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import takewhile, zip_longest
from pathlib import Path

LEADER_BYTES = 24
FRAMINGS = ("record", "terminator")
END = b"\x1e\x1d"
FIELD_TERMINATOR = b"\x1e"
# MARC 21, leader: 10-11 is 22, 12-16 the base address of data, 20-21 is 45.
LEADER = re.compile(rb"[ -~]{5}[a-z ][ -~]{4}22[0-9]{5}[ -~]{3}45[ -~]{2}")
FILLER = re.compile(rb"(?:[\n\r\0\x1a ]|\xef\xbb\xbf)*")


@dataclass(frozen=True)
class Piece:
    """A stretch of the input; all of them together are the input."""

    kind: str  # "record", "filler", "junk"; "piece" with framing="terminator"
    start: int  # bytes from the beginning of the (decompressed) input
    length: int  # bytes
    end: str  # how its end is known


def records(data: bytes) -> Iterator[Piece]:
    """The records of an input and what is between them."""
    at = 0
    while at < len(data):
        match = LEADER.search(data, at)
        start = match.start() if match else len(data)
        if start > at:
            kind = "filler" if FILLER.fullmatch(data, at, start) else "junk"
            yield Piece(kind, at, start - at, "a leader" if match else "end of input")
        if not match:
            return
        at = start
        stated = data[at : at + 5]
        length = int(stated) if stated.isdigit() else 0
        if length > LEADER_BYTES and data[at + length - len(END) : at + length] == END:
            how = "the leader's length"
        else:
            found = data.find(END, at + LEADER_BYTES)
            length = (len(data) if found < 0 else found + len(END)) - at
            how = "end of input" if found < 0 else "0x1E 0x1D"
        yield Piece("record", at, length, how)
        at += length


def pieces(data: bytes) -> Iterator[Piece]:
    """What each 0x1E ends, and what follows the last one."""
    at = 0
    while at < len(data):
        found = data.find(FIELD_TERMINATOR, at)
        end = len(data) if found < 0 else found + 1
        yield Piece("piece", at, end - at, "end of input" if found < 0 else "0x1E")
        at = end


def content(path: Path) -> bytes:
    """A file's bytes, decompressed if it is gzip."""
    data = path.read_bytes()
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def boundary_map(data: bytes, framing: str = "record") -> dict[str, object]:
    """The map as JSON has it."""
    found = list(records(data) if framing == "record" else pieces(data))
    return {
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "framing": framing,
        "records": sum(piece.kind in ("record", "piece") for piece in found),
        "pieces": [asdict(piece) for piece in found],
    }


def spans(data: bytes, framing: str = "record") -> list[tuple[int, int]]:
    """What `scan_boundaries` is to give: offsets and lengths."""
    found = records(data) if framing == "record" else pieces(data)
    return [(one.start, one.length) for one in found if one.kind in ("record", "piece")]


def compare(full: bool) -> None:
    """Compares panamarc with the maps, prints a table; raises WrongAnswer."""
    import panamarc
    from benchmarks.data.generate import generate
    from benchmarks.data.make_fixtures import FOLDER, fixture
    from benchmarks.diagnostics.batches import check
    from benchmarks.harness.report import table

    def compared(name: str, data: bytes) -> list[list[str]]:
        rows = []
        for framing in FRAMINGS:
            with panamarc.open(data, framing=framing) as reader:
                found = list(reader.scan_boundaries())
            expected = spans(data, framing)
            # Up to the first difference, so that the message is short.
            same = sum(
                1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip_longest(found, expected))
            )
            where = f"{name}, framing={framing}, piece {same}"
            check(where, found[same : same + 1], expected[same : same + 1])
            rows.append([name, framing, f"{len(data):,}", f"{len(found):,}"])
        return rows

    count = 100_000 if full else 1_000
    files = [fixture("utf8", count).path, fixture("marc8", count).path, fixture("long", 1_000).path]
    planted = FOLDER / f"planted-{count}.mrc"
    truth = generate(planted, count)
    lines = "".join(f"{start} {length}\n" for start, length in spans(content(planted)))
    check(f"map of {planted.name}", hashlib.sha256(lines.encode()).hexdigest(), truth["spans"])
    real = sorted((Path(__file__).resolve().parents[2] / "spec" / "data").glob("*.mrc*"))
    rows = [row for path in [*files, planted, *real] for row in compared(path.name, content(path))]
    print("## panamarc's boundaries, equal to the map\n")
    print(table(["file", "framing", "bytes", "pieces"], rows))
    cuts = 0
    for path in [files[0], *real]:
        data = content(path)
        first, second = [start + length for start, length in spans(data)[:2]]
        ends = range(second) if full else range(first - 100, first + 100)
        for end in ends:
            compared(f"{path.name}, cut to {end} bytes", data[:end])
        cuts += len(ends)
    print(f"\nNo difference in {cuts:,} beginnings of these files, either.")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="?", type=Path, help="print the map of this file")
    parser.add_argument("--framing", choices=FRAMINGS, default="record")
    parser.add_argument("--full", action="store_true", help="100,000 records, more cuts")
    args = parser.parse_args()
    if args.file is None:
        compare(args.full)
    else:
        json.dump(boundary_map(content(args.file), args.framing), sys.stdout, indent=1)
        print()


if __name__ == "__main__":
    main()
