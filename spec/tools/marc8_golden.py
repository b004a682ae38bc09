"""Asks yaz what each code of MARC-8 and ISO 5426 is, and what characters are in MARC-8.

Its answers are written to spec/marc8. The tests compare panamarc's decoder and encoder with them.
They were given by yaz-iconv of yaz 5.34.0 (Debian 12).

Usage: python3 spec/tools/marc8_golden.py [path of yaz-iconv]
"""

import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "marc8"
GRAPHIC = range(0x21, 0x7F)
ASCII = b"\x1b(B"
# Final character: the escape sequence that designates the set as G0.
SETS = {c: b"\x1b(" + c.encode() for c in "BE2N3Q4S"} | {c: b"\x1b" + c.encode() for c in "gbp"}
EACC = b"\x1b$1"

HEAD = """\
# What yaz-iconv of yaz 5.34.0 gives for every code of MARC-8; spec/tools/marc8_golden.py asked it.
# Columns: final character of the set, the code's first bytes (hex, for three bytes a character),
# the characters for its last byte, each one character: 20 to 7E for three bytes, else 21 to 7E.
# A space means no character; spaces at a row's end are left out. Marks have no letter.
"""


ISO5426_HEAD = """\
# What yaz-iconv of yaz 5.34.0 gives for every byte of ISO 5426; it was asked by
# spec/tools/marc8_golden.py. Columns: first byte of a row (hex), the characters of it and of the 15
# bytes after it. A space means no character; spaces at a row's end are left out. Marks have
# no letter.
"""

ENCODED_HEAD = """\
# What yaz-iconv of yaz 5.34.0 makes of characters in MARC-8; spec/tools/marc8_golden.py asked it.
# Columns: a code point (hex), its bytes (hex) up to where ASCII is G0 again. Of all that it writes
# for U+00A0 to U+2FFF and for the characters of yaz.tsv those that it has; a mark came after a
# letter, which is left out here.
"""


# yaz-iconv decodes 256 bytes at a time and loses a character that two such pieces share; lines of
# this length never share one.
LINE = 16


def ask(yaz_iconv: str, coding: str, questions: list[bytes]) -> list[str]:
    """Decodes each question, followed by an x for its base if it is a mark."""
    with tempfile.NamedTemporaryFile() as file:
        for question in questions:
            file.write(question.ljust(LINE - 1, b"x") + b"\x1e")
        file.flush()
        run = [yaz_iconv, "-f", coding, "-t", "UTF-8", file.name]
        answer = subprocess.run(run, check=True, capture_output=True).stdout.decode()
    lines = answer.split("\x1e")[:-1]
    if len(lines) != len(questions):
        sys.exit(f"{len(questions)} questions, {len(lines)} answers")
    fills = [LINE - 1 - len(question) for question in questions]
    return [line.replace("x", "", fill) for line, fill in zip(lines, fills, strict=True)]


def write_marc8(yaz_iconv: str) -> None:
    """Writes the golden file of MARC-8."""
    rows = [(name, "", [escape + bytes([c]) for c in GRAPHIC]) for name, escape in SETS.items()]
    rows += [
        ("1", f"{first:02X}{second:02X}", [EACC + bytes((first, second, c)) for c in third])
        for third in [range(0x20, 0x7F)]
        for first in GRAPHIC
        for second in GRAPHIC
    ]
    with (FOLDER / "yaz.tsv").open("w", encoding="utf-8") as out:
        out.write(HEAD)
        for name, prefix, questions in rows:
            answers = ask(yaz_iconv, "MARC8c", [question + ASCII for question in questions])
            characters = "".join(answer or " " for answer in answers).rstrip(" ")
            if len(characters) > len(questions):
                sys.exit(f"{name} {prefix}: an answer is more than one character")
            if characters:
                out.write(f"{name}\t{prefix}\t{characters}\n")


def write_iso5426(yaz_iconv: str) -> None:
    """Writes the golden file of ISO 5426."""
    with (FOLDER / "yaz_iso5426.tsv").open("w", encoding="utf-8") as out:
        out.write(ISO5426_HEAD)
        for first in range(0x20, 0x100, 16):
            answers = ask(yaz_iconv, "iso5426", [bytes([first + i]) for i in range(16)])
            characters = "".join(answer or " " for answer in answers).rstrip(" ")
            if len(characters) > 16:
                sys.exit(f"{first:02X}: an answer is more than one character")
            out.write(f"{first:02X}\t{characters}\n")


# It encodes 256 bytes at a time, too, and writes as many; so few texts are never divided.
TEXTS_AT_ONCE = 8


def encode(yaz_iconv: str, texts: list[str]) -> list[bytes]:
    """Encodes each text, the letters x after it left out."""
    answers: list[bytes] = []
    for first in range(0, len(texts), TEXTS_AT_ONCE):
        questions = [text.encode() for text in texts[first : first + TEXTS_AT_ONCE]]
        lines = b"".join(question.ljust(LINE - 1, b"x") + b"\x1e" for question in questions)
        run = [yaz_iconv, "-f", "UTF-8", "-t", "MARC8lossless"]
        answer = subprocess.run(run, check=True, capture_output=True, input=lines).stdout
        found = answer.split(b"\x1e")[:-1]
        fills = [LINE - 1 - len(question) for question in questions]
        answers += [line[: len(line) - fill] for line, fill in zip(found, fills, strict=True)]
    return answers


def write_encoded(yaz_iconv: str) -> None:
    """Writes the golden file of what characters are in MARC-8."""
    decoded = {
        character
        for line in (FOLDER / "yaz.tsv").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
        for character in line.split("\t")[2]
    }
    characters = sorted(decoded | {chr(point) for point in range(0xA0, 0x3000)} - {" "})
    characters = [c for c in characters if c > "\x7f" and not 0xD800 <= ord(c) < 0xE000]
    answers = dict(zip(characters, encode(yaz_iconv, ["x" + c for c in characters]), strict=True))
    answers = {c: answer for c, answer in answers.items() if b"&#x" not in answer}
    # A mark comes out before its letter, with which it is asked for, any other character after it.
    others = [c for c, answer in answers.items() if answer.startswith(b"x")]
    marks = {c: answer[:-1] for c, answer in answers.items() if not answer.startswith(b"x")}
    found = marks | dict(zip(others, encode(yaz_iconv, others), strict=True))
    with (FOLDER / "yaz_encoded.tsv").open("w", encoding="utf-8") as out:
        out.write(ENCODED_HEAD)
        for character in sorted(found):
            out.write(f"{ord(character):04X}\t{found[character].hex().upper()}\n")


def main(yaz_iconv: str = "yaz-iconv") -> None:
    """Writes the golden files."""
    write_marc8(yaz_iconv)
    write_iso5426(yaz_iconv)
    write_encoded(yaz_iconv)


if __name__ == "__main__":
    main(*sys.argv[1:])
