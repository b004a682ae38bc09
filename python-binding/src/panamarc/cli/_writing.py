"""Where verbs write records: a file that takes its name once it is whole, or standard output."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from panamarc import Record
from panamarc._api.write import (
    SUFFIXES,
    WRITTEN,
    FormatWriter,
    coding_of,
    format_of,
    suffix_of_name,
)
from panamarc._files import is_special, replacing
from panamarc._input.compression import without_suffix
from panamarc.cli._choices import Coding
from panamarc.cli._endings import CommandError, note
from panamarc.cli._reading import STANDARD
from panamarc.cli._text import several


class Target(ABC):
    """A file of records that is being written."""

    @abstractmethod
    def write(self, records: Iterable[Record]) -> None:
        """Writes records."""

    @abstractmethod
    def report(self) -> None:
        """Notes what the format could not carry, and how many records were repaired."""


class _Copy(Target):
    """Records in ISO 2709, byte for byte as they are."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, records: Iterable[Record]) -> None:
        self._file.writelines(record.as_marc() for record in records)

    def report(self) -> None:
        """Nothing: all is as it was."""


class _Rewritten(Target):
    """Records in another format, or in another coding."""

    def __init__(self, writer: FormatWriter, name: str) -> None:
        self._writer = writer
        self._name = name

    def write(self, records: Iterable[Record]) -> None:
        self._writer.write(records)

    def report(self) -> None:
        for loss in self._writer.losses:
            note(f"{self._name}: {loss}")
        note_repaired(self._name, self._writer.repaired)


def note_repaired(name: str, repaired: int) -> None:
    """Notes how many broken records a target has well-formed, if there are any."""
    if repaired:
        note(
            f"{name}: {several(repaired, 'record')} with a broken structure repaired: "
            "panamarc validate lists the defects of the input"
        )


def known_format(option: str, name: str | None, known: tuple[str, ...]) -> str | None:
    """The format that an option names, by its name or by a suffix of its files.

    Raises CommandError for another name.
    """
    found = name if name is None or name in known else SUFFIXES.get(f".{name}", "")
    if found is not None and found not in known:
        raise CommandError(f"{option} is {name!r}; expected one of {', '.join(known)}")
    return found


def target_format(name: str, to: str | None, to_coding: Coding | None = None) -> str:
    """The format to write: what `--to` says, or else the name's suffix.

    Standard output and what is no regular file get ISO 2709. Raises CommandError where neither
    says it, and where the format is not written in that coding.
    """
    found = known_format("--to", to, WRITTEN)
    if found is None:
        try:
            streams = name == STANDARD or is_special(Path(name))
            found = "iso2709" if streams else format_of(name, None)
        except ValueError:
            raise CommandError(
                f"{name}: the name does not say the format; give --to, one of {', '.join(WRITTEN)}"
            ) from None
    try:
        coding_of(to_coding and to_coding.value, found)
    except ValueError as error:
        raise CommandError(f"--to-coding: {error}") from None
    return found


def stem(name: str) -> str:
    """A file's name without its folder, and without the suffixes of compression and format."""
    plain = without_suffix(Path(name).name)
    return plain[: len(plain) - len(suffix_of_name(plain))]


def suffix_of(format: str) -> str:
    """The suffix of files in a format."""
    return next(suffix for suffix, known in SUFFIXES.items() if known == format)


@contextmanager
def opened(name: str, to: str | None, to_coding: Coding | None, quiet: bool) -> Iterator[Target]:
    """A target to write records to, compressed as its suffix says; `to` as for `target_format`.

    Once it is complete, what was lost and repaired is noted, unless it is to be quiet.
    """
    format = target_format(name, to, to_coding)
    target: Target
    if format == "iso2709" and to_coding is None:
        with output(name) as file:
            target = _Copy(file)
            yield target
    else:
        sink = standard_output(format) if name == STANDARD else name
        coding = to_coding and to_coding.value
        with FormatWriter(sink, format=format, coding=coding) as writer:  # type: ignore[arg-type]
            target = _Rewritten(writer, called(name))
            yield target
        if name == STANDARD:
            sys.stdout.buffer.flush()
    if not quiet:
        target.report()


def writes(output: str | None, to: str | None, to_coding: Coding | None) -> bool:
    """Whether a verb that prints is to write records instead: where its options ask for that."""
    return output is not None or to is not None or to_coding is not None


def called(name: str) -> str:
    """What to call a target."""
    return "standard output" if name == STANDARD else name


@contextmanager
def output(name: str) -> Iterator[IO[bytes]]:
    """A file to write ISO 2709 to, compressed as its suffix says."""
    if name != STANDARD:
        with replacing(name) as file:
            yield file
        return
    yield standard_output("iso2709")
    sys.stdout.buffer.flush()


def standard_output(format: str) -> IO[bytes]:
    """Standard output for records. A terminal shows all formats but ISO 2709, which are text.

    Raises CommandError for ISO 2709 on a terminal.
    """
    if format == "iso2709" and sys.stdout.isatty():
        raise CommandError("records are no text for a terminal: give --output a file, or a pipe")
    return sys.stdout.buffer
