"""What every section is written from: the figures, the words, the standing, and phrases they share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from reports.document import Block, Bullets, Cell, Chart, Paragraph, Voice
from reports.numerals import Numerals
from reports.period_words import LISTED_DATES, ranges
from reports.wording import Wording
from shelter.activity import Activity
from shelter.privacy import Audience, Shown
from shelter.site_dates import Week
from shelter.sites import Kind, Site
from shelter.standing import Standing, Written
from shelter.sums import Reports
from shelter.totals import Day, Night

QUALITY_SECTION = 7


@dataclass(frozen=True)
class Scene:
    words: Wording
    figures: Activity
    standing: Standing

    @cached_property
    def numerals(self) -> Numerals:
        return Numerals(self.words)

    def of(self, kind: Kind) -> tuple[Site, ...]:
        return tuple(site for site in self.figures.sites if site.kind is kind)

    @property
    def whole_weeks(self) -> tuple[Week, ...]:
        """The weeks that lie in the period from Monday to Sunday: a cut week would look like a fall."""
        return tuple(week for week in self.figures.weeks if week.period.days == 7)

    def written(self, part: Written, *prompts: str) -> list[Block]:
        """What people wrote for this part or, before they have, the questions it is to answer."""
        said = self.standing.texts.get(part, "").strip()
        if said:
            return [Paragraph(one.strip(), Voice.PEOPLE) for one in said.split("\n\n") if one.strip()]
        return [Bullets(prompts, Voice.PROMPT)]

    def few(self, number: int) -> str:
        """A small number as a word, as running text has it: three, tolv, 13."""
        say = self.words.say
        small = (
            say("no"),
            say("one"),
            say("two"),
            say("three"),
            say("four"),
            say("five"),
            say("six"),
            say("seven"),
            say("eight"),
            say("nine"),
            say("ten"),
            say("eleven"),
            say("twelve"),
        )
        return small[number] if number < len(small) else self.numerals.whole(number)

    def shelters(self) -> str:
        number = len(self.of(Kind.NIGHT))
        return (
            self.words.say("one shelter")
            if number == 1
            else self.words.say("{number} shelters", number=self.few(number))
        )

    def centres(self) -> str:
        number = len(self.of(Kind.DAY))
        return (
            self.words.say("one centre")
            if number == 1
            else self.words.say("{number} centres", number=self.few(number))
        )

    def completeness(self, reports: Reports) -> str:
        """Never rounded up to 100: only a complete period is (C10)."""
        share = reports.completeness
        if share is None:
            return self.words.say("not available")
        if reports.are_complete or share == 1:
            return self.numerals.whole_percent(100)
        shown = self.numerals.percent(share, 1)
        return (
            shown
            if shown != self.numerals.percent(Fraction(1), 1)
            else "< " + self.numerals.whole_percent(100)
        )

    def completeness_cell(self, reports: Reports) -> Cell:
        return self.numerals.percent_cell(reports.completeness, 100)

    def hidden_rows_note(self) -> tuple[str, ...]:
        """Why rows do not show other and unknown, where they do not (C15)."""
        if not self.hides_rows:
            return ()
        return (
            self.words.say(
                "Rows show women and men and their sum; other and unknown stand in the last row only (.. = hidden)."
            ),
        )

    def months_note(self, shown: Shown) -> tuple[str, ...]:
        """Why the months do not add up to the last row, where they do not (C15)."""
        if not self.hides_rows or not shown.merged:
            return ()
        return (
            self.words.say(
                "Months count women and men; the last row also the {number} with other or unknown gender.",
                number=self.numerals.whole(shown.merged),
            ),
        )

    def is_told(self, block: Night | Day) -> bool:
        """Whether anything is known of a kind or site: a count, or that it was closed on every date (C13)."""
        counted = block.nights_counted if isinstance(block, Night) else block.days_counted
        return counted > 0 or block.reports.are_complete

    @property
    def hides_rows(self) -> bool:
        return self.figures.audience is Audience.PUBLIC

    def period(self) -> str:
        first, last = map(self.numerals.dated, (self.figures.period.first, self.figures.period.last))
        return first if first == last else f"{first} – {last}"

    def women_and_men_note(self, *shown: Shown) -> tuple[str, ...]:
        """That a figure is of women and men alone, as every one is that the public could otherwise subtract (C15)."""
        if not self.hides_rows or not any(one.merged for one in shown):
            return ()
        return (self.words.say("Here women and men are counted, without other and unknown gender."),)

    def by_week(self, chart: Chart) -> Block:
        """A chart of whole weeks; of a period that has none, the words instead of an empty picture."""
        if chart.labels:
            return chart
        return Paragraph(self.words.say("{caption}: the period has no whole week.", caption=chart.caption))

    def dates(self, days: Sequence[date]) -> str:
        """Dates one by one up to ten, then as ranges."""
        if len(days) <= LISTED_DATES:
            return self.words.series(map(self.numerals.dated, days))
        return self.words.series(
            self.numerals.dated(first)
            if first == last
            else f"{self.numerals.dated(first)} – {self.numerals.dated(last)}"
            for first, last in ranges(days)
        )
