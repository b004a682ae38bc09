"""Formats other than ISO 2709, read and written."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import panamarc
import pymarc
from panamarc._java import library
from support.compressing import UNPACK
from support.repaircases import ALL

DATA = Path(__file__).resolve().parents[3] / "spec" / "data"
BOOKS = DATA / "loc_bibliographic_386.mrc"
SUFFIXES = ("mrc", "xml", "json", "jsonl", "mrk")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_is_converted_there_and_back_is_what_it_was(tmp_path: Path, suffix: str) -> None:
    there, back = tmp_path / f"there.{suffix}", tmp_path / "back.mrc"
    size = BOOKS.stat().st_size
    assert panamarc.convert(BOOKS, there) == (386, size, [], [], 0)
    seen: list[tuple[int, int]] = []
    done = panamarc.convert(there, back, progress=lambda size, n: seen.append((size, n)))
    assert done[:3] == (386, there.stat().st_size, [])
    assert {one.reason for one in done.skipped} <= {"filler"}
    assert back.read_bytes() == BOOKS.read_bytes()
    assert seen == sorted(seen)
    assert sorted(tmp_path.iterdir()) == sorted([there, back])


def test_pymarc_reads_what_is_written_as_it_reads_the_input(tmp_path: Path) -> None:
    with BOOKS.open("rb") as file:
        expected = [record.as_dict() for record in pymarc.MARCReader(file) if record]
    for suffix in ("xml", "json"):
        panamarc.convert(BOOKS, tmp_path / f"books.{suffix}")
    parsed = pymarc.parse_xml_to_array(  # type: ignore[no-untyped-call]
        str(tmp_path / "books.xml")
    )
    assert [record.as_dict() for record in parsed] == expected
    given = json.loads((tmp_path / "books.json").read_text("utf-8"))
    assert given == expected
    with (tmp_path / "books.json").open(encoding="utf-8") as text:
        assert [record.as_dict() for record in pymarc.JSONReader(text.read())] == expected


def test_what_pymarc_writes_is_read() -> None:
    with BOOKS.open("rb") as file:
        records = [record for record in pymarc.MARCReader(file) if record]
    xml, lines = io.BytesIO(), io.StringIO()
    xml_writer = pymarc.XMLWriter(xml)
    for record in records:
        xml_writer.write(record)
        lines.write(record.as_json() + "\n")
    xml_writer.close(close_fh=False)
    expected = [record.as_marc() for record in records]
    for content in (xml.getvalue(), lines.getvalue().encode()):
        assert [record.as_marc() for record in panamarc.open(content)] == expected
        file_object = panamarc.open(io.BytesIO(content))
        assert [record.as_marc() for record in file_object] == expected
        assert file_object.bytes_read == len(content)


def test_spans_are_those_of_the_input_and_last_through_a_copy() -> None:
    xml = io.BytesIO()
    with panamarc.open_writer(xml, format="marcxml") as output:
        output.write(panamarc.open(BOOKS))
    content, end = xml.getvalue(), 0
    for record in panamarc.open(content):
        start, length = record.span
        assert start == end
        end += length
        assert content[:end].endswith(b"</record>")
        assert record.copy().span == record.span


@pytest.mark.filterwarnings("ignore::panamarc.MarcWarning")
def test_a_format_that_is_given_counts() -> None:
    with panamarc.open(BOOKS, format="json", on_error="skip") as reader:
        assert list(reader) == []
        assert {one.reason for one in reader.skipped} == {"not read"}
    with pytest.raises(ValueError, match="format is 'marc'; expected one of iso2709, marcxml"):
        panamarc.open(BOOKS, format="marc")  # type: ignore[arg-type]


def test_only_iso_2709_is_split(tmp_path: Path) -> None:
    panamarc.convert(BOOKS, tmp_path / "books.xml")
    with pytest.raises(ValueError, match="it is read as marcxml, and only ISO 2709 can be split"):
        panamarc.open(tmp_path / "books.xml").split(2)


def test_malformed_input_is_raised_after_the_records_before_it() -> None:
    record = "<record><leader>00000nam a2200000 a 4500</leader></record>"
    reader = panamarc.open(f"<collection>{record}\n<record></collection>".encode())
    assert next(reader).leader == "00026nam a2200025 a 4500"
    message = (
        "<bytes>: record 2 at byte 70: malformed XML at line 2, column 9: Unexpected end tag: "
        "expected </record>"
    )
    with pytest.raises(panamarc.MarcFormatError) as raised:
        next(reader)
    assert str(raised.value) == message
    assert list(reader) == []
    assert reader.skipped[-1] == ("<bytes>", 70, 22, "not read")


def test_records_of_anybody_are_written_in_their_order(tmp_path: Path) -> None:
    target = tmp_path / "books.mrc"
    seen: list[tuple[int, int]] = []
    with panamarc.open_writer(target, progress=lambda size, n: seen.append((size, n))) as output:
        for number, record in enumerate(panamarc.open(BOOKS)):
            if number % 7:
                output.write(record)
            else:
                output.write(next(pymarc.MARCReader(record.as_marc())))
        assert not target.exists()
    assert target.read_bytes() == BOOKS.read_bytes()
    assert seen[-1] == (BOOKS.stat().st_size, 386)
    assert output.records == 386
    with pytest.raises(ValueError, match="the writer is closed"):
        output.write(record)


@pytest.mark.parametrize("suffix", UNPACK)
def test_the_suffix_of_a_name_compresses(suffix: str, tmp_path: Path) -> None:
    target = tmp_path / f"books.jsonl{suffix.upper()}"
    panamarc.convert(BOOKS, target)
    assert len(UNPACK[suffix](target.read_bytes()).splitlines()) == 386
    assert len(list(panamarc.open(target))) == 386
    target = tmp_path / f"books.mrc{suffix}"
    edited = panamarc.edit(BOOKS, target, change=lambda record: None, where={"LDR/6": "z"})
    assert (edited.written, edited.selected) == (386, 0)
    assert UNPACK[suffix](target.read_bytes()) == BOOKS.read_bytes()


@pytest.mark.filterwarnings("ignore::panamarc.MarcWarning")
def test_what_was_repaired_is_written_repaired(tmp_path: Path) -> None:
    target = tmp_path / "again.mrc"
    for case in ALL:
        target.unlink(missing_ok=True)
        with panamarc.open(case.content) as reader:
            before = list(reader)
        try:
            panamarc.convert(case.content, target)
        except panamarc.UnwritableRecord:
            refused = [record for record in before if is_unwritable(record)]
            assert refused, case.name
            continue
        inside = any("\x1e" in str(field) for record in before for field in record.fields)
        if not before and not target.exists():
            continue  # what is not MARC is written nowhere
        with panamarc.open(target, on_error="recover" if inside else "raise") as reader:
            after = list(reader)
        assert list(map(fields, after)) == list(map(fields, before)), case.name


def fields(record: panamarc.Record) -> list[str]:
    return [str(field) for field in record.fields]


def is_unwritable(record: panamarc.Record) -> bool:
    """Whether a field or the record is too long, or no reader could know where it ends."""
    sizes = [len(str(field).encode()) for field in record.fields]
    return (
        any("\x1d" in str(field) for field in record.fields)
        or max(sizes) > 9_990
        or sum(sizes) > 99_000
    )


def test_a_record_without_room_in_iso_2709_is_reported(tmp_path: Path) -> None:
    record = panamarc.Record(leader="00000nam a2200000 i 4500")
    record.add_field(panamarc.Field("520", [" ", " "], [panamarc.Subfield("a", "x" * 10_000)]))
    source = tmp_path / "long.json"
    source.write_text(record.as_json())
    target = tmp_path / "long.mrc"
    with pytest.raises(panamarc.UnwritableRecord) as refused:
        panamarc.convert(source, target)
    assert str(refused.value) == (
        f"{target}: record 1 (record 1 of {source}), field 520: the field has 10,005 bytes with its"
        " terminator; a directory entry can state 9,999"
    )
    assert list(tmp_path.iterdir()) == [source]
    with pytest.raises(panamarc.UnwritableRecord), panamarc.open_writer(target) as output:
        output.write(panamarc.open(source))
    assert list(tmp_path.iterdir()) == [source]


def test_what_fails_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "books.xml"
    target.write_text("before")
    with pytest.raises(TypeError), panamarc.open_writer(target) as output:  # noqa: PT012 - both belong
        output.write(panamarc.open(BOOKS))
        output.write(3)  # type: ignore[arg-type]
    with pytest.raises(panamarc.MarcFormatError):
        panamarc.convert(b"<record><leader></record>", target)
    with pytest.raises(panamarc.MarcFormatError):
        panamarc.convert(DATA / "ia_malformed_116.mrc", target, on_error="raise")
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


class Failing(io.BytesIO):
    def read1(self, size: int | None = -1) -> bytes:
        raise TimeoutError("too late")

    readinto = readinto1 = None  # type: ignore[assignment]


def test_a_source_that_raises_ends_a_conversion(tmp_path: Path) -> None:
    with pytest.raises(TimeoutError, match="too late"):
        panamarc.convert(Failing(), tmp_path / "books.mrc")
    assert list(tmp_path.iterdir()) == []


def test_targets_that_cannot_be_written_are_errors(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="the name does not say the format; give format="):
        panamarc.open_writer(tmp_path / "books")
    with pytest.raises(ValueError, match="format is 'aleph'; expected one of iso2709, marcxml"):
        panamarc.open_writer(tmp_path / "books", format="aleph")  # type: ignore[arg-type]
    with pytest.raises(FileNotFoundError, match="none/books"):
        panamarc.open_writer(tmp_path / "none" / "books.mrc")
    with pytest.raises(IsADirectoryError):
        panamarc.open_writer(tmp_path, format="json")
    with pytest.raises(TypeError, match="cannot write records to int"):
        panamarc.open_writer(3)
    with pytest.raises(TypeError), panamarc.open_writer(io.BytesIO()) as output:
        output.write(3)  # type: ignore[arg-type]


def test_losses_are_reported() -> None:
    field = pymarc.Field("001", data="a\x01")
    output = panamarc.open_writer(io.BytesIO(), format="marcxml")
    record = pymarc.Record()
    record.add_field(field)  # type: ignore[no-untyped-call]
    output.write(record)
    output.close()
    loss = "1 characters that the format cannot carry were replaced, first in record 1"
    assert output.losses == [loss]


def test_a_writer_that_is_dropped_leaves_nothing(tmp_path: Path) -> None:
    output = panamarc.open_writer(tmp_path / "books.mrc")
    output.write(panamarc.open(BOOKS))
    del output
    assert list(tmp_path.iterdir()) == []


def test_disk_full_is_an_error_that_leaves_what_was_there() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no /dev/full")
    with pytest.raises(OSError, match="/dev/full: No space left on device"):
        panamarc.convert(BOOKS, full, format="iso2709")


INTERRUPTED = """
import sys
import panamarc
try:
    panamarc.convert([sys.argv[1]] * 100_000, sys.argv[2], progress=lambda *_: print(flush=True))
except KeyboardInterrupt:
    sys.exit(77)
"""


def test_ctrl_c_ends_a_conversion_and_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "books.xml"
    command = [sys.executable, "-c", INTERRUPTED, str(BOOKS), str(target)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        child.send_signal(signal.SIGINT)
        threading.Thread(target=child.stdout.read).start()
        assert child.wait(60) == 77
    assert list(tmp_path.iterdir()) == []


def test_the_jars_of_the_parsers_are_there() -> None:
    names = " ".join(jar.name for jar in library.FOLDER.glob("*.jar"))
    assert all(library in names for library in ("aalto-xml", "stax2-api", "jackson-core"))


def test_a_record_that_was_changed_is_written_as_it_is_now() -> None:
    lines = io.BytesIO()
    with panamarc.open_writer(lines, format="jsonl") as output:
        for number, record in enumerate(panamarc.open(BOOKS)):
            if number == 3:
                record["245"]["a"] = "Changed"
            output.write(record)
    titles = [record["245"]["a"] for record in panamarc.open(lines.getvalue())]
    expected = [record["245"]["a"] for record in panamarc.open(BOOKS)]
    assert titles[3] == "Changed"
    assert [*titles[:3], *titles[4:]] == [*expected[:3], *expected[4:]]
