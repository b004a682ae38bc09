"""The environment variable that chooses the scanner, in processes of their own: it is read once."""

from __future__ import annotations

import pytest

import panamarc
from support import realdata
from support.children import output

FILE = str(realdata.path("loc_edge_cases_50.mrc"))
SHOW = f"""
import panamarc
info = panamarc.info()
print(info["scanner"])
print(info["scanner_reason"])
print(info["scanner_tiers"])
reader = panamarc.open({FILE!r})
print(len(list(reader)))
facts = reader.explain()
print((facts["scanner"], facts["why"]) == (info["scanner"], info["scanner_reason"]))
"""


@pytest.mark.parametrize("tier", ["scalar", "sse2", "avx2", "avx512", "neon"])
def test_each_tier_of_this_machine_can_be_chosen(tier: str) -> None:
    tiers = panamarc.info()["scanner_tiers"].split()
    if tier not in tiers:
        pytest.skip(f"this machine runs {', '.join(tiers) or 'none'}")
    advice = "" if tier == tiers[-1] else f"; leave that out for the fastest, {tiers[-1]}"
    assert output(SHOW, PANAMARC_NATIVE=tier).split("\n") == [
        f"native {tier}",
        f"chosen by PANAMARC_NATIVE={tier}{advice}",
        " ".join(tiers),
        "50",
        "True",
    ]


def test_off_chooses_the_scanner_in_java() -> None:
    assert output(SHOW, PANAMARC_NATIVE="off").split("\n") == [
        "java",
        "the native library is switched off by PANAMARC_NATIVE=off; leave that out to use it",
        "",
        "50",
        "True",
    ]


def test_another_name_is_an_error_that_lists_those_that_can_run() -> None:
    info = panamarc.info()
    tiers = info["scanner_tiers"].split()
    code = f"""
import panamarc
for use in (panamarc.info, panamarc.start_jvm, panamarc.open({FILE!r}).read_batch):
    try:
        use()
    except panamarc.JvmError as error:
        print(error)
"""
    *others, last = ["on", "off", *tiers]
    why = "" if tiers else f" ({info['scanner_reason']})"
    message = (
        f"PANAMARC_NATIVE=avx1024 names no scanner that this machine can run{why}; "
        f"it can run {', '.join(others)} or {last}"
    )
    assert output(code, PANAMARC_NATIVE="avx1024").split("\n") == [message] * 3
