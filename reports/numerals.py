"""Numbers and dates of documents in the reader's form, with no-break spaces; rounding happens here once (C9)."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from babel import Locale
from babel.dates import format_date, get_day_names, get_month_names
from babel.numbers import format_decimal

from reports.document import Cell, Form
from reports.wording import Wording
from shelter.rounding import SMALL_BASE, half_up, is_small_base, percentages
from shelter.sums import People

NOT_AVAILABLE = ".."
NONE = "–"
"""The signs of C14; "–" is a zero, ".." is missing, hidden or too uncertain."""


class Numerals:
    """The figures of one language."""

    def __init__(self, wording: Wording) -> None:
        self._words = wording
        self._locale = Locale.parse(wording.language)
        self._swedish = wording.language == "sv"

    @property
    def grouping(self) -> str:
        """What stands between thousands."""
        return "\u00a0" if self._swedish else ","

    # --- in running text ---

    def whole(self, number: int) -> str:
        return _unbroken(format_decimal(number, locale=self._locale))

    def decimal(self, value: Fraction, decimals: int = 1) -> str:
        """A number with its decimals, a true minus sign in front of one below zero."""
        return self._shown(half_up(value, decimals), decimals)

    def percent(self, share: Fraction, decimals: int = 0) -> str:
        """A share, a fraction of 1, as a percentage: whole in text, one decimal in tables."""
        return self._per_cent(self._shown(half_up(100 * share, decimals), decimals))

    def whole_percent(self, percent: Decimal | int) -> str:
        """A percentage that is rounded already."""
        return self._per_cent(str(percent))

    def _per_cent(self, number: str) -> str:
        return f"{number}\u00a0%" if self._swedish else f"{number}%"

    def _shown(self, number: Decimal, decimals: int) -> str:
        form = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
        shown = _unbroken(format_decimal(abs(number), format=form, locale=self._locale))
        return f"\u2212{shown}" if number < 0 else shown

    def dated(self, day: date) -> str:
        """`2017-05-01` or `1 May 2017`."""
        if self._swedish:
            return day.isoformat()
        return f"{day.day}\u00a0{format_date(day, 'MMMM', locale=self._locale)}\u00a0{day.year}"

    def moment(self, moment: datetime) -> str:
        """A local moment to the minute."""
        return f"{self.dated(moment.date())} {moment:%H:%M}"

    def month(self, day: date) -> str:
        """`maj 2017`, `May 2017`."""
        return f"{get_month_names('wide', locale=self._locale)[day.month]} {day.year}"

    def short_month(self, day: date) -> str:
        return str(get_month_names("abbreviated", locale=self._locale)[day.month]).rstrip(".")

    def short_day(self, day: date) -> str:
        return f"{day.day}\u00a0{self.short_month(day)}"

    def weekday(self, number: int) -> str:
        return str(get_day_names("abbreviated", "stand-alone", locale=self._locale)[number])

    def country(self, code: str) -> str | None:
        """The name of an ISO 3166 country; None for another code."""
        name = self._locale.territories.get(code)
        return None if name is None or not code.isalpha() else str(name)

    def split(self, people: People) -> str:
        """Women and men in words: percentages that add to 100, or the numbers on a small base (C8, C9)."""
        if is_small_base(people.women + people.men):
            return self._words.say(
                "{women} were women and {men} men", women=self.whole(people.women), men=self.whole(people.men)
            )
        women, men = percentages((people.women, people.men)) or (0, 0)
        return self._words.say(
            "about {women} were women and {men} men",
            women=self.whole_percent(women),
            men=self.whole_percent(men),
        )

    # --- in tables ---

    def text(self, text: str) -> Cell:
        return Cell(text)

    def whole_cell(self, number: int | None) -> Cell:
        if number is None:
            return Cell(NOT_AVAILABLE)
        return Cell(self.whole(number) if number else NONE, number, Form.WHOLE)

    def percent_cell(self, share: Fraction | None, base: int = SMALL_BASE) -> Cell:
        """A percentage with one decimal; ".." without a base or on one below 20 (C9)."""
        if share is None or is_small_base(base):
            return Cell(NOT_AVAILABLE)
        return self.rounded_cell(half_up(100 * share, 1))

    def rounded_cell(self, percent: Decimal) -> Cell:
        """A percentage that is rounded already, to one decimal."""
        return Cell(self._per_cent(self._shown(percent, 1)), percent, Form.PERCENT)

    def split_cells(self, people: People) -> tuple[Cell, Cell]:
        """The shares of women and men of women and men, adding to 100."""
        shares = percentages((people.women, people.men), 1)
        if shares is None or is_small_base(people.women + people.men):
            return Cell(NOT_AVAILABLE), Cell(NOT_AVAILABLE)
        return self.rounded_cell(shares[0]), self.rounded_cell(shares[1])

    def decimal_cell(self, value: Fraction | None) -> Cell:
        if value is None:
            return Cell(NOT_AVAILABLE)
        return Cell(self.decimal(value), half_up(value, 1), Form.DECIMAL)

    def date_cell(self, day: date) -> Cell:
        return Cell(self.dated(day), day, Form.DATE)

    def change(self, value: Fraction | None, decimals: int = 1) -> Cell:
        """A difference with its sign in front, also a plus."""
        if value is None:
            return Cell(NOT_AVAILABLE)
        rounded = half_up(value, decimals)
        shown = self._shown(rounded, decimals)
        return Cell(f"+{shown}" if rounded > 0 else shown, rounded, Form.DECIMAL if decimals else Form.WHOLE)

    def change_percent(self, value: Fraction | None) -> Cell:
        """A percent change, given in percent, with its sign."""
        if value is None:
            return Cell(NOT_AVAILABLE)
        rounded = half_up(value, 1)
        shown = self._per_cent(self._shown(rounded, 1))
        return Cell(f"+{shown}" if rounded > 0 else shown, rounded, Form.PERCENT)


def _unbroken(number: str) -> str:
    return number.replace(" ", "\u00a0").replace("\u202f", "\u00a0")
