"""What the end of a `with` closes."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol, TypeVar

Self = TypeVar("Self", bound="Closing")


class _Closable(Protocol):
    def close(self) -> None:
        """Releases what it has."""


class Closing:
    """The part of a class with `close` that has the end of a `with` call it, whatever ends that."""

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(
        self: _Closable,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
