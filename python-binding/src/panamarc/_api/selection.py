"""Which records are wanted: conditions on their values, which Java checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from panamarc._batch.batch import Batch
from panamarc._batch.spec import parse
from panamarc._java import jvm
from panamarc._java.buffers import call_on_batch

Where: TypeAlias = Mapping[str, str] | Sequence[Mapping[str, str]] | None
Conditions: TypeAlias = list[tuple[str, str, bool]]

VALUE_END = "\x1e"


def sets_of(where: Where) -> list[Conditions]:
    """The conditions: spec, expression, and whether it must not be found.

    Raises ValueError for what is not one, TypeError for an expression that is no str.
    """
    if where is None:
        return []
    given = [where] if isinstance(where, Mapping) else list(where)
    if not given or not all(isinstance(one, Mapping) and one for one in given):
        raise ValueError(f"where is {where!r}; expected conditions such as {{'LDR/6': 'a'}}")
    return [[_condition(*pair) for pair in one.items()] for one in given]


def _condition(spec: str, expression: str) -> tuple[str, str, bool]:
    none = spec.startswith("!")
    spec = spec.removeprefix("!")
    parse(spec)
    if not isinstance(expression, str):
        raise TypeError(f"the condition for {spec!r} is a str, not {type(expression).__name__}")
    return spec, expression, none


def selection_of(sets: list[Conditions]) -> Any:
    """The same for Java. Raises ValueError for what is no regular expression of Java's."""
    java = jvm.classes()
    selection = java.selection()
    for conditions in sets:
        selection.addSet()
        for spec, expression, none in conditions:
            try:
                selection.add(spec, expression, none)
            except java.jpype.JClass("java.util.regex.PatternSyntaxException") as error:
                raise ValueError(
                    f"{expression!r} is no regular expression: {error.getDescription()}"
                ) from None
    return selection


def selected(batch: Batch, selection: Any) -> list[int]:
    """The indexes of the records that are wanted.

    Raises ValueError where an expression needs more memory for a value than Java's stack has.
    """
    try:
        view = call_on_batch(
            batch.payload,
            lambda columns, address, length, target: columns.select(
                address, length, selection, target
            ),
        )
    except jvm.classes().jpype.JClass("java.lang.StackOverflowError"):
        raise ValueError("a regular expression goes too deep for one of the values") from None
    return [] if view is None else view.cast("i").tolist()


def spans(expression: str, values: Iterable[str]) -> list[list[tuple[int, int]]]:
    """Where an expression matches in values: for each of these, begins and ends."""
    # A value may hold this terminator where its record is broken.
    text = "".join([value.replace(VALUE_END, " ") + VALUE_END for value in values])
    found = []
    for line in str(jvm.classes().selection.matches(expression, text)).splitlines():
        numbers = [int(number) for number in line.split()]
        found.append(list(zip(numbers[::2], numbers[1::2], strict=True)))
    return found
