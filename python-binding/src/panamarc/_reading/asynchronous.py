"""Batches for a program with an event loop (asyncio), which goes on while Java reads."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import islice

from panamarc._reading.cursor import Batches
from panamarc.record import Record


class AsyncBatches(AsyncIterator[list[Record]]):
    """Lists of records, each fetched by a thread of the event loop's executor.

    The thread only puts a batch where every way of reading finds it; who asked for it takes it from
    there in the event loop's own thread. So a batch is lost neither where a task is cancelled while
    it waits, nor where a time-out ends the waiting: the next to ask gets it, or the exception that
    came instead. This is no generator, which would have ended by that.
    """

    def __init__(self, batches: Batches, size: int) -> None:
        self._batches = batches
        self._size = size

    async def __anext__(self) -> list[Record]:
        import asyncio  # takes longer to import than the whole package

        batches, size = self._batches, self._size
        while True:
            taking = islice(batches.cursor.records, size)
            records = [*taking]
            if records:
                return records
            if not await asyncio.to_thread(batches.prepare, size):
                raise StopAsyncIteration
            batches.raise_kept()
