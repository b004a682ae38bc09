"""Records built, changed, written and read back by panamarc and by pymarc say the same."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import panamarc
import pymarc
from support import realdata
from support.pymarc_alike import SPANNING_HALVES, THEIRS, alike, assert_alike, written
from support.pymarc_pairs import LEADERS, Pair, read_back, through_formats

RECORDS = 10_000
ARGUMENTS: tuple[dict[str, Any], ...] = (
    {},
    {"to_unicode": False},
    {"force_utf8": True},
    {"force_utf8": True, "utf8_handling": "replace"},
    {"to_unicode": False, "force_utf8": True},
    {"utf8_handling": "ignore", "hide_utf8_warnings": True},
    {"file_encoding": "cp1251"},
    {"file_encoding": "latin-1", "permissive": True},
)


# Without C, records changed in any way, and real ones, are enough.
@pytest.mark.same_without_c
def test_ten_thousand_random_records_say_the_same_at_every_step() -> None:
    draw = random.Random(2709)
    for _ in range(RECORDS // 500):
        pairs = [Pair(draw) for _ in range(500)]
        for number, pair in enumerate(pairs):
            pair.check(closely=number % 20 == 0)
            if number % 20 == 0:
                through_formats(pair)
        read_back(pairs)
        for number, pair in enumerate(pairs):
            for _ in range(draw.randrange(4)):
                pair.change()
            pair.check(closely=number % 20 == 0)


@settings(max_examples=150, deadline=None)
@given(seed=st.randoms(use_true_random=False), changes=st.integers(0, 12))
def test_records_changed_in_any_way_say_the_same(seed: random.Random, changes: int) -> None:
    pair = Pair(seed)
    for _ in range(changes):
        pair.change()
    pair.check()
    through_formats(pair)
    read_back([pair])
    for _ in range(changes):
        pair.change()
        pair.check()


# A control field with an 0x1F comes in JSON as a data field.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x1f"), max_size=12)


@settings(max_examples=200, deadline=None)
@given(
    tags=st.lists(st.from_regex(r"[0-9A-Za-z]{1,3}", fullmatch=True), max_size=4),
    codes=st.lists(st.sampled_from("abc019"), max_size=4),
    text=TEXT,
    leader=st.sampled_from(LEADERS),
)
def test_any_text_is_written_as_pymarc_writes_it(
    tags: list[str], codes: list[str], text: str, leader: str
) -> None:
    def built(module: Any) -> Any:
        record = module.Record(leader=leader)
        for tag in tags:
            subfields = [module.Subfield(code, text) for code in codes]
            # pymarc drops the data of a field that is no control field.
            data = text if tag.isdecimal() and f"{int(tag):03}" < "010" else None
            record.add_field(module.Field(tag, None, subfields, data))
        return record

    ours, theirs = built(panamarc), built(pymarc)
    assert alike(ours, theirs)
    assert written(ours) == written(theirs)


@pytest.mark.parametrize("name", realdata.ALL)
@pytest.mark.parametrize("arguments", ARGUMENTS, ids=str)
def test_real_files_read_as_pymarc_reads_them(name: str, arguments: dict[str, Any]) -> None:
    data = realdata.content(name)
    data = data[: data.find(b"\x1d", 150_000) + 1 or None]
    compared, nothing = assert_alike(data, **arguments)
    assert compared + nothing > 0


def in_pairs(name: str) -> Iterator[tuple[Any, Any]]:
    """The records of a file as each library reads them, where pymarc reads them at all."""
    reader = panamarc.MARCReader(realdata.content(name))
    for record in reader:
        if record is not None:
            assert reader.current_chunk is not None
            (other,) = pymarc.MARCReader(io.BytesIO(reader.current_chunk))
            yield record, other


@pytest.mark.parametrize("name", realdata.ALL)
def test_real_records_say_the_same_unchanged_and_changed(name: str) -> None:
    draw = random.Random(name)
    for number, (record, other) in enumerate(islice(in_pairs(name), 1000)):
        if any(half in str(other) for half in SPANNING_HALVES):
            continue
        pair = Pair.of(draw, record, other)
        # Some are written before anything is asked of them, some are asked first, some changed.
        if number % 3 == 0:
            assert record.as_marc() == other.as_marc()
        elif number % 3 == 1:
            pair.check(closely=number % 10 == 0)
        for _ in range(draw.randrange(1, 4)):
            pair.change()
        pair.check(closely=number % 10 == 0)
        if number % 10 == 0:
            through_formats(pair)


WRITERS = {
    "MARCWriter": io.BytesIO,
    "XMLWriter": io.BytesIO,
    "JSONWriter": io.StringIO,
    "TextWriter": io.StringIO,
}


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("count", [0, 1, 3])
def test_writers_write_what_pymarcs_write(kind: str, count: int) -> None:
    data = realdata.content("loc_edge_cases_50.mrc")

    def text(module: Any) -> Any:
        file = WRITERS[kind]()
        writer = getattr(module, kind)(file)
        for record, _ in zip(module.MARCReader(data), range(count), strict=False):
            writer.write(record)
        writer.close(close_fh=False)
        return file.getvalue()

    assert text(panamarc) == text(pymarc)


def shown(records: Any) -> list[Any]:
    return [record.as_dict() for record in records]


def test_what_was_written_is_read_as_pymarc_reads_it() -> None:
    data = realdata.content("loc_edge_cases_50.mrc")
    records: list[Any] = list(panamarc.MARCReader(data))
    text = "\n".join(map(str, records))
    as_json = json.dumps(shown(records))
    xml = io.BytesIO()
    with panamarc.XMLWriter(xml) as writer:
        for record in records:
            writer.write(record)
        written = xml.getvalue()
    for module in (panamarc, pymarc):
        assert shown(module.JSONReader(as_json)) == shown(records)
        assert shown(module.parse_json_to_array(io.StringIO(as_json))) == shown(records)
        assert list(map(str, module.MARCMakerReader(text))) == list(
            map(str, pymarc.MARCMakerReader(text))
        )
        for strict in (False, True):
            for form in (None, "NFC", "NFD"):
                assert shown(
                    module.parse_xml_to_array(io.BytesIO(written + b"</collection>"), strict, form)
                ) == shown(
                    THEIRS.parse_xml_to_array(io.BytesIO(written + b"</collection>"), strict, form)
                )


def test_functions_are_called_with_each_record() -> None:
    data = realdata.content("loc_edge_cases_50.mrc")
    seen: list[Any] = []
    panamarc.map_records(seen.append, io.BytesIO(data), data)
    assert len(seen) == 100
    xml = panamarc.record_to_xml(seen[0])
    again: list[Any] = []
    panamarc.map_xml(again.append, io.BytesIO(xml), io.BytesIO(xml))
    assert shown(again) == shown([seen[0]] * 2)


def test_marc8_is_decoded_as_pymarc_decodes_it(capsys: pytest.CaptureFixture[str]) -> None:
    draw = random.Random(8)
    parts = [
        *(
            b"abc",
            b"\xe1a",
            b"\xe5\xe6e",
            b"\xebi\xeca",
            b"\x1b(N",
            b"\x1b)Q",
            b"\x1b$1",
            b"\x1b(B",
        ),
        *(
            b"!0!",
            b"\x1bb2",
            b"\x1bg",
            b"\x1bs",
            b"\x1b",
            b"\x1b,",
            b"\x1b$,1",
            b"\x1b-!E",
            b"\xb2",
        ),
        *(b"\xff", b"\x88x\x89", b"\x01", b"!!=", b"! =", b"\x7f", b"Ab", b"\x1b)4", b"\xa1"),
    ]
    for _ in range(4000):
        text = b"".join(draw.choices(parts, k=draw.randrange(1, 7)))
        found = []
        for module in (panamarc, pymarc):
            try:
                found.append(module.marc8_to_unicode(text))
            except Exception as error:
                found.append(type(error).__name__)
            found.append(capsys.readouterr().err)
        assert found[:2] == found[2:], text


WITHOUT_JAVA = """
import copy, io, pickle, sys
import panamarc
record = panamarc.Record(force_utf8=True)
record.add_field(panamarc.Field("001", data="x"))
record.add_ordered_field(panamarc.Field("245", ["1", "0"], [panamarc.Subfield("a", "T")]))
again = panamarc.Record(record.as_marc())
again["245"]["a"] = "U"
assert again.value("245$a") == again.title == "U"
copied = pickle.loads(pickle.dumps(copy.deepcopy(again)))
for kind, file in (("MARC", io.BytesIO()), ("XML", io.BytesIO()), ("JSON", io.StringIO())):
    with getattr(panamarc, kind + "Writer")(file) as writer:
        writer.write(copied)
(found,) = panamarc.JSONReader(copied.as_json())
(found,) = panamarc.parse_xml_to_array(io.BytesIO(panamarc.record_to_xml(found)))
(found,) = panamarc.MARCMakerReader(str(found))
assert found.title == "U"
assert panamarc.marc8_to_unicode(b"\\xe1a\\x1b$1!0!") == "\\xe0\\u4e00"
print([name for name in sys.modules if "jpype" in name])
"""


def test_building_changing_and_writing_start_no_java() -> None:
    command = [sys.executable, "-c", WITHOUT_JAVA]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.stderr, run.stdout) == ("", "[]\n")
