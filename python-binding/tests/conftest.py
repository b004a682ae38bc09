"""What holds for all tests: they hear Ctrl-C, and a JVM that crashes is found out.

Hypothesis makes the same inputs each time, and few, unless the environment variable
PANAMARC_HYPOTHESIS is `fuzz`: then it makes many and starts from scratch, as `make fuzz` wants it.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.database import DirectoryBasedExampleDatabase

# Drawing real records takes long, and one temporary folder serves all examples of a test.
USUAL = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
settings.register_profile(
    "test",
    derandomize=True,
    max_examples=100,
    deadline=None,
    database=None,
    suppress_health_check=USUAL,
)
settings.register_profile(
    "fuzz",
    max_examples=200,
    deadline=None,
    database=DirectoryBasedExampleDatabase(os.environ.get("PANAMARC_FINDINGS", ".hypothesis")),
    print_blob=True,
    suppress_health_check=USUAL,
)
settings.load_profile(os.environ.get("PANAMARC_HYPOTHESIS", "test"))

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
