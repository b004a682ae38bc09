"""What panamarc makes of the planted file, against what was planted: every byte and every value."""

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.data.generate import Digest
from benchmarks.harness.measure import WrongAnswer

# What panamarc calls the damage that defects.WITHIN does.
_KINDS = {
    "length_long": "record-length",
    "length_short": "record-length",
    "length_not_digits": "record-length",
    "directory_offset": "directory",
}


def check(path: Path, truth: dict[str, Any], nfc: bool = False) -> dict[str, Any]:
    """Reads `path` once and compares; gives what was found, raises WrongAnswer at a difference."""
    import panamarc

    spans = hashlib.sha256()
    first = {spec: Digest() for spec in truth["first"]}
    every = {spec: Digest() for spec in truth["all"]}
    records = defective = in_spans = 0
    with panamarc.open(path, nfc=nfc) as reader:
        for record in reader:
            start, length = record.span
            spans.update(b"%d %d\n" % (start, length))
            in_spans += length
            records += 1
            defective += bool(record.defects)
            for spec, whole in first.items():
                whole.add([record.value(spec)])
                every[spec].add([*record.values(spec), None])
        found: dict[str, Any] = {
            "records": records,
            "size": reader.bytes_read,
            "skipped_bytes": sum(skipped.length for skipped in reader.skipped),
            "skipped_ranges": len(reader.skipped),
            "defective_records": defective,
            "spans": spans.hexdigest(),
            "first": {spec: whole.hex() for spec, whole in first.items()},
            "all": {spec: whole.hex() for spec, whole in every.items()},
        }
        found["defect_counts"] = dict(reader.defect_counts)
    counts: Counter[str] = Counter()
    for kind, count in truth["planted"].items():
        if kind in _KINDS:
            counts[_KINDS[kind]] += count
    planted = truth | {"defect_counts": dict(counts)}
    for what, value in found.items():
        if value != planted[what]:
            raise WrongAnswer(
                f"{path.name}, {what}: panamarc gives {value}, planted {planted[what]}"
            )
    if in_spans + found["skipped_bytes"] != path.stat().st_size:
        raise WrongAnswer(f"{path.name}: spans and skipped ranges do not add up to the file's size")
    return found | {"planted": truth["planted"]}
