"""The words that options take, as types."""

from __future__ import annotations

from typing import Literal, TypeAlias

OnError: TypeAlias = Literal["raise", "skip", "recover"]
Framing: TypeAlias = Literal["record", "terminator"]
WrittenFormat: TypeAlias = Literal[
    "iso2709", "marcxml", "json", "jsonl", "mrk", "line", "dc", "qdc", "bibtex", "csl-json"
]
Format: TypeAlias = Literal[
    "iso2709", "marcxml", "json", "jsonl", "mrk", "line", "aleph", "catalogue"
]
