"""What batches, records and fields are based on: types in C where they were built, else these."""

from __future__ import annotations

import os
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from panamarc._batch import Batch
    from panamarc.field import Field, Indicators, Subfield
    from panamarc.leader import Leader


def _accelerator() -> ModuleType | None:
    if os.environ.get("PANAMARC_NATIVE") == "off":
        return None
    try:
        from panamarc import _accelerator
    except ImportError:
        return None
    return _accelerator


ACCELERATOR = _accelerator()


if TYPE_CHECKING or ACCELERATOR is None:

    class BatchCore:
        """What a Batch is based on."""

        __slots__ = ("payload", "n", "converts")

        payload: bytes
        n: int  # records
        converts: bool  # whether records that are not UTF-8 are written as UTF-8, as pymarc does

    class RecordCore:
        """What a Record is based on."""

        __slots__ = (
            *("leader", "fields", "pos", "force_utf8", "to_unicode"),
            *("_batch", "_index", "_given"),
        )

        leader: Leader
        fields: list[Field]
        pos: int
        force_utf8: bool
        to_unicode: bool
        _batch: Batch | None
        _index: int
        _given: dict[int, Field] | None  # what one that was read handed out, by slot

    class FieldCore:
        """What a Field is based on."""

        __slots__ = ("tag", "data", "_indicators", "subfields", "control_field", "_tag", "_text")

        tag: str
        data: str | None
        subfields: list[Subfield]
        control_field: bool
        _indicators: Indicators | None
        _tag: str  # of one that was read
        _text: str  # its value as ISO 2709 has it, without its field terminator

else:
    BatchCore = ACCELERATOR.BatchCore
    RecordCore = ACCELERATOR.RecordCore
    FieldCore = ACCELERATOR.FieldCore
