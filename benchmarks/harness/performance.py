"""Makes docs/performance.md, and the table of README.md, from the files in benchmarks/results.

python -m benchmarks.harness.performance          after a benchmark has written new results
python -m benchmarks.harness.performance --check  writes nothing; status 1 if a page is old
"""

import json
import re
import shutil
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.harness import overview
from benchmarks.harness.report import RESULTS, table

ROOT = Path(__file__).resolve().parents[2]

PICTURE = "speedup_curve.png"
PAGE = ROOT / "docs" / "performance.md"
README = ROOT / "README.md"
PLACE = re.compile(r"(?<=<!-- speed -->\n).*?(?=<!-- end of speed -->)", re.DOTALL)

INTRODUCTION = """\
# Performance

What panamarc takes for common tasks, and what other libraries take for the same on the same
machine. Every answer is checked before its time counts; `benchmarks/README.md` says how.
`benchmarks.harness.performance` makes this page from the files in `benchmarks/results`. `make
bench` measures all of it again.

Rates are records a second: k is a thousand, M a million. A ratio below 1 is a peer that is
faster. [Threads and speed](threads-and-speed.md) says what to do where reading is too slow.
"""
RECORDS = "`python -m benchmarks.suites.records` measures this and the two tables after it.\n"
COMPARED = "`python -m benchmarks.suites.compare` measures this and what follows.\n"
FORMATS = """\
## Converting 100,000 records, files in memory

`python -m benchmarks.suites.formats` measures this. pymarc converts a twentieth of the records.
"""
COMMAND = """\
## The command `panamarc convert`, from its start to its end

`python -m benchmarks.suites.command --full` measures this. With 200,000 records, as in `make
bench`, the start of Python and Java counts five times as much. marc21 is of marc21-cli.
"""
# Other files of results: the suite that writes each, and its options.
OTHERS = {
    "tables.md": "tables",
    "ingest.md": "ingest --full",
    "index.md": "index --full",
    "loader.md": "loader",
    "one_file.md": "one_file --full",
    "schema.md": "schema --full",
    "spark.md": "spark --full",
    "marc4j.md": "marc4j --full",
}
BREAK_EVEN = """\
## Where panamarc begins to pay

![Seconds over records for pymarc, mrrc and panamarc, start included](assets/break_even.png)

`python -m benchmarks.suites.break_even --full` measures this and draws it: a process that reads one
file and counts its fields 650. Java's start is all that a small file costs.
"""
TRIALS = "## Appendix: what was tried, and what it gained"
CURVE = f"""\
## Batch sizes

![Speed over batch size, for 1, 2 and 4 threads, alone and with a busy thread](assets/{PICTURE})

`python -m benchmarks.diagnostics.batch_size_sweep --full` measures this and draws it. The batches
of an iteration grow from 50 records to 800: alone, a size makes little difference from 100 on, and
while another thread holds the GIL, larger batches pay.
"""
LIMITS = """\
## What limits it

- `record.value` in Java: the steps above, one by one: to copy the file out of the page cache, to
  scan it, to check directories and UTF-8, and to pack records.
- Lists of fields and subfields in Python: the making of Python objects.
- The command: in part its start, which `benchmarks.suites.start_up` measures.

More programs print more, each by `python -m`: `benchmarks.diagnostics.thread_scaling` and
`benchmarks.diagnostics.gil_release_check` where threads wait and which holds the GIL,
`benchmarks.diagnostics.python_file_overhead` what a Python file object costs,
`benchmarks.suites.whole_files` how fast `count` and `edit` are, `benchmarks.suites.linearity` how
time grows with the size of broken input.
"""


@dataclass(frozen=True)
class Row:
    """A row of the README's table, and where it comes from."""

    label: str
    section: str  # the beginning of its heading
    task: str
    peer: str
    door: str = ""  # the reader, where the table has two


LISTS = "one value, two lists: `get_fields`, `get_subfields`"
ROWS = [
    Row("each record", "Python", "`for record in reader: pass`", "pymarc", "`open`"),
    Row("each record", "Python", "`for record in reader: pass`", "pymarc", "`MARCReader`"),
    Row("each record", "Python", "`for record in reader: pass`", "mrrc", "`MARCReader`"),
    Row("`record['245']['a']`", "Python", "`record['245']['a']`", "pymarc", "`MARCReader`"),
    Row("a value, two lists, by pymarc's calls", "Python", LISTS, "pymarc", "`MARCReader`"),
    Row("a value, two lists, by pymarc's calls", "Python", LISTS, "mrrc", "`MARCReader`"),
    Row("`record.as_json()`", "Python", "`record.as_json()`", "pymarc", "`MARCReader`"),
    Row('Java: `record.value("245$a")`', "Java", '`record.value("245$a")`', "marc4j"),
    Row("ISO 2709 to MARCXML", "Converting", "ISO 2709 → MARCXML", "yaz-marcdump"),
    Row("command: copy a million records", "The command", "copy 1,000,000 records", "marc21"),
]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def rows_of(section: str) -> list[list[str]]:
    """The rows of a section's first table, its heading first."""
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [cells(line) for line in [lines[0], *lines[2:]]]


def without_targets(section: str) -> str:
    """The section with tables that have neither our targets nor what is said of them."""
    tables = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)

    def cut(found: re.Match[str]) -> str:
        rows = rows_of(found[0])
        if "target" not in rows[0]:
            return found[0]
        width = rows[0].index("target")
        return table(rows[0][:width], [row[:width] for row in rows[1:]]) + "\n"

    return tables.sub(cut, section)


def sections() -> list[str]:
    """The page's parts, each but the first beginning with its heading."""
    first, *compared = parts_of("compare.md")
    machine = first.partition("\n")[2].strip()
    results = [json.loads(read(name)) for name in ("compare.json", "records.json")]
    records, *others = parts_of("records.md")[1:]
    return [
        f"{INTRODUCTION}\n{machine}\n",
        f"## Every reader\n\n{overview.overview(results)}\n\n{overview.NOTE}\n",
        said(records, RECORDS),
        *others,
        said(compared[0], COMPARED),
        *compared[1:],
        f"{FORMATS}\n{read('formats.md')}",
        f"{COMMAND}\n{read('command.md')}",
        *(section(name, f"benchmarks.suites.{suite}") for name, suite in OTHERS.items()),
        f"{BREAK_EVEN}\n{without_heading('break_even.md')}\n",
        CURVE,
        LIMITS,
        f"{TRIALS}\n\n{without_heading('trials.md')}\n",
    ]


def parts_of(name: str) -> list[str]:
    """What precedes the first heading of a file of results, and a part for each heading."""
    return [f"{part.strip()}\n" for part in re.split(r"^(?=## )", read(name), flags=re.MULTILINE)]


def section(name: str, module: str) -> str:
    """A file of results as a section, what program makes it after its heading."""
    demoted = re.sub(r"^#", "##", read(name), flags=re.MULTILINE)
    return said(demoted, f"`python -m {module}` measures this.\n")


def said(section: str, text: str) -> str:
    """The section with a text after its heading."""
    heading, _, rest = section.partition("\n")
    return f"{heading}\n\n{text}{rest}"


def read(name: str) -> str:
    return (RESULTS / name).read_text("utf-8")


def without_heading(name: str) -> str:
    """A file of results without its first line."""
    return read(name).partition("\n")[2].strip()


def row_of(one: Row, rows: Sequence[Sequence[str]]) -> list[str]:
    """The README's row out of a section's rows, the heading first."""
    heading, *rest = rows
    row = next(r for r in rest if r[0] == one.task and one.peer in r)
    rate, ratio = 1, heading.index("peer") + 2
    if one.door:
        rate, ratio = heading.index(one.door), heading.index(f"ratio, {one.door}")
    peer = heading.index("peer")
    label = f"Python, {one.door}: {one.label}" if one.door else one.label
    return [label, row[rate], one.peer, row[peer + 1], row[ratio]]


def speed(parts: Sequence[str]) -> str:
    """The README's table, and what it was measured on."""
    by_heading = {part.splitlines()[0].removeprefix("## "): part for part in parts[1:]}

    def found(beginning: str) -> list[list[str]]:
        return next(rows_of(part) for at, part in by_heading.items() if at.startswith(beginning))

    rows = []
    for one in ROWS:
        rows.append(row_of(one, found(one.section)))
    heading, loop, *_ = found("Peak resident memory of 100,000 records")
    ours, theirs = (loop[heading.index(reader)] for reader in ("`MARCReader`", "mrrc"))
    ratio = float(theirs.split()[0]) / float(ours.split()[0])
    rows.append(["peak memory of a loop", ours, "mrrc", theirs, f"{ratio:.2g}"])
    facts = {row[0]: row[1] for row in rows_of(parts[0])}
    jdk = facts["JDK"].partition(" (")[0].rpartition(" ")[2]
    text = (
        f"Records a second, one thread, on {facts['CPU']}, {facts['cores']} cores,"
        f" {facts['memory']}, {jdk}, Python {facts['Python']}. A ratio below 1 is a peer that"
        " does better. [Performance](docs/performance.md) has all of these, and says how they are"
        " measured."
    )
    columns = ["task", "panamarc", "peer", "its figure", "ratio"]
    return f"{textwrap.fill(text, 118)}\n\n{table(columns, rows)}\n"


def main() -> None:
    parts = sections()
    page = "\n".join(without_targets(part) for part in parts)
    readme = README.read_text("utf-8")
    filled = PLACE.sub(lambda _: f"\n{speed(parts)}\n", readme)
    picture = PAGE.parent / "assets" / PICTURE
    if "--check" in sys.argv:
        fresh = PAGE.read_text("utf-8") == page and readme == filled
        if not fresh or picture.read_bytes() != (RESULTS / PICTURE).read_bytes():
            sys.exit("not of the results: run python -m benchmarks.harness.performance")
        return
    PAGE.write_text(page, "utf-8")
    README.write_text(filled, "utf-8")
    shutil.copyfile(RESULTS / PICTURE, picture)


if __name__ == "__main__":
    main()
