"""The golden repair cases of spec/cases, whose README defines what is in them."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import yaml

FOLDER = Path(__file__).resolve().parents[3] / "spec" / "cases"
DEFAULT_ORDER = ["A", "X", "B"]


def _load(path: Path) -> Any:
    """What a YAML file says, all scalars as strings."""
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)


_SHARED = _load(FOLDER / "shared.yaml")
CONTENT = frozenset(_SHARED["content"])
GOOD: dict[str, list[str]] = {name: good["fields"] for name, good in _SHARED["records"].items()}
SIZES = {name: int(good["bytes"]) for name, good in _SHARED["records"].items()}


@dataclass(frozen=True)
class Defect:
    kind: str
    offset: int
    tag: str
    message: str

    @property
    def severity(self) -> str:
        return "content" if self.kind in CONTENT else "structure"

    def raised(self, number: int) -> str:
        """What the exception for this one says."""
        tag = f", field {self.tag}" if self.tag else ""
        return f"{{source}}: record {number} at byte {self.offset}{tag}: {self.message}"


@dataclass(frozen=True)
class Part:
    """A record or a skipped range of an input."""

    start: int
    length: int
    record: str = ""
    """The record's name; empty for a skipped range."""
    reason: str = ""
    message: str = ""
    """What `raise` says of a skipped range; empty where it says nothing."""
    leader: str = ""
    fields: list[str] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)


@dataclass(frozen=True)
class Case:
    group: str
    given: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.given["name"])

    @property
    def path(self) -> Path:
        plain = FOLDER / self.group / f"{self.name}.mrc"
        return plain if plain.exists() else plain.with_name(plain.name + ".gz")

    @cached_property
    def content(self) -> bytes:
        stored = self.path.read_bytes()
        return gzip.decompress(stored) if self.path.suffix == ".gz" else stored

    @property
    def cut(self) -> bool:
        """Whether the rule for a cut at every byte is to be checked, too."""
        return "cut" in self.given

    def explicit(self, policy: str) -> list[str] | None:
        """The events of a policy, where the case spells them out."""
        events: list[str] | None = self.given.get(policy)
        return events

    @cached_property
    def parts(self) -> list[Part]:
        """What the input is to be divided into."""
        items = [_item(item) for item in self.given.get("order", DEFAULT_ORDER)]
        stated = sum(item.length or 0 for item in items)
        parts = []
        start = 0
        for item in items:
            length = len(self.content) - stated if item.length is None else item.length
            if item.record:
                parts.append(self._record(item.record, start, length))
            else:
                parts.append(Part(start, length, reason=item.reason, message=item.message))
            start += length
        assert start == len(self.content), f"{self.group}/{self.name}: the order is not the input"
        return parts

    def _record(self, name: str, start: int, length: int) -> Part:
        about = self.given if name == "X" else self.given.get(name, {})
        fields = about.get("fields", name)
        if isinstance(fields, str):
            lines = GOOD[fields]
        else:
            lines = [_line(line, GOOD.get(name, [])) for line in fields]
        defects = [
            _defect(key, message, start)
            for defect in about.get("defects", [])
            for key, message in defect.items()
        ]
        first = self.content[start : start + 24].decode("ascii", "replace")
        leader = about.get("leader", first)
        return Part(start, length, name, leader=leader, fields=lines, defects=defects)


class Item(NamedTuple):
    """An item of an order."""

    length: int | None
    record: str
    reason: str = ""
    message: str = ""


def _item(given: str | dict[str, str]) -> Item:
    key, message = (given, "") if isinstance(given, str) else next(iter(given.items()))
    first, _, second = key.partition(" ")
    if first.isdigit():
        return Item(int(first), "", second, message)
    if second:
        return Item(int(second), first)
    return Item(None if first == "X" else SIZES.get(first), first)


def _line(line: str, good: list[str]) -> str:
    """A field's line: unchanged, or that of the same tag in the good record."""
    if re.fullmatch("=...", line):
        return next(other for other in good if other.startswith(line))
    return re.sub(r"\{(\d+) (.)\}", lambda m: m[2] * int(m[1]), line)


def _defect(key: str, message: str, start: int) -> Defect:
    kind, _, place = key.partition(" ")
    offset, _, tag = place.partition(" ")
    return Defect(kind, start + int(offset), tag, message)


ALL = [
    Case(path.stem, given)
    for path in sorted(FOLDER.glob("*.yaml"))
    if path.name != "shared.yaml"
    for given in _load(path)
]
