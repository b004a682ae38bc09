"""What a curve of batch sizes says: where it bends, and what to do next."""

import csv
import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# A step to the next size that gains less than this is no climb: rounds differ by as much.
CLIMB = 0.03
# A curve whose best is less than this above a batch of one record is flat.
FLAT = 0.10
# The knee is the smallest size with this much of the best rate.
NEAR_BEST = 0.95


@dataclass(frozen=True)
class Point:
    """A row of speedup_curve.csv: its columns in this order."""

    batch_size: int  # records
    time_sec: float  # median of the rounds
    speedup_factor: float  # records a second over those of batch size 1, else the same
    threads: int
    contention: str  # "alone" or "busy thread"
    # Of a process that reads this number of records at once, alone; None where it was not measured.
    peak_memory_bytes: int | None
    crossings: int  # calls into Java in one round
    # Of the time per record from batch to batch: the distance of the quartiles.
    spread_sec_per_record: float
    records: int  # read in one round, all threads together

    @property
    def records_per_second(self) -> float:
        return self.records / self.time_sec


@dataclass(frozen=True)
class Verdict:
    """What a curve says of batches."""

    kind: str  # "plateau", "climbing" or "flat"
    size: int  # the knee; the largest size if it is still climbing

    @property
    def text(self) -> str:
        """The branch of the decision tree."""
        if self.kind == "flat":
            return (
                "flat: the batch size is not the bottleneck. Run gil_release_check.py (who holds"
                " the GIL), then thread_scaling.py (reading or touching) and, for file objects,"
                " python_file_overhead.py"
            )
        if self.kind == "climbing":
            return f"still climbing at {self.size:,}: go on to larger batches"
        return f"plateau: take {self.size:,}, the knee"


def climbs(rates: Mapping[int, float]) -> bool:
    """Whether the last step from size to size still gains."""
    *_, before, last = [rates[size] for size in sorted(rates)]
    return last > before * (1 + CLIMB)


def knee(rates: Mapping[int, float]) -> int:
    """The smallest size that comes near the best rate."""
    best = max(rates.values())
    return min(size for size, rate in rates.items() if rate >= NEAR_BEST * best)


def verdict(rates: Mapping[int, float]) -> Verdict:
    """The decision tree, on records a second by batch size; the smallest size is the reference."""
    if max(rates.values()) < rates[min(rates)] * (1 + FLAT):
        return Verdict("flat", min(rates))
    if climbs(rates):
        return Verdict("climbing", max(rates))
    return Verdict("plateau", knee(rates))


def what_follows(name: str, present: int, curves: Mapping[str, Mapping[int, float]]) -> str:
    """What curves of records a second by size, each with its label, say of a default.

    The default is to serve every curve: a size is worth what it gives the curve that it serves
    worst, as a share of that curve's best.
    """
    common = sorted(set.intersection(*[set(rates) for rates in curves.values()]))
    worst = {
        size: min((rates[size] / max(rates.values()), label) for label, rates in curves.items())
        for size in common
    }
    share, label = worst[max(size for size in common if size <= present)]
    most = max(share for share, _ in worst.values())
    enough = next(size for size in common if worst[size][0] >= NEAR_BEST * most)
    says = f"{name} = {present:,} gives {share:.0%} of the best or more ({label} the least)"
    if share >= NEAR_BEST * most:
        return f"{says}, and no size serves all of these better: it stays"
    return f"{says}; {enough:,} gives {worst[enough][0]:.0%} ({worst[enough][1]} the least)"


def write_csv(rows: Sequence[Any], path: Path) -> None:
    """The rows, instances of one dataclass, with its fields as columns."""
    names = [field.name for field in dataclasses.fields(rows[0])]
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(dataclasses.asdict(row) for row in rows)
