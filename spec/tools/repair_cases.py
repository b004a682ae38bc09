"""Builds the inputs of spec/cases: records broken in one way each, between two that are in order.

Each is made by hand of whole records and by cutting, inserting and overwriting bytes, and shares no
code with panamarc, so that what reading must give (the YAML files) follows from how it was made.

Usage: python3 spec/tools/repair_cases.py

It is one file, longer than others, since it is one table of cases.
"""

import gzip
from pathlib import Path

CASES = Path(__file__).parents[1] / "cases"

# Larger inputs are kept compressed.
LARGEST_PLAIN = 20_000

FIELD_END, RECORD_END = b"\x1e", b"\x1d"


def entry(tag: str, length: int, start: int) -> str:
    """A directory entry; numbers too large for their digits lose the first ones."""
    return f"{tag}{length % 10_000:04}{start % 100_000:05}"


def assemble(directory: list[str], data: bytes, scheme: str = "a") -> bytes:
    """A record of these entries and this data; its leader is right as far as it can be."""
    entries = "".join(directory)
    base = 24 + len(entries) + 1
    length = min(base + len(data) + 1, 99_999)
    head = f"{length:05}nam {scheme}22{base:05} a 4500{entries}"
    return head.encode("latin-1") + FIELD_END + data + RECORD_END


def fields_of(*fields: tuple[str, bytes]) -> tuple[list[str], bytes]:
    """The directory and the data of fields."""
    directory, data = [], b""
    for tag, value in fields:
        directory.append(entry(tag, len(value) + 1, len(data)))
        data += value + FIELD_END
    return directory, data


def text(value: str) -> bytes:
    """A value in UTF-8, written with a dollar sign for the subfield delimiter."""
    return value.replace("$", "\x1f").encode()


def record(*fields: tuple[str, str], scheme: str = "a") -> bytes:
    """A record in order."""
    return assemble(*fields_of(*[(tag, text(value)) for tag, value in fields]), scheme)


def put(old: bytes, at: int, new: bytes | str) -> bytes:
    """Overwrites."""
    new = new.encode("latin-1") if isinstance(new, str) else new
    return old[:at] + new + old[at + len(new) :]


def insert(old: bytes, at: int, new: bytes) -> bytes:
    """Inserts."""
    return old[:at] + new + old[at:]


def cut(old: bytes, at: int, count: int = 1) -> bytes:
    """Takes out."""
    return old[:at] + old[at + count :]


def changed(number: int, length: int, start: int) -> list[str]:
    """The directory of X, in which an entry, counted from 1, states something else."""
    return [
        *ENTRIES[: number - 1],
        entry(ENTRIES[number - 1][:3], length, start),
        *ENTRIES[number:],
    ]


def of_x(length: int) -> bytes:
    """X with another record length in its leader."""
    return put(X, 0, f"{length:05}")


DATES = "850101s1985    sw            000 0 swe d"

# The neighbours, and the record to be broken; spec/cases/shared.yaml says how they read.
A = record(
    ("001", "a-1"),
    ("008", DATES),
    ("245", "10$aBefore the broken record /$cÅsa Ek."),
    ("500", "  $aIntact."),
    ("650", " 0$aNeighbours."),
)
MIDDLE = (
    ("001", "x-2"),
    ("008", DATES),
    ("245", "10$aThe broken record /$cÖrjan Åberg."),
    ("500", "  $aThe 2nd of three."),
    ("650", " 0$aRepair$xTests, golden."),
)
X = record(*MIDDLE)
B = record(
    ("001", "b-3"),
    ("245", "10$aBehind the broken record /$cBo Ekelund."),
    ("500", "  $aIn order, café and all."),
    ("650", " 0$aNeighbours$xGolden data."),
)
assert (len(A), len(X), len(B)) == (200, 220, 180)

# X in parts. Its data begins at byte 85: 001 at 85, 008 at 89, 245 at 130, 500 at 170, 650 at 192.
ENTRIES, DATA = fields_of(*[(tag, text(value)) for tag, value in MIDDLE])
DIRECTORY_END = 84
IN_TITLE = 137  # the space after "The"
LAST_FIELD_END = 218

LEADER = b"00200nam a2200085 a 4500"


def long_record(fields: int) -> bytes:
    """A record of `fields` fields of the largest size, 9,999 bytes."""
    return assemble(*fields_of(*[("500", text("  $a" + "x" * 9994))] * fields))


def long_field(stated: int) -> bytes:
    """X with a field 500 of 12,005 bytes, of which the directory states `stated`."""
    fields = [(tag, text(value)) for tag, value in MIDDLE]
    fields[3] = ("500", text("  $a" + "x" * 12_000))
    directory, data = fields_of(*fields)
    directory[3] = entry("500", stated, 85)
    return assemble(directory, data)


def in_characters() -> bytes:
    """X with a directory that counts characters: those of the 245 are two fewer than its bytes."""
    return assemble(
        [*ENTRIES[:2], entry("245", 38, 45), entry("500", 22, 83), entry("650", 27, 105)], DATA
    )


def with_note(value: str) -> bytes:
    """X with another field 500."""
    return record(*MIDDLE[:3], ("500", value), MIDDLE[4])


def between(middle: bytes) -> bytes:
    """The usual input: a broken record between its neighbours."""
    return A + middle + B


PAIR = FIELD_END + RECORD_END
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

FRAMING = {
    "in-order": between(X),
    "nothing": b"",
    "one-record": X,
    "empty-record": between(assemble([], b"")),
    "leader-and-record-terminator": between(b"00025nam a2200024 a 4500" + RECORD_END),
    "data-without-a-directory": between(assemble([], b"abc" + FIELD_END)),
    "leader-in-data": between(with_note(f"  $aA leader: {LEADER.decode()}.")),
    "leader-in-data-of-a-lying-record": between(
        put(with_note(f"  $aA leader: {LEADER.decode()}."), 0, "99999")
    ),
    "no-leader": between(put(put(put(X, 0, "?????"), 12, "?????"), 24, "?" * 60)),
    "control-character-in-a-lying-leader": between(put(put(X, 0, "99999"), 7, "\0")),
    "begins-mid-record": X[134:] + A + B,
    "joined-mid-record": between(X[:150]),
    "joined-mid-field": between(X[:150] + A[-12:]),
    "leader-alone": between(X[:24]),
    "leaders-alone": between(X[:24] * 2 + X[:150]),
}

LENGTH = {
    "one-too-long": between(of_x(221)),
    "one-too-short": between(of_x(219)),
    "two-too-long": between(of_x(222)),
    "two-too-short": between(of_x(218)),
    "a-leader-too-long": between(of_x(244)),
    "a-leader-too-short": between(of_x(196)),
    "swallows-the-next-record": between(of_x(220 + 180)),
    "swallows-two-records": of_x(220 + 200 + 180) + A + B,
    "swallows-records-that-lie": of_x(220 + 180 + 200) + put(B, 0, "00380") + A,
    "two-too-long-everywhere": put(A, 0, "00202") + of_x(222) + put(B, 0, "00182"),
    "zero": between(of_x(0)),
    "99999": between(of_x(99_999)),
    "99999-in-the-last-record": A + of_x(99_999),
    "more-than-the-file": between(of_x(12_345)),
    "not-digits": between(put(X, 0, "ab2 0")),
    "blank": between(put(X, 0, "     ")),
    "long-record-states-99999": between(long_record(11)),
    "long-record-states-zero": between(put(long_record(11), 0, "00000")),
    "long-record-with-starts-above-99999": between(long_record(12)),
}

BASE_ADDRESS = {
    "zero": between(put(X, 12, "00000")),
    "one-too-high": between(put(X, 12, "00086")),
    "one-too-low": between(put(X, 12, "00084")),
    "an-entry-too-low": between(put(X, 12, "00073")),
    "after-the-record": between(put(X, 12, "00500")),
    "after-the-file": between(put(X, 12, "99999")),
    "not-digits": between(put(X, 12, "base ")),
    "blank": between(put(X, 12, "     ")),
    "with-a-length-that-lies": between(put(of_x(99_999), 12, "00084")),
}


def in_leader(*changes: tuple[int, bytes | str]) -> bytes:
    """X with other bytes in its leader."""
    made = X
    for at, new in changes:
        made = put(made, at, new)
    return made


def longer_leader(at: int, character: str, counted: bool) -> bytes:
    """X with a character of several bytes in its leader, which its numbers count or not."""
    more = len(character.encode()) - 1 if counted else 0
    made = put(put(X, 0, f"{220 + more:05}"), 12, f"{85 + more:05}")
    return made[:at] + character.encode() + made[at + 1 :]


LEADERS = {
    "numbers-that-are-none": between(in_leader((0, "?????"), (12, "?????"))),
    "high-byte": between(in_leader((17, b"\xe3"))),
    "nul": between(in_leader((7, "\0"))),
    "high-byte-and-record-length": between(in_leader((17, b"\xe3"), (0, "99999"))),
    "high-byte-and-base-address": between(in_leader((17, b"\xe3"), (12, "00061"))),
    "high-byte-and-an-entry": between(put(assemble(changed(3, 45, 45), DATA), 17, b"\xe3")),
    "high-byte-in-the-record-length": between(in_leader((1, b"\xe3"))),
    "nul-in-the-base-address": between(in_leader((12, b"\0"))),
    "field-terminator": between(in_leader((18, FIELD_END))),
    "record-terminator-and-record-length": between(in_leader((18, RECORD_END), (0, "00180"))),
    "no-counts-and-base-address": between(in_leader((10, "  "), (12, "00073"))),
    "digit-for-the-type-and-record-length": between(in_leader((6, "2"), (0, "00180"))),
    "question-marks": between(in_leader((0, "?" * 24))),
    "question-marks-at-the-end": A + in_leader((0, "?" * 24)),
    "high-byte-after-junk": A + b"No record." + in_leader((17, b"\xe3"), (0, "99999")) + B,
    "no-signs-after-junk": A + b"x" * 12 + in_leader((10, "  "), (20, "    ")) + B,
    "high-byte-after-no-record-terminator": cut(A, 199) + in_leader((17, b"\xe3")) + B,
    "character-of-three-bytes": between(longer_leader(17, "\ufffd", False)),
    "character-of-three-bytes-counted": between(longer_leader(17, "\ufffd", True)),
    "character-of-two-bytes-before-the-numbers": between(longer_leader(6, "\xe4", False)),
    "character-of-three-bytes-after-junk": (
        A + b"No record." + longer_leader(17, "\ufffd", True) + B
    ),
}

NO_END = put(put(X, 0, "99999"), 12, "00061")

DIRECTORY = {
    "terminator-overwritten-and-numbers-that-lie": between(put(NO_END, DIRECTORY_END, " ")),
    "terminator-missing-and-numbers-that-lie": between(cut(NO_END, DIRECTORY_END)),
    "terminator-missing-before-digits": between(
        cut(put(record(("001", "123456789012" * 2), *MIDDLE[1:]), 12, "00061"), DIRECTORY_END)
    ),
    "unsorted": between(
        assemble([ENTRIES[4], ENTRIES[0], ENTRIES[2], ENTRIES[1], ENTRIES[3]], DATA)
    ),
    "unsorted-next-to-one-that-lies": between(
        assemble([ENTRIES[4], *ENTRIES[:2], entry("245", 45, 45), ENTRIES[3]], DATA)
    ),
    "control-characters-in-a-tag": between(put(X, 24 + 2 * 12, "\x01\x1fx0009")),
    "field-longer-than-it-is": between(assemble(changed(3, 45, 45), DATA)),
    "field-swallows-the-next": between(assemble(changed(3, 62, 45), DATA)),
    "shared-field": between(assemble([*ENTRIES[:3], entry("246", 40, 45), *ENTRIES[3:]], DATA)),
    "stale-entry-of-the-field-before": between(assemble(changed(4, 40, 45), DATA)),
    "stale-entry-of-the-field-after": between(assemble(changed(3, 22, 85), DATA)),
    "after-the-end": between(assemble(changed(3, 9999, 99_999), DATA)),
    "letters-for-digits": between(put(X, 24 + 2 * 12 + 3, "00A0 0x45")),
    "length-zero": between(assemble(changed(3, 0, 45), DATA)),
    "off-by-two-from-the-title-on": between(
        assemble(
            [*ENTRIES[:2], entry("245", 42, 45), entry("500", 22, 87), entry("650", 27, 109)], DATA
        )
    ),
    "starts-one-too-high": between(
        assemble([entry(e[:3], int(e[3:7]), int(e[7:]) + 1) for e in ENTRIES], DATA)
    ),
    "starts-count-from-the-leader": between(
        assemble([entry(e[:3], int(e[3:7]), int(e[7:]) + 85) for e in ENTRIES], DATA)
    ),
    "lengths-without-the-terminator": between(
        assemble([entry(e[:3], int(e[3:7]) - 1, int(e[7:])) for e in ENTRIES], DATA)
    ),
    "counts-characters": between(in_characters()),
    "counts-characters-and-so-does-the-leader": between(put(in_characters(), 0, "00218")),
    "lengths-count-characters": between(assemble(changed(3, 38, 45), DATA)),
    "not-whole-entries": between(assemble([*ENTRIES, "12345"], DATA)),
    "blank": between(put(X, 24, " " * 60)),
    "a-digit-too-few": between(cut(X, 24 + 2 * 12 + 3)),
    "terminator-overwritten": between(put(X, DIRECTORY_END, " ")),
    "terminator-missing": between(cut(X, DIRECTORY_END)),
    "an-entry-too-few": between(assemble([*ENTRIES[:3], ENTRIES[4]], DATA)),
    "an-entry-too-many": between(assemble([*ENTRIES, entry("999", 5, 134)], DATA)),
    "an-entry-too-many-in-the-middle": between(
        assemble([*ENTRIES[:3], entry("999", 5, 90_000), *ENTRIES[3:]], DATA)
    ),
    "an-entry-too-many-and-a-field-too-many": between(
        assemble([entry("999", 5, 90_000), *ENTRIES[:4]], DATA)
    ),
    "an-entry-too-many-before-all": between(
        assemble([entry("999", 5, 90_000), *ENTRIES[:4]], DATA + b"more" + FIELD_END)
    ),
    "an-entry-too-many-next-to-one-that-lies": between(
        assemble([*changed(3, 41, 45)[:3], entry("999", 20, 90_000), *ENTRIES[3:]], DATA)
    ),
}

BOTH_IN_LAST_FIELD = put(X, 209, PAIR)  # for the comma and the space of "Tests, golden."

TERMINATORS = {
    "no-record-terminator": between(cut(X, 219)),
    "no-record-terminator-at-the-end": A + cut(X, 219),
    "record-terminator-overwritten": between(put(X, 219, " ")),
    "no-last-field-terminator": between(cut(X, LAST_FIELD_END)),
    "no-last-field-terminator-at-the-end": A + cut(X, LAST_FIELD_END),
    "last-field-terminator-overwritten": between(put(X, LAST_FIELD_END, " ")),
    "neither": between(cut(X, LAST_FIELD_END, 2)),
    "neither-at-the-end": A + cut(X, LAST_FIELD_END, 2),
    "no-field-terminator-after-the-title": between(cut(X, 169)),
    "field-terminator-after-the-title-overwritten": between(put(X, 169, " ")),
    "newline-before-the-record-terminator": between(insert(X, 219, b"\n")),
    "record-terminator-in-data": between(put(X, IN_TITLE, RECORD_END)),
    "record-terminator-inserted": between(insert(X, IN_TITLE, RECORD_END)),
    "field-terminator-in-data": between(put(X, IN_TITLE, FIELD_END)),
    "field-terminator-inserted": between(insert(X, IN_TITLE, FIELD_END)),
    "both-in-data": between(put(X, IN_TITLE, PAIR)),
    "both-in-data-of-a-lying-record": between(put(put(X, IN_TITLE, PAIR), 0, "00000")),
    "both-in-the-last-field": between(BOTH_IN_LAST_FIELD),
    "both-in-the-last-field-of-a-lying-record": between(put(BOTH_IN_LAST_FIELD, 0, "00000")),
    "subfield-delimiter-in-a-control-field": between(put(X, 86, "\x1f")),
    "two-record-terminators": between(X + RECORD_END),
    "two-record-terminators-both-counted": between(of_x(221) + RECORD_END),
    "both-terminators-twice": between(X + PAIR),
    "record-terminator-before-all": RECORD_END + between(X),
}

FIELDS = {
    "empty-control-field": between(record(("001", ""), *MIDDLE[1:])),
    "field-of-9999-bytes": between(with_note("  $a" + "x" * 9994)),
    "longer-field-states-length-zero": between(long_field(0)),
    "longer-field-states-9999": between(long_field(9999)),
    "longer-field-states-its-last-digits": between(long_field(12_005)),
}

CUT = {
    "every-byte": A + B,
    "in-the-leader": A + X[:23],
    "after-the-leader": A + X[:24],
    "in-the-directory": A + X[:50],
    "before-the-directory-terminator": A + X[:84],
    "after-the-directory": A + X[:85],
    "in-a-field": A + X[:150],
    "in-a-character": A + X[:163],
    "between-fields": A + X[:170],
}

JUNK = b"No record at all."
MUCH_JUNK = b"All work and no records makes a dull file.\n" * 60

BETWEEN_RECORDS = {
    "newlines": A + b"\n" + X + b"\n" + B + b"\n",
    "carriage-returns-and-newlines": A + b"\r\n" + X + b"\r\n" + B + b"\r\n",
    "nul": A + b"\0\0\0" + X + B,
    "end-of-file-mark": between(X) + b"\x1a",
    "spaces": A + b"   " + X + B,
    "many-spaces": A + b" " * 4100 + X + B,
    "byte-order-mark-before-all": BYTE_ORDER_MARK + between(X),
    "byte-order-marks": A + BYTE_ORDER_MARK + X + b"\r\n" + BYTE_ORDER_MARK + B,
    "nothing-but-filler": b"\r\n \0\x1a" + BYTE_ORDER_MARK,
    "newline-after-a-lying-length": A + of_x(99_999) + b"\n" + B,
    "much-filler-after-a-lying-length": A + of_x(99_999) + b"\0" * 9000 + B,
    "newline-after-a-missing-field-terminator": A + cut(X, LAST_FIELD_END) + b"\n" + B,
    "newline-for-the-record-terminator": between(put(X, 219, "\n")),
    "junk-between": A + JUNK + X + B,
    "junk-before-all": b"x" + between(X),
    "junk-after-all": between(X) + b"the end",
    "much-junk": A + MUCH_JUNK + X + B,
    "junk-with-terminators": A + b"junk" + PAIR + b"and junk" + RECORD_END + X + B,
    "junk-after-a-lying-length": A + of_x(99_999) + JUNK + B,
    "junk-after-a-field-terminator-in-data": (
        A + put(put(X, IN_TITLE, FIELD_END), 0, "00000") + b"junk" + PAIR + B
    ),
    "junk-between-filler": A + b"\n\n" + JUNK + b"\n\n" + X + B,
    "filler-between-junk": A + JUNK + b"\n\n" + JUNK + X + B,
    "nothing-but-junk": JUNK,
}


def with_title(value: str | bytes, scheme: str = "a") -> bytes:
    """X with another field 245."""
    fields = [(tag, text(other)) for tag, other in MIDDLE]
    fields[2] = ("245", text(value) if isinstance(value, str) else value)
    return assemble(*fields_of(*fields), scheme)


def in_codings(title: bytes | str, note: bytes | str, scheme: str = "a") -> bytes:
    """X with other fields 245 and 500, each as it is given or in UTF-8."""
    fields = [(tag, text(other)) for tag, other in MIDDLE]
    for at, tag, value in ((2, "245", title), (3, "500", note)):
        fields[at] = (tag, text(value) if isinstance(value, str) else value)
    return assemble(*fields_of(*fields), scheme)


def with_indicators(first: str, second: str, third: str) -> bytes:
    """X whose data fields begin with these instead of two indicators."""
    values = [first + MIDDLE[2][1][2:], second + MIDDLE[3][1][2:], third + MIDDLE[4][1][2:]]
    return record(*MIDDLE[:2], *zip(("245", "500", "650"), values, strict=True))


def with_tag(tag: str) -> bytes:
    """X with another tag in place of 500."""
    return put(X, 24 + 3 * 12, tag)


# A ring and a diaeresis come before their letters in MARC-8.
TITLE = MIDDLE[2][1]
IN_EACC = b"  \x1fa\x1b$1!04!BX\x1b(B"
IN_MARC_8 = text("10$aThe broken record /$c") + b"\xe8Orjan \xeaAberg."
IN_LATIN_1 = text("10$aThe broken record /$c") + "Örjan Åberg.".encode("latin-1")

CONTENT = {
    "counts-in-the-leader": between(put(X, 10, "  ")),
    "entry-map-in-the-leader": between(put(X, 20, "3400")),
    "entry-map-of-unimarc": between(put(X, 20, "450 ")),
    "counts-and-entry-map-in-the-leader": between(put(put(X, 10, "  "), 20, "    ")),
    "tag-in-lower-case": between(with_tag("50a")),
    "tag-with-punctuation": between(with_tag("5-0")),
    "tag-with-a-control-character": between(with_tag("5\x010")),
    "tag-with-a-high-byte": between(with_tag("5\xe90")),
    "no-indicators": between(put(with_indicators("", "", ""), 10, "02")),
    "one-indicator": between(put(with_indicators("1", " ", "0"), 10, "12")),
    "three-indicators": between(with_indicators("100", "   ", " 00")),
    "one-field-without-indicators": between(with_title("$aThe broken record /$cÖrjan Åberg.")),
    "data-before-the-first-delimiter": between(with_title("10The $abroken record.")),
    "data-field-without-delimiters": between(with_note("  The 2nd of three.")),
    "empty-data-field": between(with_note("")),
    "data-field-under-a-control-tag": between(
        record(MIDDLE[0], ("005", "10$a19850101"), *MIDDLE[2:])
    ),
    "data-fields-under-control-tags-of-a-lying-record": between(
        put(record(("001", "  $ax-2"), ("005", "10$a19850101"), *MIDDLE[2:]), 0, "99999")
    ),
    "delimiter-at-the-end": between(record(*MIDDLE[:4], ("650", " 0$aRepair$xTests, golden.$"))),
    "delimiter-doubled": between(with_title("10$$aThe broken record /$cÖrjan Åberg.")),
    "delimiters-without-codes": between(with_title("10$$aThe broken record /$$$cÖrjan Åberg.$")),
    "utf-8-that-says-marc-8": between(put(X, 9, " ")),
    "marc-8": between(with_title(IN_MARC_8, " ")),
    "marc-8-that-says-utf-8": between(with_title(IN_MARC_8)),
    "undecodable-in-utf-8": between(put(X, IN_TITLE, b"\xff")),
    "undecodable-in-utf-8-that-says-marc-8": between(put(put(X, IN_TITLE, b"\xff"), 9, " ")),
    "undecodable-in-marc-8": between(put(with_title(IN_MARC_8, " "), IN_TITLE, b"\xff")),
    "marc-8-field-in-utf-8": between(in_codings(TITLE, b"  \x1faCaf\xe2e.")),
    "utf-8-field-in-marc-8": between(in_codings(IN_MARC_8, "  $aCafé.", " ")),
    "utf-8-and-marc-8-in-one-field": between(with_title(b"10\x1faTh\xe2e\x1fc" + text("Örjan."))),
    "undecodable-next-to-marc-8-in-utf-8": between(
        in_codings(text(TITLE) + b"\x1fd\x80", b"  \x1faCaf\xe2e.")
    ),
    "escapes-in-utf-8": between(in_codings(TITLE, IN_EACC)),
    "escapes-in-ascii-that-says-utf-8": between(in_codings("10$aThe broken record.", IN_EACC)),
    "escapes-in-utf-8-that-says-marc-8": between(in_codings(TITLE, IN_EACC, " ")),
    "escapes-among-utf-8-in-a-subfield": between(
        in_codings(TITLE, text("  $aÅ ") + IN_EACC[4:] + text(" ö"))
    ),
    "escape-that-designates-nothing-in-utf-8": between(in_codings(TITLE, "  $aThe\x1b2nd")),
    "references-in-marc-8": between(in_codings(IN_MARC_8, "  $a&#x4E2D;&#x6587; &amp;", " ")),
    "references-in-ascii": between(in_codings("10$aThe record.", "  $a&#x4E2D; &#x0026;", " ")),
    "references-in-utf-8": between(in_codings(TITLE, "  $a&#x4E2D;&#x6587;")),
    "latin-1-that-says-utf-8": between(with_title(IN_LATIN_1)),
    "latin-1-that-says-marc-8": between(with_title(IN_LATIN_1, " ")),
    "next-to-a-broken-structure": between(put(with_note("  The 2nd of three."), 0, "99999")),
}

# Means what a compressed file holds: no structural byte and no leader.
PACKED = bytes(range(128, 228))

FOREIGN = {
    "utf-16-little-endian": A.decode().encode("utf-16-le"),
    "utf-16-big-endian": A.decode().encode("utf-16-be"),
    "utf-16-little-endian-with-its-mark": b"\xff\xfe" + A.decode().encode("utf-16-le"),
    "utf-16-big-endian-with-its-mark": b"\xfe\xff" + A.decode().encode("utf-16-be"),
    "utf-32-little-endian": A.decode().encode("utf-32-le"),
    "utf-32-big-endian": A.decode().encode("utf-32-be"),
    "ebcdic": A.decode().encode("cp037"),
    "xml": b"""<?xml version="1.0"?>
<collection xmlns="http://www.loc.gov/MARC21/slim"><record>
<leader>00220nam a2200085 a 4500</leader>
<controlfield tag="001">x-2</controlfield>
</record></collection>
""",
    "xml-after-a-byte-order-mark": BYTE_ORDER_MARK + b'<?xml version="1.0"?>\n<collection/>\n',
    "html-before-records": b"<html>Ready.</html>\n" + of_x(222) + B,
    "json": b"""[{"leader": "00220nam a2200085 a 4500", "fields": [{"001": "x-2"}]}]\n""",
    "marcmaker": b"=LDR  00220nam a2200085 a 4500\n=001  x-2\n\n",
    "zip": b"PK\x03\x04\x14\0\0\0\x08\0" + PACKED,
    "xz": b"\xfd7zXZ\0\0\x04" + PACKED,
    "seven-zip": b"7z\xbc\xaf\x27\x1c\0\x04" + PACKED,
    "archive-of-records": b"PK\x03\x04\x0a\0\0\0\0\0" + PACKED + between(X) + PACKED,
}

INPUTS = {
    "framing": FRAMING,
    "length": LENGTH,
    "leader": LEADERS,
    "base-address": BASE_ADDRESS,
    "directory": DIRECTORY,
    "terminators": TERMINATORS,
    "fields": FIELDS,
    "content": CONTENT,
    "cut": CUT,
    "between-records": BETWEEN_RECORDS,
    "foreign": FOREIGN,
}


def files() -> dict[str, bytes]:
    """The content of each input, before compression, by its path in spec/cases."""
    return {
        f"{group}/{name}.mrc{'.gz' if len(content) > LARGEST_PLAIN else ''}": content
        for group, inputs in INPUTS.items()
        for name, content in inputs.items()
    }


def main() -> None:
    """Writes the files."""
    for path, content in files().items():
        target = CASES / path
        target.parent.mkdir(exist_ok=True)
        kept = gzip.compress(content, mtime=0) if path.endswith(".gz") else content
        target.write_bytes(kept)


if __name__ == "__main__":
    main()
