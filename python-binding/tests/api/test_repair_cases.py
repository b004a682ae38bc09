"""Each golden repair case, read from every kind of source under every policy."""

from __future__ import annotations

import importlib.util
import io
import warnings
from collections.abc import Callable
from typing import Any

import pytest

import panamarc
from support import repaircases
from support.dump import field_lines
from support.repaircases import ALL, Case, Part

SOURCES: dict[str, Callable[[Case], object]] = {
    "path": lambda case: case.path,
    "bytes": lambda case: case.content,
    "file": lambda case: io.BytesIO(case.content),
}
POLICIES = [(policy, strict) for policy in ("recover", "skip", "raise") for strict in (False, True)]

every_case = pytest.mark.parametrize("case", ALL, ids=[f"{c.group}/{c.name}" for c in ALL])


def expected(case: Case, policy: str, strict: bool) -> tuple[list[str], list[str]]:
    """The events and the skipped ranges that follow from a case."""
    events, skipped = [], []
    number = 1
    for part in case.parts:
        if not part.record:
            skipped.append(f"{part.start}+{part.length} {part.reason}")
            if part.message and policy == "raise":
                events.append(f"{{source}}: record {number} at byte {part.start}: {part.message}")
            continue
        counting = [d for d in part.defects if strict or d.severity == "structure"]
        if policy == "recover" or not counting:
            events.append(shown(number, part))
        else:
            skipped.append(f"{part.start}+{part.length} left out")
            if policy == "raise":
                events.append(counting[0].raised(number))
        number += 1
    return events, skipped


def shown(number: int, part: Part) -> str:
    head = f"{number}\nat {part.start}+{part.length}\n{part.leader}"
    defects = [f"{d.severity} {d.kind} {d.offset} {d.tag}: {d.message}" for d in part.defects]
    return "\n".join([head, *part.fields, *defects])


def read(record: panamarc.Record, content: bytes) -> str:
    """What `shown` says, of a record that was read."""
    start, length = record.span
    raw = content[start : start + length]
    assert record.as_marc() == raw
    assert {d.record_number for d in record.defects} <= {record.number}
    defects = [f"{d.severity} {d.kind} {d.offset} {d.tag}: {d.message}" for d in record.defects]
    head = f"{record.number}\nat {start}+{length}\n{record.leader}"
    return "\n".join([head, *field_lines(record), *defects])


def raised(error: panamarc.MarcFormatError, content: bytes) -> str:
    assert str(error).startswith(f"{error.source}: ")
    assert error.chunk
    assert error.chunk in content
    return "{source}" + str(error).removeprefix(error.source)


def events_of(reader: panamarc.RecordReader, content: bytes, batch_size: int) -> list[str]:
    events = []
    while True:
        try:
            records = reader.read_batch(batch_size)
        except panamarc.MarcFormatError as error:
            events.append(raised(error, content))
            continue
        if not records:
            return events
        events += [read(record, content) for record in records]


@pytest.mark.parametrize("source", SOURCES)
@every_case
def test_a_case_gives_what_it_says(case: Case, source: str) -> None:
    for policy, strict in POLICIES:
        events, skipped = expected(case, policy, strict)
        for batch_size in (1, 100):
            with (
                warnings.catch_warnings(record=True) as caught,
                panamarc.open(
                    SOURCES[source](case),
                    on_error=policy,  # type: ignore[arg-type]
                    strict=strict,
                    format="iso2709",
                ) as reader,
            ):
                warnings.simplefilter("always")
                assert events_of(reader, case.content, batch_size) == events
                found = [f"{s.start}+{s.length} {s.reason}" for s in reader.skipped]
                assert found == skipped
                assert reader.bytes_read == len(case.content)
            assert [w.category for w in caught] == warned(case, policy)


def warned(case: Case, policy: str) -> list[type[Warning]]:
    """An input that is not empty and has no record is worth a warning, unless it raises."""
    other = any(part.reason not in ("", "filler") for part in case.parts)
    records = any(part.record for part in case.parts)
    return [panamarc.MarcWarning] if other and not records and policy != "raise" else []


@pytest.mark.parametrize("case", [case for case in ALL if case.cut], ids=lambda case: case.name)
def test_a_cut_at_any_byte_gives_what_is_there(case: Case) -> None:
    *before, last = case.parts
    whole = case.content[last.start :]
    entries = [int(whole[at + 7 : at + 12]) for at in range(24, int(whole[12:17]) - 1, 12)]
    starts = [int(whole[12:17]) + entry for entry in entries]
    for size in range(1, last.length):
        content = case.content[: last.start + size]
        with panamarc.open(content, format="iso2709") as reader:
            records = list(reader)
            ranges = [(s.start, s.length, s.reason) for s in reader.skipped]
        kept = records[: len(before)]
        assert [read(r, content) for r in kept] == [
            shown(number, part) for number, part in enumerate(before, 1)
        ]
        if size < 24:
            assert len(records) == len(before)
            assert ranges == [(last.start, size, "no leader")]
            continue
        (record,) = records[len(before) :]
        assert ranges == []
        assert record.span == (last.start, size)
        assert "truncated" in [d.kind for d in record.defects]
        lines = field_lines(record)
        there = [start for start in starts if start < size]
        assert len(lines) == len(there)
        missing = [d.tag for d in record.defects if d.kind == "missing-field"]
        if size > int(whole[12:17]) - 1:
            assert missing == [line[1:4] for line in last.fields[len(lines) :]]
        # Only the last field can be cut, and its last character with it.
        assert lines[:-1] == last.fields[: len(lines)][:-1]
        if lines:
            assert last.fields[len(lines) - 1].startswith(lines[-1][:-1])


@every_case
def test_what_a_case_spells_out_follows_from_the_rest(case: Case) -> None:
    for policy in ("skip", "raise"):
        events = case.explicit(policy)
        if events is not None:
            derived = [event.split("\n")[0] for event in expected(case, policy, False)[0]]
            assert events == derived


def recipes() -> dict[str, bytes]:
    tool = repaircases.FOLDER.parent / "tools" / "repair_cases.py"
    spec = importlib.util.spec_from_file_location("repair_cases", tool)
    assert spec is not None
    assert spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    files: dict[str, bytes] = module.files()
    return files


def test_the_inputs_are_what_the_recipes_build() -> None:
    kept = {str(case.path.relative_to(repaircases.FOLDER)): case.content for case in ALL}
    assert kept == recipes()


def test_every_input_has_a_case() -> None:
    files = {path for path in repaircases.FOLDER.glob("*/*") if path.is_file()}
    assert files == {case.path for case in ALL}
