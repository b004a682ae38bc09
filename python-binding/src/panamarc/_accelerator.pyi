from collections.abc import Callable
from typing import Any

from panamarc.field import Field, Indicators, Subfield

def prepare(
    field: type[Field],
    subfield: type[Subfield],
    indicators: type[Indicators],
    odd_field: Callable[[str, str], Field],
    odd_entry: Callable[[str, str], dict[str, Any]],
    /,
) -> None: ...
def fields(batch: bytes, first: int, stop: int, /) -> list[Field] | None: ...
def encoded(fields: list[Field], /) -> tuple[bytes, bytes] | None: ...
def entries(batch: bytes, first: int, stop: int, /) -> list[dict[str, Any]] | None: ...
def json(batch: bytes, first: int, stop: int, /) -> str | None: ...
