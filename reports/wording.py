"""One reader's language: sentences from the catalogue, numbers, percentages and dates in their form."""

import functools
import gettext
import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from babel import Locale
from babel.dates import get_month_names
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from reports import gsm7
from shelter.sites import Kind, Site

LOCALES = Path(__file__).parent / "locales"


def languages() -> list[str]:
    """The languages that have a catalogue."""
    return sorted(path.parent.parent.name for path in LOCALES.glob("*/LC_MESSAGES/shelterbot.po"))


@functools.cache
def wording(language: str) -> "Wording":
    """The wording of a language that has a catalogue. Raises FileNotFoundError for another."""
    with (LOCALES / language / "LC_MESSAGES" / "shelterbot.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Wording(language, gettext.GNUTranslations(compiled))


class Wording:
    """The English sentence is the key of each entry; `{name}` in it is filled in after translation."""

    def __init__(self, language: str, translations: gettext.NullTranslations) -> None:
        self.language = language
        self._translations = translations
        self._locale = Locale.parse(language)
        months = get_month_names("abbreviated", locale=self._locale)
        self._months = [str(months[number]).rstrip(".") for number in range(1, 13)]

    def say(self, sentence: str, **facts: object) -> str:
        return self._translations.gettext(sentence).format(**facts)

    def plural(self, one: str, many: str, n: int) -> str:
        return self._translations.ngettext(one, many, n).format(n=self.number(n))

    def number(self, n: int) -> str:
        """Whole numbers with the language's own grouping: 15 689 or 15,689."""
        if -1000 < n < 1000:  # nothing to group: most numbers of an answer
            return str(n)
        return gsm7.clean(format_decimal(n, locale=self._locale))

    def percent(self, whole: int) -> str:
        """A percentage that has been rounded already (C9): 27 % or 27%."""
        return self.say("{whole}%", whole=whole)

    def decimal(self, percentage: Decimal) -> str:
        """A percentage with the decimals it was rounded to: 26,8 % or 26.8%."""
        return self.say("{whole}%", whole=self.plain_decimal(percentage))

    def plain_decimal(self, number: Decimal) -> str:
        """A number with the decimals it was rounded to: 11,0 or 11.0."""
        return str(format_decimal(number, format=f"0.{'0' * _decimals(number)}", locale=self._locale))

    def month(self, number: int) -> str:
        return self._months[number - 1]

    def day(self, day: date, *, year: bool = False) -> str:
        words = f"{day.day} {self.month(day.month)}"
        return f"{words} {day.year}" if year else words

    def days(self, first: date, last: date, *, year: bool = False) -> str:
        """`12-13 okt`, `31 okt-1 nov`; with its year where that is asked for or changes between the two."""
        if first == last:
            return self.day(first, year=year)
        if first.year != last.year:
            return f"{self.day(first, year=True)}-{self.day(last, year=True)}"
        head = str(first.day) if first.month == last.month else self.day(first)
        return f"{head}-{self.day(last, year=year)}"

    def reporting_date(self, site: Site, day: date, *, year: bool = False) -> str:
        """A night by both its dates, `natten 12-13 okt`; a day by its own."""
        if site.kind is Kind.NIGHT:
            return self.say("night {dates}", dates=self.days(day, day + timedelta(days=1), year=year))
        return self.day(day, year=year)

    def alternatives(self, parts: Sequence[str]) -> str:
        """`A, B eller C`."""
        if len(parts) < 2:
            return "".join(parts)
        return self.say("{all} or {last}", all=", ".join(parts[:-1]), last=parts[-1])

    def series(self, parts: Iterable[str]) -> str:
        return ", ".join(parts)


def _decimals(number: Decimal) -> int:
    return max(0, -int(number.as_tuple().exponent))


def first_that_fits(*variants: str) -> str:
    """The first of these, from the fullest to the shortest, that goes in one SMS segment (P6)."""
    return first_to_fit(variants)


def first_to_fit(variants: Iterable[str]) -> str:
    """As `first_that_fits`; the shorter ones are not made where a fuller one fits, as it mostly does."""
    shortest = ""
    for variant in variants:
        shortest = gsm7.clean(variant)
        if gsm7.fits(shortest):
            return shortest
    while not gsm7.fits(shortest + "..."):
        shortest = shortest[:-1]
    return shortest + "..."
