"""Reading real files through Java: what comes out, and that nothing is lost."""

from __future__ import annotations

import io
import threading
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

import panamarc
import pymarc
from panamarc import MarcFormatError, MarcWarning, Record, SkippedRange
from panamarc._batch.batch import Batch
from panamarc._batch.spec import parse
from panamarc._reading.read_record import ReadRecord
from support import realdata
from support.packing import pack
from support.pymarc_oracle import record_facts
from support.records import iso2709

BIBLIOGRAPHIC = "loc_bibliographic_386.mrc"


def texts(records: object) -> list[str]:
    return [str(record) for record in records]  # type: ignore[attr-defined]


def all_records(name: str) -> list[Record]:
    with panamarc.open(realdata.path(name)) as reader:
        return list(reader)


@pytest.mark.parametrize("name", realdata.WELL_FORMED_UTF8)
def test_well_formed_files_read_as_pymarc_reads_them(name: str) -> None:
    expected = pymarc.MARCReader(io.BytesIO(realdata.content(name)))
    for record, other in zip(all_records(name), expected, strict=True):
        assert record_facts(record) == record_facts(other)
        assert record.defects == []


@pytest.mark.parametrize("name", realdata.WELL_FORMED_UTF8)
def test_java_packs_what_the_oracle_packs(name: str) -> None:
    batches = map(Batch, pack(realdata.content(name)))
    expected = [ReadRecord(batch, index) for batch in batches for index in range(batch.n)]
    records = all_records(name)
    assert texts(records) == texts(expected)
    for record, other in zip(records, expected, strict=True):
        assert (record.span, record.number) == (other.span, other.number)
        assert record.as_marc() == other.as_marc()
        assert bool(record.defects) == bool(other.defects)


@pytest.mark.parametrize("name", realdata.ALL)
def test_every_byte_is_in_a_record_or_a_skipped_range(name: str) -> None:
    data = realdata.content(name)
    with panamarc.open(realdata.path(name)) as reader:
        records = list(reader)
        ranges = [(*record.span, record.as_marc()) for record in records]
        ranges += [(s.start, s.length, data[s.start :][: s.length]) for s in reader.skipped]
        assert b"".join(raw for _, _, raw in sorted(ranges)) == data
        assert sum(length for _, length, _ in ranges) == reader.bytes_read == len(data)
        assert reader.records_read == len(records)
        kinds = Counter(defect.kind for record in records for defect in record.defects)
        assert reader.defect_counts == kinds


@pytest.mark.parametrize("name", realdata.MALFORMED)
def test_malformed_files_give_their_records_and_say_what_is_wrong(name: str) -> None:
    records = all_records(name)
    assert len(records) == {"bu_bibs_100.mrc": 100, "ia_malformed_116.mrc": 116}[name]
    assert all(record.title for record in records)
    bad = [record for record in records if record.defects]
    assert bad
    for record in bad:
        for defect in record.defects:
            assert defect.record_number == record.number
            assert record.span[0] <= defect.offset < sum(record.span)
            assert defect.message


@pytest.mark.parametrize("name", realdata.ALL)
def test_results_do_not_depend_on_the_batch_size(name: str) -> None:
    expected = texts(all_records(name))
    for options in ({"batch_size": 1}, {"batch_size": 7}, {"batch_size": 10**9}):
        assert texts(panamarc.open(realdata.path(name), **options)) == expected  # type: ignore[arg-type]
    assert texts(panamarc.open(realdata.path(name), max_batch_bytes=3000)) == expected
    reader = panamarc.open(realdata.path(name))
    found: list[Record] = []
    while batch := reader.read_batch(33):
        assert len(batch) <= 33
        found += batch
    assert texts(found) == expected


SPECS = (
    *("001", "245", "245$a", "245$ab", "020$a", "650$a", "650$avxyz", "6..$a", "...$a", "999"),
    *("008/7-10", "008/0", "008/39-50", "00./0-3", "245/3", "LDR/6", "LDR/5-9", "LDR", "880$6"),
)


@pytest.mark.parametrize("name", realdata.ALL)
def test_values_are_those_that_python_finds(name: str) -> None:
    for record in panamarc.open(realdata.path(name), batch_size=64):
        assert record._batch is not None
        for spec in SPECS:
            values = parse(spec).find(record._batch, record._index)
            assert record.values(spec) == values
            assert record.value(spec) == (values[0] if values else None)


def test_values_cost_no_crossing() -> None:
    reader = panamarc.open(realdata.path(BIBLIOGRAPHIC), batch_size=100)
    for record in reader:
        record.value("245$a")
        record.values("650$a")
    facts = reader.explain()
    assert (facts["batches"], facts["records"]) == (4, 386)
    assert facts["crossings"] <= 4 + 2
    assert facts["inputs"] == ["mapped file"]
    assert facts["scanner"]


def test_a_value_that_holds_a_terminator_is_found_all_the_same() -> None:
    good = iso2709(("001", "x"), ("245", "10\x1faTitle"))
    bad = iso2709(("001", "x"), ("245", "10\x1faTi\x1etle\x1fbsub"))
    records = list(panamarc.open(good * 10 + bad + good * 10))
    assert len(records) == 21
    assert {record.value("245$b") for record in records} >= {None, "sub"}
    for record in records:
        assert record.values("245$a") == record.copy().values("245$a")


@pytest.mark.parametrize("tag", ["\ud800", "\ud80024", "\u65e5\u672c\u8a9e", "24", "2455", ""])
def test_what_no_record_can_have_as_a_tag_is_not_found(tag: str) -> None:
    with panamarc.open(realdata.path(BIBLIOGRAPHIC)) as reader:
        for record in reader.read_batch(50):
            assert record.get_fields(tag) == []


def test_many_values_are_all_found() -> None:
    number = 0xD800
    value = b"10" + number * b"\x1fax" + b"\x1e"
    record = b"99999nam a2200037 i 4500245%04d00000\x1e%b\x1d" % (len(value) % 10_000, value)
    with panamarc.open(8 * iso2709() + record) as reader:
        found = [record.values("245$a") for record in reader.read_batch()]
    assert found == 8 * [[]] + [number * ["x"]]


def test_a_leader_that_is_not_ascii_reads_as_replacement_characters() -> None:
    raw = iso2709(("001", "x"), ("245", "10\x1faTitle"))
    odd = raw[:17] + b"\xe9\xbf" + raw[19:]
    for record in panamarc.open(odd * 10):
        assert str(record.leader) == raw[:17].decode() + "\ufffd\ufffd" + raw[19:24].decode()
        for spec in ("LDR", "LDR/17", "LDR/17-18", "LDR/18-23", "LDR/16-20"):
            assert record.values(spec) == record.copy().values(spec)


def test_values_are_right_after_the_reader_was_closed() -> None:
    with panamarc.open(realdata.path(BIBLIOGRAPHIC)) as reader:
        records = reader.read_batch(50)
    assert [record.value("245$a") for record in records] == [r["245"]["a"] for r in records]


def test_read_batch_and_iteration_share_the_records_out() -> None:
    expected = texts(all_records(BIBLIOGRAPHIC))
    reader = panamarc.open(realdata.path(BIBLIOGRAPHIC), batch_size=50)
    found = texts(islice(reader, 7))
    queued = reader.read_batch(30)
    assert len(queued) == 30
    found += texts(queued)
    assert len(reader.read_batch(30)) == 13  # what the iteration had left of its fifty
    found += texts(panamarc.open(realdata.path(BIBLIOGRAPHIC)))[37:50]
    found.append(str(next(reader)))
    found += texts(reader)
    assert found == expected


def test_the_end_is_an_empty_list_for_ever_and_leaves_the_input_alone() -> None:
    class CountResult(io.BytesIO):
        calls = 0

        def readinto1(self, buffer: object) -> int:
            self.calls += 1
            return super().readinto1(buffer)  # type: ignore[arg-type]

    file = CountResult(realdata.content("loc_edge_cases_50.mrc"))
    reader = panamarc.open(file)
    assert len(reader.read_batch(1000)) == 50
    assert reader.read_batch() == []
    calls = file.calls
    assert [reader.read_batch() for _ in range(3)] == [[], [], []]
    assert list(reader) == []
    assert file.calls == calls


@pytest.mark.parametrize("size", [0, -1])
def test_a_batch_size_below_one_is_an_error(size: int) -> None:
    message = f"^batch_size is {size}; expected 1 or more$"
    with pytest.raises(ValueError, match=message):
        panamarc.open(b"").read_batch(size)
    with pytest.raises(ValueError, match=message):
        panamarc.open(b"", batch_size=size)


def test_unknown_options_are_errors_that_list_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"^on_error is 'ignore'; expected one of raise, skip"):
        panamarc.open(b"", on_error="ignore")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^framing is 'x'; expected one of record, terminator$"):
        panamarc.open(b"", framing="x")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^max_batch_bytes is 0; expected 1 or more$"):
        panamarc.open(b"", max_batch_bytes=0)


GOOD = iso2709(("001", "good"), ("245", "10\x1faGood"))
TOO_LONG = b"%05d" % (len(GOOD) + 2) + GOOD[5:]
UNDECODABLE = iso2709(("001", "latin"), ("245", "10\x1faCaf\xff"), encoding="iso8859-1")
MIXED = GOOD + TOO_LONG + GOOD + UNDECODABLE + b"\r\n" + GOOD


def test_recover_gives_every_record_with_its_defects() -> None:
    reader = panamarc.open(MIXED)
    records = list(reader)
    kinds = [[defect.kind for defect in record.defects] for record in records]
    assert kinds == [[], ["record-length"], [], ["undecodable"], []]
    assert [record.number for record in records] == [1, 2, 3, 4, 5]
    assert records[3]["245"]["a"] == "Caf\ufffd"
    filler = SkippedRange("<bytes>", len(MIXED) - len(GOOD) - 2, 2, "filler")
    assert reader.skipped == [filler]


def test_skip_leaves_broken_records_out_and_lists_them() -> None:
    reader = panamarc.open(MIXED, on_error="skip")
    assert [record.number for record in reader] == [1, 3, 4, 5]
    left_out = SkippedRange("<bytes>", len(GOOD), len(GOOD), "left out")
    assert reader.skipped[0] == left_out
    assert reader.bytes_read == len(MIXED)


def test_strict_counts_defects_of_the_content_too() -> None:
    reader = panamarc.open(MIXED, on_error="skip", strict=True)
    assert [record.number for record in reader] == [1, 3, 5]


def raised(reader: panamarc.RecordReader, how: str) -> list[object]:
    """What a reader gives, exceptions in their place."""
    found: list[object] = []
    while True:
        try:
            if how == "read_batch":
                while batch := reader.read_batch():
                    found += [record.number for record in batch]
            else:
                for record in reader:
                    found.append(record.number)
            return found
        except MarcFormatError as error:
            found.append(error.kind)


@pytest.mark.parametrize("how", ["read_batch", "iteration"])
def test_raise_raises_in_its_place_and_goes_on(how: str) -> None:
    found = raised(panamarc.open(MIXED, on_error="raise"), how)
    assert found == [1, "record-length", 3, 4, 5]
    found = raised(panamarc.open(MIXED, on_error="raise", strict=True), how)
    assert found == [1, "record-length", 3, "undecodable", 5]


def test_one_iterator_goes_on_after_an_exception() -> None:
    iterator = iter(panamarc.open(MIXED, on_error="raise"))
    assert next(iterator).number == 1
    with pytest.raises(MarcFormatError) as caught:
        next(iterator)
    error = caught.value
    assert (error.source, error.record_number, error.offset) == ("<bytes>", 2, len(GOOD))
    assert error.chunk == TOO_LONG
    assert str(error).startswith(f"<bytes>: record 2 at byte {len(GOOD)}: ")
    assert [record.number for record in iterator] == [3, 4, 5]


NOT_MARC = {
    "png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    "text": b"Lorem ipsum dolor sit amet.\n" * 1000,
    "terminators": b"\x1e\x1d\x1f" * 5000,
    "digits": b"0" * 100_000,
}


@pytest.mark.parametrize("case", NOT_MARC)
def test_what_is_not_marc_is_skipped_or_raised_clearly(case: str) -> None:
    data = NOT_MARC[case]
    reader = panamarc.open(data)
    with pytest.warns(MarcWarning, match="^<bytes>: not MARC: begins as "):
        spans = sum(record.span[1] for record in reader)
    assert spans + sum(skip.length for skip in reader.skipped) == len(data)
    with pytest.raises(MarcFormatError, match=r"^<bytes>: record 1 at byte 0"):
        panamarc.open(data, on_error="raise").read_batch()


def test_an_empty_input_has_no_records() -> None:
    reader = panamarc.open(b"")
    assert list(reader) == []
    assert (reader.bytes_read, reader.records_read, reader.skipped) == (0, 0, [])


def test_boundaries_are_the_spans_of_the_records() -> None:
    for name in realdata.ALL:
        spans = [record.span for record in all_records(name)]
        assert list(panamarc.open(realdata.path(name)).scan_boundaries()) == spans


def test_terminator_framing_gives_pieces_with_their_terminators() -> None:
    data = b"one\x1etwo\x1e\x1ethree"
    expected = [(0, 4), (4, 4), (8, 1), (9, 5)]
    for source in (data, io.BytesIO(data)):
        reader = panamarc.open(source, framing="terminator")
        assert list(reader.scan_boundaries()) == expected


def test_terminator_framing_has_no_records() -> None:
    reader = panamarc.open(b"one\x1e", framing="terminator")
    for read in (reader.read_batch, lambda: next(reader), lambda: list(reader)):
        with pytest.raises(ValueError, match=r'^framing="terminator" gives ranges, not records: '):
            read()


def test_threads_that_share_a_reader_get_each_record_once() -> None:
    for source in (realdata.path(realdata.MARC8), io.BytesIO(realdata.content(realdata.MARC8))):
        reader = panamarc.open([source, realdata.path(BIBLIOGRAPHIC)])
        found: list[tuple[str, int]] = []

        def work(reader: panamarc.RecordReader = reader) -> None:
            while batch := reader.read_batch(17):
                found.extend((record.value("001") or "", record.number) for record in batch)  # noqa: B023

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(number for _, number in found) == list(range(1, 2387))


def test_a_closed_reader_says_so(tmp_path: Path) -> None:
    reader = panamarc.open(realdata.path(BIBLIOGRAPHIC))
    assert not reader.closed
    reader.read_batch(10)
    reader.close()
    reader.close()
    assert reader.closed
    for read in (reader.read_batch, lambda: next(reader), lambda: list(reader.scan_boundaries())):
        with pytest.raises(ValueError, match=r"^the reader is closed$"):
            read()
    assert reader.records_read == 10


def test_several_inputs_are_numbered_through_and_named_each() -> None:
    names = ("loc_edge_cases_50.mrc", "bu_bibs_100.mrc", "loc_authority_150.mrc")
    paths = [str(realdata.path(name)) for name in names]
    reader = panamarc.open([*paths, GOOD])
    records = list(reader)
    assert [record.number for record in records] == list(range(1, 302))
    assert [record.source for record in records[::75]] == [
        paths[0],
        *paths[1:2],
        *paths[2:],
        *paths[2:],
        "<bytes>",
    ]
    assert records[50].span[0] == 0
    assert reader.bytes_read == sum(len(realdata.content(name)) for name in names) + len(GOOD)
