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
def _pymarc(path: Path) -> Iterator[Any]:
    import pymarc

    with path.open("rb") as file:
        yield pymarc.MARCReader(file)


@contextmanager
def _mrrc(path: Path) -> Iterator[Any]:
    import mrrc

    # A path lets it read in Rust; a Python file object is no faster.
    yield mrrc.MARCReader(str(path))


@dataclass(frozen=True)
class Library:
    name: str
    open: Callable[[Path], AbstractContextManager[Any]]

    def version(self) -> str:
        return metadata.version(self.name)


PANAMARC = Library("panamarc", _panamarc)
PANAMARC_NFC = Library("panamarc, `nfc=True`", _panamarc_nfc)
PYMARC = Library("pymarc", _pymarc)
MRRC = Library("mrrc", _mrrc)
BY_NAME = {library.name: library for library in (PANAMARC, PYMARC, MRRC)}
