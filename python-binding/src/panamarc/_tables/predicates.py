"""Predicates of polars as conditions that Java tries before it copies anything.

A condition here need not say the same as the predicate: it keeps each record of which the predicate
may be true. polars filters what is left by the predicate itself, so that nothing depends on what
is not understood here, and nulls need no rule of their own.

polars has no other public form of an expression than its JSON, which may change from version to
version. Each node has one key, its kind; a node that does not look as expected is not understood.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from functools import reduce
from typing import Any, NamedTuple, TypeAlias

from panamarc import where
from panamarc._tables.columns import Column
from panamarc._tables.java_pattern import quoted, translated
from panamarc.where import Condition

Tree: TypeAlias = "dict[str, Any]"
SMALLEST, LARGEST = -(1 << 63), (1 << 63) - 1
MIRRORED = {"Eq": "Eq", "NotEq": "NotEq", "Lt": "Gt", "LtEq": "GtEq", "Gt": "Lt", "GtEq": "LtEq"}
INTEGERS = ("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64")


class Content(NamedTuple):
    """What is known of a column."""

    kind: str
    """What the conditions on it are about: `text`, `number`, `texts`, `exists`, `type` of record,
    `tag`; empty where there are none."""
    name: str
    raises: bool = False
    """Whether a value that does not fit raises."""


def contents(columns: str | dict[str, Column], schema: Any) -> dict[str, Content]:
    """What is known of the columns of a scan, by name, in their order; `schema` is pyarrow's."""
    if isinstance(columns, str):
        return {field.name: Content(_ready(columns, field), field.name) for field in schema}
    return {
        name: Content(column._content, name, column._raises) for name, column in columns.items()
    }


def _ready(name: str, field: Any) -> str:
    """The kind of a column of a ready set."""
    if name != "bibliographic":
        return "tag" if field.name == "tag" else ""
    kinds = {"record_type": "type", "year": "number"}
    return kinds.get(field.name, "texts" if str(field.type).startswith("list") else "text")


class Predicate:
    """A predicate, as polars gives it to a source."""

    def __init__(self, expression: Any, polars: Any) -> None:
        """`expression`: a `polars.Expr`."""
        self._polars = polars
        self.expression = expression
        """What the rows are to be filtered by; None where that is all of them."""
        self.names: list[str] = expression.meta.root_names()
        """The columns that it is about."""
        try:
            self._tree: Tree = json.loads(expression.meta.serialize(format="json"))
        except Exception:  # such as a function of Python's that cannot be serialized
            self._tree = {}
        left = without_hints(self._tree)
        if left != self._tree:
            self._tree = left or {}
            self.expression = None if left is None else self._deserialized(left)

    def _deserialized(self, tree: Tree) -> Any:
        return self._polars.Expr.deserialize(io.BytesIO(json.dumps(tree).encode()), format="json")

    def condition(self, known: dict[str, Content]) -> Condition | None:
        """What Java can try: it holds for each record of which the predicate is true.

        None where that is every record, as far as is known.
        """
        return _Reading(known, self._values).bounds(self._tree).true

    def _values(self, tree: Tree) -> list[Any]:
        """The values of a literal list."""
        found = self._polars.select(self._deserialized(tree)).to_series()
        return list(found.to_list()[0])


def without_hints(tree: Tree) -> Tree | None:
    """A predicate without what polars adds to it as a hint, which no frame can be filtered by."""
    if "Display" in tree:
        return None
    operands = _operands(tree, "And")
    if operands is None:
        return tree
    left, right = map(without_hints, operands)
    if left is None or right is None:
        return right if left is None else left
    return {"BinaryExpr": {"left": left, "op": "And", "right": right}}


def _operands(tree: Tree, operator: str) -> tuple[Tree, Tree] | None:
    match tree:
        case {"BinaryExpr": {"left": left, "op": found, "right": right}} if found == operator:
            return left, right
    return None


class Bounds(NamedTuple):
    """Conditions that hold for each record of which a predicate is true, and of which it is false.

    None where nothing is known.
    """

    true: Condition | None
    false: Condition | None


UNKNOWN = Bounds(None, None)


def both(left: Condition | None, right: Condition | None) -> Condition | None:
    """What holds where both hold."""
    if left is None or right is None:
        return right if left is None else left
    return left & right


def either(left: Condition | None, right: Condition | None) -> Condition | None:
    """What holds where one of two holds."""
    return None if left is None or right is None else left | right


def matches(column: Content, pattern: str) -> Condition:
    """A value of a column matches a pattern of Java's."""
    return where._One("whereValueMatches", column.name, pattern)


def between(column: Content, first: int, last: int) -> Condition:
    """The number of a column is in a range."""
    return where._One("whereValueBetween", column.name, max(first, SMALLEST), min(last, LARGEST))


def _there(column: Content) -> Condition:
    """A column has a value."""
    if column.kind == "number":
        return between(column, SMALLEST, LARGEST)
    return matches(column, "")


class _Reading:
    """Reads the tree of a predicate."""

    def __init__(self, known: dict[str, Content], values: Callable[[Tree], list[Any]]) -> None:
        """`values`: of a literal list."""
        self._known = known
        self._values = values

    def bounds(self, tree: Tree) -> Bounds:
        """The bounds of a predicate; UNKNOWN for what is not understood."""
        match tree:
            case {"BinaryExpr": {"left": left, "op": "And", "right": right}}:
                one, other = self.bounds(left), self.bounds(right)
                return Bounds(both(one.true, other.true), either(one.false, other.false))
            case {"BinaryExpr": {"left": left, "op": "Or", "right": right}}:
                one, other = self.bounds(left), self.bounds(right)
                return Bounds(either(one.true, other.true), both(one.false, other.false))
            case {"Function": {"input": [of], "function": {"Boolean": "Not"}}}:
                found = self.bounds(of)
                return Bounds(found.false, found.true)
            case {"BinaryExpr": {"left": {"Column": name}, "op": operator, "right": literal}}:
                return self._compared(self._column(name), operator, _scalar(literal))
            case {"BinaryExpr": {"left": literal, "op": operator, "right": {"Column": name}}}:
                mirrored = MIRRORED.get(operator, "")
                return self._compared(self._column(name), mirrored, _scalar(literal))
            case {"Column": name}:
                return _where(self._column(name), "exists", lambda column: _there(column))
            case {"Function": {"input": [{"Column": name}, *others], "function": function}}:
                return self._function(self._column(name), function, others)
        return UNKNOWN

    def _column(self, name: str) -> Content:
        return self._known.get(name, Content("", name))

    def _function(self, column: Content, function: Any, others: list[Tree]) -> Bounds:
        values = [_scalar(other) for other in others]
        match function, values:
            case {"Boolean": "IsNull"}, []:
                found = self._function(column, {"Boolean": "IsNotNull"}, [])
                return Bounds(found.false, found.true)
            case {"Boolean": "IsNotNull"}, [] if column.kind in ("text", "number"):
                return Bounds(_there(column), ~_there(column))
            case {"Boolean": {"IsIn": {"nulls_equal": False}}}, [_]:
                return self._one_of(column, others[0])
            case {"Boolean": {"IsBetween": {"closed": "Both"}}}, [int(first), int(last)]:
                return _numbers(column, first, last)
            case {"StringExpr": {"Contains": {"literal": literal}}}, [str(text)]:
                return _matching(column, quoted(text) if literal else translated(text))
            case {"StringExpr": "StartsWith"}, [str(text)]:
                return _matching(column, "^" + quoted(text))
            case {"StringExpr": "EndsWith"}, [str(text)]:
                return _matching(column, quoted(text) + r"\z")
            case {"ListExpr": {"Contains": _}}, [str(text)] if column.kind == "texts":
                value = matches(column, rf"^{quoted(text)}\z")
                return Bounds(value, ~value)
        return UNKNOWN

    def _one_of(self, column: Content, literal: Tree) -> Bounds:
        try:
            values = self._values(literal)
        except Exception:  # a literal in another form
            return UNKNOWN
        if not values:
            return UNKNOWN
        found = [self._compared(column, "Eq", value) for value in values]
        return Bounds(
            reduce(either, [one.true for one in found]), reduce(both, [one.false for one in found])
        )

    def _compared(self, column: Content, operator: str, value: object) -> Bounds:
        match operator, value:
            case "NotEq", str() | int():
                found = self._compared(column, "Eq", value)
                return Bounds(found.false, found.true)
            case "Eq", str(text):
                return _equal(column, text)
            case "Eq", int(number):
                return _numbers(column, number, number)
            case "Lt", int(number):
                return _numbers(column, SMALLEST, number - 1)
            case "LtEq", int(number):
                return _numbers(column, SMALLEST, number)
            case "Gt", int(number):
                return _numbers(column, number + 1, LARGEST)
            case "GtEq", int(number):
                return _numbers(column, number, LARGEST)
        return UNKNOWN


def _equal(column: Content, text: str) -> Bounds:
    """A column is equal to a text."""
    if column.kind == "type" and len(text) == 1 and text.isascii() and text != " ":
        found = where.record_type(text)
        return Bounds(found, ~found)
    if column.kind == "tag" and len(text) == 3 and text.isascii() and text.isalnum():
        return Bounds(where.has(text), None)  # a row is a field, and others of its record differ
    return _matching(column, rf"^{quoted(text)}\z")


def _matching(column: Content, pattern: str | None) -> Bounds:
    """A pattern of Java's is found in the text of a column."""
    if column.kind != "text" or pattern is None:
        return UNKNOWN
    found = matches(column, pattern)
    return Bounds(found, _there(column) & ~found)


def _numbers(column: Content, first: int, last: int) -> Bounds:
    """The number of a column is in a range."""
    if column.kind != "number" or first > LARGEST or last < SMALLEST:
        return UNKNOWN
    found = between(column, first, last)
    return Bounds(found, _there(column) & ~found)


def _where(column: Content, kind: str, condition: Callable[[Content], Condition]) -> Bounds:
    if column.kind != kind:
        return UNKNOWN
    found = condition(column)
    return Bounds(found, ~found)


def _scalar(tree: Tree) -> object:
    """A literal text or whole number; None for anything else."""
    match tree:
        case {"Literal": {"Scalar": {"String": str(text)}}}:
            return text
        case {"Literal": {"Scalar": scalar}} if isinstance(scalar, dict) and len(scalar) == 1:
            [(kind, value)] = scalar.items()
            whole = kind in INTEGERS and isinstance(value, int) and not isinstance(value, bool)
            return value if whole else None
    return None
