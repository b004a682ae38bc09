"""The machine and the versions that a table of figures is about."""

import os
import platform
import subprocess
from pathlib import Path


def cpu() -> str:
    """The processor's name, as the kernel gives it."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def memory_gib() -> float:
    """Main memory in GiB."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def jdk(java: str) -> str:
    """The first line about the runtime that `java -version` prints."""
    lines = subprocess.run(
        [java, "-version"], capture_output=True, text=True, check=True
    ).stderr.splitlines()
    return next((line for line in lines if "Runtime" in line), lines[0])


def describe(java: str) -> dict[str, str]:
    return {
        "CPU": cpu(),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{memory_gib():.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "JDK": jdk(java),
        "Python": platform.python_version(),
    }


def panamarc_facts() -> dict[str, str]:
    """What panamarc runs on here: its scanner, and the flags its JVM was started with."""
    import jpype

    import panamarc

    scanner = panamarc.info()["scanner"]
    runtime = jpype.JClass("java.lang.management.ManagementFactory").getRuntimeMXBean()
    flags = [str(flag) for flag in runtime.getInputArguments()]
    # What begins otherwise are paths of this machine.
    chosen = [flag for flag in flags if flag.startswith(("-X", "--enable"))]
    return {"scanner": scanner, "JVM flags in Python": " ".join(chosen)}
