"""What reading takes in C alone: native/bench/floor_bench.c, compiled when it is asked for."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "benchmarks" / "target" / "native"


def steps(path: Path, records: int) -> dict[str, float]:
    """Nanoseconds a record of each step, with those before it. All records must be in order."""
    options = ["-DPANAMARC_BENCH=ON", "-DBUILD_TESTING=OFF"]
    _run("cmake", "-S", str(ROOT / "native"), "-B", str(BUILD), *options)
    _run("cmake", "--build", str(BUILD))
    printed = _run(str(BUILD / "floor_bench"), str(path), str(records))
    return {name: float(time) for name, time in (line.split("\t") for line in printed.splitlines())}


def _run(*command: str) -> str:
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
