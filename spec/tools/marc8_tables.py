"""Writes the MARC-8 code tables that panamarc reads, from the Library of Congress code tables.

The facts are the Library of Congress's "MARC-8 to UCS/Unicode" code tables, which the Library
publishes as codetables.xml. The copy read here is src/codetables.xml of the source package `yaz`,
version 5.34.0 of Debian 12; get it with `apt-get source --download-only yaz`.

Usage: python3 spec/tools/marc8_tables.py yaz_5.34.0.orig.tar.gz
"""

import hashlib
import sys
import tarfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

# The tables that the golden data and the differential tests were made with.
SHA256 = "6c106ffc338bb432e612793c7d560eb35beec8ea801ce0a2a023749e05c3c6a0"
TABLES = "codetables.xml"
OUT = Path(__file__).parents[2] / "java-core/src/main/resources/org/panamarc/internal/charset"

HEAD = """\
# {title}: the Library of Congress code tables, "MARC-8 to UCS/Unicode".
# Written by spec/tools/marc8_tables.py from src/codetables.xml of yaz 5.34.0; do not edit.
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


def read_tables(archive: str) -> ElementTree.Element:
    """Parses the code tables inside a yaz source archive."""
    with tarfile.open(archive) as tar:
        name = next(n for n in tar.getnames() if n.endswith("/src/" + TABLES))
        member = tar.extractfile(name)
        if member is None:
            sys.exit(f"{name} in {archive} is not a file")
        data = member.read()
    if hashlib.sha256(data).hexdigest() != SHA256:
        sys.exit(f"{TABLES} in {archive} is another version than the tables were made with")
    return ElementTree.fromstring(data)


def rows(character_set: ElementTree.Element) -> Iterator[tuple[int, str, str, str]]:
    """Yields code, Unicode, alternative and the sign of a mark, in the order of the codes."""
    found = []
    for code in character_set.iter("code"):
        marc, ucs, utf8, alternative, combining = (
            (code.findtext(name) or "").strip()
            for name in ("marc", "ucs", "utf-8", "alt", "isCombining")
        )
        if utf8 and chr(int(ucs, 16)).encode() != bytes.fromhex(utf8):
            sys.exit(f"{marc}: U+{ucs} is not {utf8} in UTF-8")
        found.append((int(marc, 16), ucs, alternative, "m" if combining == "true" else ""))
    return iter(sorted(found))


def line(code: str, *columns: str) -> str:
    """Joins the columns of a row, leaving out empty ones at its end."""
    return "\t".join((code, *columns)).rstrip("\t") + "\n"


def main(archive: str) -> None:
    """Writes both tables beside the decoder."""
    sets = [HEAD.format(title="MARC-8 character sets of one byte") + SETS_HEAD]
    controls = ["= C1\n"]
    eacc = [HEAD.format(title="MARC-8 East Asian characters (EACC)") + EACC_HEAD]
    for character_set in read_tables(archive).iter("characterSet"):
        final = chr(int(character_set.attrib["ISOcode"], 16))
        if final == "B":
            for code, ucs, _, _ in rows(character_set):
                if code != int(ucs, 16):
                    sys.exit(f"{code:02X} is not itself in ASCII")
        elif final == "1":
            eacc += [line(f"{code:06X}", *rest) for code, *rest in rows(character_set)]
        else:
            sets.append(f"= {final} {character_set.attrib['name']}\n")
            for code, *rest in rows(character_set):
                if 0x80 <= code < 0xA0:
                    controls.append(line(f"{code:02X}", *rest))
                else:
                    sets.append(line(f"{code & 0x7F:02X}", *rest))
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "marc8.tsv").write_text("".join(sets + controls))
    (OUT / "eacc.tsv").write_text("".join(eacc))


if __name__ == "__main__":
    main(*sys.argv[1:])
