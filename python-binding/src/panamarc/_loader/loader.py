"""`panamarc.Loader`: batches of records out of many files, read by several workers."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from panamarc._closing import Closing
from panamarc._input.options import options_of_whole
from panamarc._java import jvm
from panamarc._loader.discovery import files_of, patterns_of
from panamarc._loader.exchange import Exchange
from panamarc._loader.forms import form_of
from panamarc._loader.loading import Loading, Running
from panamarc._loader.pieces import Pieces, PiecesByChance, PiecesInOrder
from panamarc._loader.plan import Order, Plan
from panamarc._loader.position import Position
from panamarc._loader.progress import Progress
from panamarc._loader.report import FailedFile, LoaderReport
from panamarc._loader.settings import (
    BATCH_SIZE,
    VERSION,
    LoadedFormat,
    LoadOrder,
    Settings,
    mark_of_files,
    order_named,
    seed_of,
)
from panamarc._loader.sharding import shard_of
from panamarc._loader.units import RANGE_BYTES, Request
from panamarc._loader.workers import Reading, ThreadReading, Workers, start
from panamarc._names import Format, OnError
from panamarc._tables.columns import Columns, columns_of
from panamarc.record import Record

Path_: TypeAlias = "str | os.PathLike[str]"


class Loader(Closing):
    """Batches of the records of many files, each record once, read by several workers.

        loader = panamarc.Loader("records", columns={"title": "245$a"}, batch_size=64)
        for table in loader:
            ...

    Each loop over it is a pass over all files. A batch has `batch_size` records or, of a table,
    rows; those before an error and the last one may have fewer. Workers read ahead by some MiB
    each, and end with the pass, with `close`, or where nobody refers to its iterator any more.

    `root`: a folder, a file, or a list of these. A folder is searched with all below it; one that
    several names or links lead to is entered once, and a file is read once. `pattern`: which of a
    folder's files are read, by their paths below it, or a list of such: `**` is any number of
    folders, `*` and `?` are characters of a name, `[…]` one of these. A name that begins with a dot
    only matches a pattern that does, too. A file given by its path needs no pattern. They are
    found when the loader is made; `files` has them.

    `workers`: how many there are. `auto`: as PANAMARC_NUM_THREADS says, else as many as the process
    may use processors. They are threads that spend their time in Java. `process:4` are four
    processes, each with a Java of its own, started for each pass by the start method `spawn`;
    worthwhile for a `transform` that takes long. Large files in ISO 2709 that are not compressed
    are divided among workers.

    `columns`: as for `panamarc.scan`; a batch is then a `pyarrow.Table` or, with `format="numpy"`,
    a dict of a NumPy array for each column. None: a batch is a list of `Record`, or of what
    `transform` makes of each in the worker; for processes it has to be picklable, and so has what
    it returns.

    `order`: `file`, which is the same in each pass, or `any`: batches come as soon as they are
    read. `shuffle`: a seed of an order by chance, the same for the same seed: of files, of the
    parts of large files, and of the records in windows of 10,000. `set_epoch` gives another one.

    `on_error`: what happens to records whose structure is broken and to files that cannot be read
    or are not MARC. `raise`: an exception in their place; the iteration can go on after it. `skip`:
    they are left out, and listed in `report`. `recover`: records are given with every field that
    can be found, as `open` does it; files raise. `strict`, `file_encoding`, `nfc`,
    `keep_references`: as for `open`; `input_format`: as its `format`.

    `allow_empty`: whether no file at all is no error. `shard`: `(index, count)`: of `count` loaders
    that are given the same otherwise, this one reads what belongs to it.

    Raises FileNotFoundError where `root` does not exist, or no file matches and that is not
    allowed; OSError for a folder that cannot be read, unless it is skipped; TypeError, ValueError
    and LookupError for arguments that are none. Iterating raises MarcFormatError, MarcError and
    OSError as `on_error` says; ColumnValueError, after which its file, or part of it, is not read
    on; LoaderError where a worker process ends, and JvmError, both for good; what `transform`
    raises, likewise; ImportError for what is not installed.

    Used by one thread at a time. It can be pickled; a pass is not part of that.
    """

    def __init__(
        self,
        root: Path_ | Sequence[Path_],
        pattern: str | Sequence[str] = "**/*.mrc*",
        *,
        batch_size: int = BATCH_SIZE,
        workers: int | str = "auto",
        columns: Columns | None = None,
        format: LoadedFormat | None = None,
        transform: Callable[[Record], Any] | None = None,
        order: LoadOrder = "file",
        shuffle: int | None = None,
        on_error: OnError = "raise",
        allow_empty: bool = False,
        shard: tuple[int, int] = (0, 1),
        strict: bool = False,
        file_encoding: str | None = None,
        nfc: bool = False,
        keep_references: bool = False,
        input_format: Format | None = None,
    ) -> None:
        options = options_of_whole(
            on_error=on_error,
            strict=strict,
            file_encoding=file_encoding,
            nfc=nfc,
            keep_references=keep_references,
            threads=1,
            format=input_format,
        )
        table = None if columns is None else columns_of(columns)
        self._settings = Settings(
            Request(options, table, transform),
            Workers.of(workers),
            shard_of(shard),
            batch_size,
            format or ("records" if table is None else "arrow"),
            order_named(order),
            Order(seed_of(shuffle)),
        )
        self._settings.check()
        self._folder = Path.cwd()  # a relative path means what it meant when it was given
        self._failed: list[FailedFile] = []
        self._files = files_of(root, patterns_of(pattern), self._note)
        if not self._files and not allow_empty:
            what = f"No file matches the pattern {pattern!r}"
            raise FileNotFoundError(errno.ENOENT, what, _named(root))
        self._start = Position()
        self._progress: Progress | None = None
        self._running: Running | None = None

    def _note(self, error: OSError) -> None:
        """Raises what keeps a folder from being read, unless it is skipped."""
        if self._settings.request.options.on_error != "skip":
            raise error
        self._failed.append(FailedFile(str(error.filename), error))

    @property
    def files(self) -> list[str]:
        """The files, in order."""
        return self._files.copy()

    def __iter__(self) -> Iterator[Any]:
        """Begins a pass, which ends the one before; from where `load_state_dict` says."""
        self.close()
        settings = self._settings
        if not settings.workers.processes:
            jvm.classes()  # which the main thread had better start
        form = form_of(settings.form)
        position, self._start = self._start, Position()
        progress = Progress(position, len(self._files), self._failed.copy())
        order, shard, options = settings.order, settings.shard, settings.request.options
        plan = Plan(self._files, self._folder, options, order, shard, position)
        workers = settings.workers
        exchange = Exchange(settings.in_order, workers.number * RANGE_BYTES)
        pieces: Pieces = PiecesInOrder(exchange, form, position, options.on_error == "skip")
        if order.seed is not None:
            pieces = PiecesByChance(pieces, form, position, order)
        threads = start(plan, exchange, self._readings())
        self._running, self._progress = Running(exchange, threads), progress
        return Loading(self._running, pieces, form, settings.batch_size, progress)

    def _readings(self) -> list[Reading]:
        request, workers = self._settings.request, self._settings.workers
        if not workers.processes:
            return [ThreadReading(request) for _ in range(workers.number)]
        from panamarc._loader.processes import ProcessReading

        found: list[Reading] = []
        try:
            for _ in range(workers.number):
                found.append(ProcessReading(request))
        except BaseException:
            for one in found:
                one.close()
            raise
        return found

    def set_epoch(self, epoch: int) -> None:
        """Gives the passes that begin from now on another order by chance.

        Raises ValueError without `shuffle`.
        """
        if self._settings.order.seed is None:
            raise ValueError("set_epoch is for a loader with shuffle")
        self._settings = self._settings._replace(
            order=self._settings.order._replace(epoch=int(epoch))
        )

    def state_dict(self) -> dict[str, Any]:
        """How far the pass is, after the batch given last, as a dict that JSON can hold.

        `load_state_dict` of a loader that was made the same way goes on from there. `batch_size`,
        `workers`, `columns` of records, and without `shuffle` also `order` may be others. Files are
        known by their paths and sizes, as `root` has them.
        """
        progress = self._progress
        if progress is not None:
            progress.settle()
        position = self._start if progress is None else progress.position
        return {
            "version": VERSION,
            "files": mark_of_files(self._folder, self._files),
            "settings": self._settings.mark(),
            "epoch": self._settings.order.epoch,
            "position": position.state(),
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Has the next pass go on from a `state_dict`; the one after it is of all again.

        Raises ValueError where the files, the arguments or the version are others.
        """
        order = self._settings.order
        try:
            version, position = state["version"], Position.of(state["position"])
            settings = self._settings._replace(order=order._replace(epoch=int(state["epoch"])))
            marks = state["files"], state["settings"]
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"not a state of a loader: {error!r}") from error
        if version != VERSION:
            raise ValueError(f"the state has version {version!r}; expected {VERSION}")
        for what, mark, expected in zip(
            ("files, or their sizes,", "arguments"),
            marks,
            (mark_of_files(self._folder, self._files), settings.mark()),
            strict=True,
        ):
            if mark != expected:
                raise ValueError(f"the state is of a loader with other {what} than this one")
        self.close()
        self._settings, self._start, self._progress = settings, position, None

    def report(self) -> LoaderReport:
        """What the pass that began last met so far: errors, skipped ranges, defects, counts."""
        progress = self._progress or Progress(Position(), len(self._files), self._failed.copy())
        return progress.report()

    def close(self) -> None:
        """Ends the pass and its workers, and waits until they have. Doing so twice is allowed."""
        if self._running is not None:
            self._running.close()

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_progress": None, "_running": None}

    def __repr__(self) -> str:
        settings = self._settings
        kind = "processes" if settings.workers.processes else "threads"
        return (
            f"<Loader of {len(self._files):,} files: batches of {settings.batch_size:,}, "
            f"{settings.form}, {settings.workers.number} {kind}>"
        )


def _named(root: object) -> str:
    return os.fsdecode(root) if isinstance(root, str | os.PathLike) else repr(root)
