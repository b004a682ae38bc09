"""JSON, XML and MARCMaker's text of every kind are read, and written, as pymarc does it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import panamarc
import pymarc

LEADER = "00000nam a2200000   4500"


def said(record: Any) -> tuple[Any, ...]:
    """All that a record says."""
    fields = [(f.tag, f.control_field, f.data, f.indicators, f.subfields) for f in record.fields]
    return record.as_dict(), str(record), str(record.leader), repr(fields)


def outcome(read: Callable[[Any], Any], module: Any) -> Any:
    """The records that are read, or the kind of what is raised."""
    try:
        return [said(record) for record in read(module)]
    except Exception as error:
        return type(error).__name__.replace("MarcError", "PymarcException")


def assert_same(read: Callable[[Any], Any]) -> None:
    assert outcome(read, panamarc) == outcome(read, pymarc)


# Where pymarc loses or alters a value, or reads nothing of a record: what comes after the leader
# instead. See docs/different-from-pymarc.md.
KEPT = {
    "a tag of letters in JSON": "=FMT  a",
    "a control field of a data field's form": "=001  10\x1faT",
    "a data field that is text": "=245  text",
    "indicators that are null": "=245  \\\\$aT",
    "subfields that are null": "=245  10$a",
    "a control field of a data field's tag": "=245  x",
    "a data field of a control field's tag": "=001  10\x1fax",
    "indicators of other lengths": "=245  1\\$ax",
    "a subfield without a code": "=245  10$ x",
    "a subfield of an empty code": "=245  10$ x",
    "a subfield of a long code": "=245  10$ax",
    "elements in a subfield": "=245  10$axyz",
    "no delimiter": "=245  10Title",
    "one indicator": "=245  1",
    "a tag that is nearly a control field's": "=00A  xy$z",
}


def assert_kept(case: str, read: Callable[[Any], Any]) -> None:
    """Finds what is kept of a case, and pymarc not to keep it; other cases to be the same."""
    if case not in KEPT:
        assert_same(read)
        return
    (record,) = read(panamarc)
    assert str(record) == f"=LDR  {record.leader}\n{KEPT[case]}\n"
    assert outcome(read, panamarc) != outcome(read, pymarc)


def mij(*fields: Any, leader: Any = LEADER) -> str:
    return json.dumps({"leader": leader, "fields": list(fields)})


def title(**parts: Any) -> dict[str, Any]:
    return {"245": {"ind1": "1", "ind2": "0", "subfields": [{"a": "T"}], **parts}}


JSON = {
    "nothing": "",
    "no records": "[]",
    "an empty object": "{}",
    "a number": "3",
    "numbers": "[3]",
    "null": "null",
    "a list in a list": "[[]]",
    "no fields": mij(),
    "without fields": json.dumps({"leader": LEADER}),
    "without a leader": json.dumps({"fields": []}),
    "a short leader": mij(leader="x"),
    "a leader that is null": mij(leader=None),
    "several": f"[{mij()}, {mij({'001': 'a'}, title())}]",
    "one after a record in order": f"[{mij({'001': 'a'})}, 3]",
    "two in a row": mij() + mij(),
    "control characters": mij({"001": "AB"}).replace("AB", "a\n\tb\\u0001"),
    "other scripts": mij({"001": "é日\U0001f600"}),
    "half a character": mij({"001": "\ud800"}),
    "a tag too short": mij({"1": "a"}),
    "a tag of letters in JSON": mij({"FMT": "a"}),
    "a control field of a data field's form": mij({"001": title()["245"]}),
    "a data field that is text": mij({"245": "text"}),
    "a data field that is empty": mij({"245": {}}),
    "no indicators": mij({"245": {"subfields": [{"a": "x"}]}}),
    "indicators that are null": mij(title(ind1="", ind2=None)),
    "no subfields": mij(title(subfields=[])),
    "subfields that are null": mij(title(subfields=[{"a": None}])),
    "subfields in an object": mij(title(subfields={"a": "x"})),
    "subfields that are text": mij(title(subfields=["a"])),
    "a field that is a number": mij({"001": 3}),
    "fields in an object": json.dumps({"leader": LEADER, "fields": {"001": "a"}}),
    "a name that is no file": "none.json",
}


# pymarc leaves files open.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("case", JSON)
def test_json_is_read_as_pymarc_reads_it(case: str, tmp_path: Path) -> None:
    text = JSON[case]
    path = tmp_path / "a.json"
    path.write_text(text, "utf-8", "surrogatepass")
    assert_kept(case, lambda m: m.JSONReader(text))
    assert_kept(case, lambda m: m.JSONReader(io.StringIO(text)))
    assert_kept(case, lambda m: m.JSONReader(str(path)))
    assert_kept(case, lambda m: m.parse_json_to_array(text))
    if case not in KEPT:
        assert_same(lambda m: [*(reader := m.JSONReader(text)), *reader])


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (mij({"001": "a", "003": "b"}), "=001  a\n=003  b\n"),
        (mij({}, {"001": "a"}), "=001  a\n"),
        (mij(title(subfields=[{"a": "x", "b": "y"}])), "=245  10$ax$by\n"),
    ],
)
def test_objects_with_other_than_one_field_or_subfield_lose_none(text: str, fields: str) -> None:
    text = f"[{text}, {mij()}]"
    for records in (list(panamarc.JSONReader(text)), panamarc.parse_json_to_array(text)):
        assert list(map(str, records)) == [f"=LDR  {LEADER}\n{fields}", f"=LDR  {LEADER}\n"]


def xml(fields: str, namespace: str = panamarc.MARC_XML_NS) -> str:
    """MARCXML of one record."""
    record = f"<record><leader>{LEADER}</leader>{fields}</record>"
    return f'<collection xmlns="{namespace}">{record}</collection>'


def datafield(inside: str, attributes: str = 'tag="245" ind1="1" ind2="0"') -> str:
    return xml(f"<datafield {attributes}>{inside}</datafield>")


A = '<subfield code="a">x</subfield>'
OTHER = 'xmlns:o="urn:other"'
CONTROL = '<controlfield tag="001">x</controlfield>'
XML = {
    "nothing": "",
    "another element": "<a/>",
    "no records": "<collection/>",
    "a record alone": f"<record><leader>{LEADER}</leader>{CONTROL}</record>",
    "an empty record": "<record/>",
    "a short leader": "<record><leader>short</leader></record>",
    "no leader": f"<record>{CONTROL}</record>",
    "no namespace": xml(CONTROL, ""),
    "another namespace": xml(CONTROL, "urn:other"),
    "a prefix": f'<m:record xmlns:m="{panamarc.MARC_XML_NS}"><m:controlfield tag="001">x'
    "</m:controlfield></m:record>",
    "a data field of another namespace": xml(f'<o:datafield {OTHER} tag="245">{A}</o:datafield>'),
    "a subfield of another namespace": datafield(f'<o:subfield {OTHER} code="a">x</o:subfield>'),
    "an attribute of another namespace": datafield(A, f'tag="245" {OTHER} o:ind1="1"'),
    "a control field without a tag": xml("<controlfield>x</controlfield>"),
    "an empty control field": xml('<controlfield tag="001"/>'),
    "a control field of a data field's tag": xml('<controlfield tag="245">x</controlfield>'),
    "a data field of a control field's tag": datafield(A, 'tag="001" ind1="1" ind2="0"'),
    "a data field without a tag": datafield(A, 'ind1="1"'),
    "no indicators": datafield(A, 'tag="245"'),
    "indicators of other lengths": datafield(A, 'tag="245" ind1="12" ind2=""'),
    "a subfield without a code": datafield("<subfield>x</subfield>"),
    "a subfield of an empty code": datafield('<subfield code="">x</subfield>'),
    "a subfield of a long code": datafield('<subfield code="ab">x</subfield>'),
    "a subfield outside a field": xml(A),
    "empty subfields": datafield('<subfield code="a"/><subfield code="b"></subfield>'),
    "blanks and lines": datafield('<subfield code="a"> x\n y </subfield>\n text'),
    "elements in a subfield": datafield('<subfield code="a">x<b>y</b>z</subfield>'),
    "a field in a field": datafield(f'{A}<datafield tag="246">{A}</datafield>{A}'),
    "a record in a record": xml(f"<record><leader>{LEADER}</leader></record>{CONTROL}"),
    "a leader after it": xml(CONTROL + f"<leader>{LEADER.replace('nam', 'cas')}</leader>"),
    "escapes": datafield('<subfield code="a">&lt;&amp;&#233;<![CDATA[<x>]]><!-- --></subfield>'),
    "marks": datafield('<subfield code="a">e\u0301\u00e9\uff21\U0001f600</subfield>'),
    "an entity of its own": '<!DOCTYPE a [<!ENTITY e "x">]>' + xml(CONTROL.replace("x", "&e;")),
    "an entity that is none": xml(CONTROL.replace("x", "&e;")),
    "a control character": xml(CONTROL.replace("x", "\x01")),
    "an end too early": xml(CONTROL)[:-20],
    "more after it": xml(CONTROL) + "more",
}


@pytest.mark.parametrize("case", XML)
def test_xml_is_read_as_pymarc_reads_it(case: str, tmp_path: Path) -> None:
    text = XML[case]
    path = tmp_path / "a.xml"
    path.write_text(text, "utf-8")
    for strict in (False, True):
        for form in (None, "NFC", "NFD", "NFKC", "no form") if case not in KEPT else (None,):
            assert_kept(case, lambda m: m.parse_xml_to_array(str(path), strict, form))  # noqa: B023
    assert_kept(case, lambda m: m.parse_xml_to_array(io.BytesIO(text.encode())))
    if case in KEPT:
        return
    found: dict[Any, list[Any]] = {panamarc: [], pymarc: []}
    for module, records in found.items():
        try:
            module.map_xml(records.append, str(path), io.BytesIO(text.encode()))
        except Exception as error:
            records.append(type(error).__name__)
    ours, theirs = found.values()
    assert [one if isinstance(one, str) else said(one) for one in ours] == [
        one if isinstance(one, str) else said(one) for one in theirs
    ]


MARCMAKER = {
    "nothing": "",
    "empty lines": "\n\n\n\n",
    "a leader": f"=LDR  {LEADER}",
    "a short leader": "=LDR  short",
    "two records": f"=LDR  {LEADER}\n=001  x\n\n=LDR  {LEADER}\n=245  \\\\$ax",
    "an empty line too many": "=001  x\n\n\n=001  y\n",
    "carriage returns": "=001  x\r\n\r\n=001  y\r\n",
    "blanks in a control field": "=001  a\\b c",
    "a data field": "=245  10$aTitle$bmore$$x$",
    "no subfields": "=245  10",
    "no delimiter": "=245  10Title",
    "one indicator": "=245  1",
    "no indicators": "=245  ",
    "a tag alone": "=245",
    "a sign alone": "=",
    "no sign": "x",
    "one blank": "=245 10$ax",
    "a tag of letters": "=FMT  BK$ax",
    "a tag that is nearly a control field's": "=00A  xy$z",
    "a tag too long": "=2450  10$ax",
    "words for characters": "=245  10$acosts {dollar}5",
    "a line that goes on": "=245  10$ax\n y",
    "a line separator": "=001  x\u2028y",
    "a blank before": " =001  x",
    "a name that is no file": "none.mrk",
}


@pytest.mark.parametrize("case", MARCMAKER)
def test_marcmakers_text_is_read_as_pymarc_reads_it(case: str, tmp_path: Path) -> None:
    text = MARCMAKER[case]
    path = tmp_path / "a.mrk"
    path.write_text(text, "utf-8", newline="")
    assert_kept(case, lambda m: m.MARCMakerReader(text))
    assert_kept(case, lambda m: m.MARCMakerReader(io.StringIO(text, newline="")))
    assert_kept(case, lambda m: m.MARCMakerReader(str(path)))


FILES: dict[str, Callable[[], Any]] = {
    "MARCWriter": io.BytesIO,
    "XMLWriter": io.BytesIO,
    "JSONWriter": io.StringIO,
    "TextWriter": io.StringIO,
}


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("count", [0, 1, 2, 3])
@pytest.mark.parametrize("closed", [True, False])
def test_writers_end_as_pymarcs_do(kind: str, count: int, closed: bool) -> None:
    def written(module: Any) -> Any:
        file = FILES[kind]()
        writer = getattr(module, kind)(file)
        assert isinstance(writer, module.Writer)
        for number in range(count):
            record = module.Record(fields=[module.Field("001", data=f"{number} é<&>")])
            record.add_field(module.Field("245", ["1", " "], [module.Subfield("a", '"日"')]))
            writer.write(record)
        for wrong in (None, "x", b"x"):
            with pytest.raises(module.WriteNeedsRecord):
                writer.write(wrong)
        value = file.getvalue()
        writer.close(close_fh=closed)
        return value, file.closed, None if closed else file.getvalue(), writer.file_handle

    assert written(panamarc) == written(pymarc)
