"""The words that options of several verbs take."""

from __future__ import annotations

from enum import Enum


class OnError(str, Enum):
    """What is done with records whose structure is broken."""

    recover = "recover"
    skip = "skip"
    stop = "raise"


class Coding(str, Enum):
    """The characters that records are written in."""

    utf_8 = "utf-8"
    marc_8 = "marc-8"


class Color(str, Enum):
    """Whether what is found is coloured."""

    auto = "auto"
    always = "always"
    never = "never"
