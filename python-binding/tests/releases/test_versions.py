"""The version of panamarc: the same in all places, all of which a release sets."""

from __future__ import annotations

import pytest

import panamarc
import versions
from support.packages import ROOT

pytestmark = pytest.mark.same_without_c


def test_all_places_name_one_version() -> None:
    named = versions.named(ROOT)
    assert set().union(*named.values()) == {panamarc.__version__}
    assert all(named[file] for file in named if file.suffix != ".md")


def test_what_names_it_next_to_ours_is_set_by_a_release() -> None:
    version = panamarc.__version__
    missed = []
    for file, pattern in versions.places(ROOT).items():
        rest = pattern.sub("", file.read_text("utf-8"))
        missed += [
            f"{file.name}: {line}"
            for line in rest.splitlines()
            if version in line and "panamarc" in line
        ]
    assert missed == []


@pytest.mark.parametrize(
    ("earlier", "later", "may"),
    [
        ("1.2.3", "2.0.0", True),
        ("1.2.3", "1.3.0", False),
        ("1.2.3", "1.2.4", False),
        ("0.1.0", "0.2.0", True),
        ("0.1.0", "0.1.1", False),
        ("0.9.0", "1.0.0", True),
    ],
)
def test_the_first_number_that_counts_allows_a_break(earlier: str, later: str, may: bool) -> None:
    assert versions.parse(later).may_break(versions.parse(earlier)) == may


@pytest.mark.parametrize("text", ["", "1.2", "1.2.3.4", "v1.2.3", "1.2.x"])
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no version: three numbers"):
        versions.parse(text)
