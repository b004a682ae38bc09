"""Files read as tables by other processes, part by part: for `panamarc.dask` and `panamarc.ray`."""

from __future__ import annotations

from typing import Any, NamedTuple

from panamarc._input.inputs import PathInput, inputs_of
from panamarc._input.split import Split, split_file
from panamarc._tables.arrow import library
from panamarc._tables.columns import Columns
from panamarc._tables.scan import Scan, scan
from panamarc.where import Condition

PART_BYTES = 64 << 20


class TableOfParts(NamedTuple):
    """What `panamarc.scan` makes of each part of files. Can be pickled."""

    columns: Columns
    where: Condition | None
    options: dict[str, Any]
    """Others of `panamarc.scan`."""

    def _scan(self, part: object) -> Scan:
        options = {"threads": 1, **self.options}
        return scan(part, self.columns, where=self.where, progress=False, **options)

    def read(self, part: object) -> Any:
        """A part, or another source, as a `pyarrow.Table` without dictionaries.

        Each part would have other ones. Raises what `panamarc.scan` and `Scan.to_arrow` raise.
        """
        types = library("pyarrow", "pyarrow").types
        table = self._scan(part).to_arrow()
        for place, field in enumerate(table.schema):
            if types.is_dictionary(field.type):
                plain = table.column(place).cast(field.type.value_type)
                table = table.set_column(place, field.name, plain)
        return table

    def paths(self, source: object, part_bytes: int) -> list[str]:
        """The absolute paths of files, for `parts`. Starts no Java.

        Raises ValueError and TypeError for arguments that are none, TypeError for what other
        processes cannot open, and OSError for a file that cannot be read.
        """
        if part_bytes < 1:
            raise ValueError(f"part_bytes is {part_bytes}; expected 1 or more")
        self._scan(b"")  # what is not allowed is an error now
        paths = []
        for one in inputs_of(source):
            if not isinstance(one, PathInput):
                raise TypeError(
                    f"other processes cannot open {one.name}; expected paths and patterns"
                )
            paths.append(str(one.path))
        return paths

    def parts(self, paths: list[str], part_bytes: int) -> list[str | Split]:
        """Files in parts of about a size; those that are compressed or small are one each.

        Large files are framed for that. Raises OSError for a file that cannot be read.
        """
        options = self._scan(b"")._options
        parts: list[str | Split] = []
        for path in paths:
            number = -(-(PathInput(path).size() or 0) // part_bytes)
            try:
                parts += split_file(path, path, options, number) if number > 1 else [path]
            except ValueError:  # it can only be read from its start
                parts.append(path)
        return parts
