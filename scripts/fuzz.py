"""Fuzzes every part of panamarc for a number of seconds in all, and prints the findings.

    scripts/on-jdk .venv/bin/python scripts/fuzz.py SECONDS [PART...]
    scripts/on-jdk .venv/bin/python scripts/fuzz.py again FILE

What the fuzzers keep between runs, and their findings, are in `fuzz-out/`, a folder and a log for
each part. Exits with 1 if there is a finding, or if a part did not run. `again` tries a finding of
Java or C once more. `make fuzz` builds first.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "fuzz-out"
NATIVE = ROOT / "native/build-fuzz/tests/fuzz"
JAVA_TESTS = {
    "java-read": "ReadFuzzTest#anyBytesReadTheSameInEveryWay",
    "java-neighbours": "NeighboursFuzzTest#anyBytesLeaveTheirNeighboursWhole",
    "java-decoders": "DecoderFuzzTest#anyBytesDecode",
    "java-formats": "FormatsFuzzTest#anyBytesAreAccountedFor",
}
HANGS_AFTER = 60  # seconds for one input, on a machine that others use, too
EXECUTIONS = re.compile(r"stat::number_of_executed_units:\s+(\d+)")
EXAMPLES = re.compile(r"- (\d+) passing, (\d+) failing")
FAILED = re.compile(r"^FAILED (\S+)", re.MULTILINE)


class Result(NamedTuple):
    """What came of one part."""

    executions: int
    findings: list[str]


class Part(NamedTuple):
    """One thing that is fuzzed."""

    name: str
    share: int  # of all the time, in parts of 100
    run: Callable[[Path, int], Result]


def call(folder: Path, command: list[str], **environment: str) -> tuple[int, str]:
    """Runs a command with its output in the folder's log; its exit code and output."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    with (folder / "log").open("a") as log:
        log.write(done.stdout)
    return done.returncode, done.stdout


def of_libfuzzer(folder: Path, before: float, code: int, output: str) -> Result:
    """What libFuzzer, by itself or in Jazzer, printed and left in its folder."""
    executions = EXECUTIONS.findall(output)
    findings = [
        str(file.relative_to(ROOT))
        for pattern in ("crash-*", "timeout-*", "oom-*", "leak-*")
        for file in folder.glob(pattern)
        if file.stat().st_mtime >= before
    ]
    if not findings and (code != 0 or not executions):
        findings.append(f"it did not run to its end: {folder.relative_to(ROOT) / 'log'}")
    return Result(int(executions[-1]) if executions else 0, findings)


def jazzer(folder: Path, *arguments: str) -> list[str]:
    """The command that runs a fuzz test of java-core with these arguments of libFuzzer."""
    libfuzzer = ("jazzer", f"-timeout={HANGS_AFTER}", *arguments)
    return [
        *os.environ.get("MVN", "mvn --batch-mode").split(),
        *("-Pfuzz", "-pl", "native,java-core", "test"),
        *(f"-Dtest={JAVA_TESTS[folder.name]}", "-Dsurefire.failIfNoSpecifiedTests=false"),
        # Only the code in question is watched, and none of Jazzer's hooks into the JDK.
        "-Djazzer.instrument=org.panamarc.*,org.panamarc.internal.**",
        # Jazzer keeps its corpus and its findings here.
        f"-Djazzer.internal.basedir={folder}",
        *(f"-Djazzer.internal.arg.{i}={arg}" for i, arg in enumerate(libfuzzer)),
    ]


def java(folder: Path, seconds: int) -> Result:
    """A fuzz test of java-core, under Jazzer."""
    before = time.time()
    limits = (f"-max_total_time={seconds}", "-print_final_stats=1")
    code, output = call(folder, jazzer(folder, *limits), JAZZER_FUZZ="1")
    return of_libfuzzer(folder, before, code, output)


def native(folder: Path, seconds: int) -> Result:
    """The kernels in C, under libFuzzer and the sanitizers."""
    for kept in ("corpus", "seeds"):
        (folder / kept).mkdir(exist_ok=True)
    records = sorted(map(str, ROOT.glob("spec/**/*.mrc")))
    call(folder, [f"{NATIVE}/scan_replay", "--write", f"{folder}/seeds", *records])
    before = time.time()
    code, output = call(
        folder,
        [
            f"{NATIVE}/scan_fuzz",
            f"-max_total_time={seconds}",
            f"-timeout={HANGS_AFTER}",
            "-print_final_stats=1",
            f"-artifact_prefix={folder}/",
            *(f"{folder}/corpus", f"{folder}/seeds"),
        ],
    )
    return of_libfuzzer(folder, before, code, output)


def hypothesis(folder: Path, seconds: int, tests: list[str], **environment: str) -> Result:
    """Tests under Hypothesis; run after run, as each has a number of examples."""
    executions = 0
    findings: list[str] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end and not findings:
        code, output = call(
            folder,
            [
                *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
                *("--rootdir=python-binding", "--hypothesis-show-statistics"),
                *("-c", "python-binding/pyproject.toml", *tests),
            ],
            PANAMARC_HYPOTHESIS="fuzz",
            PANAMARC_FINDINGS=str(folder / "examples"),
            **environment,
        )
        executions += sum(int(n) for counts in EXAMPLES.findall(output) for n in counts)
        findings += FAILED.findall(output)
        if code != 0 and not findings:
            findings.append(f"it did not run to its end: {folder.relative_to(ROOT) / 'log'}")
    return Result(executions, findings)


def python(folder: Path, seconds: int) -> Result:
    """The binding."""
    return hypothesis(folder, seconds, ["python-binding/tests/fuzz/test_fuzz.py"])


def accelerator(folder: Path, seconds: int) -> Result:
    """The C code of records and fields, given damaged batches, under the sanitizers."""
    package = folder / "src" / "panamarc"
    shutil.rmtree(package.parent, ignore_errors=True)
    shutil.copytree(ROOT / "python-binding/src", package.parent)
    headers = sysconfig.get_path("include")
    sources = sorted(map(str, (ROOT / "python-binding/accelerator").glob("*.c")))
    code, _ = call(
        folder,
        [
            *("gcc", "-std=c11", "-O1", "-g", "-fsanitize=address,undefined"),
            *("-fno-sanitize-recover=all", "-fno-omit-frame-pointer", "-fPIC", "-shared"),
            *(f"-I{headers}", *sources, "-o", str(package / "_accelerator.abi3.so")),
        ],
    )
    if code != 0:
        return Result(0, [f"it was not built: {folder.relative_to(ROOT) / 'log'}"])
    _, sanitizer = call(folder, ["gcc", "-print-file-name=libasan.so"])
    return hypothesis(
        folder,
        seconds,
        ["python-binding/tests/batch/test_accelerator.py"],
        PYTHONPATH=str(package.parent),
        LD_PRELOAD=sanitizer.strip(),
        # The JVM has its own use for SIGSEGV, and Python frees little at its end.
        ASAN_OPTIONS="detect_leaks=0:handle_segv=0",
    )


PARTS = (
    Part("java-read", 25, java),
    Part("java-neighbours", 10, java),
    Part("java-decoders", 8, java),
    Part("java-formats", 10, java),
    Part("native", 17, native),
    Part("python", 20, python),
    Part("accelerator", 10, accelerator),
)


def main(seconds: int, names: list[str]) -> int:
    """Runs the parts with these names, or all, and prints what came of them; the exit code."""
    parts = [part for part in PARTS if not names or part.name in names]
    shares = sum(part.share for part in parts)
    results = []
    for part in parts:
        folder = OUT / part.name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "log").unlink(missing_ok=True)
        share = max(1, seconds * part.share // shares)
        print(f"{part.name}: {share} seconds", flush=True)
        results.append(part.run(folder, share))
    print(f"\n{'part':16}{'executions':>12}{'findings':>10}")
    for part, result in zip(parts, results, strict=True):
        print(f"{part.name:16}{result.executions:12,}{len(result.findings):10}")
    for part, result in zip(parts, results, strict=True):
        for finding in result.findings:
            print(f"FOUND by {part.name}: {finding}")
    return 1 if any(result.findings for result in results) else 0


def again(file: Path) -> int:
    """Tries a finding again, its output on the terminal; the exit code."""
    folder = file.parent
    command = [f"{NATIVE}/scan_fuzz", str(file)]
    if folder.name in JAVA_TESTS:
        command = jazzer(folder, str(file))
    return subprocess.run(command, cwd=ROOT, env=os.environ | {"JAZZER_FUZZ": "1"}).returncode


if __name__ == "__main__":
    if sys.argv[1] == "again":
        sys.exit(again(Path(sys.argv[2]).resolve()))
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
