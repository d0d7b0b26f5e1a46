"""What the settings say of texts that are sent: where to, how many, and who is told when they are used up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from reports import gsm7
from reports import sms as say
from reports.wording import Wording, wording
from storage import sms as memory
from storage.outbox import queue
from storage.wishes import Wish


@dataclass(frozen=True, slots=True)
class Rules:
    """What the settings say of texts that are sent."""

    language: str
    """Of people who have not chosen one."""
    zone: ZoneInfo
    """Whose midnight begins a day's budget."""
    daily_budget: int
    number_budget: int
    """Segments a day, in all and to one number."""
    countries: tuple[str, ...]
    secrets: tuple[str, ...] = ()
    """What the codes of invitations are made with; the first makes, any is taken while a token is changed."""

    def may_reach(self, address: str) -> bool:
        return address.startswith(self.countries)

    def day(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()

    def words(self, language: str | None) -> Wording:
        return wording(language or self.language)


def may_be_texted(address: str, rules: Rules, now: datetime) -> Wish[bool]:
    """Whether a segment may go to this number now."""
    if not rules.may_reach(address):
        return False
    spent = yield from memory.spent_so_far(address, rules.day(now))
    return (
        spent.stopped is None and spent.in_all < rules.daily_budget and spent.to_number < rules.number_budget
    )


def within_budget(address: str, text: str, rules: Rules, now: datetime) -> Wish[bool]:
    """Count a text on today's budgets, to a number that takes texts.

    False where it takes none, and, with an alarm to the coordinators, where the text would exceed a budget.
    """
    day, segments = rules.day(now), gsm7.segments(text)
    spent = yield from memory.spend(address, day, segments)
    if spent.stopped is not None and spent.stopped < now:  # at the same moment, this is the goodbye itself
        yield from memory.give_back(address, day, segments)
        return False
    if spent.in_all <= rules.daily_budget and spent.to_number <= rules.number_budget:
        return True
    yield from memory.give_back(address, day, segments)
    if spent.in_all > rules.daily_budget:
        yield from alarm(
            f"sms-budget:{day}", lambda words: say.budget_spent(words, rules.daily_budget), rules, now
        )
    else:
        name = yield from memory.name_of(address)
        yield from alarm(
            f"sms-budget:{day}:{address}",
            lambda words: say.number_budget_spent(words, name or say.somebody(words)),
            rules,
            now,
        )
    return False


def tell_of_abroad(address: str, rules: Rules, now: datetime) -> Wish[None]:
    """Tell of a number in the house that gets no texts: somebody has mistaken it, or the settings."""
    name = yield from memory.name_of(address)
    yield from alarm(
        f"sms-abroad:{address}", lambda words: say.abroad(words, name or say.somebody(words)), rules, now
    )


def alarm(
    key: str, text: Callable[[Wording], str], rules: Rules, now: datetime, but: int | None = None
) -> Wish[None]:
    """Tell every coordinator once, each in their language, elsewhere than by SMS where they can be reached there."""
    for one in (yield from memory.coordinators()):
        if one.person != but:
            yield from queue(
                key=f"{key}:{one.person}",
                channel=one.channel,
                address=one.address,
                text=text(rules.words(one.language)),
                now=now,
                person=one.person,
                message=None,
            )
