from collections.abc import Callable, Iterator
from typing import Any

from panamarc._batch.spec import Spec
from panamarc._core import BatchCore as BatchCore
from panamarc._core import FieldCore as FieldCore
from panamarc._core import RecordCore as RecordCore
from panamarc.field import Field, Indicators, Subfield
from panamarc.leader import Leader
from panamarc.record import Record

def read_field(
    lazy: type[Field],
    field: type[Field],
    subfield: type[Subfield],
    indicators: type[Indicators],
    odd_field: Callable[[str, str], Field],
    /,
) -> type[Field]: ...
def read_record(
    lazy: type[Record],
    record: type[Record],
    leader: type[Leader],
    parse: Callable[[str], Spec],
    /,
) -> type[Record]: ...
def set_entry(odd_entry: Callable[[str, str], dict[str, Any]], /) -> None: ...
def records(batch: BatchCore, /) -> Iterator[Record]: ...
def entries(batch: BatchCore, index: int, /) -> list[dict[str, Any]] | None: ...
def encoded(fields: list[Field], /) -> tuple[bytes, bytes] | None: ...
def blank(size: int, /) -> tuple[bytes, int]: ...
def json(record: Record, /) -> str | None: ...
def xml(record: Record, start: bytes, ascii: bool, /) -> bytes | None: ...
