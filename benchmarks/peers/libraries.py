"""The libraries that are compared, each opened the way that is fastest for it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any


@contextmanager
def _panamarc(path: Path) -> Iterator[Any]:
    import panamarc

    with panamarc.open(path) as reader:
        yield reader


@contextmanager
def _panamarc_nfc(path: Path) -> Iterator[Any]:
    import panamarc

    with panamarc.open(path, nfc=True) as reader:
        yield reader


@contextmanager
def _panamarc_as_pymarc(path: Path) -> Iterator[Any]:
    import panamarc

    with path.open("rb") as file:
        yield panamarc.MARCReader(file)


@contextmanager
def _pymarc(path: Path) -> Iterator[Any]:
    import pymarc

    with path.open("rb") as file:
        yield pymarc.MARCReader(file)


@contextmanager
def _mrrc(path: Path) -> Iterator[Any]:
    import mrrc

    # A path lets it read in Rust; a Python file object is no faster.
    yield mrrc.MARCReader(str(path))


@contextmanager
def _rmarc(path: Path) -> Iterator[Any]:
    import rmarc

    # Its read-ahead is for files that are slow to read, and no faster here.
    with path.open("rb") as file:
        yield rmarc.MARCReader(file)


@dataclass(frozen=True)
class Library:
    name: str
    module: str  # its module, and its distribution
    open: Callable[[Path], AbstractContextManager[Any]]

    def version(self) -> str | None:
        """The version that is installed, if one is."""
        try:
            return metadata.version(self.module)
        except metadata.PackageNotFoundError:
            return None


PANAMARC = Library("panamarc", "panamarc", _panamarc)
PANAMARC_NFC = Library("panamarc, `nfc=True`", "panamarc", _panamarc_nfc)
AS_PYMARC = Library("panamarc, `MARCReader`", "panamarc", _panamarc_as_pymarc)
PYMARC = Library("pymarc", "pymarc", _pymarc)
MRRC = Library("mrrc", "mrrc", _mrrc)
RMARC = Library("rmarc", "rmarc", _rmarc)
PEERS = (PYMARC, MRRC, RMARC)
BY_NAME = {library.name: library for library in (PANAMARC, AS_PYMARC, *PEERS)}
