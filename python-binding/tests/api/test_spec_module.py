"""`panamarc.spec`: specs as objects, which find what Java finds."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import panamarc
from panamarc import spec
from support.records import iso2709

RAW = iso2709(("001", "x1"), ("650", " 0\x1faSea\x1fxHistory"), ("650", " 7\x1faMeer\x1f2gnd"))
BUILT = panamarc.Record(
    fields=[
        panamarc.Field("650", panamarc.Indicators(" ", "0"), [panamarc.Subfield("a", "Sea")]),
        panamarc.Field("650", panamarc.Indicators(" ", "7"), [panamarc.Subfield("a", "Meer")]),
    ]
)


def test_a_spec_finds_values_in_records_read_and_built() -> None:
    subjects = spec.parse("650$a{^2=\\7}")
    (read,) = panamarc.open(RAW)
    for record in (read, BUILT):
        assert subjects.values(record) == ["Meer"]
        assert subjects.first(record) == "Meer"
        assert spec.parse("651$a").values(record) == []
        assert spec.parse("651$a").first(record) is None


def test_specs_of_one_text_are_equal() -> None:
    one, same, other = spec.parse("650$a"), spec.parse("650$a"), spec.parse("650$x")
    assert (one, hash(one), str(one)) == (same, hash(same), "650$a")
    assert one != other
    assert one != "650$a"
    assert repr(one) == "panamarc.spec.parse('650$a')"
    assert eval(repr(one)) == one
    assert copy.copy(one) == pickle.loads(pickle.dumps(one)) == one


@pytest.mark.parametrize(
    ("text", "position", "found", "expected"),
    [
        ("245$a{^3=\\1}", 6, '"^3"', "^1 or ^2"),
        ("24", 2, "the end", 'a tag: three letters, digits or "."'),
        ("LDR$a", 3, '"$"', "no subfields: the leader has none"),
    ],
)
def test_an_error_has_its_position(text: str, position: int, found: str, expected: str) -> None:
    with pytest.raises(spec.SpecError) as caught:
        spec.parse(text)
    error = caught.value
    assert (error.spec, error.position, error.found) == (text, position, found)
    assert error.expected == expected
    assert str(error) == f"{text}: position {position}: found {found}, expected {expected}"
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    assert isinstance(error, ValueError)
    assert panamarc.SpecError is spec.SpecError


def test_what_is_no_text_is_no_spec() -> None:
    with pytest.raises(TypeError, match="not int"):
        spec.parse(650)  # type: ignore[arg-type]


def test_columns_are_of_specs_too() -> None:
    subjects = spec.parse("650$a")
    scan = panamarc.scan(RAW, {"first": subjects, "all": [subjects], "n": panamarc.col("001")})
    assert scan.to_arrow().to_pylist() == [{"first": "Sea", "all": ["Sea", "Meer"], "n": "x1"}]


INDEX = st.sampled_from(["", "", "[0]", "[1]", "[#]", "[0-1]", "[1-#]", "[#-1]"])
POSITIONS = st.sampled_from(["", "", "/0", "/1-2", "/#", "/#-1", "/0-#"])
TEXTS = st.sampled_from(["\\a", "\\", "\\é", "\\\\s", "\\🙂b", "\\a\\$"])
OPERATORS = st.sampled_from(["=", "!=", "~", "!~", "?", "!"])
CODES = st.sampled_from(["$a", "$b", "$a-c", "$1"])
TAGS = st.sampled_from(["001", "245", "650", "6..", "FMT"])


def joined(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map("".join)


SUBFIELDS = joined(CODES, INDEX, POSITIONS)
PARTS = st.one_of(st.just(""), POSITIONS, SUBFIELDS, st.sampled_from(["^1", "^2"]))
TERMS = st.one_of(TEXTS, SUBFIELDS, joined(TAGS, INDEX, PARTS), st.sampled_from(["^1", "LDR/6"]))
COMPARED = st.one_of(
    TERMS, joined(OPERATORS, TERMS), joined(TERMS, st.sampled_from(["=", "~", "!="]), TERMS)
)
CONDITIONS = st.one_of(
    st.just(""),
    COMPARED.map("{{{}}}".format),
    st.tuples(COMPARED, COMPARED).map("{{{0[0]}|{0[1]}}}".format),
    st.tuples(COMPARED, COMPARED).map("{{{0[0]}}}{{{0[1]}}}".format),
)
SPECS = st.one_of(
    joined(TAGS, INDEX, PARTS, CONDITIONS),
    joined(TAGS, INDEX, SUBFIELDS, CONDITIONS, SUBFIELDS),
    joined(TAGS, st.sampled_from([" 0.", " ##", " .."]), st.sampled_from(["", "$ab", "$1"])),
    joined(st.just("LDR"), POSITIONS, CONDITIONS),
)
WORDS = st.sampled_from(["", "a", "b", "é", "a b", "🙂b", "a$", "e\u0301a"])
CONTENT = st.lists(st.tuples(st.sampled_from("abc1"), WORDS), max_size=3)
DATA_FIELDS = st.tuples(
    st.sampled_from(["245", "650", "651", "FMT"]),
    st.sampled_from(["  ", " 0", "00", "17"]),
    CONTENT,
).map(lambda f: (f[0], f[1] + "".join(f"\x1f{code}{word}" for code, word in f[2])))
CONTROL_FIELDS = st.tuples(st.sampled_from(["001", "007", "FMT"]), WORDS)
RECORDS = st.lists(st.one_of(DATA_FIELDS, DATA_FIELDS, CONTROL_FIELDS), max_size=5)


@settings(max_examples=300, deadline=None)
@given(texts=st.lists(SPECS, min_size=1, max_size=8, unique=True), fields=RECORDS)
def test_python_finds_what_java_finds(texts: list[str], fields: list[tuple[str, str]]) -> None:
    understood = []
    for text in texts:
        try:
            understood.append(spec.parse(text))
        except spec.SpecError:
            with pytest.raises(ValueError, match="position"):
                panamarc.scan(b"", {"x": text}).to_arrow()
    raw = iso2709(*fields)
    (read,) = panamarc.open(raw)
    built = panamarc.Record(leader=str(read.leader), fields=copy.deepcopy(list(read.fields)))
    if understood:
        columns = {str(one): [one] for one in understood}
        (java,) = panamarc.scan(raw, columns).to_arrow().to_pylist()
        for one in understood:
            assert one.values(read) == one.values(built) == java[str(one)], str(one)
