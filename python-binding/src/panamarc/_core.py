"""What batches, records and fields are based on: types in C where they were built, else these."""

from __future__ import annotations

import os
from types import ModuleType
from typing import TYPE_CHECKING


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

    class RecordCore:
        """What a Record is based on."""

        __slots__ = (
            *("leader", "fields", "pos", "force_utf8", "to_unicode"),
            *("_batch", "_index", "_handed_out"),
        )

    class FieldCore:
        """What a Field is based on."""

        __slots__ = ("tag", "data", "_indicators", "subfields", "control_field", "_tag", "_text")


else:
    BatchCore = ACCELERATOR.BatchCore
    RecordCore = ACCELERATOR.RecordCore
    FieldCore = ACCELERATOR.FieldCore
