"""ISO 2709 written in another coding, by `convert`, `writer`, `edit` and the command."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

import panamarc
from panamarc import Record, Subfield
from panamarc.cli import main
from support import realdata

MARC_8 = realdata.path("uva_marc8_2000.mrc.gz")
UTF_8 = realdata.path("loc_bibliographic_386.mrc")


def made(value: bytes, leader_9: bytes = b" ") -> bytes:
    """A record with one data field, its value in bytes."""
    fields = b"1\x1e10\x1fa" + value + b"\x1e"
    directory = b"001000200000245%04d00002\x1e" % (len(value) + 5)
    base = 24 + len(directory)
    head = b"%05dnam %s22%05d a 4500" % (base + len(fields) + 1, leader_9, base)
    return head + directory + fields + b"\x1d"


def texts(source: object) -> list[str]:
    """The fields of the records, the halves of a mark over two letters as that mark."""
    halves = re.compile("\ufe20(.)\ufe21")
    return [
        halves.sub("\u0361\\1", json.dumps(record.as_dict()["fields"], ensure_ascii=False))
        for record in panamarc.open(source, nfc=True)
    ]


def converted(source: object, **options: Any) -> tuple[bytes, panamarc.Conversion]:
    target = io.BytesIO()
    done = panamarc.convert(source, target, **options)
    return target.getvalue(), done


def written(source: object, coding: str | None, **options: Any) -> bytes:
    target = io.BytesIO()
    with panamarc.open_writer(target, coding=coding) as output:
        output.write(panamarc.open(source, **options))
    return target.getvalue()


def test_records_are_written_in_the_coding_asked_for_and_say_so() -> None:
    for source in (MARC_8, UTF_8):
        utf8, done = converted(source, coding="utf-8")
        assert done.losses == []
        assert {record.leader[9] for record in panamarc.open(utf8)} == {"a"}
        assert all(record.defects == [] for record in panamarc.open(utf8))
        assert texts(utf8) == texts(source)
        assert written(source, "utf-8") == utf8
        marc8, done = converted(utf8, coding="marc-8")
        assert {record.leader[9] for record in panamarc.open(marc8)} == {" "}
        assert texts(marc8) == texts(source)
        assert written(utf8, "marc-8") == marc8


def test_without_a_coding_records_keep_their_bytes() -> None:
    content = made("é".encode("latin-1")) + made(b"\xe2e") + made("é".encode(), b"a")
    assert converted(content)[0] == content
    assert converted(content, file_encoding="latin-1")[0] == content
    assert written(content, None) == content


def test_an_encoding_of_the_file_is_what_values_are_recoded_from() -> None:
    content = made("Книга".encode("cp1251"))
    utf8, _ = converted(content, file_encoding="cp1251", coding="utf-8")
    assert utf8 == made("Книга".encode(), b"a")
    marc8, _ = converted(content, file_encoding="cp1251", coding="marc-8")
    assert marc8 == made(b"\x1b(NkNIGA\x1b(B")


def test_values_in_nfc_need_a_coding_that_has_them() -> None:
    content = made(b"\xe2etude")
    assert converted(content, nfc=True)[0] == made("étude".encode(), b"a")
    assert converted(content, nfc=True, coding="marc-8")[0] == content


def test_what_marc_8_does_not_have_is_a_loss() -> None:
    content = made("ẞ 😀".encode(), b"a") + made(b"a", b"a") + made("ẞ".encode(), b"a")
    marc8, done = converted(content, coding="marc-8")
    assert marc8 == made(b"&#x1E9E; &#x1F600;") + made(b"a") + made(b"&#x1E9E;")
    assert done.losses == [
        "3 characters that MARC-8 does not have were written as references, first in record 1"
    ]
    with panamarc.open_writer(io.BytesIO(), coding="marc-8") as output:
        output.write(panamarc.open(content))
    assert output.losses == done.losses
    edited = panamarc.edit(
        content, io.BytesIO(), coding="marc-8", change=lambda _: None, where={"245$a": "ẞ"}
    )
    assert edited.losses == done.losses


def test_bytes_without_meaning_are_a_loss_when_recoded() -> None:
    content = made(b"a") + made(b"so\x80\x81")
    assert converted(content)[1].losses == []
    recoded, done = converted(content, coding="utf-8")
    assert recoded == made(b"a", b"a") + made("so\ufffd\ufffd".encode(), b"a")
    assert done.losses == [
        "1 records hold bytes that mean nothing in their coding, which were replaced,"
        " first in record 2"
    ]


def test_records_of_broken_structure_are_recoded_as_they_are_read() -> None:
    whole = made(b"\xe2etude")
    broken = b"99999" + whole[5:]
    assert converted(broken + whole, coding="utf-8")[0] == 2 * made("e\u0301tude".encode(), b"a")


def test_edit_recodes_changed_records_and_all_others() -> None:
    content = b"".join(made(text.encode("cp1251")) for text in ("Книга", "Дом", "Книга"))

    def change(record: Record) -> None:
        record["245"].add_subfield("b", "ещё")

    for coding in ("utf-8", "marc-8"):
        target = io.BytesIO()
        done = panamarc.edit(
            content,
            target,
            change=change,
            where={"245$a": "Дом"},
            file_encoding="cp1251",
            coding=coding,
        )
        assert (done.records, done.selected, done.changed, done.written) == (3, 1, 1, 3)
        found = [record["245"].value() for record in panamarc.open(target.getvalue(), nfc=True)]
        assert found == ["Книга", "Дом ещё", "Книга"]
        flags = {record.leader[9] for record in panamarc.open(target.getvalue())}
        assert flags == {"a" if coding == "utf-8" else " "}


def test_edit_recodes_a_file_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "books.mrc"
    path.write_bytes(made(b"\xe2etude") + made(b"a"))
    panamarc.edit(path, path, change=lambda _: [], where={"245$a": "^a$"}, coding="utf-8")
    assert path.read_bytes() == made("e\u0301tude".encode(), b"a")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("format", ["jsonl", "iso2709"])
def test_a_record_that_was_taken_apart_keeps_its_file_s_encoding(format: str) -> None:
    content = made("Книга".encode("cp1251"))
    record = next(iter(panamarc.open(content, file_encoding="cp1251")))
    record["245"].subfields[0] = Subfield("a", "Дом")
    record["245"].subfields[0] = Subfield("a", "Книга")  # as it was
    target = io.BytesIO()
    coding = "utf-8" if format == "iso2709" else None
    with panamarc.open_writer(target, format=format, coding=coding) as output:  # type: ignore[arg-type]
        output.write(record)
    assert "Книга".encode() in target.getvalue()


def test_a_coding_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^coding is 'latin-1'; expected utf-8 or marc-8$"):
        panamarc.convert(b"", tmp_path / "a.mrc", coding="latin-1")
    message = r"^the format marcxml is always UTF-8; only iso2709 is written in MARC-8$"
    with pytest.raises(ValueError, match=message):
        panamarc.open_writer(tmp_path / "a.xml", coding="marc-8")
    with pytest.raises(ValueError, match=message):
        panamarc.open_writer(io.BytesIO(), format="marcxml", coding="marc-8")
    assert list(tmp_path.iterdir()) == []


def test_the_command_recodes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "in.mrc", tmp_path / "out.mrc"
    source.write_bytes(made("ẞ".encode(), b"a"))
    assert main(["convert", str(source), str(target), "--to-coding", "marc-8"]) == 0
    assert target.read_bytes() == made(b"&#x1E9E;")
    assert "1 characters that MARC-8 does not have were written as" in capsys.readouterr().err
    assert main(["convert", str(target), str(source), "--to-coding", "utf-8"]) == 0
    assert main(["convert", str(source), str(tmp_path / "o.xml"), "--to-coding", "marc-8"]) == 2
    assert capsys.readouterr().err.endswith(
        "--to-coding: the format marcxml is always UTF-8; only iso2709 is written in MARC-8\n"
    )
