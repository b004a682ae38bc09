"""`panamarc.scan`: records as a table."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from panamarc import _threads
from panamarc._files import replacing
from panamarc._input.encoding import FileEncoding
from panamarc._input.inputs import inputs_of
from panamarc._input.options import BATCH_BYTES, Options
from panamarc._java import jvm
from panamarc._names import Format, OnError
from panamarc._tables.arrow import Begun, checked
from panamarc._tables.columns import Column, Columns, columns_of
from panamarc._tables.csv_file import CsvFile
from panamarc.where import Condition

TABLE_ROWS = 1000  # of a batch
SHOWN_ROWS = 10


class Scan:
    """Records as a table that is read when somebody asks for it; made by `panamarc.scan`.

    pyarrow, polars, DuckDB, pandas and nanoarrow take it as it is (`__arrow_c_stream__`):
    `pyarrow.table(scan)`, `polars.DataFrame(scan)`, `con.sql("select * from scan")`. Each time the
    records are read again, so that a scan of file objects can be read once. Immutable.

    Raises, where it is read: MarcFormatError as `on_error` says, ColumnValueError for a value that
    does not fit its column, OSError where an input fails, JvmError where Java cannot be used, and
    ImportError, which names what to install, where a method needs a library.
    """

    def __init__(
        self,
        source: object,
        columns: str | dict[str, Column],
        where: Condition | None,
        options: Options,
        batch_size: int,
    ) -> None:
        self._source = source
        self._columns = columns
        self._where = where
        self._options = options
        self._batch_size = batch_size
        self._begun: Begun | None = None  # the reading that began last
        inputs_of(source)  # what is no source is an error now

    def _begin(self) -> Begun:
        java = jvm.classes()
        table = java.table()
        if isinstance(self._columns, str):
            table.addReadySet(self._columns)
        else:
            for name, column in self._columns.items():
                column.add_to(table, name)
        if self._where is not None:
            self._where.add_to(table)
        scan = java.scan(self._options.java(), self._batch_size, BATCH_BYTES)
        self._begun = Begun(scan, inputs_of(self._source), table)
        return self._begun

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """A capsule of Arrow's C stream interface. `requested_schema` is not heeded."""
        begun = self._begin()
        if begun.crosses_as_structures:
            return begun.__arrow_c_stream__()
        return self._reader_of(begun).__arrow_c_stream__()

    def __arrow_c_schema__(self) -> object:
        """A capsule of Arrow's C data interface with the names and types of the columns."""
        begun = self._without_inputs()
        try:
            if begun.crosses_as_structures:
                return begun.schema_capsule()
            return self._reader_of(begun).schema.__arrow_c_schema__()
        finally:
            begun.close()

    def _without_inputs(self) -> Begun:
        return Scan(b"", self._columns, self._where, self._options, self._batch_size)._begin()

    def _reader_of(self, begun: Begun) -> Any:
        """A reader of pyarrow's."""
        pyarrow = library("pyarrow", "pyarrow")
        if begun.crosses_as_structures:
            return pyarrow.RecordBatchReader.from_stream(begun)
        return pyarrow.ipc.open_stream(begun.ipc())

    # Tables of libraries.

    @property
    def schema(self) -> Any:
        """The names and types of the columns, as a `pyarrow.Schema`."""
        return library("pyarrow", "pyarrow").schema(self)

    def batches(self) -> Iterator[Any]:
        """The batches as `pyarrow.RecordBatch`, one after the other, in the order of the input.

        Only one is in memory at a time.
        """
        begun = self._begin()
        reader = self._reader_of(begun)
        try:
            while (batch := checked(begun, lambda: next(reader, None))) is not None:
                yield batch
        finally:
            begun.close()

    def _read(self, read: Callable[[Any], Any]) -> Any:
        begun = self._begin()
        try:
            return checked(begun, lambda: read(self._reader_of(begun)))
        finally:
            begun.close()

    def to_arrow(self) -> Any:
        """The table as a `pyarrow.Table`."""
        return self._read(lambda reader: reader.read_all())

    def to_polars(self) -> Any:
        """The table as a `polars.DataFrame`."""
        polars = library("polars", "polars")
        return polars.from_arrow(self.to_arrow())

    def to_pandas(self, **options: Any) -> Any:
        """The table as a `pandas.DataFrame`; the options are those of `pyarrow.Table.to_pandas`."""
        library("pandas", "pandas")
        return self.to_arrow().to_pandas(**options)

    def to_duckdb(self, connection: Any, name: str) -> None:
        """Makes a table of a DuckDB connection, a batch at a time.

        Raises what DuckDB raises where there is a table of that name.
        """
        quoted = '"' + name.replace('"', '""') + '"'

        def read(reader: Any) -> None:
            connection.register("panamarc_scan", reader)
            try:
                connection.execute(f"create table {quoted} as select * from panamarc_scan")
            finally:
                connection.unregister("panamarc_scan")

        self._read(read)

    def to_parquet(self, path: str | os.PathLike[str], **options: Any) -> int:
        """Writes a Parquet file, a batch at a time; how many rows it has.

        The file takes its name once it is whole. `options`: those of
        `pyarrow.parquet.ParquetWriter`; `compression` is `zstd` unless given.
        """
        parquet = library("pyarrow.parquet", "pyarrow")
        return self._write(
            path,
            lambda file, schema: parquet.ParquetWriter(
                file, schema, **{"compression": "zstd", **options}
            ),
        )

    def to_csv(self, path: str | os.PathLike[str]) -> int:
        """Writes comma-separated values in UTF-8, a batch at a time; how many rows there are.

        The file takes its name once it is whole. The values of a list are joined by `|`.

        Raises ValueError for a column of whole fields, which no cell holds.
        """
        return self._write(path, CsvFile)

    def _write(self, path: str | os.PathLike[str], writer_of: Callable[[Any, Any], Any]) -> int:
        def read(reader: Any) -> int:
            rows = 0
            with replacing(path) as file, writer_of(file, reader.schema) as writer:
                for batch in reader:
                    writer.write_batch(batch)
                    rows += batch.num_rows
            return rows

        rows: int = self._read(read)
        return rows

    # What it looks like.

    def head(self, rows: int = SHOWN_ROWS) -> Any:
        """The first rows, as a `pyarrow.Table`; what comes after them is not read."""
        pyarrow = library("pyarrow", "pyarrow")
        begun = self._begin()
        try:
            reader = self._reader_of(begun)
            found, count = [], 0
            while count < rows:
                batch = checked(begun, lambda: next(reader, None))
                if batch is None:
                    break
                found.append(batch.slice(0, rows - count))
                count += found[-1].num_rows
            return pyarrow.Table.from_batches(found, reader.schema)
        finally:
            begun.close()

    def __repr__(self) -> str:
        names = self._columns if isinstance(self._columns, str) else ", ".join(self._columns)
        return f"<Scan of {self._source!r}: {names}>"

    def _repr_html_(self) -> str:
        """The first rows as a table, for notebooks."""
        table = self.head()
        cells = [f"<th>{escape(name)}</th>" for name in table.column_names]
        rows = [f"<tr>{''.join(cells)}</tr>"]
        for row in table.to_pylist():
            values = ["" if value is None else escape(str(value)) for value in row.values()]
            rows.append(f"<tr>{''.join(f'<td>{value}</td>' for value in values)}</tr>")
        return f"<table>{''.join(rows)}</table>"


def library(module: str, package: str) -> Any:
    """A library that reading records does not need.

    Raises ImportError, which says how to install it.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ImportError(
            f"this needs {package}: pip install 'panamarc[{package}]'", name=package
        ) from error


def scan(
    source: object,
    columns: Columns,
    *,
    where: Condition | None = None,
    threads: int | None = None,
    on_error: OnError = "recover",
    strict: bool = False,
    file_encoding: str | None = None,
    nfc: bool = False,
    keep_references: bool = False,
    format: Format | None = None,
    batch_size: int = TABLE_ROWS,
) -> Scan:
    """Records as a table, read without an object a value.

        table = panamarc.scan("*.mrc", {
            "id": "001",
            "title": panamarc.col("245$a").strip_punctuation(),
            "isbns": panamarc.col("020$a").list().normalize_isbn(),
            "year": panamarc.col("008/7-10").cast("int", on_error="null"),
        })
        table.to_polars()

    `source`, `on_error`, `strict`, `file_encoding`, `nfc`, `keep_references`, `format`: as for
    `open`. `columns`: names and what each holds: a spec (its first value), a list of specs (all
    values), or `panamarc.col(spec)`; or a ready set: `bibliographic` (control number, title,
    author, publisher, year, language, ISBNs, ISSNs, subjects, record type), `fields` (a row a
    field) or `subfields` (a row a subfield). `where`: which records have rows, see
    `panamarc.where`. `threads`: how many threads of Java read; by default as PANAMARC_NUM_THREADS
    says, else as many as the process may use processors. `batch_size`: records of a batch. The
    table is the same for any number of threads and any size.

    Raises ValueError and TypeError for columns, conditions and options that are none, and what
    `open` raises for its arguments.
    """
    if where is not None and not isinstance(where, Condition):
        raise TypeError(f"where is {type(where).__name__}; expected a condition of panamarc.where")
    if batch_size < 1:
        raise ValueError(f"batch_size is {batch_size}; expected 1 or more")
    options = Options(
        on_error=on_error,
        strict=bool(strict),
        file_encoding=FileEncoding.named(file_encoding),
        nfc="all" if nfc else "none",
        keep_references=bool(keep_references),
        threads=_threads.number(threads, _threads.usable()),
        format=format or "",
    )
    options.check_words()
    return Scan(source, columns_of(columns), where, options, batch_size)
