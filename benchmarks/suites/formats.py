"""Formats: converting and reading, compared with pymarc, mrrc and yaz-marcdump.

    scripts/on-jdk .venv/bin/python -m benchmarks.suites.formats [RECORDS]

All read the same generated file of UTF-8 records, pymarc only its first twentieth. All warm up for
seconds that do not count, then rounds are in turn, and the median counts. After them the answer is
looked at: converted files are read back by panamarc, and each must give the records it was made of,
byte by byte. yaz-marcdump runs as a process of its own; its start is part of its time. Files are in
memory where there is room: else the disk would be measured, which takes some hundred megabytes a
second from whomever.
"""

import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import panamarc
import pymarc
from benchmarks.data.generate import generate
from benchmarks.harness.measure import WrongAnswer
from benchmarks.harness.memory import peak_of
from benchmarks.harness.places import large
from benchmarks.harness.report import RESULTS, number, table, verdict
from benchmarks.peers import yaz

ROUNDS = 5
WARM_UP = 3  # seconds of each that do not count: Java compiles in them
PYMARCS_PART = 20
FULL = 100_000  # records; the table of that number is kept
RECORD = 30_000  # bytes of all files that are made of a record, about

Job = Callable[[Path, Path], None]


def ours(suffix: str) -> Job:
    def job(source: Path, target: Path) -> None:
        panamarc.convert(source, target, format=suffix)

    return job


def pymarc_marc(source: Path, target: Path) -> None:
    with source.open("rb") as given, target.open("wb") as out:
        writer = pymarc.MARCWriter(out)
        for record in pymarc.MARCReader(given):
            writer.write(record)


def pymarc_json(source: Path, target: Path) -> None:
    with source.open("rb") as given, target.open("w", encoding="utf-8") as out:
        for record in pymarc.MARCReader(given):
            out.write(record.as_json() + "\n")


def pymarc_xml(source: Path, target: Path) -> None:
    with source.open("rb") as given, target.open("wb") as out:
        writer = pymarc.XMLWriter(out)
        for record in pymarc.MARCReader(given):
            writer.write(record)
        writer.close(close_fh=False)


def mrrc_xml(source: Path, target: Path) -> None:
    import mrrc

    with target.open("w", encoding="utf-8") as out:
        out.write('<collection xmlns="http://www.loc.gov/MARC21/slim">\n')
        for record in mrrc.MARCReader(str(source)):
            xml = mrrc.record_to_xml(record)
            out.write(xml.removeprefix('<?xml version="1.0" encoding="UTF-8"?>'))
        out.write("</collection>\n")


def marcdump(form: str) -> Job:
    def job(source: Path, target: Path) -> None:
        with target.open("wb") as out:
            subprocess.run([yaz.NAME, "-o", form, str(source)], stdout=out, check=True)

    return job


def same_records(source: Path, target: Path) -> int:
    """Number of records in the target; WrongAnswer unless they are the source's."""
    count = 0
    with panamarc.open(source) as before, panamarc.open(target) as after:
        for one, other in zip(before, after, strict=True):
            if one.as_marc() != other.as_marc():
                raise WrongAnswer(f"{target.name}: record {one.number} is another one")
            count += 1
    return count


def ours_read(source: Path, _: Path) -> None:
    for _record in panamarc.open(source):
        pass


def pymarc_read(source: Path, _: Path) -> None:
    pymarc.parse_xml_to_array(str(source))


class Runner:
    def __init__(self, name: str, job: Job, source: Path, target: Path, records: int) -> None:
        self.name, self._job, self._source, self._target = name, job, source, target
        self._records = records
        self.seconds: list[float] = []

    def warm_up(self) -> None:
        while sum(self.seconds) < WARM_UP:
            self.run()
        self.seconds.clear()

    def run(self) -> None:
        gc.collect()
        if self._target.is_file():  # or new pages are a matter of who replaces and who overwrites
            self._target.unlink()
        start = time.perf_counter()
        self._job(self._source, self._target)
        self.seconds.append(time.perf_counter() - start)

    def check(self) -> None:
        found = same_records(self._source, self._target)
        if found != self._records:
            raise WrongAnswer(f"{self.name}: {found} of {self._records} records")

    @property
    def rate(self) -> float:
        return self._records / statistics.median(self.seconds)


def measured(*runners: Runner) -> None:
    for runner in runners:
        runner.warm_up()
    for _ in range(ROUNDS):
        for runner in runners:
            runner.run()
    for runner in runners:
        runner.check()


def rows(label: str, runners: list[Runner], targets: dict[str, float]) -> list[list[str]]:
    measured(*runners)
    first, *peers = runners
    found = []
    for peer in peers:
        ratio, target = first.rate / peer.rate, targets.get(peer.name)
        goal = f"≥ {target:g}" if target else ""
        rates = number(first.rate), peer.name, number(peer.rate)
        found.append([label, *rates, f"{ratio:.3g}", goal, verdict(ratio, target)])
    return found


READ = "import sys, panamarc; print(sum(1 for _ in panamarc.open(sys.argv[1])))"


def memory(paths: dict[int, Path]) -> list[list[str]]:
    script = next(iter(paths.values())).with_name("read.py")
    script.write_text(READ)
    return [
        [number(records), f"{peak_of([str(script), str(path)], records) / 1e6:.0f}"]
        for records, path in paths.items()
    ]


def main() -> None:
    records = int(sys.argv[1]) if len(sys.argv) > 1 else FULL
    with large(RECORD * records) as folder:
        print(f"files in {folder}\n")
        compare(records, Path(folder))


def compare(records: int, folder: Path) -> None:
    part = records // PYMARCS_PART
    whole, small = folder / f"formats-{records}.mrc", folder / f"formats-{part}.mrc"
    generate(whole, records, clean=True)
    generate(small, part, clean=True)
    has_yaz = yaz.version() is not None

    def runner(name: str, job: Job, suffix: str) -> Runner:
        source, count = (small, part) if name == "pymarc" else (whole, records)
        return Runner(name, job, source, folder / f"out-{name}.{suffix}", count)

    def tools(form: str, suffix: str) -> list[Runner]:
        return [runner(yaz.NAME, marcdump(form), suffix)] if has_yaz else []

    lines = rows(
        "ISO 2709 → ISO 2709",
        [
            runner("panamarc", ours("iso2709"), "mrc"),
            runner("pymarc", pymarc_marc, "mrc"),
            *tools("marc", "mrc"),
        ],
        {"pymarc": 60, yaz.NAME: 1},
    )
    lines += rows(
        "ISO 2709 → JSON lines",
        [
            runner("panamarc", ours("jsonl"), "jsonl"),
            runner("pymarc", pymarc_json, "jsonl"),
            *tools("json", "json"),
        ],
        {"pymarc": 40, yaz.NAME: 4},
    )
    lines += rows(
        "ISO 2709 → MARCXML",
        [
            runner("panamarc", ours("marcxml"), "xml"),
            runner("pymarc", pymarc_xml, "xml"),
            runner("mrrc", mrrc_xml, "xml"),
            *tools("marcxml", "xml"),
        ],
        {"pymarc": 60, "mrrc": 5, yaz.NAME: 5},
    )
    xml, small_xml = folder / "in.xml", folder / "in-small.xml"
    panamarc.convert(whole, xml)
    panamarc.convert(small, small_xml)
    nothing = Path(os.devnull)
    reading = [
        Runner("panamarc", ours_read, xml, nothing, records),
        Runner("pymarc", pymarc_read, small_xml, nothing, part),
    ]
    with small_xml.open("rb") as given:
        parsed = pymarc.parse_xml_to_array(given)
    if [json.loads(one.as_json()) for one in parsed] != [
        json.loads(line) for line in (folder / "out-pymarc.jsonl").read_text("utf-8").splitlines()
    ]:
        raise WrongAnswer("what pymarc reads from MARCXML is not what it read from ISO 2709")
    for one in reading:
        one.check = lambda: None  # type: ignore[method-assign] # looked at above and below
    same_records(whole, xml)
    lines += rows("MARCXML → records", reading, {"pymarc": 10})
    heading = ["task", "panamarc records/s", "peer", "peer records/s", "ratio", "target", ""]
    converted = table(heading, lines)
    print(converted)
    if records == FULL:
        (RESULTS / "formats.md").write_text(f"{converted}\n", "utf-8")
    print()
    print(table(["records of MARCXML", "peak MB"], memory({part: small_xml, records: xml})))


if __name__ == "__main__":
    main()
