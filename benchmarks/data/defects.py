"""What is planted into a generated file, and why the right reading of it is known.

Everything a record says is still there in each of them: the field terminators are untouched, so a
reader that repairs gives the values of the undamaged record.
"""

import random
from collections.abc import Callable

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_FILLERS = [b"\n", b"\r\n", b"\n\n", b"\0\0\0", b"\x1a", b"  \n"]
_FIELD_TERMINATOR = 0x1E


def _length_long(rng: random.Random, record: bytes) -> bytes:
    return b"%05d" % (len(record) + rng.randint(1, 2000)) + record[5:]


def _length_short(rng: random.Random, record: bytes) -> bytes:
    return b"%05d" % (len(record) - rng.randint(1, 100)) + record[5:]


def _length_not_digits(rng: random.Random, record: bytes) -> bytes:
    return rng.choice([b"     ", b"0O9lI", b"*****", b"1.2e3"]) + record[5:]


def _directory_offset(rng: random.Random, record: bytes) -> bytes:
    """Moves the start in one directory entry by a few bytes, into the field's data."""
    entries = (record.index(_FIELD_TERMINATOR) - 24) // 12
    long_enough = [
        at for at in range(24, 24 + 12 * (entries - 1), 12) if int(record[at + 3 : at + 7]) > 10
    ]
    at = rng.choice(long_enough)
    start = int(record[at + 7 : at + 12]) + rng.randint(1, 4)
    return record[: at + 7] + b"%05d" % start + record[at + 12 :]


def _filler(rng: random.Random) -> bytes:
    return rng.choice(_FILLERS)


def _garbage(rng: random.Random) -> bytes:
    # Letters only: no digit that a leader could begin with and no structural byte.
    return "".join(rng.choices(_LETTERS, k=rng.randint(10, 300))).encode()


# Each damages one record: that record has a defect of severity "structure".
WITHIN: dict[str, Callable[[random.Random, bytes], bytes]] = {
    "length_long": _length_long,
    "length_short": _length_short,
    "length_not_digits": _length_not_digits,
    "directory_offset": _directory_offset,
}
# Each puts bytes between two records that belong to neither: a skipped range.
BETWEEN: dict[str, Callable[[random.Random], bytes]] = {
    "filler": _filler,
    "garbage": _garbage,
}
KINDS = [*WITHIN, *BETWEEN]
