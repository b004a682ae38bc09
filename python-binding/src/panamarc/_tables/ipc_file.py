"""Batches of a table as a file of Arrow's IPC format."""

from __future__ import annotations

from typing import Any


class IpcFileWriter:
    """Writes batches of pyarrow's to a binary file.

    Text that a batch has by a dictionary is written as plain text, since the format has one
    dictionary a column for all batches.
    """

    def __init__(self, file: Any, schema: Any, pyarrow: Any) -> None:
        fields = [
            field.with_type(field.type.value_type)
            if pyarrow.types.is_dictionary(field.type)
            else field
            for field in schema
        ]
        self._schema = pyarrow.schema(fields)
        self._writer = pyarrow.ipc.new_file(file, self._schema)

    def write_batch(self, batch: Any) -> None:
        """Writes the rows of a batch."""
        self._writer.write_batch(batch.cast(self._schema))

    def __enter__(self) -> IpcFileWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()
