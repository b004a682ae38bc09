"""Makes bibliographic records of about 1.1 KB from seeded word lists.

The tags, their order and how often they come follow what national libraries deliver: several 020,
035 and 650 in a record, some records without an ISBN, few without a title, notes of any length, a
few records in other scripts with linked 880 fields.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from benchmarks.data import words

Subfields = list[tuple[str, str]]
DataField = tuple[str, str, Subfields]
Add = Callable[[DataField], None]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Record:
    """Control fields as (tag, data), data fields as (tag, indicators, subfields)."""

    leader_05_07: str
    leader_17_18: str
    control: list[tuple[str, str]]
    data: list[DataField]

    def values(self, tag: str, code: str) -> list[str]:
        return [
            value
            for t, _, subfields in self.data
            if t == tag
            for c, value in subfields
            if c == code
        ]

    def first(self, tag: str, code: str) -> str | None:
        """record[tag][code]: in the first field of that tag, the first subfield of that code."""
        for t, _, subfields in self.data:
            if t == tag:
                return next((value for c, value in subfields if c == code), None)
        return None

    def title(self) -> str | None:
        """245 $a and $b, as a reader's `title` gives it."""
        title = self.first("245", "a")
        rest = self.first("245", "b")
        return f"{title} {rest}" if title and rest else title

    def spec(self, spec: str) -> list[str]:
        """The values of TAG, TAG$c, TAG/n-m or LDR/5-7."""
        if spec == "LDR/5-7":
            return [self.leader_05_07]
        tag, subfield, code = spec.partition("$")
        if subfield:
            return self.values(tag, code)
        tag, _, positions = spec.partition("/")
        found = [data for t, data in self.control if t == tag]
        if positions:
            first, last = (int(position) for position in positions.split("-"))
            return [data[first : last + 1] for data in found]
        return found

    def encode(self, scheme: str = "a", encoded: Callable[[str], bytes] = str.encode) -> bytes:
        """ISO 2709; `encoded` gives a text's bytes, which leader/09 `scheme` names."""
        fields = [(tag, encoded(data + "\x1e")) for tag, data in self.control]
        for tag, indicators, subfields in self.data:
            text = (
                indicators + "".join([f"\x1f{code}{value}" for code, value in subfields]) + "\x1e"
            )
            fields.append((tag, encoded(text)))
        directory = []
        start = 0
        for tag, data in fields:
            directory.append(f"{tag}{len(data):04d}{start:05d}")
            start += len(data)
        base = 24 + 12 * len(fields) + 1
        length = base + start + 1
        leader = f"{length:05d}{self.leader_05_07} {scheme}22{base:05d}{self.leader_17_18} 4500"
        head = leader + "".join(directory) + "\x1e"
        return b"".join([head.encode(), *[data for _, data in fields], b"\x1d"])


class Catalogue:
    """An endless shelf of records: `record(n)` is to be called for n = 0, 1, 2 and so on."""

    def __init__(self, seed: int, scripts: bool = True) -> None:
        """`scripts`: some records have titles and linked fields in other than Latin letters."""
        self._scripts = scripts
        self._rng = random.Random(f"catalogue {seed}")
        self._names = words.names(seed, 3000)
        rng = random.Random(f"headings {seed}")
        self._headings = [
            " ".join(rng.choices(words.WORDS, k=rng.randint(1, 3))).capitalize()
            for _ in range(4000)
        ]
        self._publishers = [
            f"{name} {kind}" for name in self._names[:300] for kind in ("Press", "Verlag", "& fils")
        ]

    def _chance(self, probability: float) -> bool:
        return self._rng.random() < probability

    def _pick(self, choices: list[_T]) -> _T:
        return choices[int(self._rng.random() * len(choices))]

    def _between(self, low: int, high: int) -> int:
        return low + int(self._rng.random() * (high - low + 1))

    def _phrase(self, low: int, high: int, vocabulary: list[str] = words.WORDS) -> str:
        text = " ".join(self._rng.choices(vocabulary, k=self._between(low, high)))
        return text[0].upper() + text[1:]

    def _person(self) -> str:
        return f"{self._pick(self._names)}, {self._pick(words.GIVEN_NAMES)}"

    def _isbn(self) -> str:
        digits = f"978{self._between(0, 999_999_999):09d}"
        check = -sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits)) % 10
        return f"{digits}{check}"

    def record(self, number: int) -> Record:
        year = self._between(1880, 2025)
        language = self._pick(words.LANGUAGES)
        script = self._pick(words.SCRIPTS) if self._scripts and self._chance(0.04) else None
        entered = f"{self._between(70, 99)}{self._between(1, 12):02d}{self._between(1, 28):02d}"
        stamp = f"20{self._between(10, 25)}{self._between(1, 12):02d}{self._between(1, 28):02d}"
        illustrated = "a" if self._chance(0.3) else " "
        fixed = f"{entered}s{year}    xx {illustrated}   b    001 0   {language} d"
        control = [
            ("001", f"pan{number:09d}"),
            ("003", "XxPan"),
            ("005", f"{stamp}{self._between(0, 235959):06d}.0"),
            ("008", fixed),
        ]
        data: list[DataField] = []
        add = data.append
        self._identifiers(add, number, year)
        author = self._person() if self._chance(0.7) else None
        if author:
            dates: Subfields = (
                [("d", f"{year - self._between(25, 70)}-")] if self._chance(0.4) else []
            )
            add(
                (
                    "100",
                    "1 ",
                    [("a", author + ("," if dates else ".")), *dates, ("e", "author.")],
                )
            )
        title = self._phrase(1, 7, script if script and self._chance(0.3) else words.WORDS)
        if not self._chance(1 / 300):
            self._title(add, title, author)
        if self._chance(0.12):
            add(
                (
                    "250",
                    "  ",
                    [("a", f"{self._between(2, 9)}th ed., {self._pick(words.WORDS)}.")],
                )
            )
        self._description(add, year)
        self._notes(add)
        self._access_points(add, script)
        return Record(
            self._pick(["nam", "cam", "cam", "cas", "cem"]),
            self._pick([" a", "7a", " i", "4i"]),
            control,
            data,
        )

    def _identifiers(self, add: Add, number: int, year: int) -> None:
        if self._chance(0.8):
            add(("010", "  ", [("a", f"  {year}{number % 1_000_000:06d}")]))
        if not self._chance(0.35):
            for volume in range(self._pick([1, 1, 2, 2, 3])):
                qualifier: Subfields = [("q", f"(v. {volume + 1})")] if self._chance(0.3) else []
                # A cancelled number is in $z: now and then a field 020 has no $a.
                add(
                    (
                        "020",
                        "  ",
                        [
                            ("z" if self._chance(0.05) else "a", self._isbn()),
                            *qualifier,
                        ],
                    )
                )
        for _ in range(self._pick([1, 1, 2, 3])):
            add(("035", "  ", [("a", f"(XxPan){self._between(1, 99_999_999)}")]))
        add(
            (
                "040",
                "  ",
                [
                    ("a", "XxPan"),
                    ("b", "eng"),
                    ("e", "rda"),
                    ("c", "XxPan"),
                    ("d", self._pick(["XxPan", "DLX", "UkX"])),
                ],
            )
        )
        if self._chance(0.9):
            letter = self._pick(list("ABCDEFGHJKLMNPQRSTUVZ"))
            add(
                (
                    "050",
                    "00",
                    [
                        ("a", f"{letter}{self._between(1, 9999)}"),
                        ("b", f".{letter}{self._between(11, 99)} {year}"),
                    ],
                )
            )
        if self._chance(0.45):
            add(
                (
                    "082",
                    "04",
                    [
                        ("a", f"{self._between(0, 999):03d}.{self._between(1, 9999)}"),
                        ("2", "23"),
                    ],
                )
            )

    def _title(self, add: Add, title: str, author: str | None) -> None:
        subfields: Subfields = [("a", title + " /")]
        if self._chance(0.55):
            subfields = [("a", title + " :"), ("b", self._phrase(2, 9).lower() + " /")]
        subfields.append(("c", f"{author or self._person()} ; edited by {self._person()}."))
        add(("245", "10" if author else "00", subfields))

    def _description(self, add: Add, year: int) -> None:
        place, publisher = self._pick(words.PLACES), self._pick(self._publishers)
        imprint = [("a", f"{place} :"), ("b", f"{publisher},"), ("c", f"{year}.")]
        add(("264", " 1", imprint) if self._chance(0.4) else ("260", "  ", imprint))
        illustrated = self._pick(["illustrations, maps ;", "color illustrations ;", "portraits ;"])
        add(
            (
                "300",
                "  ",
                [
                    ("a", f"{self._between(40, 900)} pages :"),
                    ("b", illustrated),
                    ("c", f"{self._between(18, 40)} cm"),
                ],
            )
        )
        add(("336", "  ", [("a", "text"), ("b", "txt"), ("2", "rdacontent")]))
        add(("337", "  ", [("a", "unmediated"), ("b", "n"), ("2", "rdamedia")]))
        add(("338", "  ", [("a", "volume"), ("b", "nc"), ("2", "rdacarrier")]))
        if self._chance(0.2):
            add(
                (
                    "490",
                    "1 ",
                    [
                        ("a", self._phrase(2, 5) + " ;"),
                        ("v", str(self._between(1, 400))),
                    ],
                )
            )

    def _notes(self, add: Add) -> None:
        for _ in range(self._pick([0, 0, 1, 2])):
            add(("500", "  ", [("a", self._phrase(3, 14) + ".")]))
        if self._chance(0.3):
            pages = self._between(50, 500)
            note = f"Includes bibliographical references (pages {pages}) and index."
            add(("504", "  ", [("a", note)]))
        if self._chance(0.12):
            add(
                (
                    "505",
                    "0 ",
                    [
                        (
                            "a",
                            " -- ".join([self._phrase(2, 6) for _ in range(self._between(3, 12))])
                            + ".",
                        )
                    ],
                )
            )
        if self._chance(0.2):
            add(("520", "  ", [("a", self._phrase(20, 80) + ".")]))

    def _access_points(self, add: Add, script: list[str] | None) -> None:
        for _ in range(self._pick([0, 1, 1, 2, 2, 3, 4, 6])):
            subfields: Subfields = [("a", self._pick(self._headings))]
            if self._chance(0.6):
                subfields.append(
                    (
                        "x",
                        self._pick(
                            [
                                "History",
                                "Bibliography",
                                "Criticism and interpretation",
                                "Philosophy",
                            ]
                        ),
                    )
                )
            if self._chance(0.3):
                subfields.append(("z", self._pick(words.PLACES)))
            subfields[-1] = (subfields[-1][0], subfields[-1][1] + ".")
            add(("650", " 0", subfields))
        for _ in range(self._pick([0, 0, 0, 1, 1, 2])):
            add(
                (
                    "700",
                    "1 ",
                    [
                        ("a", self._person() + ","),
                        ("e", self._pick(["editor.", "translator.", "illustrator."])),
                    ],
                )
            )
        if self._chance(0.25):
            add(
                (
                    "856",
                    "40",
                    [
                        (
                            "u",
                            f"https://catalogue.example/items/{self._between(1, 10**9)}",
                        ),
                        ("z", self._phrase(2, 4)),
                    ],
                )
            )
        if script:
            add(
                (
                    "880",
                    "10",
                    [
                        ("6", "245-01"),
                        ("a", self._phrase(2, 8, script)),
                        ("c", self._phrase(2, 3, script)),
                    ],
                )
            )
            add(("880", "1 ", [("6", "100-02"), ("a", self._phrase(1, 2, script))]))
