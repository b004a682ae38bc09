"""What the documentation shows is what happens, and its catalogues are whole."""

from __future__ import annotations

import contextlib
import io
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import panamarc
import pymarc
from panamarc import Field, Indicators, Subfield, exceptions
from panamarc._java import jvm, library
from panamarc.cli import main
from support import realdata
from support.marcfiles import book

pytestmark = pytest.mark.same_without_c

ROOT = Path(__file__).resolve().parents[3]
DOCS = ROOT / "docs"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# A program, and the block after it, which is what the program prints; `...` are lines left out.
PRINTING = re.compile(
    r"^```(\w+)\n((?:(?!^```).)*?)^```\n+```text\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")

JAVA = """
import java.nio.charset.Charset;
import java.nio.file.Path;
import org.panamarc.*;
import org.panamarc.index.*;
import org.panamarc.query.*;
import org.panamarc.schema.*;

void main() throws Exception {
%s
}
"""


def blocks(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text("utf-8")
    return [code for found, code in BLOCK.findall(text) if found == language]


def shown(text: str) -> re.Pattern[str]:
    """What a page shows as printed, where `...` is any number of lines."""
    return re.compile(re.escape(text).replace(re.escape("...\n"), r"(?:.*\n)*?"))


# Its programs want marc4j, and are run by the tests of integrations/marc4j.
WITH_MARC4J = "marc4j.md"


def pages_with(language: str) -> list[str]:
    pages = [str(path.relative_to(DOCS)) for path in sorted(DOCS.rglob("*.md"))]
    pages.append("../README.md")
    return [page for page in pages if page != WITH_MARC4J and blocks(page, language)]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the examples read."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(realdata.path("loc_bibliographic_386.mrc"), "books.mrc")
    shutil.copy(realdata.path("bu_bibs_100.mrc"), "broken.mrc")
    Path("schema.json").write_text(blocks("schema.md", "json")[0], "utf-8")
    Path("titles.xsl").write_text(blocks("crosswalks.md", "xml")[0], "utf-8")
    for suffix in ("xml", "mrk"):
        panamarc.convert("books.mrc", f"books.{suffix}")
    with panamarc.open("books.mrc") as reader:
        gone, same, changed = reader.read_batch(3)
    raws = [one.as_marc() for one in (gone, same, changed)]
    Path("old.mrc").write_bytes(b"".join(raws))
    changed.remove_fields("245")
    changed.add_ordered_field(
        Field(tag="245", indicators=Indicators("0", "0"), subfields=[Subfield("a", "New")])
    )
    Path("new.mrc").write_bytes(raws[1] + changed.as_marc() + book("99", "Fresh"))
    return tmp_path


def printing(language: str) -> list[tuple[str, str, str]]:
    """Each example that shows what it prints: its page, its text, and that."""
    pages = (ROOT / "README.md", *sorted(DOCS.rglob("*.md")))
    found = [(page.name, PRINTING.findall(page.read_text("utf-8"))) for page in pages]
    return [
        (name, code, printed)
        for name, examples in found
        for kind, code, printed in examples
        if kind == language
    ]


def programs() -> dict[str, tuple[str, str | None]]:
    """Each Python example of README and all pages, by its page and number: its text, and what the
    page shows that it prints, if it does."""
    shows = {(page, code): printed for page, code, printed in printing("python")}
    pages = (ROOT / "README.md", *sorted(DOCS.rglob("*.md")))
    found = {
        f"{page.name}-{number}": (code, shows.pop((page.name, code), None))
        for page in pages
        for number, (kind, code) in enumerate(BLOCK.findall(page.read_text("utf-8")))
        if kind == "python"
    }
    assert not shows
    return found


# By what an example says: libraries that only some machines have, and that print notes of theirs.
LIBRARIES = {"pyspark": "pyspark", "panamarc.dask": "dask", "panamarc.ray": "ray"}


def run_example(code: str, own_process: bool) -> tuple[str, str]:
    """What a program prints to standard output and standard error."""
    Path("example.py").write_text(code, "utf-8")
    if own_process:
        command = [sys.executable, "example.py"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout, done.stderr
    out, notes = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(notes):
        runpy.run_path("example.py", run_name="__main__")
    return out.getvalue(), notes.getvalue()


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(("code", "printed"), programs().values(), ids=programs())
def test_each_example_in_python_runs_as_a_file_of_its_own_and_prints_what_is_shown(
    code: str,
    printed: str | None,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "argv", ["example.py"])
    needed = [module for word, module in LIBRARIES.items() if word in code]
    for module in needed:
        pytest.importorskip(module)
    # The others share this process and its Java, as each start takes a second.
    own_process = needed != [] or "README" in request.node.name or "process" in code
    out, notes = run_example(code, own_process)
    assert needed or notes == ""
    if printed is not None:
        assert shown(printed).fullmatch(out), out


def test_the_readme_shows_what_it_prints() -> None:
    languages = {
        language
        for language in ("python", "java")
        for name, *_ in printing(language)
        if name == "README.md"
    }
    assert languages == {"python", "java"}


@pytest.mark.usefixtures("files")
def test_examples_of_edit_change_what_they_say(capsys: pytest.CaptureFixture[str]) -> None:
    shelf = [
        book("1", "A", ("650", " 0$aCookery"), ("650", " 0$aCookery, French")),
        book("2", "B").replace(b"nam a", b"dam a"),
    ]
    Path("books.mrc").write_bytes(b"".join(shelf))
    names: dict[str, object] = {}
    for code in blocks("editing.md", "python"):
        exec(compile(code, "editing.md", "exec"), names)
    assert capsys.readouterr().out == "1 of 2 looked at, 1 changed\n"
    corrected = book("1", "A", ("650", " 0$aCooking"), ("650", " 0$aCookery, French"))
    assert Path("corrected.mrc").read_bytes() == corrected + shelf[1]
    assert Path("without-deleted.mrc").read_bytes() == shelf[0]


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("page", pages_with("console"))
def test_examples_of_the_command_show_what_it_prints(
    page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for session in blocks(page, "console"):
        for example in re.split(r"^\$ panamarc ", session, flags=re.MULTILINE)[1:]:
            command, _, printed = example.partition("\n")
            assert main(shlex.split(command)) < 2
            out, notes = capsys.readouterr()
            assert shown(printed).fullmatch(out + notes), f"{command}\n{out}{notes}"


def run_java(bodies: str, files: Path) -> str:
    (files / "Examples.java").write_text(JAVA % bodies, "utf-8")
    jars = ":".join(map(str, sorted(library.FOLDER.glob("*.jar"))))
    java = Path(panamarc.info()["java_home"]) / "bin" / "java"
    flags = [
        f"-Dpanamarc.library={library.path() or ''}",
        "--enable-native-access=ALL-UNNAMED",
    ]
    called = [str(java), *flags, "-cp", jars, "Examples.java"]
    done = subprocess.run(called, cwd=files, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize("page", pages_with("java"))
def test_examples_in_java_run(page: str, files: Path) -> None:
    run_java("".join(f"{{\n{code}}}\n" for code in blocks(page, "java")), files)


@pytest.mark.parametrize(("name", "code", "printed"), printing("java"))
def test_examples_in_java_print_what_is_shown(
    name: str, code: str, printed: str, files: Path
) -> None:
    out = run_java(code, files)
    assert shown(printed).fullmatch(out), f"{name}\n{out}"


def catalogue(heading: str) -> list[str]:
    """The words in the first column of the table below a heading of the error catalogue."""
    page = (DOCS / "broken-input.md").read_text("utf-8")
    part = re.split(rf"^#+ {heading}$", page, flags=re.MULTILINE)[1].split("\n#")[0]
    return re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE)


@pytest.mark.parametrize("severity", ["structure", "content"])
def test_the_catalogue_has_each_kind_of_defect(severity: str) -> None:
    kinds = jvm.classes().jpype.JClass("org.panamarc.Defect$Kind").values()
    there = [str(kind.text()) for kind in kinds if str(kind.severity().text()) == severity]
    assert catalogue(severity.capitalize()) == there


def test_the_catalogue_has_each_reason_for_skipping() -> None:
    reasons = jvm.classes().jpype.JClass("org.panamarc.SkippedRange$Reason").values()
    there = [str(reason.text()) for reason in reasons if not reason.isFormat()]
    assert catalogue("Skipped ranges") == there


def test_the_reference_has_everything_that_pymarc_has_not() -> None:
    pages = "".join(path.read_text("utf-8") for path in (DOCS / "reference").glob("*.md"))
    named = set(re.findall(r"^::: panamarc\.(\w+)$", pages, re.MULTILINE))
    errors = {name for name in panamarc.__all__ if hasattr(exceptions, name)}
    assert "exceptions" in named  # the whole module
    assert set(panamarc.__all__) - named - errors - set(dir(pymarc)) == set()


def test_every_verb_is_in_the_page_of_the_command_line() -> None:
    from panamarc.cli._app import app

    page = (DOCS / "command-line.md").read_text("utf-8")
    verbs = [
        str(command.callback.__name__) for command in app.registered_commands if command.callback
    ]
    assert re.findall(r"^\| \[?`(\w+)`", page, re.MULTILINE) == verbs


def markdown() -> list[Path]:
    """The Markdown files of the repository, without what was built or installed."""
    listed = subprocess.run(
        ["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    return [ROOT / name for name in listed if not (ROOT / name).is_symlink()]


def anchor(heading: str) -> str:
    """The name by which a heading is linked to."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").lower()
    return re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", text).strip())


def leads_somewhere(page: Path, link: str) -> bool:
    path, _, part = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not part or not target.exists():
        return target.exists()
    headings = re.findall(r"^#+ (.*)$", target.read_text("utf-8"), re.MULTILINE)
    return part in map(anchor, headings)


def test_links_within_the_repository_lead_somewhere() -> None:
    lost = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in markdown()
        for link in LINK.findall(re.sub(CODE, "", page.read_text("utf-8")))
        if "://" not in link and not leads_somewhere(page, link)
    ]
    assert lost == []


def test_the_page_of_performance_is_made_of_the_results() -> None:
    made = subprocess.run(
        [sys.executable, "-m", "benchmarks.harness.performance", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (made.returncode, made.stderr) == (0, "")
