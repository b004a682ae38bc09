"""Tasks on whole records, the same for every library with pymarc's API, and how they are timed.

A task takes the records and the module of their library, and yields its answers: whatever has a
length and can be compared. None is kept while the clock runs, or Python's collector would go over
it. Nothing is planted for these tasks: all answers are compared with those of pymarc before any
time is taken, and the sum of their lengths in each round.
"""

import gc
import io
import time
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.harness.measure import Runner
from benchmarks.peers.libraries import Library

Answers = Iterator[Any]
Task = Callable[[Iterable[Any], Any], Answers]


def properties(records: Iterable[Any], _: Any) -> Answers:
    """`record.author`, `record.isbn`, `record.subjects`"""
    for record in records:
        yield record.author, record.isbn, [subject.tag for subject in record.subjects]


def tags(records: Iterable[Any], _: Any) -> Answers:
    """`for field in record`: `field.tag`"""
    for record in records:
        yield [field.tag for field in record]


def objects(records: Iterable[Any], _: Any) -> Answers:
    """every field and subfield as objects"""
    for record in records:
        values = []
        for field in record.fields:
            if field.control_field:
                values.append(field.data)
            else:
                for subfield in field.subfields:
                    values.append(subfield.value)
        yield values


def dictionaries(records: Iterable[Any], _: Any) -> Answers:
    """`record.as_dict()`"""
    for record in records:
        yield record.as_dict()["fields"]


def json(records: Iterable[Any], _: Any) -> Answers:
    """`record.as_json()`"""
    for record in records:
        yield record.as_json()


def text(records: Iterable[Any], _: Any) -> Answers:
    """`str(record)`"""
    for record in records:
        yield str(record)


def xml(records: Iterable[Any], module: Any) -> Answers:
    """`XMLWriter.write(record)`"""
    file = io.BytesIO()
    writer = module.XMLWriter(file)
    for record in records:
        file.seek(0)
        file.truncate()
        writer.write(record)
        yield file.getvalue()


def unchanged(records: Iterable[Any], _: Any) -> Answers:
    """`record.as_marc()`, unchanged"""
    for record in records:
        yield record.as_marc()


def changed(records: Iterable[Any], _: Any) -> Answers:
    """one field added, then `record.as_marc()`"""
    for record in records:
        record.add_field(record.fields[-1])
        yield record.as_marc()


def built(records: Iterable[Any], module: Any) -> Answers:
    """a record of ten fields built, then `as_marc()`"""
    for number in records:
        record = module.Record()
        record.add_field(module.Field("001", data=f"x{number}"))
        for tag in ("100", "245", "260", "300", "500", "650", "650", "700", "856"):
            subfields = [module.Subfield("a", "A value /"), module.Subfield("b", "another.")]
            record.add_field(module.Field(tag, module.Indicators("1", " "), subfields))
        yield record.as_marc()


def answers(library: Library, task: Task, path: Path) -> Answers:
    """The task's answers for the whole file."""
    with library.open(path) as reader:
        yield from task(reader, import_module(library.module))


def length(answers: Answers) -> int:
    """The sum of the lengths of all answers, none of which is kept."""
    return sum(map(len, answers))


class WholeRunner(Runner):
    """One library at one task on whole records; `expected` is the lengths of all answers."""

    def run(self) -> float:
        """Seconds from opening the file to its end; raises WrongAnswer."""
        gc.collect()
        start = time.perf_counter()
        found = length(answers(self.library, self.task, self.path))
        seconds = time.perf_counter() - start
        self._check(found)
        return seconds
