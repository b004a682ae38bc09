"""The quarantine, and what happens to inputs of other formats."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

import panamarc
from panamarc import MarcFormatError, MARCReader, MarcWarning, RecordDirectoryInvalid
from support import realdata
from support.records import iso2709

GOOD = iso2709(("001", "good"), ("245", "10\x1faGood"))
BROKEN = GOOD[:24] + b"24x" + GOOD[27:31] + b"abcde" + GOOD[36:]
JUNK = b"no record at all"


def rows(report: Path) -> list[dict[str, str]]:
    with report.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("policy", ["recover", "skip", "raise"])
def test_it_holds_what_skip_leaves_out_and_what_is_no_record(tmp_path: Path, policy: str) -> None:
    first, second, bad = tmp_path / "1.mrc", tmp_path / "2.mrc", tmp_path / "bad.mrc"
    first.write_bytes(GOOD + BROKEN + GOOD + b"\n")
    second.write_bytes(JUNK + GOOD)
    sources = [first, io.BytesIO(BROKEN), second]
    read = []
    with panamarc.open(sources, on_error=policy, quarantine=bad) as reader:  # type: ignore[arg-type]
        while True:
            try:
                batch = reader.read_batch()
            except MarcFormatError:
                continue
            if not batch:
                break
            read += batch
    assert len(read) == (5 if policy == "recover" else 3)
    assert bad.read_bytes() == BROKEN + b"\n" + BROKEN + JUNK
    report = rows(tmp_path / "bad.mrc.tsv")
    what = "repaired" if policy == "recover" else "left out"
    ranges = {
        (row["source"], row["start"], row["length"], row["at"], row["what"]) for row in report
    }
    size = len(GOOD)
    assert ranges == {
        (str(first), str(size), str(size), "0", what),
        (str(first), str(3 * size), "1", str(size), "filler"),
        ("<BytesIO>", "0", str(size), str(size + 1), what),
        (str(second), "0", str(len(JUNK)), str(2 * size + 1), "no leader"),
    }
    broken = [row for row in report if row["what"] == what]
    kinds = [("directory", "structure"), ("tag", "content"), ("indicators", "content")]
    assert [(row["record"], row["kind"], row["severity"]) for row in broken] == [
        *(("2", kind, severity) for kind, severity in kinds),
        *(("4", kind, severity) for kind, severity in kinds),
    ]


@pytest.mark.parametrize("name", realdata.ALL)
def test_what_is_read_and_what_is_put_aside_are_the_whole_input(name: str, tmp_path: Path) -> None:
    data = realdata.content(name)
    bad = tmp_path / "bad.mrc"
    with panamarc.open(realdata.path(name), on_error="skip", quarantine=str(bad)) as reader:
        parts = {record.span[0]: record.as_marc() for record in reader}
    aside = bad.read_bytes()
    for row in rows(tmp_path / "bad.mrc.tsv"):
        at = int(row["at"])
        parts[int(row["start"])] = aside[at : at + int(row["length"])]
    assert b"".join(parts[start] for start in sorted(parts)) == data


def test_it_is_replaced_at_once(tmp_path: Path) -> None:
    bad = tmp_path / "bad.mrc"
    bad.write_bytes(b"old")
    (tmp_path / "bad.mrc.tsv").write_bytes(b"old")
    panamarc.open(GOOD, quarantine=bad)
    assert bad.read_bytes() == b""
    assert (tmp_path / "bad.mrc.tsv").read_bytes() == b""
    with pytest.raises(FileNotFoundError):
        panamarc.open(GOOD, quarantine=tmp_path / "missing" / "bad.mrc")


def test_an_input_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.mrc"
    path.write_bytes(GOOD)
    message = f"quarantine {path} is one of the inputs; it would be overwritten"
    with pytest.raises(ValueError, match=message.replace("\\", r"\\")):
        panamarc.open([GOOD, path], quarantine=path)
    with path.open("rb") as file, pytest.raises(ValueError, match="is one of the inputs"):
        panamarc.open(file, quarantine=path)
    report = tmp_path / "b.tsv"
    report.write_bytes(GOOD)
    with pytest.raises(ValueError, match="is one of the inputs"):
        panamarc.open(report, quarantine=tmp_path / "b")
    assert path.read_bytes() == report.read_bytes() == GOOD


def test_an_input_of_another_format_is_reported() -> None:
    wide = GOOD.decode("latin-1").encode("utf-16")
    reader = panamarc.open(wide)
    message = "<bytes>: not MARC: begins as UTF-16 text"
    with pytest.warns(MarcWarning, match=message):
        assert list(reader) == []
    assert [(skipped.length, skipped.reason) for skipped in reader.skipped] == [
        (len(wide), "UTF-16 text")
    ]
    with pytest.raises(panamarc.RecordLeaderInvalid, match=", as UTF-16 text begins, expected a"):
        panamarc.open(wide, on_error="raise").read_batch()


def test_a_record_after_bytes_of_another_format_is_just_read() -> None:
    assert len(list(panamarc.open(b"<html>" + GOOD))) == 1


def test_marcreader_with_an_error_policy_does_as_open_does() -> None:
    data = GOOD + BROKEN + GOOD
    recovered = MARCReader(data, on_error="recover")
    assert [bool(record and record.defects) for record in recovered] == [False, True, False]
    assert recovered.current_exception is None
    assert recovered.current_chunk == GOOD
    assert [record is None for record in MARCReader(data, on_error="skip")] == [False, False]
    raising = MARCReader(data, on_error="raise")
    assert next(raising) is not None
    with pytest.raises(RecordDirectoryInvalid):
        next(raising)
    assert next(raising) is not None
    with pytest.raises(ValueError, match="on_error is 'ignore'; expected one of raise, skip"):
        MARCReader(data, on_error="ignore")  # type: ignore[arg-type]


def test_exceptions_are_caught_by_pymarcs_names() -> None:
    def raised(data: bytes) -> type[Exception]:
        with pytest.raises(MarcFormatError) as caught:
            list(panamarc.open(data, on_error="raise"))
        return caught.type

    assert raised(b"99999" + GOOD[5:]) is panamarc.RecordLengthInvalid
    assert raised(GOOD[:12] + b"00000" + GOOD[17:]) is panamarc.BaseAddressInvalid
    assert raised(BROKEN) is panamarc.RecordDirectoryInvalid
    assert raised(JUNK) is panamarc.RecordLeaderInvalid
    shorter = b"%05d" % (len(GOOD) - 1) + GOOD[5:-1]
    assert raised(shorter + GOOD) is panamarc.EndOfRecordNotFound
    cut = b"%05d" % (len(GOOD) - 5) + GOOD[5:-5]
    assert raised(cut) is panamarc.TruncatedRecord
