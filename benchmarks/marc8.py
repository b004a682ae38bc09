"""A MARC-8 file of the repository, repeated to 50,000 records.

The expected values are those that pymarc reads from one copy. Outside the clock every library's
answers are brought into one form: NFC, which is what pymarc gives, and a mark over two letters as
one mark, where pymarc gives two halves.
"""

import gzip
import io
import unicodedata
from pathlib import Path

import pymarc

import tasks
from generate import digest, repeat
from libraries import PANAMARC, PANAMARC_NFC, PYMARC
from measure import Runner

_FILE = Path(__file__).parent.parent / "spec" / "data" / "uva_marc8_2000.mrc.gz"
_RECORDS = 2000
_TIMES = 25
_PYMARC_TIMES = 3
_HALVES = str.maketrans({"\ufe20": "\u0361", "\ufe22": "\u0360", "\ufe21": None, "\ufe23": None})

RECORDS = _RECORDS * _TIMES


def _plain(value: str) -> str:
    return unicodedata.normalize("NFC", value.translate(_HALVES))


def expected(times: int = _TIMES) -> str:
    """The digest of tasks.lists' answers for the file so many times."""
    reader = pymarc.MARCReader(io.BytesIO(gzip.decompress(_FILE.read_bytes())))
    answers = [one if one is None else _plain(one) for one in tasks.lists(reader, iter(()))]
    return digest(answers * times)


def file(folder: Path, times: int = _TIMES) -> Path:
    """The file so many times."""
    path = folder / f"uva_marc8_2000-x{times}.mrc"
    repeat(_FILE, times, path)
    return path


def runners(folder: Path, rounds: int, peer_rounds: int) -> list[Runner]:
    """To interleave: panamarc in three ways, then pymarc."""
    readings = [
        (PANAMARC, tasks.lists, _TIMES, rounds),
        (PANAMARC_NFC, tasks.lists, _TIMES, rounds),
        (PANAMARC, tasks.values, _TIMES, rounds),
        (PYMARC, tasks.lists, _PYMARC_TIMES, peer_rounds),
    ]
    return [
        Runner(
            library,
            task,
            file(folder, times),
            _RECORDS * times,
            expected(times),
            [],
            turns,
            _plain,
        )
        for library, task, times, turns in readings
    ]
