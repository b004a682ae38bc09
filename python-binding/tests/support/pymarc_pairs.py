"""The same records built and changed twice: by panamarc and by pymarc."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from typing import Any

import panamarc
import pymarc
from support.pymarc_alike import our_xml, their_xml
from support.pymarc_oracle import LISTS, TEXTS, record_facts

TAGS = (
    *("001", "005", "008", "020", "022", "100", "110", "222", "240", "245", "245", "260", "264"),
    *("300", "440", "490", "500", "600", "650", "650", "651", "700", "852", "880", "FMT", "9xx"),
)
WORDS = (
    *(
        "Title",
        "of",
        "the",
        "978-0-13-110362-8 (pbk.)",
        "1234-567X",
        "c1999.",
        "",
        " ",
        "  ",
        "a$b",
    ),
    *("Grüße", "日本語", "العربية", "e\u0301", "𝒳", '"quoted"', "back\\slash", "<&>", "880-01/(N"),
    *("\n", "\t", "\x7f", "\u2028", "x" * 300),
)
CODES = "abcdefhlnptvxyz0246789"
INDICATORS = " 0123456789\\"
LEADERS = (
    "     nam a22     4i 4500",
    "00000cas  2200000   4500",
    " " * 24,
    "abcdefghijklmnopqrstuvwx",
)


class Pair:
    """A record of each library; what is done to one is done to the other."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        leader, force = draw.choice(LEADERS), draw.random() < 0.2
        self.ours: Any = panamarc.Record(leader=leader, force_utf8=force)
        self.theirs: Any = pymarc.Record(leader=leader, force_utf8=force)
        for _ in range(draw.randrange(12)):
            self.both(lambda record, module: record.add_field(self.field(module)))

    @classmethod
    def of(cls, draw: random.Random, ours: Any, theirs: Any) -> Pair:
        """A pair of records that there are."""
        pair = cls.__new__(cls)
        pair.draw, pair.ours, pair.theirs = draw, ours, theirs
        return pair

    def both(self, act: Any) -> None:
        """Does the same with both, the same drawn by chance, and finds the same come of it."""
        state = self.draw.getstate()
        ours = outcome(act, self.ours, panamarc)
        self.draw.setstate(state)
        theirs = outcome(act, self.theirs, pymarc)
        assert ours == theirs, (ours, theirs)

    def text(self) -> str:
        """Some words."""
        return " ".join(self.draw.choices(WORDS, k=self.draw.randrange(1, 4)))

    def field(self, module: Any) -> Any:
        """A field of either library."""
        draw = self.draw
        tag = draw.choice(TAGS)
        if tag < "010":
            return module.Field(tag, data=self.text())
        indicators = module.Indicators(*draw.choices(INDICATORS, k=2))
        count = draw.randrange(5)
        subfields = [module.Subfield(draw.choice(CODES), self.text()) for _ in range(count)]
        return module.Field(tag, indicators, subfields)

    def change(self) -> None:
        """Changes both in one way."""
        self.both(self.draw.choice(CHANGES)(self))

    def check(self, closely: bool = True) -> None:
        """Finds both to say the same in every form and, if `closely`, in every field's methods."""
        ours, theirs = self.ours, self.theirs
        assert str(ours) == str(theirs)
        assert ours.as_dict() == theirs.as_dict()
        assert ours.as_json() == theirs.as_json()
        for name in TEXTS:
            assert getattr(ours, name) == getattr(theirs, name)
        for name in LISTS:
            assert list(map(str, getattr(ours, name))) == list(map(str, getattr(theirs, name)))
        if closely:
            assert record_facts(ours) == record_facts(theirs)
            assert ours.as_json(indent=1, ensure_ascii=False) == theirs.as_json(
                indent=1, ensure_ascii=False
            )
            assert repr([field.subfields for field in ours.fields]) == repr(
                [field.subfields for field in theirs.fields]
            )
        assert our_xml(ours) == their_xml(theirs)
        assert ours.as_marc() == theirs.as_marc()
        assert str(ours.leader) == str(theirs.leader)


def outcome(act: Any, record: Any, module: Any) -> str:
    """What comes of an act, as text; of an exception its kind."""
    try:
        return str(act(record, module))
    except Exception as error:
        # PymarcException is ours by another name.
        return f"raised {type(error).__name__.replace('MarcError', 'PymarcException')}"


def _some(pair: Pair, fields: Any) -> Any:
    return fields[pair.draw.randrange(len(fields))]


CHANGES = (
    lambda pair: lambda record, module: record.add_field(pair.field(module)),
    lambda pair: lambda record, module: record.add_ordered_field(pair.field(module)),
    lambda pair: lambda record, module: record.add_grouped_field(pair.field(module)),
    lambda pair: lambda record, module: record.remove_field(_some(pair, record.fields)),
    lambda pair: lambda record, module: record.remove_field(pair.field(module)),
    lambda pair: lambda record, module: record.remove_fields(*pair.draw.choices(TAGS, k=2)),
    lambda pair: lambda record, module: record.remove_fields(),
    lambda pair: (
        lambda record, module: _some(pair, record.fields).add_subfield(
            pair.draw.choice(CODES), pair.text(), pair.draw.choice((None, 0, 1, 9))
        )
    ),
    lambda pair: (
        lambda record, module: _some(pair, record.fields).delete_subfield(pair.draw.choice(CODES))
    ),
    lambda pair: (
        lambda record, module: record["245"].__setitem__(pair.draw.choice("abc"), pair.text())
    ),
    lambda pair: lambda record, module: setattr(_some(pair, record.fields), "indicator1", "7"),
    lambda pair: (
        lambda record, module: setattr(
            _some(pair, record.fields), "indicators", pair.draw.choice((["1", "2"], ["1"], None))
        )
    ),
    lambda pair: lambda record, module: setattr(record["001"], "data", pair.text()),
    lambda pair: (
        lambda record, module: record.leader.__setitem__(
            pair.draw.randrange(-1, 25), pair.draw.choice(("x", "yz", ""))
        )
    ),
    lambda pair: (
        lambda record, module: setattr(
            record.leader, "record_status", pair.draw.choice(("d", "", "xx"))
        )
    ),
    lambda pair: (
        lambda record, module: [
            str(one) for one in record.get_linked_fields(_some(pair, record.fields))
        ]
    ),
    lambda pair: lambda record, module: [_some(pair, record.fields).linkage_occurrence_num()],
    lambda pair: lambda record, module: [str(one) for one in record.get_fields("245", "650")],
    lambda pair: lambda record, module: record.get("245", "none") and None,
    lambda pair: lambda record, module: record["999"],
)


BACK: tuple[Callable[[Any, Any], Any], ...] = (
    lambda record, module: module.parse_xml_to_array(
        io.BytesIO(our_xml(record) if module is panamarc else their_xml(record))
    ),
    lambda record, module: module.JSONReader(record.as_json()),
    lambda record, module: module.parse_json_to_array(record.as_json()),
    lambda record, module: module.MARCMakerReader(str(record)),
)


def without_local_fields(pair: Pair) -> None:
    """Takes away the fields that panamarc, unlike pymarc, reads back as control fields."""
    for record in (pair.ours, pair.theirs):
        local = [f for f in record.fields if not f.tag.isdecimal() and not f.subfields]
        record.remove_field(*local)


def through_formats(pair: Pair) -> None:
    """Finds both to be the same once they have gone through another format, if they can."""
    without_local_fields(pair)
    for back in BACK:
        pair.both(lambda record, module: [one.as_dict() for one in back(record, module)])  # noqa: B023


def read_back(pairs: list[Pair]) -> None:
    """Writes all, reads each library's with both, and puts what was read in their place."""
    for pair in pairs:
        without_local_fields(pair)
    data = b"".join([pair.ours.as_marc() for pair in pairs])
    ours = panamarc.MARCReader(data)
    theirs = pymarc.MARCReader(io.BytesIO(data))
    for pair, record, other in zip(pairs, ours, theirs, strict=True):
        assert (record is None) == (other is None)
        if record is not None:
            pair.ours, pair.theirs = record, other
