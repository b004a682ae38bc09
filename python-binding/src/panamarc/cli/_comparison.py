"""Two files of records compared: which are new, gone or changed, in memory that stays small.

What is remembered of a record is its key, a digest of its bytes and its number, in a temporary
database on disk; of those that changed, the old version too. So both files are read twice.
"""

from __future__ import annotations

import hashlib
import pickle
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from panamarc import Field, Record
from panamarc.cli._endings import CommandError

# The n-th record with a key is compared with the n-th that has it in the other file.
NUMBERED = """
    CREATE TABLE {0} AS
        SELECT key, row_number() OVER (PARTITION BY key ORDER BY number) AS nth, digest, number
        FROM {0}_read;
    CREATE UNIQUE INDEX {0}_key ON {0} (key, nth);
    DROP TABLE {0}_read;
"""
MATCHED = "old LEFT JOIN new USING (key, nth)"
GONE_OR_CHANGED = f"""
    SELECT old.number, new.number FROM {MATCHED}
    WHERE new.number IS NULL OR new.digest != old.digest ORDER BY old.number
"""
NEW_OR_CHANGED = """
    SELECT new.number, old.number, before.record
    FROM new LEFT JOIN old USING (key, nth) LEFT JOIN before ON before.number = new.number
    WHERE old.number IS NULL OR new.digest != old.digest ORDER BY new.number
"""


class FieldChange(NamedTuple):
    """The fields of one tag before and after, as MARCMaker lines, without those that stayed."""

    tag: str
    old: list[str]
    new: list[str]


class Change(NamedTuple):
    """A record that differs."""

    kind: str
    """`deleted`, `changed` or `added`."""
    old: Record | None
    new: Record | None
    fields: list[FieldChange]
    """What differs in a changed record."""


class Comparison:
    """Compares two files. `read` opens one of them again; `key` names a record."""

    def __init__(self, key: Callable[[Record], str]) -> None:
        self._key = key
        self._stack = ExitStack()
        folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="panamarc-"))
        self._database = sqlite3.connect(Path(folder) / "diff", isolation_level=None)
        self._stack.callback(self._database.close)
        # It is thrown away in the end, so that nothing need survive a crash.
        self._database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;"
            "CREATE TABLE before (number INTEGER PRIMARY KEY, record BLOB); BEGIN;"
        )
        self.unchanged = 0

    def __enter__(self) -> Comparison:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()
        if isinstance(error, sqlite3.OperationalError):  # it cannot write, or has no room left
            raise CommandError(f"the temporary file in {tempfile.gettempdir()}: {error}") from None

    def note(self, side: str, batches: Iterable[list[Record]]) -> None:
        """Takes note of all records of the file `old` or `new`."""
        self._database.execute(f"CREATE TABLE {side}_read (key, digest, number)")
        for batch in batches:
            self._database.executemany(
                f"INSERT INTO {side}_read VALUES (?, ?, ?)", map(self._noted, batch)
            )
        self._database.executescript(NUMBERED.format(side))

    def _noted(self, record: Record) -> tuple[str | bytes, bytes, int]:
        digest = hashlib.blake2b(record.as_marc(), digest_size=16).digest()
        # Without a name it can only be found again if nothing in it has changed.
        return self._key(record) or digest, digest, record.number

    def deleted(self, old: Iterable[Record]) -> Iterator[Change]:
        """What is gone, from the old file read once more. To be used up before `others`."""
        rows = self._database.execute(GONE_OR_CHANGED)
        insert = "INSERT INTO before VALUES (?, ?)"
        for record, (_, new) in _picked(old, rows):
            if new is None:
                yield Change("deleted", record, None, [])
            else:
                self._database.execute(insert, (new, pickle.dumps(record)))

    def others(self, new: Iterable[Record]) -> Iterator[Change]:
        """What is new or changed, from the new file read once more."""
        same = f"SELECT count(*) FROM {MATCHED} WHERE new.digest = old.digest"
        (self.unchanged,) = self._database.execute(same).fetchone()
        rows = self._database.execute(NEW_OR_CHANGED)
        for record, (_, old_number, before) in _picked(new, rows):
            if old_number is None:
                yield Change("added", None, record, [])
                continue
            old: Record = pickle.loads(before)
            if fields := differing(old, record):
                yield Change("changed", old, record, fields)
            else:
                self.unchanged += 1  # written in another way, but with the same content


def _picked(
    records: Iterable[Record], rows: Iterator[tuple[Any, ...]]
) -> Iterator[tuple[Record, tuple[Any, ...]]]:
    """The records whose numbers begin the rows, which are in the records' order."""
    row = next(rows, None)
    for record in records:
        if row is None:
            return
        if record.number == row[0]:
            yield record, row
            row = next(rows, None)


def content(field: Field) -> tuple[object, ...]:
    """What a field says, whatever it was coded in."""
    if field.is_control_field():
        return (field.tag, field.data)
    return (field.tag, field.indicator1, field.indicator2, *map(tuple, field.subfields))


def differing(old: Record, new: Record) -> list[FieldChange]:
    """How the content of two records differs: by the order of their fields only, or by fields.

    Of the leader, only what says something of the content is compared: not lengths, addresses and
    the coding scheme.
    """
    changes = []
    leaders = [leader[5:9] + leader[17:20] for leader in (str(old.leader), str(new.leader))]
    if leaders[0] != leaders[1]:
        changes.append(FieldChange("LDR", [f"=LDR  {old.leader}"], [f"=LDR  {new.leader}"]))
    before, after = ([(content(field), field) for field in one.fields] for one in (old, new))
    for tag in sorted({field.tag for _, field in [*before, *after]}):
        mine, theirs = ([pair for pair in side if pair[1].tag == tag] for side in (before, after))
        gone, come = _without(mine, theirs), _without(theirs, mine)
        if gone or come:
            changes.append(FieldChange(tag, gone, come))
    if not changes and [said for said, _ in before] != [said for said, _ in after]:
        changes.append(FieldChange("order", [], []))
    return changes


def _without(
    fields: list[tuple[tuple[object, ...], Field]], others: list[tuple[tuple[object, ...], Field]]
) -> list[str]:
    """The fields that are not among others, each of which counts for one of them only."""
    left = [said for said, _ in others]
    found = []
    for said, field in fields:
        if said in left:
            left.remove(said)
        else:
            found.append(str(field))
    return found
