"""Which part of a loader's work one of several processes does."""

from __future__ import annotations

from panamarc._loader.plan import Shard


def shard_of(given: object) -> Shard:
    """What `shard` of a loader means. Raises TypeError and ValueError for any other value."""
    if not isinstance(given, tuple | list) or len(given) != 2:
        raise TypeError(f"shard is {given!r}; expected a pair of numbers such as (0, 4)")
    index, count = given
    if type(index) is not int or type(count) is not int or not 0 <= index < count:
        raise ValueError(f"shard is {given!r}; expected (index, count) with 0 <= index < count")
    return Shard(index, count)


def shard_of_worker(rank: int, world: int, worker: int, workers: int) -> tuple[int, int]:
    """The shard of a worker of a process that is one of several.

    `rank`: the process, of `world`; `worker`: its worker, of `workers`; each counted from 0. The
    shards of all workers of all processes are all of the work.
    """
    return rank * workers + worker, world * workers
