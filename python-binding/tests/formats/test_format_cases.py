"""The golden cases of spec/formats, whose README defines what is in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import panamarc

FOLDER = Path(__file__).resolve().parents[3] / "spec" / "formats"
CASES: list[dict[str, Any]] = [
    case
    for path in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case_is_read_as_specified(case: dict[str, Any]) -> None:
    with panamarc.open(case["input"].encode(), format=case.get("format")) as reader:
        records = list(reader)
        skipped = [skip for skip in reader.skipped if skip.reason != "filler"]
    assert [[line(field) for field in record.fields] for record in records] == case["records"]
    defects = [
        f"{record.number}: {defect.kind} {defect.tag or '-'}: {defect.message}"
        for record in records
        for defect in record.defects
    ]
    assert defects == case.get("defects", [])
    assert [f"{skip.length} {skip.reason}" for skip in skipped] == case.get("skipped", [])


def line(field: panamarc.Field) -> str:
    if field.is_control_field():
        return f"={field.tag}  {field.data}"
    subfields = "".join(f"${code}{value}" for code, value in field.subfields)
    return f"={field.tag}  {''.join(field.indicators or ())}{subfields}"
