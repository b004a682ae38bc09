"""What is counted of records."""

from __future__ import annotations

from collections import Counter, defaultdict

from panamarc import Record

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
POSITIONS = {what: int(what[-3:-1]) for what in MEANINGS}


class Statistics:
    """Counts of any number of records."""

    def __init__(self) -> None:
        self.records = 0
        self.leaders: dict[str, Counter[str]] = {what: Counter() for what in MEANINGS}
        self.beyond_ascii = 0  # records
        self.lengths: Counter[int] = Counter()
        self.fields: Counter[str] = Counter()
        self.with_tag: Counter[str] = Counter()  # records
        self.codes: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, record: Record) -> None:
        """Counts a record."""
        self.records += 1
        leader = str(record.leader)
        for what, position in POSITIONS.items():
            self.leaders[what][leader[position]] += 1
        self.beyond_ascii += not record.as_marc().isascii()
        self.lengths[record.span[1]] += 1
        fields = record.fields
        tags = [field.tag for field in fields]
        self.fields.update(tags)
        self.with_tag.update(set(tags))
        for field in fields:
            if not field.is_control_field():
                self.codes[field.tag].update([subfield.code for subfield in field.subfields])

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
