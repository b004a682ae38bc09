"""Runs the tests of threads again and again alongside programs that keep every processor busy.

    scripts/on-jdk .venv/bin/python scripts/stress.py [ROUNDS] [java | python]

These are the tests of sources, of the queue, of reading ahead, of shutting down, and of getting the
same whatever the number of threads. Java's run alongside Python's; of those, each of two processes
runs half of the rounds. What keeps the processors busy has a lower priority: it takes them away for
some milliseconds again and again, but not most of the time. 200 rounds take more than an hour; what
20 rounds gave is printed as it comes, and all they printed where a test failed; then it exits with
1. `make stress` builds first.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
JAVA = "ReadAheadTest,ThreadsTest,ClosedWhileReadingTest"
AT_ONCE = 20  # rounds
PYTHON = (
    "batch/test_asynchronous",
    "threads/test_python_threads",
    "batch/test_queue",
    "input/test_source_errors",
    "batch/test_source_rows",
    "threads/test_threads",
)
RAN = re.compile(r"^(?:\[\w+\] )?Tests run: \d+, Failures: .*$|^.*\d+ (?:passed|failed).*$", re.M)


@contextlib.contextmanager
def busy() -> Iterator[None]:
    """Keeps every processor busy meanwhile."""
    burn = ["nice", "-n", "10", sys.executable, "-c", "while True: pass"]
    burning = [subprocess.Popen(burn) for _ in os.sched_getaffinity(0)]
    try:
        yield
    finally:
        for process in burning:
            process.kill()


def java(rounds: int) -> list[str]:
    """What runs the tests of Java."""
    maven = shlex.split(os.environ.get("MVN", "scripts/on-jdk mvn --batch-mode"))
    return [
        *maven,
        "--projects=java-core",
        "--also-make",
        "-Djacoco.skip=true",
        "-Djava-scanner.skip=true",
        f"-Dtest={JAVA}",
        "-Dsurefire.failIfNoSpecifiedTests=false",
        f"-Dpanamarc.rounds={rounds}",
        "test",
    ]


def python(rounds: int) -> list[str]:
    """What runs the tests of Python."""
    files = [f"python-binding/tests/{name}.py" for name in PYTHON]
    return [
        sys.executable,
        *("-m", "pytest", "-q", "-c", "python-binding/pyproject.toml"),
        *(f"--count={rounds}", "--repeat-scope=session", "--maxfail=5"),
        *files,
    ]


def repeat(name: str, command: Callable[[int], list[str]], rounds: int) -> int:
    """Runs the tests so often, and says what came of them; how many runs failed."""
    failed = 0
    for done in range(0, rounds, AT_ONCE):
        now = min(AT_ONCE, rounds - done)
        run = subprocess.run(command(now), cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
        if run.returncode:
            failed += 1
            print(run.stdout, flush=True)
        said = RAN.findall(run.stdout)[-1:]
        print(f"{name}, rounds {done + 1} to {done + now}:", *said, flush=True)
    return failed


def main() -> None:
    """Runs what the arguments say."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    chosen = sys.argv[2:] or ["java", "python"]
    halves = [rounds - rounds // 2, rounds // 2]
    work = [("java", java, rounds)] if "java" in chosen else []
    if "python" in chosen:
        work += [(f"python {name}", python, half) for name, half in zip("AB", halves, strict=True)]
    with busy(), ThreadPoolExecutor(len(work)) as pool:
        running = [pool.submit(repeat, *each) for each in work]
    sys.exit(any(one.result() for one in running))


if __name__ == "__main__":
    main()
