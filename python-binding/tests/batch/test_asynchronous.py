"""`async for batch in reader.batches()`: the event loop goes on, and nothing is lost."""

from __future__ import annotations

import asyncio
import gc
import io
import signal
import sys
import threading
from collections.abc import Callable, Coroutine
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

import panamarc
from panamarc import MarcFormatError
from support import realdata
from support.children import output, start
from support.mixed import BROKEN, GOOD
from support.signalled import SETUP, after_signal
from support.sources import Failing, ReadOnly

FILE = realdata.path("loc_bibliographic_386.mrc")
DATA = realdata.content("loc_bibliographic_386.mrc")


def run(main: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(asyncio.wait_for(main(), 60))


class Gate(ReadOnly):
    """A file object whose `.read()` waits until it is let through, and says that it waits."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.waits = threading.Semaphore(0)
        self.passes = threading.Semaphore(0)
        self.error: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        self.waits.release()
        self.passes.acquire()
        if self.error is not None:
            raise self.error
        return super().read(size)

    def open_for_good(self) -> None:
        for _ in range(100):
            self.passes.release()


async def until_it_waits(gate: Gate) -> None:
    await asyncio.to_thread(gate.waits.acquire)


@pytest.mark.parametrize("size", [1, 7, 100, 386, 1000])
@pytest.mark.parametrize("source", [FILE, DATA, io.BytesIO], ids=["path", "bytes", "BytesIO"])
def test_it_gives_the_batches_that_read_batch_gives(size: int, source: Any) -> None:
    def reader() -> panamarc.RecordReader:
        return panamarc.open(source(DATA) if source is io.BytesIO else source)

    other = reader()
    expected = [list(map(str, batch)) for batch in iter(lambda: other.read_batch(size), [])]

    async def main() -> None:
        found = [list(map(str, batch)) async for batch in reader().batches(size)]
        assert found == expected

    run(main)


def test_without_a_number_a_batch_has_a_hundred_records_at_most() -> None:
    async def main() -> None:
        sizes = [len(batch) async for batch in panamarc.open(FILE).batches()]
        assert sizes == [100, 100, 100, 86]

    run(main)


def test_a_batch_costs_one_call_into_java() -> None:
    async def main() -> None:
        reader = panamarc.open(FILE)
        async for _ in reader.batches(100):
            pass
        assert reader.explain()["crossings"] == 5

    run(main)


def test_wrong_calls_raise_at_once() -> None:
    with pytest.raises(ValueError, match=r"^batch_size is 0; expected 1 or more$"):
        panamarc.open(FILE).batches(0)
    with pytest.raises(ValueError, match=r'^framing="terminator" gives ranges, not records: '):
        panamarc.open(FILE, framing="terminator").batches()


def test_the_event_loop_goes_on_while_a_file_waits() -> None:
    async def main() -> None:
        gate = Gate(DATA)
        reader = panamarc.open(gate)
        first = asyncio.ensure_future(anext_of(reader.batches(10)))
        await until_it_waits(gate)
        for _ in range(1000):
            await asyncio.sleep(0)
        assert not first.done()
        gate.open_for_good()
        assert [record.number for record in await first] == list(range(1, 11))

    run(main)


async def anext_of(batches: Any) -> Any:
    """What `anext` gives, which Python 3.10 has not for tasks."""
    return await batches.__anext__()


@pytest.mark.parametrize("then", ["the same", "another", "read_batch", "iteration"])
def test_who_is_cancelled_loses_no_record(then: str) -> None:
    async def main() -> None:
        gate = Gate(DATA)
        reader = panamarc.open(gate)
        batches = reader.batches(10)
        task = asyncio.ensure_future(anext_of(batches))
        await until_it_waits(gate)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        gate.open_for_good()
        if then == "read_batch":
            found = list(iter(lambda: reader.read_batch(1000), []))
        elif then == "iteration":
            found = [[record] for record in reader]
        else:
            iterator = batches if then == "the same" else reader.batches(1000)
            found = [batch async for batch in iterator]
        assert [record.number for batch in found for record in batch] == list(range(1, 387))

    run(main)


def test_nor_who_stops_waiting_again_and_again() -> None:
    async def main() -> None:
        gate = Gate(DATA)
        batches = panamarc.open(gate).batches(10)
        found: list[int] = []
        timeouts = 0
        while len(found) < 386:
            try:
                batch = await asyncio.wait_for(anext_of(batches), 0.001)
            except asyncio.TimeoutError:
                timeouts += 1
                gate.passes.release()
                continue
            found += [record.number for record in batch]
        assert found == list(range(1, 387))
        assert timeouts > 0
        gate.open_for_good()
        assert [batch async for batch in batches] == []

    run(main)


@pytest.mark.parametrize("then", ["the same", "read_batch", "iteration"])
def test_who_is_cancelled_leaves_the_exception_to_the_next(then: str) -> None:
    async def main() -> None:
        gate = Gate(DATA)
        reader = panamarc.open(gate)
        batches = reader.batches(10)
        task = asyncio.ensure_future(anext_of(batches))
        await until_it_waits(gate)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        gate.error = OSError("the line is down")
        gate.passes.release()
        while reader._batches._kept is None:
            await asyncio.sleep(0)
        gate.error = None
        gate.open_for_good()
        ways: dict[str, Callable[[], Any]] = {
            "the same": lambda: anext_of(batches),
            "read_batch": reader.read_batch,
            "iteration": lambda: next(reader),
        }
        with pytest.raises(OSError, match=r"^the line is down$") as caught:
            await ways[then]()
        assert type(caught.value) is OSError
        numbers = [record.number async for batch in batches for record in batch]
        assert numbers == list(range(1, 387))

    run(main)


def test_an_exception_arrives_in_its_place_and_the_iterator_goes_on() -> None:
    data = b"".join([*GOOD[:3], BROKEN, *GOOD[:3]])

    async def main() -> None:
        batches = panamarc.open(data, on_error="raise").batches()
        assert [record.number for record in await anext_of(batches)] == [1, 2, 3]
        with pytest.raises(MarcFormatError) as caught:
            await anext_of(batches)
        assert caught.value.record_number == 4
        assert [record.number for record in await anext_of(batches)] == [5, 6, 7]
        for _ in range(2):
            with pytest.raises(StopAsyncIteration):
                await anext_of(batches)

    run(main)


def test_what_read_raises_arrives_unchanged_and_is_tried_again() -> None:
    error = RuntimeError("the line is down")

    async def main() -> None:
        batches = panamarc.open(Failing(DATA, {1, 3, 4}, error)).batches(50)
        numbers: list[int] = []
        raised: list[RuntimeError] = []
        while True:
            try:
                numbers += [record.number for record in await anext_of(batches)]
            except RuntimeError as caught:
                raised.append(caught)
            except StopAsyncIteration:
                break
        assert raised == [error] * 3
        assert numbers == list(range(1, 387))

    run(main)


@pytest.mark.parametrize("shared", ["iterator", "reader"])
def test_tasks_that_share_it_get_disjoint_records_and_all_of_them(shared: str) -> None:
    async def main() -> None:
        reader = panamarc.open([FILE] * 5)
        one = reader.batches(7)

        async def read() -> list[int]:
            batches = one if shared == "iterator" else reader.batches(7)
            return [record.number async for batch in batches for record in batch]

        shares = await asyncio.gather(*[read() for _ in range(6)])
        assert sorted(chain.from_iterable(shares)) == list(range(1, 5 * 386 + 1))

    run(main)


def test_readers_of_several_tasks_are_independent() -> None:
    async def main() -> None:
        async def read(name: str) -> list[str]:
            reader = panamarc.open(realdata.path(name))
            return [str(record) async for batch in reader.batches() for record in batch]

        for name, found in zip(
            realdata.ALL, await asyncio.gather(*map(read, realdata.ALL)), strict=True
        ):
            assert found == [str(record) for record in panamarc.open(realdata.path(name))]

    run(main)


def test_a_loop_that_is_left_can_be_gone_on_with() -> None:
    async def main() -> None:
        reader = panamarc.open(FILE)
        numbers = []
        async for batch in reader.batches(10):
            numbers += [record.number for record in batch]
            break
        numbers += [record.number for record in reader.read_batch(30)]
        numbers += [next(reader).number]
        async for batch in reader.batches(1000):
            numbers += [record.number for record in batch]
        assert numbers == list(range(1, 387))

    run(main)


def test_a_reader_closed_meanwhile_says_so() -> None:
    async def main() -> None:
        gate = Gate(DATA)
        reader = panamarc.open(gate)
        batches = reader.batches()
        task = asyncio.ensure_future(anext_of(batches))
        await until_it_waits(gate)
        reader.close()
        gate.open_for_good()
        with pytest.raises(ValueError, match=r"the reader is closed$"):
            await task
        with pytest.raises(ValueError, match=r"^the reader is closed$"):
            await anext_of(batches)

    run(main)


def test_the_iterator_alone_keeps_its_reader_open() -> None:
    async def main() -> None:
        found = 0
        async for batch in panamarc.open(FILE).batches():
            gc.collect()
            found += len(batch)
        assert found == 386

    run(main)


def test_pymarcs_reader_gives_batches_too() -> None:
    async def main() -> None:
        reader = panamarc.MARCReader(io.BytesIO(DATA))
        numbers = [record.number async for batch in reader.batches() for record in batch]
        assert numbers == list(range(1, 387))

    run(main)


def test_reading_goes_on_after_the_event_loop_has_ended() -> None:
    reader = panamarc.open(FILE)
    numbers: list[int] = []

    async def some() -> None:
        numbers.extend(record.number for record in await anext_of(reader.batches(100)))

    run(some)
    run(some)
    numbers += [record.number for record in reader]
    assert numbers == list(range(1, 387))


@pytest.mark.skipif(sys.version_info < (3, 11), reason="asyncio hears of Ctrl-C from 3.11 on")
def test_ctrl_c_costs_no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)  # as in test_signals
    code = f"""
import asyncio
{SETUP}
reader = panamarc.open(many("many.mrc"))
read = 0
async def main():
    global read
    async for batch in reader.batches():
        if read == 0:
            print("reading", flush=True)
        read += len(batch)
try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted", reader.read_batch(1)[0].number == read + 1)
"""
    assert after_signal(start(code), signal.SIGINT) == "interrupted True\n"


def test_a_process_ends_that_stopped_waiting_for_a_batch() -> None:
    code = f"""
import asyncio, panamarc
reader = panamarc.open([{str(FILE)!r}] * 100)
async def main():
    batches = reader.batches(1000)
    async for _ in batches:
        break
    task = asyncio.ensure_future(batches.__anext__())
    await asyncio.sleep(0)
    task.cancel()
asyncio.run(main())
print("done")
"""
    assert output(code) == "done"
