"""Threads that read units, and how many there are."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from contextlib import closing
from typing import NamedTuple, Protocol

from panamarc import _threads
from panamarc._loader.exchange import Exchange
from panamarc._loader.plan import Plan
from panamarc._loader.unit_reader import read_unit
from panamarc._loader.units import Item, Request, Unit

AUTO = "auto"
PROCESS = "process"


class Workers(NamedTuple):
    """How many workers there are, and of which kind."""

    number: int
    processes: bool

    @classmethod
    def of(cls, given: object) -> Workers:
        """What `workers` of a loader means. Raises ValueError for what it does not have."""
        kind, colon, text = given.partition(":") if isinstance(given, str) else ("", "", "")
        processes = kind == PROCESS and bool(colon)
        wanted: object = text if processes else given
        if wanted == AUTO:
            return cls(_threads.number(None, _threads.usable()), processes)
        if isinstance(wanted, str) and processes and wanted.isdecimal():
            wanted = int(wanted)
        if type(wanted) is not int or not 1 <= wanted <= _threads.MOST:
            raise ValueError(
                f"workers is {given!r}; expected 'auto', 1 to {_threads.MOST}, or 'process:' and "
                "one of these"
            )
        return cls(wanted, processes)


class Reading(Protocol):
    """What reads units for one worker."""

    def read(self, unit: Unit) -> Generator[Item, None, None]:
        """As `read_unit`."""

    def close(self) -> None:
        """Releases everything. Called once."""


class ThreadReading:
    """Reads in the worker's thread, which is mostly in Java and does not hold the GIL then."""

    def __init__(self, request: Request) -> None:
        self._request = request

    def read(self, unit: Unit) -> Generator[Item, None, None]:
        return read_unit(unit, self._request)

    def close(self) -> None:
        pass


def start(plan: Plan, exchange: Exchange, readings: list[Reading]) -> list[threading.Thread]:
    """Starts a thread for each reading; they end with the plan, or once the exchange is closed."""
    threads = [
        threading.Thread(
            target=_run, args=(plan, exchange, reading), name="panamarc-loader", daemon=True
        )
        for reading in readings
    ]
    for thread in threads:
        thread.start()
    return threads


def _run(plan: Plan, exchange: Exchange, reading: Reading) -> None:
    try:
        while not exchange.closed and (given := plan.next()) is not None:
            number, unit = given
            with closing(reading.read(unit)) as items:
                if not _put_all(exchange, number, items):
                    return
        exchange.finish(plan.units)
    except BaseException as error:
        exchange.fail(error)
    finally:
        if exchange.closed:
            plan.close()
        reading.close()


def _put_all(exchange: Exchange, number: int, items: Iterator[Item]) -> bool:
    return all(exchange.put(number, item) for item in items)
