"""`panamarc info`: what panamarc runs on."""

from __future__ import annotations

import json

import panamarc
from panamarc.cli._options import Json


def info(as_json: Json = False) -> None:
    """Show which versions, Java and scanner run, and why."""
    about = panamarc.info()
    if as_json:
        print(json.dumps(about, ensure_ascii=False))
        return
    width = max(map(len, about))
    for key, value in about.items():
        print(f"{key:{width}}  {value or '-'}")
