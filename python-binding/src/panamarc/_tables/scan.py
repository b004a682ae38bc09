"""`panamarc.scan`: records as a table."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, nullcontext
from typing import IO, Any, NamedTuple

from panamarc._files import replacing
from panamarc._input.inputs import inputs_of
from panamarc._input.options import BATCH_BYTES, Options, options_of_whole
from panamarc._java import jvm
from panamarc._names import Format, OnError
from panamarc._progress import Bar, on_terminal, switched_off
from panamarc._reading.accounting import SkippedRange
from panamarc._tables.arrow import (
    Begun,
    IpcFile,
    Report,
    ScanCounts,
    checked,
    first_rows,
    library,
    watched,
)
from panamarc._tables.columns import Column, Columns, add_columns, columns_of
from panamarc._tables.csv_file import CsvFile
from panamarc._tables.ipc_file import IpcFileWriter
from panamarc._tables.shown import Glance, as_html, as_text, named
from panamarc.where import Condition

TABLE_ROWS = 1000  # of a batch
SHOWN_ROWS = 10  # in a notebook
FEW_ROWS = 5  # in a terminal
FEW_RECORDS = 50  # the fewest of a batch where only some rows are wanted


class Part(NamedTuple):
    """What of a table is read."""

    names: tuple[str, ...] | None = None
    """Of columns; None for all."""
    where: Condition | None = None
    """Holds for the records of rows that are wanted, besides the table's own condition."""
    rows: int | None = None
    """How many are enough; None for all."""


WHOLE = Part()


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
        columns: str | tuple[str, ...] | dict[str, Column],
        where: Condition | None,
        options: Options,
        batch_size: int,
        progress: bool | Report = False,
    ) -> None:
        self._source = source
        self._columns = columns
        self._where = where
        self._options = options
        self._batch_size = batch_size
        self._progress = progress
        self._begun: Begun | None = None  # the reading that began last
        inputs_of(source)  # what is no source is an error now

    def _begin(self, part: Part = WHOLE) -> Begun:
        java = jvm.classes()
        table = java.table()
        add_columns(table, self._columns)
        for name in part.names or ():
            table.select(name)
        for condition in (self._where, part.where):
            if condition is not None:
                condition.add_to(table)
        options, size = self._options, self._batch_size
        if part.rows is not None and part.rows < size:
            options, size = options._replace(threads=1), min(size, max(part.rows, FEW_RECORDS))
        scan = java.scan(options.java(), size, BATCH_BYTES)
        return Begun(scan, inputs_of(self._source), table, options.format)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """A capsule of Arrow's C stream interface. `requested_schema` is not heeded."""
        begun = self._begun = self._begin()
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
        return pyarrow.ipc.open_stream(IpcFile(begun))

    # Tables of libraries.

    @property
    def schema(self) -> Any:
        """The names and types of the columns, as a `pyarrow.Schema`."""
        return library("pyarrow", "pyarrow").schema(self)

    def batches(self) -> Iterator[Any]:
        """The batches as `pyarrow.RecordBatch`, one after the other, in the order of the input.

        Only one is in memory at a time.
        """
        return self._batches(WHOLE)

    def _batches(self, part: Part) -> Generator[Any, None, None]:
        begun = self._begun = self._begin(part)
        reader = self._reader_of(begun)
        try:
            while (batch := checked(begun, lambda: next(reader, None))) is not None:
                yield batch
            begun.warn()
        finally:
            begun.close()

    def _read(self, read: Callable[[Any, Callable[[], None]], Any]) -> Any:
        """What `read` makes of the batches; it calls its second argument once it has them all."""
        begun = self._begun = self._begin()
        try:
            with self._report(begun) as report:
                return checked(begun, lambda: read(self._watched(begun, report), begun.warn))
        finally:
            begun.close()

    @contextmanager
    def _report(self, begun: Begun) -> Iterator[Report | None]:
        """What takes the progress of a reading, while it goes on."""
        if callable(self._progress):
            yield self._progress
        elif self._progress and on_terminal() and not switched_off():
            bar = Bar("reading", begun.size())
            try:
                yield bar.update
            finally:
                bar.stop()
        else:
            yield None

    def _watched(self, begun: Begun, report: Report | None) -> Any:
        reader = self._reader_of(begun)
        if report is None:
            return reader
        of = library("pyarrow", "pyarrow").RecordBatchReader.from_batches
        return of(reader.schema, watched(begun, reader, report))

    def to_arrow(self) -> Any:
        """The table as a `pyarrow.Table`."""

        def read(reader: Any, ended: Callable[[], None]) -> Any:
            table = reader.read_all()
            ended()
            return table

        return self._read(read)

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

        def read(reader: Any, ended: Callable[[], None]) -> None:
            connection.register("panamarc_scan", reader)
            try:
                connection.execute(f"create table {quoted} as select * from panamarc_scan")
            finally:
                connection.unregister("panamarc_scan")
            ended()

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

    def to_ipc(self, path: str | os.PathLike[str]) -> int:
        """Writes a file of Arrow's IPC format, a batch at a time; how many rows it has.

        The file takes its name once it is whole.
        """
        pyarrow = library("pyarrow", "pyarrow")
        return self._write(path, lambda file, schema: IpcFileWriter(file, schema, pyarrow))

    def to_csv(self, path: str | os.PathLike[str] | IO[bytes], separator: str = ",") -> int:
        """Writes separated values in UTF-8, a batch at a time; how many rows there are.

        `path`: takes its name once it is whole, compressed as its suffix says (`.gz`, `.bz2`,
        `.zst`); or a binary file object, which stays open. `separator`: one character. The values
        of a list are joined by `|`.

        Raises ValueError for a column of whole fields or of bytes, which no cell holds.
        """
        return self._write(path, lambda file, schema: CsvFile(file, schema, separator))

    def _write(
        self, path: str | os.PathLike[str] | IO[bytes], writer_of: Callable[[Any, Any], Any]
    ) -> int:
        def read(reader: Any, ended: Callable[[], None]) -> int:
            rows = 0
            target: Any = nullcontext(path) if hasattr(path, "write") else replacing(path)
            with target as file, writer_of(file, reader.schema) as writer:
                for batch in reader:
                    writer.write_batch(batch)
                    rows += batch.num_rows
                ended()  # before the file takes its name
            return rows

        rows: int = self._read(read)
        return rows

    # What reading it met.

    @property
    def skipped(self) -> list[SkippedRange]:
        """Ranges of the inputs that are in no record, of the reading that began last, so far."""
        return [] if self._begun is None else self._begun.skipped()

    @property
    def defect_counts(self) -> Counter[str]:
        """Defects of the records read, by kind, of the reading that began last, so far."""
        return Counter() if self._begun is None else self._begun.defect_counts()

    @property
    def counts(self) -> ScanCounts:
        """What the reading that began last has cost so far: records read, rows and columns."""
        return ScanCounts(0, 0, 0) if self._begun is None else self._begun.counts()

    # What it looks like.

    def head(self, rows: int = SHOWN_ROWS) -> Any:
        """The first rows, as a `pyarrow.Table`; what comes after them is not read."""
        pyarrow = library("pyarrow", "pyarrow")
        begun = self._begun = self._begin(Part(rows=rows))
        try:
            reader = self._reader_of(begun)
            found = first_rows(rows, lambda: checked(begun, lambda: next(reader, None)))
            return pyarrow.Table.from_batches(found, reader.schema)
        finally:
            begun.close()

    def __repr__(self) -> str:
        """Source and columns, and the first rows where they can be had at once."""
        return as_text(self._glance(FEW_ROWS))

    def _repr_html_(self) -> str:
        """The first rows as a table, for notebooks."""
        return as_html(self._glance(SHOWN_ROWS))

    def _glance(self, rows: int) -> Glance:
        """The first rows, or why there are none; looks into the beginning of the input alone."""
        columns = self._columns if isinstance(self._columns, str) else ", ".join(self._columns)
        title = f"Scan of {type(self._source).__name__}: {columns}"
        try:
            inputs = inputs_of(self._source)
            title = f"Scan of {named(inputs)}: {columns}"
            pyarrow = library("pyarrow", "pyarrow")
            if not all(one.rereadable for one in inputs):
                return Glance(title, reason="its rows can be read once")
            begun = self._begin(Part(rows=rows + 1))
            try:
                file = IpcFile(begun, patient=False)
                reader = pyarrow.ipc.open_stream(file)
                found = first_rows(rows + 1, lambda: checked(begun, lambda: next(reader, None)))
                table = pyarrow.Table.from_batches(found, reader.schema)
            finally:
                begun.close()
        except Exception as error:
            return Glance(title, reason=str(error).partition("\n")[0])
        values = [list(row.values()) for row in table.slice(0, rows).to_pylist()]
        more = file.gave_up or table.num_rows > rows
        return Glance(title, table.column_names, values, more)


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
    progress: bool | Callable[[int, int], None] = True,
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
    table is the same for any number of threads and any size. `progress`: whether the methods that
    read the whole table (`to_arrow` and those like it) show a bar, where standard error is a
    terminal and PANAMARC_PROGRESS is not `off`; Rich has to be installed. Or a function that these
    methods call with the bytes and records read so far, after each batch.

    Raises ValueError and TypeError for columns, conditions and options that are none, and what
    `open` raises for its arguments.
    """
    if where is not None and not isinstance(where, Condition):
        raise TypeError(f"where is {type(where).__name__}; expected a condition of panamarc.where")
    if batch_size < 1:
        raise ValueError(f"batch_size is {batch_size}; expected 1 or more")
    options = options_of_whole(
        on_error=on_error,
        strict=strict,
        file_encoding=file_encoding,
        nfc=nfc,
        keep_references=keep_references,
        threads=threads,
        format=format,
    )
    return Scan(source, columns_of(columns), where, options, batch_size, progress)
