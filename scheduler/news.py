"""News of the whole house: the nightly summary, corrections after it, free beds in the evening, the digest."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from reports import chasing, nightly
from reports.wording import Wording, wording
from scheduler.outcome import NOTHING, Outcome
from scheduler.remind import NO_ADDRESS, TOO_LATE
from shelter.dates import CORRECTION_DAYS
from shelter.escalation import Staff
from shelter.house import House
from shelter.messages import ROOMY, Button
from shelter.nightly import Digest, News, SiteNight, Summary, compared_dates, news, summary_of, unusual_in
from shelter.people import Deed
from shelter.period import Period
from shelter.sites import Kind
from shelter.totals import totals
from storage.counts import holding, reports_between
from storage.database import Database
from storage.escalation import escalation
from storage.house import load_house
from storage.news import (
    Changed,
    changed_since_summary,
    channels_on,
    corrected_since,
    last_summary,
    reports_on,
)
from storage.people import Reached, reached
from storage.phone import house_zone
from storage.reminders import done_since, keep_skipped, readers, say
from storage.wishes import Wish

NOTHING_TO_TELL = "nothing was open"

WEEKS_FOR_USUAL = 8
CORRECTION_USEFUL_FOR = timedelta(hours=24)
"""An older one is in the next summary."""


class _Told(NamedTuple):
    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()


class Bulletin:
    """One kind of news, queued once to each who is owed it."""

    def __init__(self, database: Database, default_language: str, kind: str) -> None:
        self._database = database
        self._default_language = default_language
        self._kind = kind

    async def __call__(self, now: datetime) -> Outcome:
        if not await self._database.read(self._owed, now):
            return NOTHING
        return await self._database.write(self._carry_out, now)

    def _owed(self, now: datetime) -> Wish[list[tuple[News, Staff]]]:
        people = yield from readers()
        due = news(people, (yield from escalation()), (yield from house_zone()), now)
        mine = [one for one in due if one.kind == self._kind]
        if not mine:
            return []
        done = yield from done_since(min(one.date for one in mine))
        by_id = {one.person.id: one for one in people}
        return [(one, by_id[one.person]) for one in mine if one.key not in done]

    def _carry_out(self, now: datetime) -> Wish[Outcome]:
        outcome = NOTHING
        house = yield from load_house()
        for one, person in (yield from self._owed(now)):
            to = yield from reached(one.person)
            if to is None or one.until <= now:
                why = NO_ADDRESS if to is None else TOO_LATE
                outcome += Outcome(skipped=(yield from keep_skipped([one.key], why, now)))
                continue
            words = wording(person.person.language or self._default_language)
            told = yield from self._told(one, person, house, to, words, now)
            if told is None:
                outcome += Outcome(skipped=(yield from keep_skipped([one.key], NOTHING_TO_TELL, now)))
                continue
            new = yield from say([one.key], to, told.text, now, one.until, told.buttons)
            outcome += Outcome(queued=int(new))
        return outcome

    def _told(
        self, one: News, person: Staff, house: House, to: Reached, words: Wording, now: datetime
    ) -> Wish["_Told | None"]:
        match one.kind:
            case "summary":
                told = yield from _summary(house, one, now)
                if not told.nights and not told.days:
                    return None
                if to.channel in ROOMY:
                    return _Told(nightly.summary_whole(words, told), chasing.buttons(words, told))
                return _Told(nightly.summary(words, told))
            case "digest":
                week = yield from _digest(house, one.date, now)
                return _Told(nightly.digest(words, week)) if week.due else None
        nights = yield from _nights(house, person, one.date, now)
        return _Told(nightly.free_beds(words, nights, one.date)) if nights else None


def _summary(house: House, one: News, now: datetime) -> Wish[Summary]:
    reports = yield from reports_on(compared_dates(one.date))
    last = yield from last_summary(one.person)
    corrected = yield from corrected_since(
        last or now - timedelta(days=1), one.date - timedelta(days=CORRECTION_DAYS)
    )
    shorts = {site.short for site in house.sites if not site.practice}
    channels = yield from channels_on(one.date)
    mine = [each for each in corrected if each[0] in shorts]
    return summary_of(house.sites, reports, one.date, mine, now, channels)


def _digest(house: House, first: date, now: datetime) -> Wish[Digest]:
    week = Period(first, first + timedelta(days=6))
    reports = yield from reports_between(first - timedelta(weeks=WEEKS_FOR_USUAL), week.last)
    told = totals(house.sites, [report for report in reports if report.date in week], week, now)
    return Digest(
        week=week,
        due=told.reports.due,
        received=told.reports.received,
        missing=told.missing,
        unusual=unusual_in(week, house.sites, reports),
    )


def _nights(house: House, person: Staff, day: date, now: datetime) -> Wish[Sequence[SiteNight]]:
    reports = yield from reports_on([day])
    sites = house.within_reach(person.person, Deed.SEE_TONIGHT)
    told = summary_of([site for site in sites if site.kind is Kind.NIGHT], reports, day, (), now)
    return told.nights


class Corrections:
    """A short line for what came late or was corrected after its summary, once, outside the quiet hours."""

    def __init__(self, database: Database, default_language: str) -> None:
        self._database = database
        self._default_language = default_language

    async def __call__(self, now: datetime) -> Outcome:
        if not await self._database.read(self._changed, now):
            return NOTHING
        return await self._database.write(self._carry_out, now)

    def _changed(self, now: datetime) -> Wish[list[Changed]]:
        zone = yield from house_zone()
        settings = yield from escalation()
        if settings.is_quiet(now, zone):
            return []
        today = now.astimezone(zone).date()
        changed = yield from changed_since_summary(today - timedelta(days=CORRECTION_DAYS + 1))
        return [one for one in changed if one.at <= now]

    def _carry_out(self, now: datetime) -> Wish[Outcome]:
        changed = yield from self._changed(now)
        late = [one.key for one in changed if one.at + CORRECTION_USEFUL_FOR <= now]
        outcome = Outcome(skipped=(yield from keep_skipped(late, TOO_LATE, now)))
        house = yield from load_house()
        shorts = {site.short for site in house.sites if not site.practice}
        for one in (yield from readers()):
            mine = [
                each
                for each in changed
                if each.person == one.person.id and each.key not in late and each.site in shorts
            ]
            if mine:
                outcome += yield from self._say(one, mine, house, now)
        return outcome

    def _say(self, one: Staff, mine: Sequence[Changed], house: House, now: datetime) -> Wish[Outcome]:
        keys = [each.key for each in mine]
        to = yield from reached(one.person.id)
        if to is None:
            return Outcome(skipped=(yield from keep_skipped(keys, NO_ADDRESS, now)))
        told = []
        for short, day in dict.fromkeys((each.site, each.date) for each in mine):
            held = yield from holding(short, day)
            told.append((house.site(short), day, held))
        text = nightly.corrected(wording(one.person.language or self._default_language), told)
        until = now + CORRECTION_USEFUL_FOR
        return Outcome(queued=int((yield from say(keys, to, text, now, until))))
