"""What is counted of records."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from panamarc._batch.batch import Batch
from panamarc._java import jvm
from panamarc._java.buffers import address_of

# MARC 21 Format for Bibliographic Data, Leader, and the formats for authority, holdings,
# classification and community information.
MEANINGS = {
    "status (05)": {
        "a": "increase in encoding level",
        "c": "corrected or revised",
        "d": "deleted",
        "n": "new",
        "o": "obsolete",
        "p": "increase in level from prepublication",
        "s": "deleted, heading split",
        "x": "deleted, heading replaced",
    },
    "type (06)": {
        "a": "language material",
        "c": "notated music",
        "d": "manuscript notated music",
        "e": "cartographic material",
        "f": "manuscript cartographic material",
        "g": "projected medium",
        "i": "nonmusical sound recording",
        "j": "musical sound recording",
        "k": "two-dimensional graphic",
        "m": "computer file",
        "o": "kit",
        "p": "mixed materials",
        "q": "community information",
        "r": "three-dimensional object",
        "t": "manuscript language material",
        "u": "unknown holdings",
        "v": "multipart holdings",
        "w": "classification data",
        "x": "single-part holdings",
        "y": "serial holdings",
        "z": "authority data",
    },
    "level (07)": {
        "a": "monographic part",
        "b": "serial part",
        "c": "collection",
        "d": "subunit",
        "i": "integrating resource",
        "m": "monograph",
        "s": "serial",
    },
    "coding (09)": {" ": "MARC-8, or not said", "a": "UTF-8"},
}
NOTHING: dict[str, Any] = {"records": 0, "beyond_ascii": 0, "lengths": {}, "tags": {}}
POSITIONS = {what: int(what[-3:-1]) for what in MEANINGS}


class Statistics:
    """Counts of any number of records, which Java makes."""

    def __init__(self, batches: Iterable[Batch]) -> None:
        """Counts the records of all these batches. Raises what getting the next one raises."""
        counting = None
        for batch in batches:
            if counting is None:
                counting = jvm.classes().statistics()
            counting.add(address_of(batch.payload), len(batch.payload))
        found = json.loads(str(counting.asJson())) if counting is not None else NOTHING
        self.records: int = found["records"]
        self.leaders: dict[str, Counter[str]] = {
            what: Counter(found["leader"][position] if self.records else {})
            for what, position in POSITIONS.items()
        }
        self.beyond_ascii: int = found["beyond_ascii"]  # records
        self.lengths: Counter[int] = Counter(
            {int(length): number for length, number in found["lengths"].items()}
        )
        tags: dict[str, dict[str, Any]] = found["tags"]
        self.fields: Counter[str] = Counter({tag: of["fields"] for tag, of in tags.items()})
        self.with_tag: Counter[str] = Counter({tag: of["records"] for tag, of in tags.items()})
        self.codes: dict[str, Counter[str]] = {
            tag: Counter(of["subfields"]) for tag, of in tags.items()
        }

    def sizes(self) -> dict[str, int]:
        """Sizes of records in bytes."""
        total = sum(length * number for length, number in self.lengths.items())
        return {
            "smallest": min(self.lengths),
            "median": self._quantile(0.5),
            "mean": round(total / self.records),
            "99 of 100 up to": self._quantile(0.99),
            "largest": max(self.lengths),
        }

    def _quantile(self, share: float) -> int:
        seen = 0
        for length in sorted(self.lengths):
            seen += self.lengths[length]
            if seen >= share * self.records:
                return length
        return 0

    def as_dict(self) -> dict[str, object]:
        """Everything, for JSON."""
        return {
            "records": self.records,
            **{what.split()[0]: dict(counts) for what, counts in self.leaders.items()},
            "beyond_ascii": self.beyond_ascii,
            "sizes": self.sizes() if self.records else {},
            "tags": {
                tag: {
                    "records": self.with_tag[tag],
                    "fields": self.fields[tag],
                    "subfields": dict(self.codes[tag]),
                }
                for tag in sorted(self.fields)
            },
        }
