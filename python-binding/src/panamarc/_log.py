"""The log of the package."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logging import Logger


def logger() -> Logger:
    """The logger `panamarc`, which takes a fifth of what importing all that reads takes."""
    import logging

    return logging.getLogger("panamarc")
