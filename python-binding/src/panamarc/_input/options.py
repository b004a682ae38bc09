"""What a reader does with what it finds, in the form that crosses into Java."""

from __future__ import annotations

from typing import Any, NamedTuple, get_args

from panamarc import _threads
from panamarc._input.encoding import FileEncoding
from panamarc._java import jvm
from panamarc._names import Format, Framing, OnError

POLICIES: tuple[str, ...] = get_args(OnError)
FRAMINGS: tuple[str, ...] = get_args(Framing)
FORMATS: tuple[str, ...] = get_args(Format)

# How many records an iteration gets at once where a call does not say. The first batch is small, so
# that the first record comes soon. Each is twice as large as the one before, up to a size at which
# a crossing costs each record little and two threads seldom wait for each other.
FIRST_BATCH_RECORDS = 50
BATCH_RECORDS = 800
AHEAD_BATCH_RECORDS = 200  # of each, where threads read ahead
BATCH_BYTES = 4 << 20

# A batch that is checked in Java is small enough for the cache of the thread that packed it.
CHECKED_RECORDS = 200
CHECKED_BYTES = 256 << 10
MOST_RECORDS = (1 << 31) - 1


class Options(NamedTuple):
    """What a reader does with what it finds, which cross into Java by name."""

    on_error: str
    file_encoding: FileEncoding
    threads: int
    strict: bool = False
    framing: str = "record"
    nfc: str = "none"
    keep_references: bool = False
    quarantine: str = ""
    format: str = ""

    def check_words(self) -> None:
        """Raises ValueError for a word that an option does not have."""
        for name, value, allowed in (
            ("on_error", self.on_error, POLICIES),
            ("framing", self.framing, FRAMINGS),
            ("format", self.format or FORMATS[0], FORMATS),
        ):
            if value not in allowed:
                raise ValueError(f"{name} is {value!r}; expected one of {', '.join(allowed)}")

    def java(self) -> Any:
        """The PythonOptions of these. Raises LookupError for a charset that Java lacks."""
        java = jvm.classes()
        self.file_encoding.check(java)
        named = self._asdict()
        encoding = named.pop("file_encoding")
        texts = {name: str(value) for name, value in named.items()}
        texts |= {"file_encoding": encoding.name, "table": encoding.table}
        return java.options.of([part for pair in texts.items() for part in pair])


def options_of_whole(
    *,
    on_error: str = "recover",
    strict: bool = False,
    file_encoding: str | None = None,
    nfc: bool = False,
    keep_references: bool = False,
    threads: int | None = None,
    format: str | None = None,
) -> Options:
    """The options of a call that reads whole inputs, by default with all processors.

    Raises ValueError for a word or a number that an option does not have, and LookupError for an
    encoding that is unknown.
    """
    options = Options(
        on_error=on_error,
        strict=bool(strict),
        file_encoding=FileEncoding.named(file_encoding),
        nfc="all" if nfc else "none",
        keep_references=bool(keep_references),
        threads=_threads.number(threads, _threads.usable()),
        format=format or "",
    )
    options.check_words()
    return options
