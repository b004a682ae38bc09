"""Several Python threads at once, and a thread that is in their way."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")

# The same threads each time: a thread's first read makes the buffer that its later ones use.
_threads = ThreadPoolExecutor(64)


@dataclass(frozen=True)
class Finished(Generic[T]):
    """What came of works that ran side by side."""

    seconds: float  # from the start of all to the end of the last
    cpu_seconds: float  # of all threads of the process, Java's included
    results: list[T]


def side_by_side(works: Sequence[Callable[[], T]]) -> Finished[T]:
    """Runs each work in a thread of its own, all from the same moment; raises what one raises."""
    ready = threading.Barrier(len(works) + 1)

    def begin(work: Callable[[], T]) -> T:
        ready.wait()
        return work()

    futures = [_threads.submit(begin, work) for work in works]
    cpu = time.process_time()
    start = time.perf_counter()
    ready.wait()
    results = [future.result() for future in futures]
    seconds = time.perf_counter() - start
    return Finished(seconds, time.process_time() - cpu, results)


class Counter:
    """A busy Python thread: it counts, and releases the GIL only when asked.

    Who asks waits a switch interval for it (`sys.getswitchinterval`, 5 ms by default). So this is
    the worst neighbour that Python code can be, and its count shows how long it had the GIL.
    """

    def __init__(self) -> None:
        self.count = 0
        self._stopped = False
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        while not self._stopped:
            for _ in range(1000):
                pass
            self.count += 1000

    def __enter__(self) -> "Counter":
        self._thread.start()
        return self

    def awake(self) -> float:
        """Seconds it ran or was ready to run, since it began: in all others it waited for the GIL.

        Of Linux's account, so another program that has the cores makes no difference.
        """
        assert self._thread.ident is not None
        running = time.clock_gettime(time.pthread_getcpuclockid(self._thread.ident))
        schedule = Path(f"/proc/self/task/{self._thread.native_id}/schedstat").read_text()
        return running + int(schedule.split()[1]) / 1e9

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stopped = True
        self._thread.join()
