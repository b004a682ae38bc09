"""The cases of MARCspec that the tests of every language read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import panamarc
from panamarc._batch.batch import Batch
from panamarc._batch.spec import parse
from panamarc._reading.read_record import LazyRecord, ReadRecord
from support.packing import pack
from support.records import iso2709

FOLDER = Path(__file__).resolve().parents[3] / "spec" / "marcspec"
ERRORS = "errors.yaml"


def load(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)


RECORDS = [
    about for path in sorted(FOLDER.glob("*.yaml")) if path.name != ERRORS for about in load(path)
]
CASES = [(about, case["spec"], case["values"]) for about in RECORDS for case in about["cases"]]
WRONG = [(one["spec"], one["message"]) for one in load(FOLDER / ERRORS)]


def raw_of(about: Any) -> bytes:
    lines = [(line[:3], line[4:]) for line in about["fields"]]
    fields = [(tag, text.replace("$", "\x1f").replace("{dollar}", "$")) for tag, text in lines]
    raw = iso2709(*fields)
    leader: bytes = about["leader"].encode()
    return raw[:5] + leader[5:9] + b"a22" + raw[12:17] + leader[17:] + raw[24:]


RAW = {about["name"]: raw_of(about) for about in RECORDS}


@pytest.mark.parametrize(("about", "spec", "values"), CASES, ids=[case[1] for case in CASES])
def test_a_spec_finds_its_values(about: Any, spec: str, values: list[str]) -> None:
    read = ReadRecord(Batch(pack(RAW[about["name"]])[0]), 0)
    first = values[0] if values else None
    assert read.values(spec) == LazyRecord.values(read, spec) == values
    assert read.value(spec) == LazyRecord.value(read, spec) == first
    built = panamarc.Record(leader=str(read.leader), fields=list(read.fields))
    assert built.values(spec) == values
    assert built.value(spec) == first


@pytest.mark.parametrize(("spec", "message"), WRONG, ids=[wrong[0] for wrong in WRONG])
def test_an_error_points_at_the_character(spec: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011, whose message is compared
        parse(spec)
    assert str(caught.value) == f"{spec}: {message}"


def error_of(text: str) -> str | None:
    """The message of a text that is no spec; None for a spec."""
    try:
        parse(text)
    except ValueError as error:
        return str(error)
    return None


@given(
    st.one_of(st.text(alphabet="24L5$ab/[]0#-^1{}\\\\=!~?| .é", max_size=16), st.text(max_size=8))
)
def test_any_text_is_a_spec_or_an_error_with_a_position(text: str) -> None:
    message = error_of(text)
    if message is not None:
        assert message.startswith(f"{text}: position ")
        position = message.removeprefix(f"{text}: position ").split(":")[0]
        assert int(position) <= len(text)


def test_there_are_cases_of_each_kind() -> None:
    assert len(CASES) > 300
    assert len(WRONG) > 100
