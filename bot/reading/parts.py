"""The parts of a text for each site and date apart (R22, R29)."""

from dataclasses import replace

from bot.reading.date_words import How, SaidDate
from bot.reading.draft import Draft
from bot.reading.items import Item
from bot.reading.meanings import FIGURES, LABELS, NAMES, Meaning

NAMED = (How.CALENDAR, How.DAY, How.WEEKDAY)
FROM_NOW = (How.TODAY, How.EVENING, How.NIGHT, How.YESTERDAY, How.LAST_NIGHT, How.DAYS_AGO, How.TOMORROW)
"""Ways to say a date that may stand beside each other for one date: "igår 11/10"."""


def parts_of(items: list[Item], own: frozenset[str]) -> list[tuple[Draft, list[Item]]]:
    """The items for each site and date apart, each with a draft that names its site and date.

    "A k9 m19, B k5 m20" and "10/10 k8 m17, 11/10 k9 m21" have two parts; a date before all sites, or a site
    before all dates, holds for every part.
    """
    marks = [item for item in items if item.meaning in NAMES]
    if not marks:
        return [(Draft(), items)]
    sites = {item.name for item in marks if item.meaning is Meaning.SITE}
    dates = {item.said for item in marks if item.meaning is Meaning.DATE}
    runs = _runs(items) if len(sites) > 1 or len(dates) > 1 else []
    if not runs:
        draft = Draft()
        _name(draft, marks, own)
        return [(draft, items)]
    parts: list[tuple[Draft, list[Item]]] = []
    held_site, held_date = _held(runs)
    for names, inside in runs:
        draft = Draft()
        named_site = any(item.meaning is Meaning.SITE for item in names)
        named_date = any(item.meaning is Meaning.DATE for item in names)
        extra = ([] if named_site or not held_site else [held_site]) + (
            [] if named_date or not held_date else [held_date]
        )
        _name(draft, [*extra, *names], own)
        if not named_date and not held_date and dates:
            draft.said = SaidDate(How.VAGUE)
        parts.append((draft, inside))
    return parts


def _held(runs: list[tuple[list[Item], list[Item]]]) -> tuple[Item | None, Item | None]:
    """What is named before the first part and holds for all: the date when sites change, the site when dates do."""
    if not runs:
        return None, None
    first = runs[0][0]
    site = next((item for item in first if item.meaning is Meaning.SITE), None)
    day = next((item for item in first if item.meaning is Meaning.DATE), None)
    many_sites = sum(any(item.meaning is Meaning.SITE for item in names) for names, _ in runs) > 1
    holds_day = day is not None and (not many_sites or first.index(day) < (first.index(site) if site else 99))
    return (None if many_sites else site), (day if holds_day else None)


def _runs(items: list[Item]) -> list[tuple[list[Item], list[Item]]]:
    """The sites and dates with the figures that follow them; when the figures come first, that precede them."""
    first = next(
        (item for item in items if item.meaning in NAMES or item.meaning in FIGURES),
        None,
    )
    if first is None:
        return []
    leading = first.meaning in NAMES
    runs: list[tuple[list[Item], list[Item]]] = [([], [])]
    for item in items:
        names, inside = runs[-1]
        if item.meaning in NAMES:
            has_figures = any(one.meaning in FIGURES for one in inside)
            same = any(
                one.meaning is item.meaning and (one.name, one.said) != (item.name, item.said)
                for one in names
            )
            if (leading and has_figures) or (same and has_figures):
                names, inside = [], []
                runs.append((names, inside))
            names.append(item)
        else:
            if not leading and names and (item.meaning in FIGURES or item.meaning in LABELS):
                names, inside = [], []
                runs.append((names, inside))
            inside.append(item)
    whole = [run for run in runs if any(item.meaning in FIGURES for item in run[1])]
    if whole and whole[-1] is not runs[-1]:
        whole[-1][0].extend(runs[-1][0])
        whole[-1][1].extend(runs[-1][1])
    return whole


def _name(draft: Draft, marks: list[Item], own: frozenset[str]) -> None:
    for item in marks:
        if item.meaning is Meaning.SITE:
            if item.name not in own or draft.site not in (None, item.name):
                draft.foreign = True
            else:
                draft.site = item.name
        elif item.said is not None:
            if draft.said is not None and draft.said != item.said:
                draft.said = _both(draft.said, item.said)
            else:
                draft.said = item.said


def _both(one: SaidDate, two: SaidDate) -> SaidDate:
    """Two dates for one count: a night word beside a date says nothing new, anything else is unclear."""
    for said, other in ((one, two), (two, one)):
        if said.how in (How.CALENDAR, How.DAY) and other.how is How.WEEKDAY and not other.shift:
            return SaidDate(said.how, said.day, said.month, said.year, weekday=other.weekday + 1)
        if said.how is How.EVENING and other.how in (How.TODAY, How.NIGHT):
            return said
        if said.how in NAMED and other.how in FROM_NOW and not (one.beside or two.beside):
            return replace(said, beside=other)
    return SaidDate(How.VAGUE, night=one.night or two.night)
