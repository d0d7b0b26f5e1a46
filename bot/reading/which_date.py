"""Which reporting date a said date is, at a site and moment; or which ones it could be (R14-R16, R27)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.reading.date_words import How, SaidDate
from shelter.dates import CORRECTION_DAYS, is_correctable, local, opening, reporting_date
from shelter.sites import Kind, Site

SMALL_HOURS_END = time(5)
"""Before this "yesterday" may be the calendar's or the night's own (R15)."""

DAY = timedelta(days=1)
SOON = timedelta(days=7)
"""“den 13e” on the 12th is hardly the 13th of last month: a day of the month this near ahead is asked about."""

HALF_A_YEAR = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Which:
    """One date; or none, and the dates to choose from."""

    day: date | None
    choices: tuple[date, ...] = ()


def has_begun(site: Site, day: date, moment: datetime) -> bool:
    """Whether a count for `day` can be there yet; the common queue is asked about its own day at any hour."""
    if site.kind is Kind.INTAKE:
        return day <= local(site, moment).date()
    return opening(site, day) <= moment


def may_be_reported(site: Site, day: date, moment: datetime) -> bool:
    return is_correctable(site, day, moment) and has_begun(site, day, moment)


def which_date(said: SaidDate | None, site: Site, moment: datetime, *, any_age: bool = False) -> Which:
    """The reporting date of a count. `said` is None when the text names no date (R14).

    With `any_age` a date more than 35 days back is one too, where the text leaves no doubt of its year (C3).
    """
    if said is not None and said.beside is not None:
        named = which_date(replace(said, beside=None), site, moment, any_age=any_age).day
        other = which_date(said.beside, site, moment, any_age=any_age).day
        return (
            Which(named)
            if named == other
            else Which(None, tuple(sorted({day for day in (named, other) if day})))
        )
    if any_age and said is not None and (old := _old_days(said, site, moment)):
        american = _month_first(said, local(site, moment).date()) if said.bare else []
        swapped = [day for day in american if may_be_reported(site, day, moment)]
        certain = not swapped and _is_certain(old, said, site, moment)
        return Which(old[0]) if certain else Which(None, tuple(sorted({*old, *swapped})[-3:]))
    if said is None:
        usual = reporting_date(site, moment)  # which has begun and is of these days
        if usual is not None and site.in_service_on(usual):
            return Which(usual)
    here = local(site, moment)
    today, small_hours = here.date(), here.time() < SMALL_HOURS_END
    if said is None:
        return _checked(None, site, moment, (today - DAY, today))
    days, certain = _days(said, site, moment, today)
    shifted = [moved for day in days if (moved := _moved(day, said.shift)) is not None]
    nearby = (
        [today, today - DAY, today - 2 * DAY] if small_hours or not shifted or said.how is How.DAY else []
    )
    if small_hours and said.how in (How.YESTERDAY, How.LAST_NIGHT, How.NIGHT_BEFORE, How.DAYS_AGO):
        certain = False
    if not certain:
        return _checked(None, site, moment, (*shifted, *nearby))
    day = next((day for day in shifted if has_begun(site, day, moment)), None)
    return _checked(day, site, moment, (*shifted, *_month_first(said, today)))


def _old_days(said: SaidDate, site: Site, moment: datetime) -> list[date]:
    """The dates more than 35 days back that a phrase can mean, in order; none where it means a later one.

    A day and month without a year is a date of each year of the site's service: with several, one is asked for.
    """
    here = local(site, moment)
    today = here.date()
    match said.how:
        case How.DAYS_AGO if here.time() >= SMALL_HOURS_END:
            days = [today - said.day * DAY]
        case How.CALENDAR if not said.through:
            years = [said.year] if said.year else list(range(site.first.year, today.year + 1))
            days = [day for year in years if (day := _date(year, said.month, said.day))]
        case _:
            return []
    found = [moved for day in days if (moved := _moved(day, said.shift)) is not None]
    if said.weekday:
        found = [day for day in found if (day - said.shift * DAY).weekday() == said.weekday - 1]
    begun = [day for day in found if site.in_service_on(day) and has_begun(site, day, moment)]
    return [] if any(is_correctable(site, day, moment) for day in begun) else begun


def _is_certain(old: list[date], said: SaidDate, site: Site, moment: datetime) -> bool:
    """Whether only one date can be meant: its year is said, or it is the only one of the site's service and nearer
    behind than ahead.
    """
    in_full = bool(said.year) or said.how is How.DAYS_AGO
    return len(old) == 1 and (in_full or local(site, moment).date() - old[0] <= HALF_A_YEAR)


def _checked(day: date | None, site: Site, moment: datetime, choices: tuple[date, ...]) -> Which:
    if day is not None and may_be_reported(site, day, moment):
        return Which(day)
    possible = sorted({one for one in choices if may_be_reported(site, one, moment)})
    return Which(None, tuple(possible[-3:]))


def _days(said: SaidDate, site: Site, moment: datetime, today: date) -> tuple[list[date], bool]:
    """The dates a phrase can mean, best first, and whether the first that has begun is meant for certain."""
    usual, early = reporting_date(site, moment), local(site, moment).time() < site.cut_off
    ago = {How.YESTERDAY: 1, How.LAST_NIGHT: 1, How.DAYS_AGO: said.day, How.TOMORROW: -said.day}.get(said.how)
    days: list[date] = [] if ago is None else [today - ago * DAY]
    certain = True
    match said.how:
        case How.TODAY if site.kind is Kind.INTAKE or said.shift:
            days = [today]
        case How.TODAY | How.NIGHT:
            days, certain = ([usual], True) if usual else ([today - DAY, today], False)
        case How.EVENING:
            # In the morning "tonight" is the coming night, which has not begun (R27).
            coming = usual is None or (usual < today and local(site, moment).time() >= SMALL_HOURS_END)
            days, certain = ([today, today - DAY], False) if coming or usual is None else ([usual], True)
        case How.MORNING if site.kind is not Kind.NIGHT:
            days = [today]
        case How.MORNING:
            opened = local(site, moment).date() == usual
            days, certain = ([today - DAY, today], False) if opened else ([today - DAY], True)
        case How.NIGHT_BEFORE:
            days, certain = ([today - DAY, today - 2 * DAY], False) if early else ([today - DAY], True)
        case How.WEEKDAY:
            days, certain = _weekday(said, today)
        case How.CALENDAR:
            days, certain = _calendar(said, today)
        case How.DAY:
            days = list(_months_back(said, today))
            meant = [day + said.shift * DAY for day in days]
            certain = all(has_begun(site, day, moment) or day - today > SOON for day in meant)
    return days, certain and bool(days)


def _weekday(said: SaidDate, today: date) -> tuple[list[date], bool]:
    target = (said.weekday + said.shift) % 7
    latest = today - DAY * ((today.weekday() - target) % 7)
    back = [latest - said.shift * DAY, latest - (7 + said.shift) * DAY]
    if said.coming and not said.bare:
        return [latest + 7 * DAY, *back], False
    if said.past and latest == today:
        return back, False
    return back, True


def _calendar(said: SaidDate, today: date) -> tuple[list[date], bool]:
    years = [said.year] if said.year else [today.year + 1, today.year, today.year - 1, today.year - 4]
    days = [day for year in years if (day := _date(year, said.month, said.day))]
    latest = next((day for day in days if day <= today), None)
    if said.weekday and (latest is None or latest.weekday() != said.weekday - 1):
        return days, False  # "tisdag 12/10" of a Thursday
    if said.through:
        return days, False
    return days, bool(days)


def _months_back(said: SaidDate, today: date) -> Iterator[date]:
    for back in range(-1, 4):
        month = today.year * 12 + today.month - 1 - back
        if day := _date(month // 12, month % 12 + 1, said.day):
            yield day


def _month_first(said: SaidDate, today: date) -> list[date]:
    """What 10/12 would be in American order: offered as a choice, never taken (R15)."""
    if said.how is not How.CALENDAR:
        return []
    swapped = (_date(year, said.day, said.month) for year in (today.year, today.year - 1))
    return [day for day in swapped if day]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _moved(day: date, days: int) -> date | None:
    return day + timedelta(days=days) if date(2, 1, 1) < day < date(9998, 1, 1) else None


def closed_dates(
    said: SaidDate | None, site: Site, moment: datetime, *, any_age: bool = False
) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """The dates of "stängt", which may lie ahead (R16, R27); or none of them, and the dates to choose from.

    With `any_age` a date more than 35 days back is one too, where its year is said (C3).
    """
    if said is not None and said.beside is not None:
        named = closed_dates(replace(said, beside=None), site, moment, any_age=any_age)
        other = closed_dates(said.beside, site, moment, any_age=any_age)
        return named if named[0] == other[0] else ((), tuple(sorted({*named[0], *other[0]})))
    here = local(site, moment)
    today, small_hours = here.date(), here.time() < SMALL_HOURS_END
    days: list[date] = []
    choices = [today - DAY, today]
    if said is None or said.how is How.NIGHT or (small_hours and said.how in (How.TODAY, How.EVENING)):
        usual = reporting_date(site, moment)
        days = [usual] if usual else []
    elif said.how in (How.TODAY, How.EVENING):
        days = [today]
    elif said.how is How.TOMORROW:
        days, choices = [today + said.day * DAY], [today, today + DAY]
        days = [] if small_hours else days
    elif said.how is How.WEEKDAY:
        days, choices = _closed_weekday(said, today)
    elif said.how in (How.CALENDAR, How.DAY):
        days, choices = _nearest(said, site, today)
    elif said.how is not How.VAGUE:
        which = which_date(said, site, moment, any_age=any_age)
        days, choices = [which.day] if which.day else [], list(which.choices)
    days = [
        moved for day in days if (moved := _moved(day, said.shift if said and said.shift else 0)) is not None
    ]
    said_in_full = any_age and said is not None and bool(said.year or said.how is How.DAYS_AGO)
    oldest = site.first if said_in_full else today - timedelta(days=CORRECTION_DAYS)
    if days and all(day >= oldest and site.in_service_on(day) for day in days):
        return tuple(days), ()
    return (), tuple(day for day in sorted(set(choices)) if day >= oldest and site.in_service_on(day))


def _closed_weekday(said: SaidDate, today: date) -> tuple[list[date], list[date]]:
    ahead = today + DAY * ((said.weekday - today.weekday()) % 7)
    behind = ahead - 7 * DAY
    if ahead == today or not (said.past or said.coming or said.shift):
        return [], [behind, ahead]
    return [behind if said.past else ahead], []


def _nearest(said: SaidDate, site: Site, today: date) -> tuple[list[date], list[date]]:
    """24/12 without a year is the nearest such date; a span is each of its days, at a day centre."""
    if said.how is How.DAY:
        near = list(_months_back(said, today))
    else:
        years = [said.year] if said.year else [today.year - 1, today.year, today.year + 1]
        near = [day for year in years if (day := _date(year, said.month, said.day))]
    near.sort(key=lambda day: abs(day - today))
    if said.weekday:
        near = [day for day in near if day.weekday() == said.weekday - 1][:1]
    if not near:
        return [], []
    if not said.through:
        return near[:1], []
    last = _date(near[0].year, near[0].month, said.through)
    if site.kind is Kind.NIGHT or last is None or last <= near[0]:
        return [], []
    return [near[0] + step * DAY for step in range((last - near[0]).days + 1)], []
