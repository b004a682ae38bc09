"""Records checked against a schema in Avram's language, wholly in Java."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from panamarc._api.open import open
from panamarc._api.write import HasMarc, Progress
from panamarc._batch.batch import Batch, Defect
from panamarc._input.options import BATCH_BYTES, options_of_whole
from panamarc._java import jvm
from panamarc._java.buffers import address_of
from panamarc._java.errors import to_python_exception
from panamarc._names import Format, OnError
from panamarc._reading.accounting import Account, SkippedRange
from panamarc._reading.base import java_reader_of
from panamarc._reading.java_reader import JavaReader
from panamarc._reading.read_record import ReadRecord, changed
from panamarc.exceptions import SchemaError
from panamarc.record import Record

EXAMPLES = 3
MOST_EXAMPLES = 1 << 20


class SchemaIssue(NamedTuple):
    """A rule that a record breaks."""

    rule: str
    """Its name in Avram's specification, such as `undefinedField`."""
    source: str
    """What the input is called."""
    record_number: int
    """The record's number in its reader, counted from 1; 0 for one that was not read."""
    offset: int
    """Where the record begins in the (decompressed) input, in bytes."""
    tag: str
    """The field's; `LDR` for the leader."""
    place: str
    """What of the record, as a spec names it: `245`, `245$a`, `245^1`, `008/35-37`."""
    found: str
    """What is there."""
    expected: str
    """What the schema allows."""

    def __str__(self) -> str:
        return (
            f"{self.source}: record {self.record_number}, byte {self.offset}, {self.place}: "
            f"{self.rule}: found {self.found}, expected {self.expected}"
        )


class SchemaRow(NamedTuple):
    """How often a rule is broken at a place."""

    rule: str
    """Its name in Avram's specification."""
    place: str
    """As in SchemaIssue; `others` for all places after the first 10,000."""
    times: int
    """How often."""
    records: int
    """In how many records."""
    examples: list[SchemaIssue]
    """The first of them."""


class SchemaResult(NamedTuple):
    """How the records of a source fit a schema."""

    records: int
    """How many were checked."""
    records_with_issues: int
    """How many of them break a rule."""
    issues: int
    """How often a rule is broken."""
    rows: list[SchemaRow]
    """The same for each rule and place, the most frequent first."""
    bytes_read: int
    """Bytes of the (decompressed) source."""
    skipped: list[SkippedRange]
    """Ranges of the source that were not checked, as they belong to no record."""

    @property
    def valid(self) -> bool:
        """Whether no record breaks a rule."""
        return not self.issues

    @property
    def counts(self) -> dict[str, int]:
        """How often each rule is broken, the most frequent first."""
        counts: dict[str, int] = {}
        for row in self.rows:
            counts[row.rule] = counts.get(row.rule, 0) + row.times
        return dict(sorted(counts.items(), key=lambda pair: -pair[1]))

    @property
    def examples(self) -> list[SchemaIssue]:
        """The examples of all rows."""
        return [issue for row in self.rows for issue in row.examples]


class BrokenRecord(NamedTuple):
    """A record with defects."""

    source: str
    control_number: str | None
    defects: list[Defect]


class Validation:
    """What records break, of the standard and of a schema; Java's threads that read look for it.

    Used by one thread at a time.
    """

    def __init__(
        self, schema: Schema | None, examples: int = EXAMPLES, lists_defects: bool = True
    ) -> None:
        """`examples`: how many issues of each kind are kept; `lists_defects`: for `defects`."""
        if examples < 0:
            raise ValueError(f"examples is {examples}; expected 0 or more")
        self._java = (
            jvm.classes().validation.ofDefects()
            if schema is None
            else schema._java.validation(min(examples, MOST_EXAMPLES), lists_defects)
        )

    def advance(self, java_reader: JavaReader) -> bool:
        """Checks records for some milliseconds; False at the end.

        Raises what reading raises, and SchemaError for a pattern that takes too much; what was
        found before is counted.
        """
        return java_reader.check(self._java)

    def defects(self) -> Iterator[BrokenRecord]:
        """The records with defects since this was asked last."""
        for line in str(self._java.takeDefects()).split("\n")[:-1]:
            found = json.loads(line)
            number = found["number"]
            yield BrokenRecord(
                found["source"],
                found.get("001"),
                [
                    Defect(kind, severity, number, *rest)
                    for kind, severity, *rest in found["defects"]
                ],
            )

    def result(self, bytes_read: int, skipped: list[SkippedRange]) -> SchemaResult:
        """What was counted so far, of so much of the source. There has to be a schema."""
        found = json.loads(str(self._java.issues()))
        rows = [
            SchemaRow(**{**row, "examples": [SchemaIssue(**one) for one in row["examples"]]})
            for row in found.pop("rows")
        ]
        return SchemaResult(**found, rows=rows, bytes_read=bytes_read, skipped=skipped)


class Schema:
    """What records of a format may hold, in Avram's schema language.

    Immutable, and safe for several threads. The page "Validation against a schema" of the
    documentation says what is checked, and how.
    """

    def __init__(
        self,
        source: str | os.PathLike[str] | Mapping[str, Any],
        *,
        ignore: Collection[str] = (),
    ) -> None:
        """Reads a schema: the path of a JSON file, a text that begins with `{`, or a dict.

        `ignore`: names of rules, such as `undefinedField`; what breaks them is not an issue.

        Raises SchemaError, a ValueError, for what is not a schema or asks for what is not
        supported; ValueError for a rule that does not exist; TypeError for anything else than these
        three, or a dict that JSON does not have; OSError where a file cannot be read; JvmError
        where Java cannot be used.
        """
        self.source = "<schema>"
        """What errors call the schema: its path, or `<schema>`."""
        if isinstance(source, Mapping):
            text = json.dumps(dict(source))
        elif isinstance(source, str) and source.lstrip("\ufeff \t\r\n").startswith("{"):
            text = source
        elif isinstance(source, str | os.PathLike):
            self.source = os.fsdecode(source)
            try:
                text = Path(self.source).read_text("utf-8-sig")
            except UnicodeDecodeError:
                raise SchemaError(self.source, "$", "the file is not UTF-8") from None
        else:
            raise TypeError(
                f"a schema is a path, a dict or a text of JSON, not {type(source).__name__}"
            )
        java = jvm.classes()
        rules = str(java.schema.rules()).split()
        for rule in ignore:
            if rule not in rules:
                raise ValueError(f"ignore has {rule!r}; expected some of {', '.join(rules)}")
        try:
            self._java = java.schema.of(text, self.source, "".join(rule + " " for rule in ignore))
        except Exception as error:
            raise to_python_exception(error, self.source) or error from None

    @property
    def title(self) -> str:
        """The title that the schema states; empty where there is none."""
        return str(self._java.title())

    @property
    def notes(self) -> list[str]:
        """What is not checked, or read in another way than it is written, each with its place."""
        return str(self._java.notes()).splitlines()

    def check(self, record: Record | HasMarc) -> list[SchemaIssue]:
        """What a record breaks, in the order of its fields; what it lacks comes last.

        A record that was not read, or was changed, is checked as its `as_marc()` gives it. Raises
        SchemaError where a pattern takes too much time or memory on a value, what `as_marc`
        raises, and ValueError where that gives no record.
        """
        if isinstance(record, ReadRecord) and not changed(record):
            return self._check(record._batch.extract(record._index))
        with open(bytes(record.as_marc())) as reader:
            batch = reader._java_reader.batch(1)
        if batch is None:
            raise ValueError("as_marc() gave no record")
        number, source, (offset, _) = (
            (record.number, record.source, record.span)
            if isinstance(record, Record)
            else (0, "<built>", (0, 0))
        )
        return [
            issue._replace(source=source, record_number=number, offset=offset)
            for issue in self._check(batch)
        ]

    def _check(self, batch: Batch) -> list[SchemaIssue]:
        """What the first record of a batch breaks."""
        try:
            found = str(self._java.check(address_of(batch.payload), len(batch.payload)))
        except Exception as error:
            raise to_python_exception(error, self.source) or error from None
        return [SchemaIssue(**one) for one in json.loads(found)]

    def validate(
        self,
        source: object,
        *,
        examples: int = EXAMPLES,
        progress: Progress | None = None,
        on_error: OnError = "recover",
        strict: bool = False,
        file_encoding: str | None = None,
        nfc: bool = False,
        keep_references: bool = False,
        threads: int | None = None,
        format: Format | None = None,
    ) -> SchemaResult:
        """Checks the records of a source.

        `source` and the options after `progress`: as for `open`; but as many threads as the process
        may use processors read ahead by default. `examples`: how many issues of each rule and place
        are kept. `progress`: called now and then, and at the end, with the bytes and the
        records read so far.

        Raises what `open` and reading raise, and SchemaError where a pattern of the schema takes
        too much time or memory on a value.
        """
        options = options_of_whole(
            on_error=on_error,
            strict=strict,
            file_encoding=file_encoding,
            nfc=nfc,
            keep_references=keep_references,
            threads=threads,
            format=format,
        )
        validation = Validation(self, examples, lists_defects=False)
        java_reader = java_reader_of(source, options, BATCH_BYTES)
        try:
            more = True
            while more:
                more = validation.advance(java_reader)
                if progress is not None:
                    progress(
                        java_reader.account(Account.bytes_read),
                        java_reader.account(Account.records_read),
                    )
            return validation.result(
                java_reader.account(Account.bytes_read), java_reader.account(Account.skipped)
            )
        finally:
            java_reader.close()

    def __repr__(self) -> str:
        title = f" {self.title!r}" if self.title else ""
        return f"<Schema{title} of {self.source}>"
