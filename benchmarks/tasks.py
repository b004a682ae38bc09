"""What is measured: one function a task, the same for every library that reads the pymarc way.

Each gives what it read, as the flat list of answers that generate.Truth digests: a value, or None
where there is none. Nothing is checked or hashed here, since the clock runs.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import cycle
from typing import Any

Answers = list[str | None]
Pairs = Sequence[tuple[str, str]]
Task = Callable[[Iterable[Any], Pairs], Answers | int]


def loop(reader: Iterable[Any], _: Pairs) -> int:
    """Every record, nothing asked of it; gives their number."""
    count = 0
    for _record in reader:
        count += 1
    return count


def title(reader: Iterable[Any], _: Pairs) -> Answers:
    """record.title"""
    answers: Answers = []
    append = answers.append
    for record in reader:
        append(record.title)
    return answers


def field(reader: Iterable[Any], _: Pairs) -> Answers:
    """record['245']['a']"""
    answers: Answers = []
    append = answers.append
    for record in reader:
        try:
            append(record["245"]["a"])
        except KeyError:
            append(None)
    return answers


def lists(reader: Iterable[Any], _: Pairs) -> Answers:
    """One value and two lists through get_fields and get_subfields"""
    answers: Answers = []
    append, extend = answers.append, answers.extend
    for record in reader:
        titles = record.get_fields("245")
        append(titles[0].get_subfields("a")[0] if titles else None)
        for isbn in record.get_fields("020"):
            extend(isbn.get_subfields("a"))
        for subject in record.get_fields("650"):
            extend(subject.get_subfields("a"))
    return answers


def values(reader: Iterable[Any], _: Pairs) -> Answers:
    """The same through record.value and record.values, which only panamarc has"""
    answers: Answers = []
    append, extend = answers.append, answers.extend
    for record in reader:
        append(record.value("245$a"))
        extend(record.values("020$a"))
        extend(record.values("650$a"))
    return answers


def drawn(reader: Iterable[Any], pairs: Pairs) -> Answers:
    """record[tag][code], tag and code drawn by seed for each record"""
    answers: Answers = []
    append = answers.append
    for record, (tag, code) in zip(reader, cycle(pairs)):
        try:
            append(record[tag][code])
        except KeyError:
            append(None)
    return answers


def drawn_value(reader: Iterable[Any], pairs: Pairs) -> Answers:
    """record.value(spec) for the same draw: the first value in any field of the tag"""
    answers: Answers = []
    append = answers.append
    specs = [f"{tag}${code}" for tag, code in pairs]
    for record, spec in zip(reader, cycle(specs)):
        append(record.value(spec))
    return answers
