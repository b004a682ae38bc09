"""A record that was read, shown as a whole: from its text, without a Field on the way."""

from __future__ import annotations

import json
from json.encoder import encode_basestring_ascii as escaped
from typing import Any

from panamarc._batch.batch import HIGH_BYTES, Batch
from panamarc._batch.read_field import ReadField
from panamarc.field import DELIMITER, Field, is_local

# Gives what `json.dumps` gives, faster: nothing here is in itself.
dumps = json.JSONEncoder(check_circular=False).encode

BACKSLASH = "\\"
TERMINATOR_IN_JSON, DELIMITER_IN_JSON = "\\u001e", "\\u001f"


def leader(batch: Batch, index: int) -> str:
    """A record's leader as MARC-in-JSON has it, which is Unicode: as `convert` writes it.

    It is printable ASCII, and leader/09 is `a` where there is more than ASCII in the fields. Where
    pymarc's way was asked for, it is left as it is.
    """
    text = batch.leader(index)
    if batch.converts:
        return text
    if not (text.isascii() and text.isprintable()):
        text = "".join([c if c.isascii() and c.isprintable() else " " for c in text])
    return f"{text[:9]}a{text[10:]}" if batch.flags[index] & HIGH_BYTES else text


def entries(batch: Batch, index: int) -> list[dict[str, Any]]:
    """The fields of a record as MARC-in-JSON has them."""
    fields: list[dict[str, Any]] = []
    for tag, text in zip(batch.tags_of(index), batch.texts(index), strict=True):
        pieces = text.split(DELIMITER)
        indicators = pieces.pop(0)
        if not pieces and ((tag < "010" and tag.isdecimal()) or is_local(tag, text)):
            fields.append({tag: text})
            continue
        if len(indicators) != 2 or "" in pieces:
            fields.append({tag: ReadField(tag, text)._as_json()})
            continue
        subfields = [{piece[0]: piece[1:]} for piece in pieces]
        fields.append({tag: {"ind1": indicators[0], "ind2": indicators[1], "subfields": subfields}})
    return fields


def as_json(batch: Batch, index: int) -> str:
    """A record as `json.dumps` writes it in MARC-in-JSON."""
    texts = batch.texts(index)
    whole = "\x1e".join(texts)
    # Escaped as a whole, the text is divided where the escaped delimiters are. That takes a text
    # in which nothing else looks like them, and indicators and codes that stay single characters.
    if batch.odd or BACKSLASH in whole or whole.count("\x1e") != len(texts) - 1:
        return dumps({"leader": leader(batch, index), "fields": entries(batch, index)})
    fields = []
    for tag, text in zip(
        batch.tags_of(index), escaped(whole)[1:-1].split(TERMINATOR_IN_JSON), strict=True
    ):
        pieces = text.split(DELIMITER_IN_JSON)
        indicators = pieces.pop(0)
        if not pieces and ((tag < "010" and tag.isdecimal()) or is_local(tag, text)):
            fields.append(f'{{"{tag}": "{text}"}}')
            continue
        codes = [piece[:1] for piece in pieces]
        if len(indicators) != 2 or BACKSLASH in indicators or "" in codes or BACKSLASH in codes:
            return dumps({"leader": leader(batch, index), "fields": entries(batch, index)})
        subfields = ", ".join([f'{{"{piece[0]}": "{piece[1:]}"}}' for piece in pieces])
        fields.append(
            f'{{"{tag}": {{"ind1": "{indicators[0]}", "ind2": "{indicators[1]}", '
            f'"subfields": [{subfields}]}}}}'
        )
    return f'{{"leader": {escaped(leader(batch, index))}, "fields": [{", ".join(fields)}]}}'


def as_text(batch: Batch, index: int) -> str:
    """A record as MARCMaker text."""
    lines = [f"=LDR  {batch.leader(index)}"]
    for tag, text in zip(batch.tags_of(index), batch.texts(index), strict=True):
        if tag < "010" and tag.isdecimal():
            lines.append(f"={tag}  {text.replace(' ', BACKSLASH)}")
        elif text[2:3] == DELIMITER and "\x1f\x1f" not in text and text[-1] != DELIMITER:
            indicators = text[:2].replace(" ", BACKSLASH)
            lines.append(f"={tag}  {indicators}{text[2:].replace(DELIMITER, '$')}")
        else:
            lines.append(str(ReadField(tag, text)))
    lines.append("")
    return "\n".join(lines)


def as_html(leader: str, fields: list[Field]) -> str:
    """A table of tag, indicators and text of each field, the leader first."""
    from html import escape  # a tenth of what importing all that reads takes

    rows = [("LDR", "", escape(leader))]
    for field in fields:
        if field.control_field:
            rows.append((escape(field.tag), "", escape(str(field.data or ""))))
        else:
            marks = [f"<b>${escape(code)}</b> {escape(str(value))}" for code, value in field]
            indicators = f"{field.indicator1}{field.indicator2}".replace(" ", "_")
            rows.append((escape(field.tag), escape(indicators), " ".join(marks)))
    body = "".join(
        f"<tr><th>{tag}</th><td>{both}</td>"
        f'<td style="text-align: left; white-space: pre-wrap">{text}</td></tr>'
        for tag, both, text in rows
    )
    return f"<table>{body}</table>"
