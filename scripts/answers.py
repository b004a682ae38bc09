"""Prints hashes of all that reading gives, so that two builds can be compared.

    .venv/bin/python scripts/answers.py >before.txt      the files of spec/data, and damaged copies
    .venv/bin/python scripts/answers.py FILE... >after.txt

A line for each file and error policy: the hash of records (number, span, bytes, fields, defects),
errors, skipped ranges, defect counts and bytes read. Every batch size and number of threads must
give the same; otherwise the status is 1. PANAMARC_NATIVE chooses the scanner, as ever.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import random
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import panamarc

SPEC = Path(__file__).resolve().parents[1] / "spec" / "data"
POLICIES = ("recover", "skip", "raise")
# Records of a batch, and threads.
WAYS = ((800, 1), (1, 1), (7, 2), (200, 3))
COPIES = 6
LARGEST = 400_000  # bytes of a damaged copy
TOKENS = (
    b"\x1d",
    b"\x1e",
    b"\x1f",
    b"\x1e\x1d",
    b"\n",
    b"\0",
    b"\xc3",
    b"\x1b",
    b"99999",
    b"00000",
)


def damaged(data: bytes, seed: int) -> bytes:
    """A copy to which something happened about every 3,000 bytes."""
    chance = random.Random(seed)
    copy = bytearray(data[:LARGEST])
    for _ in range(max(1, len(copy) // 3000)):
        at = chance.randrange(len(copy) + 1)
        token = chance.choice(TOKENS)
        what = chance.randrange(4)
        if what == 0:
            copy[at:at] = token
        elif what == 1:
            copy[at : at + len(token)] = token
        elif what == 2:
            del copy[at : at + chance.randrange(1, 60)]
        else:
            copy[at:at] = copy[at : at + chance.randrange(1, 60)]
    return bytes(copy)


def inputs(paths: list[Path]) -> Iterator[tuple[str, bytes]]:
    """Names and contents."""
    for path in paths:
        data = path.read_bytes()
        data = gzip.decompress(data) if path.suffix == ".gz" else data
        yield path.name, data
        for seed in range(COPIES):
            yield f"{path.name}, damaged {seed}", damaged(data, seed)


def answers(data: bytes, on_error: Any, size: int, threads: int) -> str:
    """The hash of all that reading gives."""
    found = hashlib.sha256()
    reader = panamarc.open(
        data, on_error=on_error, batch_size=size, threads=threads, format="iso2709"
    )
    while True:
        try:
            for record in reader:
                parts = (
                    record.number,
                    record.span,
                    record.as_marc(oversize="cap"),
                    record.as_dict(),
                    record.defects,
                )
                found.update(repr(parts).encode("utf-8", "surrogatepass"))
            break
        except panamarc.MarcError as error:
            found.update(str(error).encode("utf-8", "surrogatepass"))
    account = (reader.skipped, reader.bytes_read, reader.records_read, reader.defect_counts)
    found.update(repr(account).encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def main() -> int:
    """Prints the hashes. Returns 1 where a way of reading gives something else than another."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, help="by default those of spec/data")
    paths = parser.parse_args().files or sorted(SPEC.glob("*.mrc*"))
    warnings.simplefilter("ignore")  # of damaged copies that have no record
    whole = hashlib.sha256()
    differing = 0
    for name, data in inputs(paths):
        for policy in POLICIES:
            hashes = {answers(data, policy, *way) for way in WAYS}
            differing += len(hashes) > 1
            line = f"{' OR '.join(sorted(hashes))}  {policy:7}  {name}"
            whole.update(line.encode())
            print(line)
    print(f"{whole.hexdigest()}  all")
    if differing:
        print(f"{differing} inputs differ by batch size or threads", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
