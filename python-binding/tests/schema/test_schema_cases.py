"""The cases of schemas that the tests of every language read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import panamarc
from panamarc import Schema, SchemaError
from support.records import from_lines, iso2709

FOLDER = Path(__file__).resolve().parents[3] / "spec" / "schema"
LEADER = "00000nam a2200000 a 4500"


def load(name: str) -> Any:
    return yaml.load((FOLDER / name).read_text("utf-8"), Loader=yaml.BaseLoader)


CASES = load("cases.yaml")
ERRORS = load("errors.yaml")
PATTERNS = load("patterns.yaml")


@pytest.fixture(scope="module")
def schema() -> Schema:
    return Schema(FOLDER / "schema.json")


@pytest.mark.parametrize("about", CASES, ids=[case["name"] for case in CASES])
def test_a_record_has_its_issues(schema: Schema, about: Any) -> None:
    raw = from_lines(about.get("leader", LEADER), about["fields"])
    with panamarc.open(raw) as reader:
        (record,) = reader
    found = [
        f"{one.rule} {one.place}: found {one.found}, expected {one.expected}"
        for one in schema.check(record)
    ]
    assert found == about["issues"]
    result = schema.validate(raw, examples=100)
    assert sorted(result.examples) == sorted(
        one._replace(source="<bytes>") for one in schema.check(record)
    )
    assert (result.valid, result.issues) == (not found, len(found))


@pytest.mark.parametrize("wrong", ERRORS, ids=[wrong["schema"] for wrong in ERRORS])
def test_an_error_names_the_place_in_the_json(wrong: Any, tmp_path: Path) -> None:
    path = tmp_path / "schema.json"
    path.write_text(wrong["schema"], "utf-8")
    with pytest.raises(SchemaError) as caught:
        Schema(path)
    error = caught.value
    assert (error.source, error.path, error.problem) == (str(path), wrong["path"], wrong["message"])
    assert str(error) == f"{path}: {wrong['path']}: {wrong['message']}"


@pytest.mark.parametrize("about", PATTERNS, ids=[about["pattern"] for about in PATTERNS])
def test_an_expression_matches_as_in_ecmascript(about: Any) -> None:
    schema = Schema({"fields": {"001": {"pattern": about["pattern"]}}})
    for value in about["matches"] + about["others"]:
        found = schema.validate(iso2709(("001", value)))
        assert found.counts == ({} if value in about["matches"] else {"patternMismatch": 1})
