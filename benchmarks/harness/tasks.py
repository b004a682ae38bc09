"""What is measured: one function a task, the same for every library that reads the pymarc way.

Each gives what it read, as the flat list of answers that generate.Truth digests: a value, or None
where there is none. Nothing is checked or hashed here, since the clock runs.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, cycle, islice
from typing import Any

Answers = list[str | None]
# What is asked of each record: tag, subfield code, and the two as a spec.
Draw = Iterator[tuple[str, str, str]]
# Gives Answers, at least one for each record; `loop` gives the number of records.
Task = Callable[[Iterable[Any], Draw], Any]

# Records after which answers are put aside.
_CHUNK = 1000


def run(
    task: Task, reader: Iterable[Any], pairs: Iterable[tuple[str, str]]
) -> Iterable[str | None] | int:
    """The task's answers for the whole reader, all of which is read when this returns.

    Answers are put aside in tuples of strings, which Python's collector leaves alone: it would go
    over one growing list again and again, and that time would count as the libraries'.
    """
    draw = cycle([(tag, code, f"{tag}${code}") for tag, code in pairs])
    if task is loop:
        return loop(reader, draw)
    records = iter(reader)
    aside: list[tuple[str | None, ...]] = []
    while answers := task(islice(records, _CHUNK), draw):
        aside.append(tuple(answers))
    return chain.from_iterable(aside)


def loop(reader: Iterable[Any], _: Draw) -> int:
    """Every record, nothing asked of it."""
    count = 0
    for _record in reader:
        count += 1
    return count


def title(reader: Iterable[Any], _: Draw) -> Answers:
    """record.title"""
    answers: Answers = []
    append = answers.append
    for record in reader:
        append(record.title)
    return answers


def field(reader: Iterable[Any], _: Draw) -> Answers:
    """record['245']['a']"""
    answers: Answers = []
    append = answers.append
    for record in reader:
        try:
            append(record["245"]["a"])
        except KeyError:
            append(None)
    return answers


def lists(reader: Iterable[Any], _: Draw) -> Answers:
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


def values(reader: Iterable[Any], _: Draw) -> Answers:
    """The same through record.value and record.values, which only panamarc has"""
    answers: Answers = []
    append, extend = answers.append, answers.extend
    for record in reader:
        append(record.value("245$a"))
        extend(record.values("020$a"))
        extend(record.values("650$a"))
    return answers


def drawn(reader: Iterable[Any], draw: Draw) -> Answers:
    """record[tag][code], tag and code drawn by seed for each record"""
    answers: Answers = []
    append = answers.append
    for record, (tag, code, _) in zip(reader, draw, strict=False):
        try:
            append(record[tag][code])
        except KeyError:
            append(None)
    return answers


def drawn_value(reader: Iterable[Any], draw: Draw) -> Answers:
    """record.value(spec) for the same draw: the first value in any field of the tag"""
    answers: Answers = []
    append = answers.append
    for record, (_, _, spec) in zip(reader, draw, strict=False):
        append(record.value(spec))
    return answers
