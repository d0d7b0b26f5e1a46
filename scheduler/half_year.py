"""The half-year report: when the last report of a half-year is due, its draft goes to the coordinators as files."""

from datetime import datetime

from reports import enclosed
from reports.wording import Wording, wording
from scheduler.outcome import NOTHING, Outcome
from scheduler.remind import NO_ADDRESS, TOO_LATE
from shelter.enclosures import CARRY_FILES, Enclosed, Enclosure
from shelter.half_year import FORMS, Handover, handover, readers_of
from shelter.house import House
from shelter.people import Person
from shelter.period import Period, half_year_of, period_before
from shelter.privacy import Audience
from shelter.sums import Reports
from storage.database import Database
from storage.escalation import escalation
from storage.house import house_version, load_house
from storage.people import reached
from storage.phone import house_zone
from storage.reminders import done_on, keep_skipped, readers, say
from storage.signoffs import is_signed
from storage.totals import totals_of_period
from storage.wishes import Wish


class HalfYear:
    """Queues the files of a half-year once for each coordinator; a person whom no file reaches gets a line."""

    def __init__(self, database: Database, default_language: str) -> None:
        self._database = database
        self._default_language = default_language
        self._house: House | None = None

    async def __call__(self, now: datetime) -> Outcome:
        if not (await self._database.read(self._owed, now))[1]:
            return NOTHING
        return await self._database.write(self._carry_out, now)

    def _owed(self, now: datetime) -> Wish[tuple[Handover | None, list[Person]]]:
        """The half-year that is to be handed over at `now`, and those who have not had it."""
        zone = yield from house_zone()
        if (yield from escalation()).is_quiet(now, zone):
            return None, []
        ended = period_before(half_year_of(now.astimezone(zone).date()))
        done = {(kind, person) for kind, _, _, person in (yield from done_on(ended.first))}
        staff = yield from readers()
        waiting = [
            person
            for person in readers_of(one.person for one in staff)
            if any((key[0], person.id) not in done for key in Handover(ended, now).keys(person.id))
        ]
        if not waiting:
            return None, []
        house = yield from self._current()
        found = handover(house.sites, now, zone)
        return found, waiting if found is not None else []

    def _carry_out(self, now: datetime) -> Wish[Outcome]:
        found, waiting = yield from self._owed(now)
        outcome = NOTHING
        if found is None:
            return outcome
        house = yield from self._current()
        told = yield from totals_of_period(house.sites, found.period, now)
        draft = not (yield from is_signed(found.period))
        for person in waiting:
            outcome += yield from self._hand_over(person, found, told.reports, now, draft=draft)
        return outcome

    def _hand_over(
        self, person: Person, found: Handover, come: Reports, now: datetime, *, draft: bool
    ) -> Wish[Outcome]:
        keys = found.keys(person.id)
        to = yield from reached(person.id, with_files=True)
        if to is None or found.until <= now:
            why = NO_ADDRESS if to is None else TOO_LATE
            return Outcome(skipped=(yield from keep_skipped(keys, why, now)))
        words = wording(person.language or self._default_language)
        elsewhere = enclosed.period_report_elsewhere(words, found.period)
        if to.channel not in CARRY_FILES:
            return Outcome(queued=int((yield from say(keys, to, elsewhere, now, found.until))))
        outcome = NOTHING
        for key, one in zip(keys, _files(words, found.period, come, elsewhere, draft=draft), strict=True):
            new = yield from say([key], to, one.caption, now, found.until, enclosed=one)
            outcome += Outcome(queued=int(new))
        return outcome

    def _current(self) -> Wish[House]:
        version = yield from house_version()
        if self._house is None or self._house.version != version:
            self._house = yield from load_house()
        return self._house


def _files(words: Wording, period: Period, come: Reports, elsewhere: str, *, draft: bool) -> list[Enclosed]:
    """The files, in the form that can be passed on; the first tells how complete they are."""
    files = []
    for place, form in enumerate(FORMS):
        enclosure = Enclosure(form, period, words.language, Audience.PUBLIC, draft)
        if place == 0:
            told = enclosed.period_report(words, enclosure, come.received, come.due)
            files.append(Enclosed(told, enclosure, elsewhere))
        else:
            files.append(Enclosed(enclosed.caption(words, enclosure), enclosure))
    return files
