"""What holds for all tests: they hear Ctrl-C, and a JVM that crashes is found out."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

CRASHES = Path(__file__).resolve().parents[2] / "target" / "crashes"


def pytest_configure() -> None:
    # A shell has its jobs in the background ignore Ctrl-C, which those that they start inherit.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    CRASHES.mkdir(parents=True, exist_ok=True)
    options = os.environ.get("PANAMARC_JVM_OPTIONS", "")
    os.environ["PANAMARC_JVM_OPTIONS"] = f"-XX:ErrorFile={CRASHES}/hs_err_pid%p.log {options}"


@pytest.fixture(scope="session", autouse=True)
def no_jvm_crashes() -> Iterator[None]:
    before = set(CRASHES.iterdir())
    yield
    assert set(CRASHES.iterdir()) == before
