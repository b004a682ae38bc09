"""Values by `file_encoding`, by field 100 of UNIMARC, and in NFC."""

from __future__ import annotations

import codecs
import io
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

import panamarc
import pymarc
from panamarc import MARCReader, Record
from panamarc._input.encoding import FileEncoding
from panamarc._java import jvm
from support import realdata
from support.children import output
from support.pymarc_oracle import record_facts
from support.records import iso2709

RUSSIAN = "Война и мир"
CHINESE = "红楼梦 / 曹雪芹"


def unflagged(*fields: tuple[str, str], encoding: str) -> bytes:
    """A record of these fields whose leader/09 is blank."""
    raw = iso2709(*fields, encoding=encoding)
    return raw[:9] + b" " + raw[10:]


def title(text: str, encoding: str) -> bytes:
    return unflagged(("001", "x"), ("245", f"10\x1fa{text}"), encoding=encoding)


def only(data: bytes, **options: object) -> Record:
    (record,) = panamarc.open(data, **options)  # type: ignore[arg-type]
    return record


# What text each encoding has; the last ones are known to Python, but to no Java runtime.
TEXTS = {
    "cp1251": RUSSIAN,
    "koi8-r": RUSSIAN,
    "cp866": RUSSIAN,
    "iso8859-5": RUSSIAN,
    "latin-1": "Éçole à l'été",
    "cp1252": "“Éçole” – œuvre",
    "iso8859-7": "Αθήνα",
    "cp1255": "שלום",
    "gbk": CHINESE,
    "gb18030": CHINESE,
    "big5": "紅樓夢",
    "euc_kr": "한국어",
    "shift_jis": "日本語",
    "utf-8": CHINESE,
    "mac_latin2": "Łódź",
    "kz1048": "Қазақстан",
    "cp1006": "\ufe81\ufe8d",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_files_in_an_encoding_read_as_pymarc_reads_them(encoding: str) -> None:
    text = TEXTS[encoding]
    data = b"".join(
        unflagged(
            ("001", f"x{number}"),
            ("245", f"10\x1fa{text} {number} /\x1fc{text[::-1]}."),
            ("650", f" 0\x1fa{text}\x1fxPlain"),
            encoding=encoding,
        )
        for number in range(3)
    )
    # pymarc's own spelling of latin-1 is MARC-8 to it.
    theirs = list(pymarc.MARCReader(io.BytesIO(data), file_encoding=encoding))
    for ours in (
        list(MARCReader(data, file_encoding=encoding)),
        list(panamarc.open(data, file_encoding=encoding)),
    ):
        for record, other in zip(ours, theirs, strict=True):
            assert record is not None
            assert record_facts(record) == record_facts(other)
            assert record.value("245$c") == f"{text[::-1]}."
            assert record.defects == []


def test_pymarcs_default_is_marc8_for_marcreader_alone() -> None:
    data = unflagged(("245", "10\x1faCaf\xe2e"), encoding="latin-1")
    for reader in (MARCReader(data), MARCReader(data, file_encoding="iso8859-1")):
        (record,) = reader
        (other,) = pymarc.MARCReader(data)
        assert record is not None
        assert other is not None
        assert record["245"]["a"] == other["245"]["a"] == "Café"
    (record,) = MARCReader(data, file_encoding="latin-1")
    assert record is not None
    assert record["245"]["a"] == "Cafâe"
    assert only(data).value("245$a") == "Cafe\u0301"
    assert only(data, file_encoding="iso8859-1").value("245$a") == "Cafâe"


def test_flags_that_lie_are_reported() -> None:
    flagged = iso2709(("245", f"10\x1fa{RUSSIAN}"), encoding="cp1251")
    record = only(flagged, file_encoding="cp1251")
    assert record.value("245$a") == RUSSIAN
    (defect,) = record.defects
    assert (defect.kind, defect.severity, defect.offset) == ("coding-scheme", "content", 9)
    assert defect.message == (
        "leader/09 is 'a', but the data is not UTF-8 and is read as cp1251, the encoding of the "
        "file"
    )
    record = only(title(RUSSIAN, "utf-8"), file_encoding="cp1251")
    assert record.value("245$a") == RUSSIAN
    (defect,) = record.defects
    assert defect.message == (
        "leader/09 is ' ', which is not UTF-8, but the data is UTF-8 and is read as such"
    )


def test_bytes_that_the_encoding_lacks_are_replaced_and_reported() -> None:
    data = unflagged(("245", "10\x1faA\x81\x1fb\x81B"), encoding="latin-1")
    record = only(data, file_encoding="windows-1252")
    assert [record.value("245$a"), record.value("245$b")] == ["A\ufffd", "\ufffdB"]
    (defect,) = record.defects
    assert (defect.kind, defect.tag, defect.offset) == ("undecodable", "245", data.index(b"\x81"))
    assert defect.message == "byte 0x81 is no character of cp1252; such bytes are read as U+FFFD"


@pytest.mark.parametrize("spelling", ["CP1251", "windows-1251", "1251"])
def test_every_name_that_python_knows_will_do(spelling: str) -> None:
    assert only(title(RUSSIAN, "cp1251"), file_encoding=spelling).value("245$a") == RUSSIAN


@pytest.mark.parametrize("make", [panamarc.open, MARCReader])
def test_names_that_python_does_not_know_are_lookup_errors(make: Callable[..., object]) -> None:
    with pytest.raises(LookupError) as caught:
        make(b"", file_encoding="klingon")
    assert str(caught.value) == "unknown encoding: klingon"
    with pytest.raises(LookupError) as caught:
        make(b"", file_encoding="rot13")
    assert str(caught.value).startswith("'rot13' is not a text encoding")


REFUSED = {
    "utf-16": "0x00 as U+0000",
    "utf-16-le": "0x00 as U+0000",
    "utf-32": "0x00 as U+0000",
    "utf-7": "0x2B as U+002B",
    "cp037": "0x04 as U+0004",
    "cp500": "0x04 as U+0004",
    "iso2022_jp": "0x1B as U+001B",
    "shift_jis_2004": "0x5C as U+005C",
    "idna": "0x00 as U+0000",
}


@pytest.mark.parametrize("encoding", REFUSED)
@pytest.mark.parametrize("make", [panamarc.open, MARCReader])
def test_encodings_that_are_not_ascii_compatible_are_refused(
    make: Callable[..., object], encoding: str
) -> None:
    with pytest.raises(ValueError, match="ASCII") as caught:
        make(b"", file_encoding=encoding)
    assert str(caught.value) == (
        f"file_encoding is {encoding!r}, which is not ASCII-compatible, as the structure of MARC "
        f"is: it does not read byte {REFUSED[encoding]}"
    )


def test_encodings_of_one_byte_cross_as_tables_and_others_by_name() -> None:
    latin2 = FileEncoding.named("mac_latin2")
    assert latin2.name == codecs.lookup("mac_latin2").name
    assert latin2.table == bytes(range(256)).decode("mac_latin2")
    table = FileEncoding.named("cp1252").table
    assert table is not None
    assert table[0x81] == "\ufffd"
    assert FileEncoding.named("gbk") == ("gbk", None)
    assert FileEncoding.named("cp949") == ("x-windows-949", None)
    assert FileEncoding.named("UTF8") == ("utf-8", None)
    assert FileEncoding.named("Unimarc") == ("unimarc", None)
    assert FileEncoding.named(None) == (None, None)


def test_a_charset_that_java_lacks_is_an_error_that_says_so() -> None:
    reader = panamarc.open(title("x", "ascii"), file_encoding="euc_jis_2004")
    for _ in range(2):
        with pytest.raises(LookupError) as caught:
            reader.read_batch()
        assert str(caught.value) == (
            f"the Java runtime in {jvm.classes().home} has no charset euc_jis_2004: use a full "
            "JDK, whose module jdk.charsets has more of them"
        )


@pytest.mark.skipif(sys.platform != "linux", reason="java.base differs in charsets by platform")
def test_java_without_further_charsets_reads_one_byte_encodings() -> None:
    code = (
        "import panamarc\n"
        f"for encoding in ('mac_latin2', 'kz1048', 'cp1251'):\n"
        f"    data = bytes.fromhex({title('?', 'ascii').hex()!r}).replace(b'?', bytes([0xFC]))\n"
        "    (record,) = panamarc.open(data, file_encoding=encoding)\n"
        "    print(ascii(record.value('245$a')))\n"
        "try:\n"
        "    panamarc.open(b'', file_encoding='cp949').read_batch()\n"
        "except LookupError as error:\n"
        "    print(str(error).partition(' has ')[2])\n"
    )
    options = "--limit-modules=java.base"
    lines = output(code, PANAMARC_JVM_OPTIONS=options).splitlines()
    expected = [ascii(bytes([0xFC]).decode(name)) for name in ("mac_latin2", "kz1048", "cp1251")]
    assert lines == [
        *expected,
        "no charset x-windows-949: use a full JDK, whose module jdk.charsets has more of them",
    ]


# UNIMARC.


def unimarc(sets: str, text: bytes) -> bytes:
    """A record that states these sets and has a title of these bytes."""
    return unflagged(
        ("100", f"  \x1fa20200101d2020    u  y0frey{sets}"),
        ("200", f"1 \x1fa{text.decode('latin-1')}"),
        encoding="latin-1",
    )


def test_unimarc_is_read_as_field_100_says() -> None:
    cases = {
        ("50  ", "Éçole".encode()): ("Éçole", []),
        ("0103", b"\xc2Ecole"): ("E\u0301cole", []),
        ("0102", b"\xed\xc9\xd2"): ("Мир", []),
        ("    ", "Éçole".encode()): ("Éçole", []),
        ("0107", b"\xd0\xd1"): ("აბ", []),
        ("0109", "Éçole".encode()): (
            "Éçole",
            ["field 100 states character set 09, which cannot be read; the data is read as UTF-8"],
        ),
    }
    for (sets, text), (expected, messages) in cases.items():
        record = only(unimarc(sets, text), file_encoding="unimarc")
        assert record.value("200$a") == expected
        assert [defect.message for defect in record.defects] == messages
        (again,) = MARCReader(unimarc(sets, text), file_encoding="unimarc")
        assert again is not None
        assert again["200"]["a"] == unicodedata.normalize("NFC", expected)
    plain = only(unimarc("50  ", "Éçole".encode()))
    assert [defect.kind for defect in plain.defects] == ["coding-scheme"]


# NFC.


def test_nfc_is_off_until_asked_for() -> None:
    data = iso2709(("245", "10\x1faCafe\u0301"))
    assert only(data).value("245$a") == "Cafe\u0301"
    record = only(data, nfc=True)
    assert record.value("245$a") == record.title == record["245"]["a"] == "Café"
    assert record.as_marc() == data


@pytest.mark.parametrize("name", realdata.ALL)
def test_every_value_of_a_real_file_is_composed(name: str) -> None:
    plain = panamarc.open(realdata.path(name))
    composed = panamarc.open(realdata.path(name), nfc=True)
    for record, other in zip(plain, composed, strict=True):
        assert record.defects == other.defects
        for field, another in zip(record.fields, other.fields, strict=True):
            assert field.tag == another.tag
            if field.control_field:
                assert field.data is not None
                assert another.data == unicodedata.normalize("NFC", field.data)
                continue
            assert field.indicators == another.indicators
            assert [(s.code, unicodedata.normalize("NFC", s.value)) for s in field.subfields] == [
                (s.code, s.value) for s in another.subfields
            ]


# Every way to read gives the same.


def mixed() -> bytes:
    """Records in MARC-8, UTF-8 and cp1251, flagged rightly and wrongly, in turn."""
    records = [
        unflagged(("245", "10\x1faCaf\xe2e\x1fbb"), ("650", " 0\x1fa\xe1A"), encoding="latin-1"),
        iso2709(("245", f"10\x1fa{RUSSIAN} e\u0301"), ("650", " 0\x1faПро́за")),
        title(RUSSIAN, "cp1251"),
        title(RUSSIAN, "utf-8"),
        iso2709(("245", f"10\x1fa{RUSSIAN}"), ("650", " 0\x1fax"), encoding="cp1251"),
        iso2709(("245", "10\x1faPlain"), ("650", " 0\x1faS")),
    ]
    return b"".join(records) * 300


class Dribble(io.RawIOBase):
    """A file that gives few bytes at a time."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        return self._data.readinto(memoryview(buffer)[:777])


@pytest.mark.parametrize("encoding", [None, "cp1251", "gbk", "unimarc"])
@pytest.mark.parametrize("nfc", [False, True])
def test_values_batches_and_sources_agree(tmp_path: Path, encoding: str | None, nfc: bool) -> None:
    data = mixed()
    path = tmp_path / "mixed.mrc"
    path.write_bytes(data)

    def read(source: object, **more: object) -> list[Record]:
        options = {"file_encoding": encoding, "nfc": nfc, **more}
        return list(panamarc.open(source, **options))  # type: ignore[arg-type]

    def one_by_one(records: list[Record]) -> list[tuple[str, list[str], list[object]]]:
        return [
            (
                record["245"]["a"],
                [field["a"] for field in record.get_fields("650")],
                [tuple(defect)[1:] for defect in record.defects],
            )
            for record in records
        ]

    expected = one_by_one(read(data))
    assert len(expected) == 1800
    for found in (read(path), read(Dribble(data)), read(data, batch_size=1), read([path])):
        assert one_by_one(found) == expected
    values = [(record.value("245$a"), record.values("650$a")) for record in read(path)]
    assert values == [(title, subjects) for title, subjects, _ in expected]
    titles = [record.title for record in read(path)]
    assert titles == [record.title for record in read(data, batch_size=1)]
