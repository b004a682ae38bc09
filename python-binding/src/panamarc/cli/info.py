"""`panamarc info`: what panamarc runs on."""

from __future__ import annotations

import panamarc
from panamarc.cli._options import Json
from panamarc.cli._text import print_json


def info(as_json: Json = False) -> None:
    """Show which versions, Java and scanner run, and why."""
    about = panamarc.info()
    if as_json:
        print_json(about)
        return
    width = max(map(len, about))
    for key, value in about.items():
        print(f"{key:{width}}  {value or '-'}")
