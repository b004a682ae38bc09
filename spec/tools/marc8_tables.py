"""Writes the code tables of MARC-8 and of UNIMARC's ISO 5426 that panamarc reads.

The facts of MARC-8 are the Library of Congress's "MARC-8 to UCS/Unicode" code tables, which the
Library publishes as codetables.xml. The copy read here is src/codetables.xml of the source package
`yaz`, version 5.34.0 of Debian 12; src/codetables-iso5426.xml in the same folder has ISO 5426 in
the same form. Get it with `apt-get source --download-only yaz`.

Usage: python3 spec/tools/marc8_tables.py yaz_5.34.0.orig.tar.gz
"""

import hashlib
import sys
import tarfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Container, Iterator
from pathlib import Path

# The tables that the golden data and the differential tests were made with.
MARC8 = "codetables.xml"
ISO5426 = "codetables-iso5426.xml"
SHA256 = {
    MARC8: "6c106ffc338bb432e612793c7d560eb35beec8ea801ce0a2a023749e05c3c6a0",
    ISO5426: "d6c88eaea61afd9627b6b5e7fa384bf2f70c1f9a5202403f4ffac5714b0b9a52",
}
# Codes of ISO 5426 whose UTF-8 column contradicts the Unicode column, which yaz and marc4j follow.
WRONG_UTF8 = {"A8", "AB", "B9"}
# ISO 5426 has one first half for the ligature and the double tilde, 5/13, and the second half
# decides which it is; yaz has it as the tilde's alone. The ligature's is the rule, as in marc4j.
FIRST_HALF = (0x5D, "0361", "FE20", "m")
OUT = Path(__file__).parents[2] / "java-core/src/main/resources/org/panamarc/internal/charset"

HEAD = """\
# {title}
# Written by spec/tools/marc8_tables.py from src/{source} of yaz 5.34.0; do not edit.
"""
SETS_HEAD = """\
# A line `= F name` begins the set with the final character F; `= C1` are control functions.
# Columns: code (hex, 7 bits for a set's characters), Unicode (hex; empty where the code adds
# nothing to the one before it), alternative in Unicode (hex), m for a combining mark.
"""
EACC_HEAD = """\
# Columns: code (hex, three times 7 bits), Unicode (hex; of the private use area where Unicode had
# no such character), alternative in Unicode (hex).
"""


def read_tables(archive: str, source: str) -> ElementTree.Element:
    """Parses code tables inside a yaz source archive."""
    with tarfile.open(archive) as tar:
        name = next(n for n in tar.getnames() if n.endswith("/src/" + source))
        member = tar.extractfile(name)
        if member is None:
            sys.exit(f"{name} in {archive} is not a file")
        data = member.read()
    if hashlib.sha256(data).hexdigest() != SHA256[source]:
        sys.exit(f"{source} in {archive} is another version than the tables were made with")
    return ElementTree.fromstring(data)


def rows(
    character_set: ElementTree.Element, wrong: Container[str] = ()
) -> Iterator[tuple[int, str, str, str]]:
    """Yields code, Unicode, alternative and the sign of a mark, in the order of the codes.

    The UTF-8 column must agree but for the codes in `wrong`.
    """
    found = []
    for code in character_set.iter("code"):
        marc, ucs, utf8, alternative, combining = (
            (code.findtext(name) or "").strip()
            for name in ("marc", "ucs", "utf-8", "alt", "isCombining")
        )
        if utf8 and marc not in wrong and chr(int(ucs, 16)).encode() != bytes.fromhex(utf8):
            sys.exit(f"{marc}: U+{ucs} is not {utf8} in UTF-8")
        found.append((int(marc, 16), ucs, alternative, "m" if combining == "true" else ""))
    return iter(sorted(found))


def line(code: str, *columns: str) -> str:
    """Joins the columns of a row, leaving out empty ones at its end."""
    return "\t".join((code, *columns)).rstrip("\t") + "\n"


def write_marc8(archive: str) -> None:
    """Writes the sets of MARC-8, and EACC apart from them."""
    title = '{}: the Library of Congress code tables, "MARC-8 to UCS/Unicode".'
    one = HEAD.format(title=title.format("MARC-8 character sets of one byte"), source=MARC8)
    three = HEAD.format(title=title.format("MARC-8 East Asian characters (EACC)"), source=MARC8)
    sets = [one + SETS_HEAD]
    controls = ["= C1\n"]
    eacc = [three + EACC_HEAD]
    for character_set in read_tables(archive, MARC8).iter("characterSet"):
        final = chr(int(character_set.attrib["ISOcode"], 16))
        if final == "B":
            check_ascii(character_set)
        elif final == "1":
            eacc += [line(f"{code:06X}", *rest) for code, *rest in rows(character_set)]
        else:
            sets.append(f"= {final} {character_set.attrib['name']}\n")
            write_set(rows(character_set), sets, controls)
    (OUT / "marc8.tsv").write_text("".join(sets + controls))
    (OUT / "eacc.tsv").write_text("".join(eacc))


def write_iso5426(archive: str) -> None:
    """Writes ISO 5426, which the register of ISO gives the final character P."""
    head = HEAD.format(title="ISO 5426, extended Latin for bibliographic use.", source=ISO5426)
    codes = ["= P ISO 5426\n"]
    controls = ["= C1\n"]
    for character_set in read_tables(archive, ISO5426).iter("characterSet"):
        if character_set.attrib["ISOcode"] == "42":
            check_ascii(character_set)
        else:
            write_set(rows(character_set, WRONG_UTF8), codes, controls)
    half = line(f"{FIRST_HALF[0]:02X}", *FIRST_HALF[1:])
    codes = [half if code.startswith(half[:3]) else code for code in codes]
    (OUT / "iso5426.tsv").write_text("".join([head + SETS_HEAD, *codes, *controls]))


def check_ascii(character_set: ElementTree.Element) -> None:
    """Makes sure that a set is ASCII, which needs no table."""
    for code, ucs, _, _ in rows(character_set):
        if code != int(ucs, 16):
            sys.exit(f"{code:02X} is not itself in ASCII")


def write_set(
    found: Iterator[tuple[int, str, str, str]], codes: list[str], controls: list[str]
) -> None:
    """Appends the rows of a set, and those of the control functions among them."""
    for code, *rest in found:
        if 0x80 <= code < 0xA0:
            controls.append(line(f"{code:02X}", *rest))
        else:
            codes.append(line(f"{code & 0x7F:02X}", *rest))


def main(archive: str) -> None:
    """Writes all tables into the decoder's folder."""
    OUT.mkdir(parents=True, exist_ok=True)
    write_marc8(archive)
    write_iso5426(archive)


if __name__ == "__main__":
    main(*sys.argv[1:])
