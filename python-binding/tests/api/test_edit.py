"""`panamarc.edit`: some records change, all others keep their bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import panamarc
from panamarc import EditResult, Field, Record, SkippedRange, Subfield, edit
from support import realdata
from support.marcfiles import book, record

BU = realdata.path("bu_bibs_100.mrc")
SHELF = (
    book("1", "The cat", ("650", " 0$aCats"), ("650", " 0$aPets")),
    book("2", "The dog", ("650", " 0$aDogs")),
    record("3", ("100", "1 $aSmith"), leader="nz  a"),
    book("4", "Çedilla", ("520", "  $aOf cats")),
)


def edited(
    content: bytes, change: Callable[[Record], Any], **options: Any
) -> tuple[bytes, EditResult]:
    target = io.BytesIO()
    result = edit(content, target, change=change, **options)
    return target.getvalue(), result


def retitled(record: Record) -> None:
    record["245"]["a"] = "New"


@pytest.mark.parametrize(
    ("where", "numbers"),
    [
        (None, "1234"),
        ({"LDR/6": "a"}, "124"),
        ({"LDR/6": "[^a]"}, "3"),
        ({"001": "^[23]$"}, "23"),
        ({"650$a": "^Cats$"}, "1"),
        ({"650": ""}, "12"),
        ({"!650": ""}, "34"),
        ({"245$a": "^The", "!650$a": "Cats"}, "2"),
        ({"245$a": "(?i)çEdILLA"}, "4"),
        ({"245$a": r"^\w+$"}, "4"),
        ([{"245$a": "cat"}, {"520": "cat"}], "14"),
        ([{"001": "1"}, {"001": "1", "650": ""}], "1"),
        ({"..0": "Smith|cats"}, "34"),
    ],
)
def test_records_are_selected_by_their_values(where: Any, numbers: str) -> None:
    seen: list[Record] = []
    content = b"".join(SHELF)
    target, result = edited(content, seen.append, where=where)
    assert "".join(one["001"].data or "" for one in seen) == numbers
    assert target == content
    assert result == EditResult(4, len(numbers), 0, 4, [], [])


def test_selecting_is_what_the_same_values_in_python_say() -> None:
    with panamarc.open(BU) as reader:
        records = list(reader)
    asked = (("650$a", "(?i)hist"), ("008/7-10", "^200"), ("LDR/17", " "), ("9..", "x"))
    for spec, expression in asked:
        for none in (False, True):
            expected = [
                one.number
                for one in records
                if any(re.search(expression, value) for value in one.values(spec)) != none
            ]
            seen: list[Record] = []
            where = {f"{'!' * none}{spec}": expression}
            edit(BU, io.BytesIO(), where=where, change=seen.append)
            assert [one.number for one in seen] == expected


@pytest.mark.parametrize("threads", [1, 2])
def test_only_what_was_changed_gets_other_bytes(threads: int) -> None:
    target, result = edited(b"".join(SHELF), retitled, where={"245$a": "dog"}, threads=threads)
    changed = book("2", "New", ("650", " 0$aDogs"))
    assert target == SHELF[0] + changed + SHELF[2] + SHELF[3]
    assert result == EditResult(4, 1, 1, 4, [], [])


def test_broken_and_undeclared_records_pass_as_they_are() -> None:
    for name in ("bu_bibs_100.mrc", "ia_malformed_116.mrc", "loc_edge_cases_50.mrc"):
        path = realdata.path(name)
        with panamarc.open(path) as reader:
            raws = [one.as_marc() for one in reader]
        target, _ = edited(path.read_bytes(), lambda one: None, where={"001": "7$"})
        assert target == b"".join(raws)
        target, _ = edited(path.read_bytes(), lambda one: [], where={"!001": "."})
        assert target == b"".join(raws)


def test_a_marc_8_record_becomes_utf_8_where_it_is_changed() -> None:
    ansel = record("1", ("245", "10$ax"), ("500", "  $aé"), leader="nam  ").replace(
        "é".encode(), b"\xe2e"
    )
    target, result = edited(ansel * 3, retitled, where={"001": "1"})
    assert result.changed == 3
    with panamarc.open(target) as reader:
        assert [(one.leader[9], one.value("500$a"), one.title, one.defects) for one in reader] == [
            ("a", "e\u0301", "New", [])
        ] * 3


def test_what_change_returns_is_written_instead() -> None:
    new = Record(leader="00000nam a2200000 a 4500")
    new.add_field(Field(tag="001", data="9"))
    content = SHELF[0] + SHELF[1]
    where = {"001": "1"}
    for given, expected in (
        (lambda one: None, SHELF[0]),
        (lambda one: one, SHELF[0]),
        (lambda one: [], b""),
        (lambda one: new, new.as_marc()),
        (lambda one: [one, new], SHELF[0] + new.as_marc()),
        (lambda one: (part for part in (new, one)), new.as_marc() + SHELF[0]),
    ):
        target, result = edited(content, given, where=where)
        assert target == expected + SHELF[1]
        assert result.written == target.count(b"\x1d")
        assert result.changed == (expected != SHELF[0])


@pytest.mark.parametrize("given", ["text", b"bytes", 7])
def test_nothing_else_may_be_returned(given: object, tmp_path: Path) -> None:
    target = tmp_path / "target.mrc"
    with pytest.raises(TypeError) as raised:
        edit(SHELF[0], target, change=lambda one: given)
    assert str(raised.value) == (
        f"change returns None, a record or several records, not {type(given).__name__}"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_file_may_be_edited_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "shelf.mrc"
    path.write_bytes(b"".join(SHELF))
    edit(path, path, where={"001": "1"}, change=lambda one: [])
    assert path.read_bytes() == b"".join(SHELF[1:])


def test_a_target_stays_as_it_was_where_something_fails(tmp_path: Path) -> None:
    path = tmp_path / "shelf.mrc"
    path.write_bytes(b"".join(SHELF))

    def fail(one: Record) -> None:
        if one["001"].data == "2":
            raise RuntimeError("not this one")

    with pytest.raises(RuntimeError, match="not this one"):
        edit(path, path, change=fail)
    with pytest.raises(panamarc.MarcFormatError):
        edit(BU, path, on_error="raise", change=lambda one: None)
    assert path.read_bytes() == b"".join(SHELF)
    assert list(tmp_path.iterdir()) == [path]


def test_a_record_too_long_to_be_written_is_reported() -> None:
    def lengthen(one: Record) -> None:
        one.add_field(Field(tag="500", subfields=[Subfield("a", "x" * 100_000)]))

    with pytest.raises(panamarc.UnwritableRecord):
        edited(SHELF[0], lengthen)


def test_what_is_between_records_is_reported() -> None:
    garbage = b"garbage that is longer than a leader"
    content = SHELF[0] + garbage + SHELF[1]
    target, result = edited(content, lambda one: None)
    assert target == SHELF[0] + SHELF[1]
    assert result.skipped == [SkippedRange("<bytes>", len(SHELF[0]), len(garbage), "no leader")]


def test_records_left_out_are_not_written() -> None:
    target, result = edited(BU.read_bytes(), lambda one: None, on_error="skip")
    assert (result.records, result.written, len(result.skipped)) == (84, 84, 16)
    assert len(target) + sum(skip.length for skip in result.skipped) == BU.stat().st_size


def test_progress_is_reported() -> None:
    calls: list[tuple[int, int]] = []
    content = b"".join(SHELF) * 500
    edited(content, lambda one: [], where={"001": "x"}, progress=lambda *args: calls.append(args))
    assert calls[-1] == (len(content), 2000)
    assert len(calls) == 4


@pytest.mark.parametrize(
    ("where", "error", "message"),
    [
        ({}, ValueError, "where is {}; expected conditions such as {'LDR/6': 'a'}"),
        ([], ValueError, "where is []; expected conditions such as {'LDR/6': 'a'}"),
        ([{}], ValueError, "where is [{}]; expected conditions such as {'LDR/6': 'a'}"),
        ("245", ValueError, "where is '245'; expected conditions such as {'LDR/6': 'a'}"),
        ({"245": None}, TypeError, "the condition for '245' is a str, not NoneType"),
        ({"245": "("}, ValueError, "'(' is no regular expression: Unclosed group"),
        (
            {"24": "x"},
            ValueError,
            '24: position 2: found the end, expected a tag: three letters, digits or "."',
        ),
    ],
)
def test_conditions_are_checked(where: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as raised:
        edited(SHELF[0], lambda one: None, where=where)
    assert str(raised.value) == message


def test_conditions_hold_for_records_of_several_inputs() -> None:
    target, result = edited(
        [b"".join(SHELF), SHELF[1] * 2],  # type: ignore[arg-type]
        lambda one: [],
        where={"001": "2"},
    )
    assert target == SHELF[0] + SHELF[2] + SHELF[3]
    assert result == EditResult(6, 3, 3, 3, [], [])
