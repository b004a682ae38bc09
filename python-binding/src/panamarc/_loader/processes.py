"""Processes that read units, each for one thread of the loader's process."""

from __future__ import annotations

import pickle
import signal
from collections.abc import Generator
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple

from panamarc._loader.unit_reader import read_unit
from panamarc._loader.units import End, Item, Request, Unit
from panamarc.exceptions import LoaderError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

PATIENCE = 10  # seconds that a process has to end


class ProcessReading:
    """Reads in a process of its own, which is started here and ended by `close`."""

    def __init__(self, request: Request) -> None:
        """Raises what pickle raises for a request that cannot be pickled."""
        import multiprocessing  # a tenth of the time that importing the whole package takes

        context = multiprocessing.get_context("spawn")  # Java does not survive a fork
        self._connection, theirs = context.Pipe()
        self._process = context.Process(
            target=serve, args=(theirs, request), name="panamarc-loader", daemon=True
        )
        try:
            self._process.start()
        except BaseException:
            self._connection.close()
            raise
        finally:
            theirs.close()  # so that it ends with the process

    def read(self, unit: Unit) -> Generator[Item, None, None]:
        """As `read_unit`. Raises LoaderError where the process ends."""
        try:
            self._connection.send(unit)
            while True:
                item = self._connection.recv()
                if isinstance(item, _Raised):
                    raise item.error
                yield item
                if isinstance(item, End):
                    return
        except (EOFError, ConnectionError) as error:
            self._process.join(PATIENCE)
            raise LoaderError(
                f"{unit.name}: the worker process {self._process.pid} that read it "
                f"{_ending(self._process.exitcode)}"
            ) from error

    def close(self) -> None:
        """Ends the process."""
        self._connection.close()  # which it notices where it waits for a unit, or gives an item
        self._process.join(PATIENCE)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join()
        self._process.close()


def _ending(status: int | None) -> str:
    if status is None:
        return "does not answer"
    if status < 0:
        return f"was ended by signal {-status}"
    return (
        f"ended with status {status}; a program that starts processes has to be imported without "
        'doing so: write `if __name__ == "__main__":` before what it does'
    )


class _Raised(NamedTuple):
    """What reading raised."""

    error: Exception


def serve(connection: Connection[Any, Any], request: Request) -> None:
    """Reads the units that a connection gives, and sends what they hold, until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that loads
    with connection:
        try:
            while True:
                _send_all(connection, connection.recv(), request)
        except (EOFError, ConnectionError):
            return


def _send_all(connection: Connection[Any, Any], unit: Unit, request: Request) -> None:
    with closing(read_unit(unit, request)) as items:
        while True:
            try:
                item: Item | _Raised | None = next(items, None)
                if item is None:
                    return
                text = pickle.dumps(item, pickle.HIGHEST_PROTOCOL)
            except Exception as error:
                connection.send_bytes(pickle.dumps(_Raised(_picklable(error))))
                return
            connection.send_bytes(text)


def _picklable(error: Exception) -> Exception:
    """An exception that can be sent, as it is if that can."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
