"""Reminders and escalations: the house is looked at, and what is owed to the silent is queued once."""

from datetime import date, datetime, timedelta

from reports import reminding
from reports.wording import wording
from scheduler.outcome import NOTHING, Outcome
from shelter.counting import has_come
from shelter.escalation import Staff
from shelter.house import House
from shelter.reminders import LOOK_BACK_DAYS, Ask, Owed, Watch, owed
from storage.counts import changes_between, reports_between
from storage.database import Database
from storage.escalation import escalation, reminder_rules, site_settings
from storage.house import house_version, load_house
from storage.people import reached
from storage.reminders import StaffRows, done_since, keep_skipped, say, staff_in, staff_rows, withdraw
from storage.wishes import Wish

SEEN_DAYS = 2 * LOOK_BACK_DAYS
"""Reports this far back are read: a date that is still asked about may not be the first in a row."""

TOO_LATE = "too late"
NO_ADDRESS = "no address"


class Reminders:
    """Looks beside the writers, and writes only when something is owed."""

    def __init__(self, database: Database, default_language: str) -> None:
        self._database = database
        self._default_language = default_language
        self._house: House | None = None
        self._watch: Watch | None = None
        self._staff_rows: StaffRows | None = None
        self._come: set[tuple[str, date]] = set()
        self._come_mark: tuple[object, ...] = ()

    async def __call__(self, now: datetime) -> Outcome:
        """Queue what is owed at `now`, by the house's clock."""
        found, waiting = await self._database.read(self._look, now)
        if not (found.asks or found.skipped or waiting):
            return NOTHING
        return await self._database.write(self._carry_out, now)

    def _look(self, now: datetime) -> Wish[tuple[Owed, bool]]:
        house, watch, come = yield from self._seen(now)
        done = yield from done_since(self._today(house, now) - timedelta(days=LOOK_BACK_DAYS + 1))
        found = owed(watch, now, lambda site, day: (site, day) in come, done)
        return found, bool((yield from withdraw(come, now, look=True)))

    def _carry_out(self, now: datetime) -> Wish[Outcome]:
        """Decide anew in the transaction that queues: a report that came meanwhile silences."""
        house, watch, come = yield from self._seen(now)
        done = yield from done_since(self._today(house, now) - timedelta(days=LOOK_BACK_DAYS + 1))
        found = owed(watch, now, lambda site, day: (site, day) in come, done)
        yield from withdraw(come, now)
        skipped = yield from keep_skipped((nudge.key for nudge in found.skipped), TOO_LATE, now)
        people = {one.person.id: one for one in watch.staff}
        outcome = Outcome(skipped=skipped)
        for ask in found.asks:
            outcome += yield from self._say(ask, people[ask.person], house, now)
        return outcome

    def _say(self, ask: Ask, one: Staff, house: House, now: datetime) -> Wish[Outcome]:
        keys = [nudge.key for nudge in ask.nudges]
        to = yield from reached(one.person.id)
        if to is None:
            return Outcome(skipped=(yield from keep_skipped(keys, NO_ADDRESS, now)))
        text = reminding.ask(
            wording(one.person.language or self._default_language),
            ask.silences,
            {site.short: site for site in house.sites},
            now,
            one.person.sites,
        )
        return Outcome(queued=int((yield from say(keys, to, text, now, ask.until))))

    def _seen(self, now: datetime) -> Wish[tuple[House, Watch, set[tuple[str, date]]]]:
        house, watch = yield from self._current()
        today = self._today(house, now)
        first = today - timedelta(days=SEEN_DAYS)
        mark = (house.version, today, *(yield from changes_between(first, today)))
        if mark != self._come_mark:
            watch.forget_before(first)
            reports = yield from reports_between(first, today)
            kinds = {site.short: site.kind for site in house.sites}
            self._come = {
                (report.site, report.date)
                for report in reports
                if report.site in kinds and has_come(kinds[report.site], report)
            }
            self._come_mark = mark
        return house, watch, self._come

    def _current(self) -> Wish[tuple[House, Watch]]:
        """The house and its people; what was made of them is kept for as long as both stay the same."""
        version = yield from house_version()
        rows = yield from staff_rows()
        settings = yield from escalation()
        house, watch = self._house, self._watch
        if house is None or house.version != version:
            house = self._house = yield from load_house()
            watch = None
        own = yield from site_settings()
        if watch is None or rows != self._staff_rows or settings != watch.settings or own != watch.own:
            rules = yield from reminder_rules()
            watch = self._watch = Watch(
                house.sites, staff_in(rows, [site.short for site in house.sites]), settings, rules, own
            )
            self._staff_rows = rows
        return house, watch

    @staticmethod
    def _today(house: House, now: datetime) -> date:
        return now.astimezone(house.zone).date()
