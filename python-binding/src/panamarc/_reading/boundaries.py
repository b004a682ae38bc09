"""Where records begin and end: pairs of numbers out of Java, without records."""

from __future__ import annotations

import operator
import struct
from collections.abc import Iterator
from typing import Any

from panamarc._reading.cursor import Raised
from panamarc._reading.java_reader import JavaReader
from panamarc.exceptions import JvmNotFoundError

PAIR = struct.Struct("=qq")


class Boundaries:
    """The boundaries of a java_reader, an iterator of pairs for each answer."""

    def __init__(self, java_reader: JavaReader) -> None:
        self._java_reader = java_reader
        self._hand: Iterator[tuple[Any, ...]] = PAIR.iter_unpack(b"")

    def __iter__(self) -> Iterator[Iterator[tuple[Any, ...]]]:
        return self

    def __next__(self) -> Iterator[tuple[Any, ...]]:
        try:
            if self._fetch():
                return self._hand
        except JvmNotFoundError as error:
            return Raised(error.with_traceback(None))
        except BaseException as error:
            return Raised(error)
        raise StopIteration

    def _fetch(self) -> bool:
        """Sees to it that there are pairs in hand; False at the end."""
        java_reader = self._java_reader
        with java_reader.delivery_lock:
            if operator.length_hint(self._hand):
                return True
            pairs = java_reader.boundaries()
            if pairs is None:
                return False
            hand = PAIR.iter_unpack(pairs)
            self._hand = hand
            java_reader.boundaries_acknowledged += 1
            return True
