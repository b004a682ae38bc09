"""Lazy frames: polars gets the rows that it gets of the whole table, and Java reads less."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import panamarc
from panamarc import col, where
from panamarc._tables.java_pattern import translated
from panamarc._tables.lazy import LazySource
from panamarc._tables.predicates import without_hints
from support import realdata
from support.records import iso2709

PATH = realdata.path("loc_bibliographic_386.mrc")
COLUMNS: dict[str, Any] = {
    "title": "245$a",
    "stripped": col("245$a").strip_punctuation(),
    "any_title": col("246$a", "245$a"),
    "isbn": col("020$a").normalize_isbn(),
    "year": col("008/7-10").cast("int", on_error="null"),
    "subjects": ["650$a"],
    "isbns": col("020$a").list().normalize_isbn(),
    "has_subject": col("650").exists(),
    "titles": col("245").count(),
    "all": col("245$a", "246$a").join(";"),
    "language": col("008/35-37").dictionary(),
    "type": col("record_type"),
    "number": col("record_number"),
}
TEXTS = ("title", "stripped", "any_title", "isbn", "language", "type", "all")
# Whatever two languages of patterns may see differently.
LETTERS = "aAkKsSßıİſK.|()[]{}\\^$*+?-&#~/ \n\r\u0085\u2028é\u0301🙂\x00"
WORDS = st.text(LETTERS, max_size=3) | st.sampled_from(["Atlas", "atlas /", "9780394170664", "eng"])
YEARS = st.sampled_from(["1999", "19uu", "    ", "0199", " 199", "+199", "-199", "2001", "199 "])
NUMBERS = st.sampled_from([-199, 0, 199, 1998, 1999, 2000, 2001, 9999, 10**15, -(1 << 63)])


@st.composite
def records(draw: st.DrawFn) -> bytes:
    """A record whose fields may be missing, repeated or empty."""
    fields = [("008", f"990101s{draw(YEARS)}".ljust(35) + draw(st.sampled_from(["eng", "ger"])))]
    kept = st.text(LETTERS.replace("\n", "").replace("\r", ""), max_size=4)
    for tag in ("020", "245", "246", "650"):
        words = st.sampled_from(["0-394-17066-0 x", "0394170661", "Atlas /", "k"]) | kept
        for word in draw(st.lists(words, max_size=2)):
            fields.append((tag, f"  \x1fa{word}"))
    raw = bytearray(iso2709(*fields[draw(st.integers(0, 1)) :]))
    raw[6:7] = draw(st.sampled_from([b"a", b"m", b" ", b"\xe9"]))
    return bytes(raw)


def of_text(name: str) -> st.SearchStrategy[pl.Expr]:
    column = pl.col(name)
    patterns = WORDS | st.builds(str.__add__, st.sampled_from(["(?i)", "^", "[a-k]", ".*"]), WORDS)
    literal = column.cast(pl.String).str if name == "language" else column.str
    return st.one_of(
        WORDS.map(lambda word: column == word),
        WORDS.map(lambda word: column != word),
        WORDS.map(lambda word: pl.lit(word) == column),
        WORDS.map(lambda word: column > word) if name != "language" else WORDS.map(column.__eq__),
        WORDS.map(lambda word: column.eq_missing(pl.lit(word))),
        st.lists(WORDS | st.none(), max_size=3).map(column.is_in),
        WORDS.map(literal.starts_with),
        WORDS.map(literal.ends_with),
        WORDS.map(lambda word: literal.contains(word, literal=True)),
        patterns.map(lambda pattern: literal.contains(pattern, strict=False)),
        st.sampled_from([column.is_null(), column.is_not_null()]),
    )


YEAR = pl.col("year")
LEAVES = st.one_of(
    st.sampled_from(TEXTS).flatmap(of_text),
    NUMBERS.map(YEAR.__lt__),
    NUMBERS.map(YEAR.__le__),
    NUMBERS.map(YEAR.__gt__),
    NUMBERS.map(YEAR.__ge__),
    NUMBERS.map(YEAR.__eq__),
    NUMBERS.map(YEAR.__ne__),
    NUMBERS.map(lambda number: number < YEAR),
    st.tuples(NUMBERS, NUMBERS).map(lambda pair: YEAR.is_between(*pair)),
    st.tuples(NUMBERS, NUMBERS).map(lambda pair: YEAR.is_between(*pair, closed="left")),
    st.lists(NUMBERS | st.none(), max_size=3).map(YEAR.is_in),
    st.sampled_from([YEAR.is_null(), YEAR.is_not_null(), YEAR > 1999.5]),
    st.sampled_from([pl.col("has_subject"), pl.col("has_subject") == False]),  # noqa: E712
    st.sampled_from([pl.col("titles") > 1, pl.col("number") != 1, pl.col("number") < YEAR]),
    WORDS.map(pl.col("subjects").list.contains),
    WORDS.map(pl.col("isbns").list.contains),
    st.just(pl.col("isbns").list.contains(None)),
)
PREDICATES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: pair[0] & pair[1]),
        st.tuples(inner, inner).map(lambda pair: pair[0] | pair[1]),
        inner.map(pl.Expr.not_),
    ),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(
    raws=st.lists(records(), min_size=1, max_size=6),
    predicate=PREDICATES,
    before=st.none() | st.integers(0, 4),
    after=st.none() | st.integers(0, 4),
    names=st.none() | st.lists(st.sampled_from(sorted(COLUMNS)), min_size=1, unique=True),
    engine=st.sampled_from(["in-memory", "streaming"]),
)
def test_a_query_has_the_rows_it_has_of_the_whole_table(
    raws: list[bytes],
    predicate: pl.Expr,
    before: int | None,
    after: int | None,
    names: list[str] | None,
    engine: Any,
) -> None:
    def query(frame: pl.LazyFrame) -> pl.LazyFrame:
        frame = frame if before is None else frame.head(before)
        frame = frame.filter(predicate)
        frame = frame if after is None else frame.head(after)
        return frame if names is None else frame.select(names)

    source = b"".join(raws)
    lazy = panamarc.scan_polars(source, COLUMNS, batch_size=2)
    whole = panamarc.scan(source, COLUMNS).to_polars().lazy()
    assert query(lazy).collect(engine=engine).equals(query(whole).collect())


# Each of these values is in a record of its own.
VALUES = [*LETTERS.replace("\n", "").replace("\r", ""), "xk", "kx", "xkx", "x", "", "aK", "b", "Kb"]
ONE_EACH = [
    *[iso2709(("245", f"  \x1fa{value}"), ("650", f"  \x1fa{value}")) for value in VALUES],
    *[iso2709(("008", f"990101s{year}")) for year in ("1998", "1999", "2000", "19uu", " 199")],
    iso2709(("001", "x")),
    iso2709(("245", "  \x1fax\ry")),
    iso2709(("245", "  \x1fax\ny")),
]
PATTERNS = [
    *("", "x", "^x", "x$", "^x$", "^$", "a|^", "x|b", "x.y", ".k", "^.$", "k.*", "k+", "x?k"),
    *("(?i)k", "(?i)s", "(?i)i", "(?i)a$", "(?i)ß", "[a-k]", "[^x]", r"[\d]", r"\w", r"\bk"),
    *(r"\.", r"\$", r"\|"),
]


def each_alone() -> list[pl.Expr]:
    """Predicates of one comparison each."""
    title, year, subjects = pl.col("title"), pl.col("year"), pl.col("subjects")
    comparisons = ("__lt__", "__le__", "__gt__", "__ge__", "__eq__", "__ne__")
    numbers = [getattr(year, name)(number) for name in comparisons for number in (1998, 1999, 2000)]
    numbers += [year.is_between(1999, last) for last in (1998, 1999, 2000)]
    texts = [title.str.contains(pattern) for pattern in PATTERNS]
    of_value = (title.__eq__, title.__ne__, title.str.starts_with, title.str.ends_with)
    texts += [make(value) for make in of_value for value in VALUES]
    texts += [title.str.contains(value, literal=True) for value in VALUES]
    return [*numbers, *texts, *[subjects.list.contains(value) for value in VALUES]]


def test_each_comparison_keeps_the_rows_it_keeps_of_the_whole_table() -> None:
    source = b"".join(ONE_EACH)
    whole = panamarc.scan(source, COLUMNS).to_polars()
    lazy = panamarc.scan_polars(source, COLUMNS)
    for predicate in each_alone():
        for either in (predicate, ~predicate):
            assert lazy.filter(either).collect().equals(whole.filter(either)), str(either)


C = pl.col
COUNTED: list[tuple[Callable[[pl.LazyFrame], pl.LazyFrame], tuple[int, int, int]]] = [
    (lambda books: books, (386, 386, 10)),
    (lambda books: books.select("title"), (386, 386, 1)),
    (lambda books: books.filter(C("year") >= 2000).select("title"), (386, 71, 2)),
    (lambda books: books.filter((C("year") > 1999) & C("issns").list.len().eq(0)), (386, 71, 10)),
    (lambda books: books.filter(C("title").str.contains("(?i)atlas")), (386, 20, 10)),
    (lambda books: books.filter(~C("title").str.contains("(?i)atlas")), (386, 366, 10)),
    (lambda books: books.filter(C("title").str.contains(r"\bAtlas")), (386, 386, 10)),
    (lambda books: books.filter(C("language").is_in(["est", "ger"])), (386, 4, 10)),
    (lambda books: books.filter(C("subjects").list.contains("Atlases")), (386, 8, 10)),
    (lambda books: books.filter(C("record_type") == "j"), (386, 12, 10)),
    (lambda books: books.filter(C("author").is_null()).select(pl.len()), (386, 123, 2)),
    (lambda books: books.head(5), (50, 50, 10)),
    (lambda books: books.head(5).filter(C("year") == 1), (50, 50, 10)),
]


@pytest.mark.parametrize(("query", "counts"), COUNTED)
@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_java_reads_and_fills_only_what_a_query_needs(
    query: Callable[[pl.LazyFrame], pl.LazyFrame], counts: tuple[int, int, int], engine: Any
) -> None:
    scan = panamarc.scan(PATH, "bibliographic")
    found = query(LazySource(scan).frame()).collect(engine=engine)
    assert found.equals(query(scan.to_polars().lazy()).collect())
    query(LazySource(scan).frame()).collect(engine=engine)
    assert scan.counts == counts


def test_records_without_a_tag_give_no_rows_of_fields() -> None:
    scan = panamarc.scan(PATH, "fields")
    query = LazySource(scan).frame().filter(C("tag") == "246").select("record", "value")
    found = query.collect()
    assert scan.counts == (386, 2182, 3)
    assert found.height == scan.to_polars().filter(C("tag") == "246").height == 100


def test_a_streaming_query_stops_reading_when_it_has_enough() -> None:
    scan = panamarc.scan([PATH] * 50, "bibliographic", batch_size=10, threads=1)
    query = LazySource(scan).frame().filter(C("record_type") == "e").head(3)
    assert query.collect(engine="streaming").height == 3
    gc.collect()
    assert scan.counts.records < 50 * 386


def test_conditions_of_where_hold_too() -> None:
    wanted = where.years(1990, 1999)
    lazy = panamarc.scan_polars(PATH, where=wanted)
    eager = panamarc.scan(PATH, "bibliographic", where=wanted).to_polars()
    expected = eager.filter(C("record_type") == "a")
    assert lazy.filter(C("record_type") == "a").collect().equals(expected)
    assert 0 < expected.height < eager.height


def test_a_cast_that_may_raise_keeps_every_record() -> None:
    columns: dict[str, Any] = {"id": "001", "year": col("008/7-10").cast("int")}
    lazy = panamarc.scan_polars(PATH, columns)
    with pytest.raises(panamarc.ColumnValueError, match="expected a whole number"):
        lazy.filter(C("year") > 2000).collect()
    assert lazy.filter(C("id") == "20593163").select("id").collect().height == 1


def test_an_input_that_fails_raises_its_own_error() -> None:
    broken = realdata.path("ia_malformed_116.mrc")
    with pytest.raises(panamarc.MarcFormatError):
        panamarc.scan_polars(broken, on_error="raise").collect()
    with pytest.raises(ValueError, match="position 2"):
        panamarc.scan_polars(broken, {"x": "24"})


def test_duckdb_asks_a_lazy_frame_for_what_it_needs() -> None:
    scan = panamarc.scan(PATH, "bibliographic")
    books = LazySource(scan).frame()
    assert books is not None
    connection = duckdb.connect()
    found = connection.execute("select title from books where year = 1999").fetchall()
    assert scan.counts == (386, 5, 2)
    whole = connection.execute("select title from scan where year = 1999").fetchall()
    assert scan.counts == (386, 386, 10)  # a stream of Arrow's takes no wishes
    assert found == whole


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("Atlas", "Atlas"),
        ("a b", r"a\ b"),
        ("^a.b$", r"^a[^\n]b\z"),
        (r"\$1\.5", r"\$1\.5"),
        ("(?i)sk", "[sS\u017f][kK\u212a]"),
        ("a|b?", "a|b?"),
        ("[a-z0-9]x?", "[a-z0-9]x?"),
        ("[^a]", "[^a]"),
        ("", ""),
        ("(?i)ı", None),
        ("(?i)[a-z]", None),
        (r"\d", None),
        (r"\bx", None),
        ("(a)", None),
        ("a{2}", None),
        ("a*?", None),
        ("*", None),
        ("a^b", None),
        ("[z-a]", None),
        ("a?b?c?", None),
        ("a*", None),
        ("a+", None),
        ("\\", None),
    ],
)
def test_patterns_of_polars_that_java_reads_alike(pattern: str, expected: str | None) -> None:
    assert translated(pattern) == expected


def test_a_polars_that_is_too_old_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pl, "__version__", "1.33.9rc1")
    with pytest.raises(ImportError, match=r"needs polars 1\.34 or later, not 1\.33\.9rc1: pip"):
        panamarc.scan_polars(PATH)
    monkeypatch.setattr(pl, "__version__", "1.34.0")
    assert panamarc.scan_polars(PATH).head(1).collect().height == 1


def test_hints_of_polars_are_left_out_of_a_predicate() -> None:
    tree = {"BinaryExpr": {"left": {"Column": "a"}, "op": "Eq", "right": {"Column": "b"}}}
    hint = {"Display": {"inputs": [], "fmt_str": "dynamic_pred: 1"}}
    assert without_hints({"BinaryExpr": {"left": hint, "op": "And", "right": tree}}) == tree
    assert without_hints(tree) == tree
    assert without_hints(hint) is None
