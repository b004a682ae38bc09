"""How verbs open a file's index."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import panamarc
from panamarc import IndexedReader
from panamarc.cli._endings import CommandError


@contextlib.contextmanager
def indexed(
    file: str,
    index_dir: str | None,
    load_threads: int | None,
    parallel_from: int | None,
    encoding: str | None,
) -> Iterator[IndexedReader]:
    """A reader of a file that has an index. Raises CommandError for what users called wrongly."""
    try:
        with panamarc.open_index(
            file,
            index_dir=index_dir,
            load_threads=load_threads,
            parallel_from=parallel_from,
            file_encoding=encoding,
        ) as reader:
            yield reader
    except (ValueError, LookupError) as error:
        raise CommandError(error) from None
