"""A tally that was forgotten: once the site has closed, whoever counted last is asked whether it is done."""

import secrets
from datetime import datetime, timedelta

from reports import tally as words_of
from reports.wording import Wording, wording
from scheduler.outcome import NOTHING, Outcome
from scheduler.remind import NO_ADDRESS, TOO_LATE
from shelter.house import House
from shelter.messages import Repaint
from shelter.nudges import Key, closing
from shelter.people import Deed, may
from shelter.tally import Tally, TallyPanel, forgotten_at, look_question
from storage.database import Database
from storage.house import load_house
from storage.panels import keep_buttons
from storage.people import Reached, ask, reached
from storage.reminders import done_since, keep_skipped, outbox_key, say, staff_in, staff_rows
from storage.tally import keep_tally_panel, open_tallies, panels_of, repaint, tally_on
from storage.telegram import CHANNEL
from storage.wishes import Wish

KIND = "tally"
USEFUL_FOR = timedelta(hours=12)
"""A question stays open no longer, and by then the missing report has been asked for."""

TOKEN_BYTES = 12


class ForgottenTallies:
    """Asks once for each tally that is still open after closing."""

    def __init__(self, database: Database, default_language: str) -> None:
        self._database = database
        self._default_language = default_language

    async def __call__(self, now: datetime) -> Outcome:
        if not await self._database.read(self._forgotten, now):
            return NOTHING
        return await self._database.write(self._carry_out, now)

    def _forgotten(self, now: datetime) -> Wish[list[tuple[House, Tally]]]:
        still_open = yield from open_tallies()
        if not still_open:
            return []
        house = yield from load_house()
        asked = {key[:3] for key in (yield from done_since(min(day for _, day in still_open)))}
        found = []
        for short, day in still_open:
            if (KIND, short, day) in asked or now < closing(house.site(short), day):
                continue
            tally = yield from tally_on(short, day)
            if tally is not None and forgotten_at(house.site(short), tally) <= now:
                found.append((house, tally))
        return found

    def _carry_out(self, now: datetime) -> Wish[Outcome]:
        outcome = NOTHING
        for house, tally in (yield from self._forgotten(now)):
            outcome += yield from self._ask(house, tally, now)
        return outcome

    def _ask(self, house: House, tally: Tally, now: datetime) -> Wish[Outcome]:
        site = house.site(tally.site)
        until = forgotten_at(site, tally) + USEFUL_FOR
        to = yield from _last_to_count(tally)
        key = (KIND, tally.site, tally.date, to.person if to else tally.steps[-1].person)
        if to is None or until <= now:
            return Outcome(skipped=(yield from keep_skipped([key], TOO_LATE if to else NO_ADDRESS, now)))
        words = wording(to.language or self._default_language)
        yield from say([key], to, words_of.forgotten(words, site, tally), now, until)
        yield from ask(to.person, look_question(tally, now), now)
        if to.channel == CHANNEL:
            yield from _with_buttons(tally, key, to, words, now)
        return Outcome(queued=1)


def _last_to_count(tally: Tally) -> Wish[Reached | None]:
    """Whoever counted last, of those who may still report there and can be reached."""
    people = {one.person.id: one.person for one in staff_in((yield from staff_rows()), ())}
    for person in dict.fromkeys(step.person for step in reversed(tally.steps)):
        if person in people and may(people[person], Deed.REPORT, tally.site):
            to = yield from reached(person)
            if to is not None:
                return to
    return None


def _with_buttons(tally: Tally, key: Key, to: Reached, words: Wording, now: datetime) -> Wish[None]:
    """The question is the chat's panel from now on: it can be answered, or gone back from, by a press."""
    token, shown = secrets.token_urlsafe(TOKEN_BYTES), outbox_key(key)
    earlier = [
        Repaint(one.key, one.channel, one.address, one.person, words_of.continues(words))
        for one in (yield from panels_of(tally.site, tally.date))
        if (one.channel, one.address) == (to.channel, to.address)
    ]
    yield from repaint(earlier, f"{shown}:earlier", None, now)
    yield from keep_buttons(shown, words_of.looking(words, token, tally.version))
    panel = TallyPanel(tally.site, tally.date, token, looks=True)
    yield from keep_tally_panel(panel, shown, to.channel, to.address, to.person)
