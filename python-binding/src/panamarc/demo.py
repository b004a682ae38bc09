"""Shows a MARC file: its first records as a table, then how the reading went.

python -m panamarc.demo [FILE]
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
import unicodedata
import warnings
from collections.abc import Sequence
from pathlib import Path

import panamarc
from panamarc import MarcError, MarcWarning, Record, RecordReader

SHOWN_RECORDS = 20
SHOWN_DEFECTS = 5
WARM_UP_SECONDS = 0.5
COLUMN_GAP = "  "
HEADINGS = ("control number", "title", "author", "year")
# How the width that is left is shared by the columns, in hundredths.
SHARES = (19, 45, 24, 12)
SAMPLE = Path(__file__).parents[3] / "spec" / "data" / "loc_bibliographic_386.mrc"


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cell(text: str, columns: int) -> str:
    """A text in exactly `columns`, cut with an ellipsis or padded."""
    shown = "".join(" " if unicodedata.category(c) == "Cc" else c for c in text)
    if width(shown) > columns:
        kept, left = "", columns - 1
        for character in shown:
            left -= _columns(character)
            if left < 0:
                break
            kept += character
        shown = kept + "…"
    return shown + " " * (columns - width(shown))


def row(record: Record) -> tuple[str, ...]:
    """What the table shows of a record."""
    return (
        record.value("001") or "",
        record.title or "",
        record.author or "",
        record.pubyear or record.value("008/7-10") or "",
    )


def table(rows: Sequence[Sequence[str]], columns: int) -> list[str]:
    """The lines of a table, as wide as it needs to be and at most `columns`."""
    room = columns - len(COLUMN_GAP) * (len(HEADINGS) - 1)
    needed = [max(map(width, column)) for column in zip(HEADINGS, *rows, strict=True)]
    shares = [room * share // 100 for share in SHARES]
    spare = room - sum(map(min, needed, shares))
    widths = []
    for need, share in zip(needed, shares, strict=True):
        extra = max(0, min(need - share, spare))
        spare -= extra
        widths.append(min(need, share) + extra)
    lines = [HEADINGS, tuple("─" * size for size in widths), *rows]
    return [COLUMN_GAP.join(map(cell, line, widths)).rstrip() for line in lines]


def records_per_second(file: str) -> float:
    """The speed of reading a file once Java has warmed up, in records a second."""
    best = 0.0
    end = time.perf_counter() + WARM_UP_SECONDS
    while (began := time.perf_counter()) < end:
        with panamarc.open(file) as reader:
            while reader.read_batch(1000):
                pass
            best = max(best, reader.records_read / (time.perf_counter() - began))
    return best


def show(reader: RecordReader, columns: int) -> None:
    """Reads everything and prints it."""
    first: list[Record] = []
    broken: list[Record] = []
    while batch := reader.read_batch(1000):
        first += batch[: SHOWN_RECORDS - len(first)]
        if len(broken) < SHOWN_DEFECTS:
            broken += [record for record in batch if record.defects]

    print(*table([row(record) for record in first], columns), sep="\n")
    if reader.records_read > len(first):
        print(f"… and {reader.records_read - len(first):,} more")
    skipped = reader.skipped
    if broken:
        print("\nfirst defects")
        for record in broken[:SHOWN_DEFECTS]:
            defect = record.defects[0]
            place = f"  record {defect.record_number} at byte {defect.offset:,}: "
            print(cell(f"{place}{defect.kind}: {defect.message}", columns).rstrip())
    if skipped:
        print("\nfirst skipped ranges")
        for skip in skipped[:SHOWN_DEFECTS]:
            print(f"  {skip.length:,} bytes at byte {skip.start:,}: {skip.reason}")
    print()
    counts = reader.defect_counts
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in sorted(counts.items()))
    reasons = sorted({skip.reason for skip in skipped})
    facts = reader.explain()
    print(f"records        {reader.records_read:,}")
    print(f"bytes          {reader.bytes_read:,}")
    print(f"defects        {sum(counts.values()):,}{f'  ({kinds})' if kinds else ''}")
    print(
        f"skipped bytes  {sum(skip.length for skip in skipped):,}"
        f"{'  (' + ', '.join(reasons) + ')' if reasons else ''}"
    )
    print(f"scanner        {facts['scanner']}{'  (' + facts['why'] + ')' if facts['why'] else ''}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the demo; the exit status is 0, 1 where reading failed, or 2 for a wrong call."""
    parser = argparse.ArgumentParser(
        prog="python -m panamarc.demo", description="Shows what is in a MARC file."
    )
    parser.add_argument(
        "file", nargs="?", help="a file of MARC records in ISO 2709, compressed or not"
    )
    file = parser.parse_args(arguments).file
    if file is None:
        if not SAMPLE.is_file():
            parser.error("give a FILE: the sample comes with panamarc's sources only")
        file = str(SAMPLE)
    try:
        # The reason of the range skipped says the same.
        warnings.simplefilter("ignore", MarcWarning)
        with panamarc.open(file) as reader:
            print(f"{file}\n")
            show(reader, shutil.get_terminal_size().columns)
        if Path(file).is_file():
            print(f"records/s      {records_per_second(file):,.0f}")
    except BrokenPipeError:
        # The reader of the output has seen enough, and Python is not to flush any more of it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        print(f"cannot read {file}: {error.strerror or error}", file=sys.stderr)
        return 1
    except MarcError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
