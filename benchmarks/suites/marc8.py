"""A MARC-8 file of the repository, repeated to 50,000 records.

The expected values are those that pymarc reads from one copy. Outside the clock every library's
answers are brought into one form: NFC, which is what pymarc gives, and a mark over two letters as
one mark, where pymarc gives two halves.
"""

import gzip
import io
import unicodedata
from pathlib import Path

from benchmarks.data.generate import digest, repeat
from benchmarks.harness import tasks
from benchmarks.harness.measure import Runner, WrongAnswer
from benchmarks.peers.libraries import MRRC, PANAMARC, PANAMARC_NFC, PEERS, Library

_FILE = Path(__file__).resolve().parents[2] / "spec" / "data" / "uva_marc8_2000.mrc.gz"
_RECORDS = 2000
_TIMES = 25
_PEER_TIMES = 3
_HALVES = str.maketrans({"\ufe20": "\u0361", "\ufe22": "\u0360", "\ufe21": None, "\ufe23": None})

RECORDS = _RECORDS * _TIMES


def _plain(value: str) -> str:
    return unicodedata.normalize("NFC", value.translate(_HALVES))


def expected(times: int = _TIMES) -> str:
    """The digest of tasks.lists' answers for the file a number of times."""
    import pymarc

    reader = pymarc.MARCReader(io.BytesIO(gzip.decompress(_FILE.read_bytes())))
    answers = [one if one is None else _plain(one) for one in tasks.lists(reader, iter(()))]
    return digest(answers * times)


def file(folder: Path, times: int = _TIMES) -> Path:
    """The file a number of times."""
    path = folder / f"uva_marc8_2000-x{times}.mrc"
    repeat(_FILE, times, path)
    return path


def converted(path: Path) -> None:
    """Checks that a file is the whole one in UTF-8, by what panamarc reads of it."""
    with PANAMARC.open(path) as reader:
        answers = tasks.lists(reader, iter(()))
    if digest(one if one is None else _plain(one) for one in answers) != expected():
        raise WrongAnswer(f"{path.name}: other values than expected")


def _runner(library: Library, task: tasks.Task, folder: Path, times: int, rounds: int) -> Runner:
    records = _RECORDS * times
    path = file(folder, times)
    return Runner(library, task, path, records, expected(times), [], rounds, _plain)


def runners(folder: Path, rounds: int) -> list[Runner]:
    """To interleave: panamarc in three ways."""
    readings = [(PANAMARC, tasks.lists), (PANAMARC_NFC, tasks.lists), (PANAMARC, tasks.values)]
    return [_runner(library, task, folder, _TIMES, rounds) for library, task in readings]


def peers(folder: Path, rounds: int) -> list[Runner]:
    """The peers that are installed; whether they decode rightly is another matter."""
    return [
        _runner(library, tasks.lists, folder, _TIMES if library is MRRC else _PEER_TIMES, rounds)
        for library in PEERS
        if library.version()
    ]
