"""What the real files give is what every language's tests expect: ../../spec/expected."""

from __future__ import annotations

import hashlib
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import panamarc
from support import realdata
from support.dump import dump

EXPECTED = Path(__file__).resolve().parents[3] / "spec" / "expected"

SOURCES: dict[str, Callable[[str], object]] = {
    "path": realdata.path,
    "bytes": realdata.content,
    "file": lambda name: io.BytesIO(realdata.content(name)),
}


def records_of(reader: panamarc.RecordReader, batch_size: int) -> Iterator[panamarc.Record]:
    while batch := reader.read_batch(batch_size):
        yield from batch


@pytest.mark.parametrize("batch_size", [1, 7, 100, 100_000])
@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("name", realdata.ALL)
def test_a_real_file_gives_what_is_expected(name: str, source: str, batch_size: int) -> None:
    digest = hashlib.sha256()
    fields = 0
    kinds: Counter[str] = Counter()
    defective = 0
    with panamarc.open(SOURCES[source](name)) as reader:
        for number, record in enumerate(records_of(reader, batch_size), 1):
            assert record.number == number
            digest.update(dump(record).encode())
            fields += len(record.fields)
            kinds.update(defect.kind for defect in record.defects)
            defective += bool(record.defects)
        found = {
            "file": name,
            "bytes": reader.bytes_read,
            "records": reader.records_read,
            "fields": fields,
            "records_with_defects": defective,
            "defects": dict(sorted(kinds.items())),
            "skipped_bytes": sum(skipped.length for skipped in reader.skipped),
            "dump_sha256": digest.hexdigest(),
        }
        assert reader.defect_counts == kinds
    assert found == json.loads((EXPECTED / f"{name}.json").read_text("utf-8"))
