"""What the columns of a table hold: `panamarc.col`, and the ready sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

from panamarc._java import jvm
from panamarc.spec import Spec

Cast: TypeAlias = Literal["text", "int", "date"]

CASTS = ("text", "int", "date")
ERRORS = ("raise", "null")
READY_SETS = ("bibliographic", "records", "whole", "fields", "subfields", "links")
RECORD_FACTS = (
    "record_number",
    "offset",
    "length",
    "source",
    "defects",
    "record_type",
    "corrupt_record",
)
PART = "\x1f"  # joins specs that cross into Java


class _Parts(NamedTuple):
    """What PythonTable.addColumn takes after a column's name."""

    specs: tuple[str, ...]
    kind: str
    separator: str = ""
    as_type: Cast = "text"
    or_null: bool = False
    strips: bool = False
    isbn: bool = False
    as_dictionary: bool = False


class Column:
    """What a column of `panamarc.scan` holds; each method gives a changed copy.

    Made by `panamarc.col`. Immutable.
    """

    __slots__ = ("_parts",)

    def __init__(self, specs: tuple[str, ...], kind: str = "first") -> None:
        """`kind`: what of the values that the specs name is given."""
        self._parts = _Parts(specs, kind)

    def _with(self, **changes: Any) -> Column:
        column = Column(self._parts.specs)
        column._parts = self._parts._replace(**changes)
        return column

    def __repr__(self) -> str:
        specs = ", ".join(map(repr, self._parts.specs or (self._parts.kind,)))
        return f"<Column of {specs}>"

    @property
    def _content(self) -> str:
        """What a condition on its values is about.

        `text` and `number`, the first value; `texts`, all; `exists`; `type` of record; empty for
        anything else.
        """
        kind, as_type = self._parts.kind, self._parts.as_type
        if as_type == "date" or (as_type == "int" and kind != "first"):
            return ""
        if kind == "first":
            return "number" if as_type == "int" else "text"
        return {"list": "texts", "exists": "exists", "record_type": "type"}.get(kind, "")

    @property
    def _raises(self) -> bool:
        """Whether a value that does not fit raises."""
        return self._parts.as_type != "text" and not self._parts.or_null

    def first(self) -> Column:
        """The first value; null where there is none. What a column holds by default."""
        return self._with(kind="first")

    def list(self) -> Column:
        """All values, as a list, which may be empty."""
        return self._with(kind="list")

    def join(self, separator: str = " ") -> Column:
        """All values as one text; null where there is none."""
        return self._with(kind="join", separator=separator)

    def count(self) -> Column:
        """How many values there are, int32."""
        return self._with(kind="count")

    def exists(self) -> Column:
        """Whether there is a value, bool."""
        return self._with(kind="exists")

    def fields(self) -> Column:
        """Whole fields of one tag, in which a dot is any character.

        A list of structs of `tag`, `ind1`, `ind2` and `subfields`, a list of `code` and `value`. A
        control field has no indicators, and its data as one value without a code.
        """
        return self._with(kind="fields")

    def cast(self, to: Cast, *, on_error: Literal["raise", "null"] = "raise") -> Column:
        """Values as `int` (int64) or `date` (date32), as a first value or in a list.

        Numbers are digits that may have a sign and blanks around them. Days are `yyyy-mm-dd`,
        `yyyymmdd`, also with the time that field 005 has, or `yymmdd` as field 008 begins. A value
        that does not fit raises ColumnValueError, which names record, column and value, or is null.

        Raises ValueError for another type or another word.
        """
        if to not in CASTS:
            raise ValueError(f"cast to {to!r}; expected one of {', '.join(CASTS)}")
        if on_error not in ERRORS:
            raise ValueError(f"on_error is {on_error!r}; expected one of {', '.join(ERRORS)}")
        return self._with(as_type=to, or_null=on_error == "null")

    def strip_punctuation(self) -> Column:
        """Values without the punctuation that ISBD puts after them, such as ` /` and ` :`."""
        return self._with(strips=True)

    def normalize_isbn(self) -> Column:
        """Values as ISBNs of 13 digits; null where the check digit is wrong or there is none."""
        return self._with(isbn=True)

    def dictionary(self) -> Column:
        """Text by a dictionary of each batch, for few values that repeat."""
        return self._with(as_dictionary=True)

    def add_to(self, table: Any, name: str) -> None:
        """Adds the column to a PythonTable."""
        specs, kind, *others = self._parts
        table.addColumn(name, kind, PART.join(specs), *others)


def col(*specs: str | Spec) -> Column:
    """A column of values that specs name: the first value, unless a method says otherwise.

        col("020$a").list().normalize_isbn()
        col("100$a", "110$a", "111$a")        # of the first spec that has one
        col("650").fields()

    `specs`: one or several; the values of the first come before those of the second. The words
    `record_number`, `offset`, `length`, `source`, `defects`, `record_type` and `corrupt_record`
    name what is known of the record as a whole; the last one is the bytes of a record that
    `on_error="skip"` would leave out, and null for any other.

    Raises TypeError for what is no str or `panamarc.spec.Spec`, ValueError without any; a text that
    is no spec raises ValueError where the scan begins.
    """
    for spec in specs:
        if not isinstance(spec, str | Spec):
            raise TypeError(f"a spec is a str such as '245$a', not {type(spec).__name__}")
    if not specs:
        raise ValueError("col() without a spec: expected one such as '245$a'")
    texts = tuple(map(str, specs))
    if len(texts) == 1 and texts[0] in RECORD_FACTS:
        return Column((), kind=texts[0])
    return Column(texts)


# What `columns` of a scan may be.
Columns: TypeAlias = "str | Mapping[str, str | Spec | list[str] | list[Spec] | Column]"


def columns_of(columns: object) -> str | dict[str, Column]:
    """The ready set that a scan's `columns` name, or its columns by name.

    Raises ValueError for another word, for no columns, and for two of one name, TypeError for what
    is no column.
    """
    if isinstance(columns, str):
        if columns not in READY_SETS:
            raise ValueError(
                f"columns is {columns!r}; expected one of {', '.join(READY_SETS)}, or a dict of "
                "names and specs such as {'title': '245$a'}"
            )
        return columns
    if not isinstance(columns, Mapping):
        raise TypeError(
            f"columns is {type(columns).__name__}; expected a dict of names and specs, or one of "
            f"{', '.join(READY_SETS)}"
        )
    if not columns:
        raise ValueError("a table without columns: expected names and specs")
    found: dict[str, Column] = {}
    for name, given in columns.items():
        if str(name) in found:
            raise ValueError(f"there are two columns {str(name)!r}")
        found[str(name)] = _column(name, given)
    return found


def add_columns(table: Any, columns: str | tuple[str, ...] | dict[str, Column]) -> None:
    """Adds columns to a PythonTable: a ready set, columns by name, or several tables.

    Several tables, given as their ready sets, are read at once: a batch has one row, in which each
    is a list of its rows. Raises ValueError for a column that no table can have.
    """
    if isinstance(columns, str):
        table.addReadySet(columns)
    elif isinstance(columns, tuple):
        table.addTables(PART.join(columns))
    else:
        for name, column in columns.items():
            try:
                column.add_to(table, name)
            except jvm.classes().jpype.JClass("java.lang.IllegalArgumentException") as error:
                raise ValueError(f"column {name!r}: {error.getMessage()}") from None


def _column(name: object, given: object) -> Column:
    if isinstance(given, Column):
        return given
    if isinstance(given, str | Spec):
        return col(given)
    if isinstance(given, list) and all(isinstance(one, str | Spec) for one in given) and given:
        return col(*given).list()
    raise TypeError(
        f"column {name!r} is {given!r}; expected a spec ('245$a'), a list of specs (['020$a']) for "
        "all values, or panamarc.col(spec)"
    )
