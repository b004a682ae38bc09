"""A record as text, in the way of spec/expected/README.md."""

from __future__ import annotations

import panamarc


def field_lines(record: panamarc.Record) -> list[str]:
    lines = []
    for field in record.fields:
        if field.control_field:
            lines.append(f"={field.tag}  {field.data}")
        else:
            indicators, *subfields = field._iso2709().split("\x1f")
            shown = "".join([f"${subfield}" for subfield in subfields if subfield])
            lines.append(f"={field.tag}  {indicators}{shown}")
    return lines


def dump(record: panamarc.Record) -> str:
    return "\n".join([f"=LDR  {record.leader}", *field_lines(record)]) + "\n\n"
