"""What is asked of a record most, by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar, overload

if TYPE_CHECKING:
    from panamarc.field import Field

T = TypeVar("T")

isbn_regex = re.compile(r"([0-9\-xX]+)")

SERIES = ("440", "490", "800", "810", "811", "830")
SUBJECTS = tuple(
    "600 610 611 630 648 650 651 653 654 655 656 657 658 662 690 691 696 697 698 699".split()
)
ADDED_ENTRIES = tuple("700 710 711 720 730 740 752 753 754 790 791 792 793 796 797 798 799".split())
NOTES = tuple(
    (
        "500 501 502 504 505 506 507 508 510 511 513 514 515 516 518 520 521 522 524 525 526 530 "
        "533 534 535 536 538 540 541 544 545 546 547 550 552 555 556 561 562 563 565 567 580 581 "
        "583 584 585 586 590 591 592 593 594 595 596 597 598 599"
    ).split()
)
PUBLICATION = ("260", "264")


class Summary:
    """The named values of a record, found by its fields."""

    __slots__ = ()

    if TYPE_CHECKING:

        @overload
        def get(self, tag: str) -> Field | None: ...

        @overload
        def get(self, tag: str, default: T) -> Field | T: ...

        def get(self, tag: str, default: Any = None) -> Any: ...

        def get_fields(self, *tags: str) -> list[Field]: ...

    def _first(self, tag: str, code: str) -> str | None:
        """The first such subfield of the first such field, or None."""
        field = self.get(tag)
        return None if field is None else field.get(code)

    def _named(self, tag: str) -> str | None:
        """$a and $b of the first field with a tag."""
        title = self._first(tag, "a")
        subtitle = self._first(tag, "b") if title else None
        return title + f" {subtitle}" if title and subtitle else title

    @property
    def title(self) -> str | None:
        """The title: 245 $a and $b."""
        return self._named("245")

    @property
    def issn_title(self) -> str | None:
        """The key title: 222 $a and $b."""
        return self._named("222")

    @property
    def isbn(self) -> str | None:
        """The first ISBN (020 $a): digits and X only, without hyphens and remarks."""
        number = self._first("020", "a")
        match = isbn_regex.search(number) if number else None
        return match[0].replace("-", "") if match else None

    @property
    def issn(self) -> str | None:
        """The ISSN: 022 $a."""
        return self._first("022", "a")

    @property
    def issnl(self) -> str | None:
        """The linking ISSN: 022 $l."""
        return self._first("022", "l")

    def _formatted(self, *tags: str) -> str | None:
        """The first of these tags that there is, as a person would read it."""
        for tag in tags:
            field = self.get(tag)
            if field is not None:
                return field.format_field()
        return None

    @property
    def author(self) -> str | None:
        """The author: 100, else 110, else 111."""
        return self._formatted("100", "110", "111")

    @property
    def uniformtitle(self) -> str | None:
        """The uniform title: 130, else 240."""
        return self._formatted("130", "240")

    @property
    def sudoc(self) -> str | None:
        """The Superintendent of Documents classification number: 086."""
        return self._formatted("086")

    @property
    def series(self) -> list[Field]:
        """Series statements and series added entries: 440, 490, 800, 810, 811, 830."""
        return self.get_fields(*SERIES)

    @property
    def subjects(self) -> list[Field]:
        """Subject fields: 6XX in common use, local ones included."""
        return self.get_fields(*SUBJECTS)

    @property
    def addedentries(self) -> list[Field]:
        """Added entries: 7XX in common use, local ones included."""
        return self.get_fields(*ADDED_ENTRIES)

    @property
    def location(self) -> list[Field]:
        """Locations: 852."""
        return self.get_fields("852")

    @property
    def notes(self) -> list[Field]:
        """Notes: 5XX in common use, local ones included."""
        return self.get_fields(*NOTES)

    @property
    def physicaldescription(self) -> list[Field]:
        """Physical descriptions: 300."""
        return self.get_fields("300")

    def _publication(self, code: str) -> str | None:
        """A subfield of the first 260, or 264 whose second indicator names a publisher."""
        for field in self.get_fields(*PUBLICATION):
            if field.tag == "260" or field.indicator2 == "1":
                return field.get(code)
        return None

    @property
    def publisher(self) -> str | None:
        """The publisher: $b of 260, or of 264 with second indicator 1."""
        return self._publication("b")

    @property
    def pubyear(self) -> str | None:
        """The date of publication: $c of 260, or of 264 with second indicator 1."""
        return self._publication("c")
