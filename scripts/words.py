"""Fails where the text of the repository uses a word that `WORDS` replaces with a plainer one.

Comments, messages, and names are read alike; a name is read as the words that it is made of.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# What is avoided, as a pattern of whole words, and what to write instead.
WORDS = {
    "behind": "after",
    "stands?|stood|standing": "is, are",
    "tells?|told|telling": "report, show, know",
    "beside": "next to, alongside",
    "anew": "again",
    "mend(?:s|ed|ing)?": "fix",
    "whoever": "a caller, a reader, who",
    "so many": "a number, that many",
    "what is none": "what is not one",
    "becomes? of|became of": "happens to",
    "lets? go of|letting go of": "release",
    "at work": "working, running",
    "comes? to|came to": "reach",
}

# Phrases that are right although they hold such a word.
ALLOWED = [
    r"\.tell\b|def tell\(",  # of Python's files
    r"Behind the broken record",  # a title in the records of spec/cases
]

# Files with these words as data, or of others.
DATA = ["scripts/words.py", "benchmarks/results", "spec/data", "spec/marc8"]

KINDS = {".c", ".h", ".cmake", ".java", ".md", ".py", ".pyi", ".sh", ".toml", ".yaml", ".yml"}
NAMES = {"CMakeLists.txt", "Makefile", "on-jdk", "pom.xml"}

# Between two words: space, also where a comment or a string goes on in the next line.
GAP = r"""[\s*#/"'+]+"""
AVOIDED = re.compile(
    "|".join(rf"(\b(?:{words})\b)".replace(" ", GAP) for words in WORDS), re.IGNORECASE
)
PERMITTED = re.compile("|".join(ALLOWED).replace(" ", GAP), re.IGNORECASE)
WITHIN_NAMES = re.compile(r"_|(?<=[a-z0-9])(?=[A-Z])")


def blank(match: re.Match[str]) -> str:
    """As many lines as were matched, without words."""
    return "\n" * match[0].count("\n") + " "


def findings(text: str) -> list[tuple[int, str, str]]:
    """The line, the words and what to write instead, of each place that uses an avoided word."""
    text = WITHIN_NAMES.sub(" ", PERMITTED.sub(blank, text))
    instead = list(WORDS.values())
    return [
        (text.count("\n", 0, match.start()) + 1, match[0], instead[match.lastindex - 1])
        for match in AVOIDED.finditer(text)
        if match.lastindex
    ]


def files(folders: list[str]) -> list[str]:
    """The files to check, of all that Git has or would add."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *folders]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return sorted(
        name
        for name in listed.split("\0")
        if (Path(name).suffix in KINDS or Path(name).name in NAMES) and (ROOT / name).is_file()
    )


def inside(name: str, folders: list[str]) -> bool:
    """Whether a file is one of these, or in one of these folders."""
    return any(name == folder or name.startswith(folder + "/") for folder in folders)


def main(folders: list[str]) -> int:
    """Checks these folders; without any, the whole repository."""
    failed = False
    for name in files(folders):
        if inside(name, DATA):
            continue
        for line, words, instead in findings((ROOT / name).read_text(encoding="utf-8")):
            failed = True
            print(f"{name}:{line}: '{' '.join(words.split())}': write {instead}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
