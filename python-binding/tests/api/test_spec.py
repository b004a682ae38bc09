"""Specs: what each form names, and what is no spec."""

from __future__ import annotations

import pytest

from panamarc._batch.batch import Batch
from panamarc._reading.read_record import ReadRecord
from support.packing import pack
from support.records import iso2709

RAW = iso2709(
    ("001", "ocm00001"),
    ("008", "010314s1999fr"),
    ("020", "  \x1fa111\x1fcfree"),
    ("020", "  \x1fz000"),
    ("020", "  \x1fa222\x1fa333"),
    ("245", "10\x1faTitle :\x1fb sub /\x1fcX"),
    ("500", "  "),
    ("504", "  \x1f\x1faA\x1f"),
    ("650", " 0\x1faS\x1fxT"),
    ("FMT", "  \x1faBK"),
    ("SYS", "000000123"),
    ("CAT", "BK"),
)
RECORD = ReadRecord(Batch(pack(RAW)[0]), 0)

VALUES = {
    "001": ["ocm00001"],
    "245": ["Title :  sub / X"],
    "500": [],
    "504": ["A"],
    "999": [],
    "020$a": ["111", "222", "333"],
    "020$ac": ["111", "free", "222", "333"],
    "020$ca": ["free", "111", "222", "333"],
    "020$caca": ["free", "111", "222", "333"],
    "245 10$cb": ["X", " sub /"],
    "245 1.": ["Title :  sub / X"],
    "245 .1$a": [],
    "650 #0$a": ["S"],
    "650 0#$a": [],
    "6.. .0$x": ["T"],
    "020 ##$z": ["000"],
    "001 ##": [],
    "SYS": ["000000123"],
    "SYS/6-8": ["123"],
    "SYS$0": [],
    "SYS 00": [],
    "CAT": ["BK"],
    "020$z": ["000"],
    "020$q": [],
    "500$a": [],
    "001$a": [],
    "008/7-10": ["1999"],
    "008/0": ["0"],
    "008/12-40": ["r"],
    "008/13": [],
    "008/40-50": [],
    "245/0-3": [],
    "LDR/6": ["a"],
    "LDR/5-7": ["nam"],
    "LDR/20-99": ["4500"],
    "LDR/24": [],
    "LDR": [RAW[:24].decode()],
    "6..$x": ["T"],
    "..0$a": ["111", "222", "333", "S"],
    "00./0-2": ["ocm", "010"],
    "FMT$a": ["BK"],
}


@pytest.mark.parametrize("spec", VALUES)
def test_a_spec_names_these_values(spec: str) -> None:
    assert RECORD.values(spec) == VALUES[spec]
    assert RECORD.value(spec) == next(iter(VALUES[spec]), None)


@pytest.mark.parametrize(
    "spec",
    [
        *("", "2", "24", "2455", "245$", "245a", "245/", "245/a", "245/1-", "245/-1"),
        "856{^2=\\0}$u",
        *("856 4$u", "856 400$u", "856  0$u", "856 40/1", "856 40 $u", "856 40$", "LDR 40"),
        *("008/1-2-3", "245 $a", " 245", "245\n", "2*5", "24é", "LDR$a", "245$é"),
    ],
)
def test_anything_else_is_a_value_error(spec: str) -> None:
    for ask in (RECORD.value, RECORD.values):
        with pytest.raises(ValueError, match=": position ") as caught:
            ask(spec)
        assert str(caught.value).startswith(spec)


def test_a_spec_is_a_string() -> None:
    with pytest.raises(TypeError, match=r"^a spec is a str such as '245\$a', not int$"):
        RECORD.value(245)  # type: ignore[arg-type]
