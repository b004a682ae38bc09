"""Records of a source written to a target, wholly in Java."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any, NamedTuple

from panamarc._api.write import FormatWriter, Progress, Stylesheet
from panamarc._input.options import BATCH_BYTES, options_of_whole
from panamarc._names import Format, OnError, WrittenFormat
from panamarc._reading.accounting import Account, SkippedRange
from panamarc._reading.base import java_reader_of

CONVERTED_AT_ONCE = 200  # records


class Conversion(NamedTuple):
    """What a conversion read and wrote."""

    records: int
    """Records written."""
    bytes_read: int
    """Bytes of the (decompressed) input."""
    losses: list[str]
    """What the format could not carry, a sentence for each kind; empty where nothing was lost."""
    skipped: list[SkippedRange]
    """Ranges of the input that were not written, as they belong to no record."""
    repaired: int
    """Of these records, those read with a defect of their structure and written well-formed."""


def _stylesheet(path: str | os.PathLike[str], root: str) -> Stylesheet:
    """A stylesheet for Java, whose folder may be another one. Raises FileNotFoundError."""
    full = Path(path).absolute()
    if not full.exists():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    return Stylesheet(str(full), root)


def convert(
    source: object,
    target: str | os.PathLike[str] | Any,
    *,
    format: WrittenFormat | None = None,
    coding: str | None = None,
    progress: Progress | None = None,
    source_format: Format | None = None,
    on_error: OnError = "recover",
    strict: bool = False,
    file_encoding: str | None = None,
    nfc: bool = False,
    keep_references: bool = False,
    threads: int | None = None,
    xslt: str | os.PathLike[str] | None = None,
    xslt_root: str | None = None,
) -> Conversion:
    """Writes the records of a source to a target, wholly in Java.

    `source`, `on_error`, `strict`, `file_encoding`, `nfc`, `keep_references`, `threads`: as for
    `open`, whose `format` is `source_format` here; but as many threads as the process may use
    processors read ahead by default. Where the source has no record and is not MARC, which a
    MarcWarning reports, the target stays as it was; of an empty file, `<collection/>` or `[]` it
    becomes one without records.
    `target`, `format`, `coding`: as for `writer`; but with `nfc`, `coding` is `utf-8` unless given,
    since the bytes that were read are in no such form. `progress`: called some ten times a second
    with the bytes read and the records written so far. Ctrl-C ends it within some milliseconds, and
    the target stays as it was.

    `xslt`: a stylesheet (XSLT 1.0 to 3.0) whose results are written instead of records, each of
    which it gets as MARCXML, a document whose root is `record`. `xslt_root`: the name of an element
    around all results, after its namespace in braces where it has one; without it they follow each
    other. `format` and `coding` are not for these.
    `on_error="skip"` also leaves out records at which the stylesheet fails, and those that a
    crosswalk does not fit; `losses` counts them.

    Raises what `open`, reading and `writer` raise, StylesheetError for a stylesheet that cannot be
    compiled, and UnwritableRecord for a record at which it fails.
    """
    if xslt is None and xslt_root is not None:
        raise ValueError("xslt_root is for the results of a stylesheet; give xslt=")
    if xslt is not None and (format is not None or coding is not None):
        raise ValueError("format and coding are for records; a stylesheet has results of its own")
    stylesheet = None if xslt is None else _stylesheet(xslt, xslt_root or "")
    if coding is None and nfc and xslt is None:
        coding = "utf-8"
    options = options_of_whole(
        on_error=on_error,
        strict=strict,
        file_encoding=file_encoding,
        nfc=nfc,
        keep_references=keep_references,
        threads=threads,
        format=source_format,
    )
    java_reader = java_reader_of(source, options, BATCH_BYTES)
    try:
        with FormatWriter(target, format=format, coding=coding, stylesheet=stylesheet) as output:
            if on_error == "skip":
                output._java.leaveOutRefused()
            output._java.threads(options.threads)
            while java_reader.transfer(output._java, CONVERTED_AT_ONCE):
                output._fetch()
                if progress is not None:
                    progress(java_reader.account(Account.bytes_read), output.records)
            if java_reader.foreign and not output.records:
                output.discard()
        read, skipped = (
            java_reader.account(Account.bytes_read),
            java_reader.account(Account.skipped),
        )
        return Conversion(output.records, read, output.losses, skipped, output.repaired)
    finally:
        java_reader.close()
