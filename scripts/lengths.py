"""Fails where a source file is longer than 400 lines and does not say near its top why.

The reason is a sentence with the words "one file".
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES = 400
TOP = 60  # lines in which the reason is looked for
KINDS = {".c", ".h", ".java", ".py", ".pyi"}
GENERATED = ("native/src/generated/",)


def long_files() -> list[str]:
    """The files that are too long and give no reason, each with its number of lines."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    found = []
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.suffix not in KINDS or name.startswith(GENERATED) or not path.is_file():
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        if len(lines) > MOST_LINES and "one file" not in "\n".join(lines[:TOP]).lower():
            found.append(
                f"{name}: {len(lines)} lines; at most {MOST_LINES}, or a reason at the top"
            )
    return found


if __name__ == "__main__":
    print("\n".join(found := long_files()), end="\n" if found else "")
    sys.exit(bool(found))
