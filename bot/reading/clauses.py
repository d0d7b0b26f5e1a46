"""The items of a text made ready: small words settled by their neighbours, the parts for each site and date apart."""

from bot.reading.date_words import How, SaidDate
from bot.reading.draft import Draft
from bot.reading.items import Item
from bot.reading.lexicon import LABELS, QUEUE
from bot.reading.meanings import Meaning

COUNTED = frozenset({*LABELS, *QUEUE, Meaning.GUESTS, Meaning.SUM})
FIGURES = frozenset(
    {
        Meaning.NUMBER,
        Meaning.DATE_OR_PAIR,
        Meaning.BAND,
        Meaning.CLOSED,
        Meaning.EMPTY,
        Meaning.FULL,
        Meaning.ALL_CAME,
        Meaning.NONE,
        Meaning.UNREADABLE,
    }
)
ENDS = frozenset({Meaning.LINE})


def settled(items: list[Item], language: str) -> list[Item]:
    """The items with signatures and reasons gone and the small words ("en", "inga", "men") decided."""
    items = _without_signature(items)
    items = _without_reasons(items)
    _settle_directions(items)
    _settle_men(items, language)
    _settle_small_numbers(items)
    return _settle_pairs(items)


def _without_signature(items: list[Item]) -> list[Item]:
    """“Mvh Anna”, “/M”, “//Bo” and “-M” at the end are who wrote, not what is counted (R12)."""
    for at, item in enumerate(items):
        if item.meaning is Meaning.SIGNED:
            after = at + 1
            while (
                after < len(items)
                and after - at <= 6
                and items[after].meaning not in FIGURES | {Meaning.BAND, Meaning.ORIGIN}
            ):
                after += 1
            tail = items[after:]
            if after < len(items) and items[after].meaning in FIGURES:
                # Figures after the greeting: give back what may be their label.
                while after > at + 1 and items[after - 1].meaning in COUNTED:
                    after -= 1
                tail = items[after:]
            return items[:at] + tail
    for at in range(len(items) - 1, max(len(items) - 6, 0), -1):
        item = items[at]
        if item.meaning in FIGURES or item.meaning is Meaning.DATE:
            break
        if item.meaning is not Meaning.MARK or item.text not in "/-":
            continue
        before = items[at - 1]
        double = before.meaning is Meaning.MARK and before.text == item.text
        following = items[at + 1] if at + 1 < len(items) else None
        name = (
            following is not None and (following.glued or double or item.text == "/") and len(items) - at <= 5
        )
        if name and (not item.glued or double) and _only_names(items[at + 1 :]):
            return items[: at - double]
    return items


def _only_names(tail: list[Item]) -> bool:
    return all(
        item.meaning in (Meaning.STRANGE, Meaning.MARK, Meaning.HARMLESS, Meaning.AND, Meaning.SITE)
        or not item.word
        for item in tail
    )


def _without_reasons(items: list[Item]) -> list[Item]:
    """“pga regn och halka”: nothing in a reason is counted; its numbers stay, to be asked about."""
    kept: list[Item] = []
    inside = False
    for item in items:
        if item.meaning is Meaning.REASON:
            inside = True
        elif (
            item.meaning is Meaning.LINE
            or (item.meaning is Meaning.MARK and item.text in ",.;!")
            or (
                inside
                and item.meaning
                in (Meaning.NUMBER, Meaning.SITE, Meaning.CLOSED, Meaning.NO_END, Meaning.NOT_FINAL)
            )
        ):
            inside = False
        if not inside:
            kept.append(item)
    return kept


def _settle_directions(items: list[Item]) -> None:
    """“2 flyttade till B” tells where to, not whose count it is (R12)."""
    for at, item in enumerate(items[1:], 1):
        if item.meaning is Meaning.SITE and items[at - 1].text.lower() in (
            "till",
            "to",
            "från",
            "from",
            "fran",
        ):
            item.meaning = Meaning.EXTRA


def _significant(items: list[Item], at: int, step: int) -> Item | None:
    """The nearest item before or after that is more than a small word or a colon."""
    at += step
    while 0 <= at < len(items):
        item = items[at]
        if item.meaning not in (Meaning.HARMLESS, Meaning.PIECES) and not (
            item.meaning is Meaning.MARK and item.text in ":=-"
        ):
            return item
        at += step
    return None


def _settle_men(items: list[Item], language: str) -> None:
    """“men” is the label beside a number that has no other, else Swedish for “but” (R1)."""
    for at, item in enumerate(items):
        if item.meaning is not Meaning.MEN_OR_BUT:
            continue
        before = items[at - 1] if at else None
        after = items[at + 1] if at + 1 < len(items) else None
        first_before = items[at - 2] if at > 1 else None
        free_before = (
            before is not None
            and before.meaning is Meaning.NUMBER
            and not (
                first_before is not None
                and first_before.meaning in LABELS
                and (before.glued or _label_first(items))
            )
        )
        free_after = after is not None and (
            after.meaning is Meaning.NUMBER or (after.meaning is Meaning.MARK and after.text in ":=")
        )
        beside = (
            before is not None
            and before.text in ("/", "+")
            and first_before is not None
            and first_before.meaning in LABELS
        )
        swapped = beside or (
            before is not None
            and before.meaning
            in (
                Meaning.ONLY,
                Meaning.REST,
                Meaning.ALL,
                Meaning.NONE,
            )
        )
        is_label = free_before or free_after or swapped or (language == "en" and after is None)
        item.meaning = Meaning.MEN if is_label else Meaning.HARMLESS


def _label_first(items: list[Item]) -> bool:
    first = next((item for item in items if item.meaning in (*LABELS, Meaning.NUMBER)), None)
    return first is not None and first.meaning is not Meaning.NUMBER


def _settle_small_numbers(items: list[Item]) -> None:
    """“inga kvinnor” is 0 and “en man” is 1; elsewhere these words count nothing (R3)."""
    for at, item in enumerate(items):
        if item.meaning not in (Meaning.NONE, Meaning.ONE):
            continue
        after, before = _significant(items, at, 1), _significant(items, at, -1)
        counts = after is not None and after.meaning in {
            *COUNTED,
            Meaning.EXTRA,
            Meaning.MORE,
            Meaning.FEWER,
            Meaning.TRAIT,
        } - {Meaning.SUM}
        alone = all(other is item or other.meaning in (Meaning.MARK, Meaning.LINE) for other in items)
        answers = (
            before is not None
            and before.meaning in LABELS | QUEUE
            and (
                after is None
                or after.meaning in LABELS | QUEUE
                or after.meaning in (Meaning.LINE, Meaning.MARK, Meaning.AND)
            )
        )
        if item.meaning is Meaning.NONE and alone and item.text.lower() == "no":
            alone = False
        if counts or answers or alone:
            item.value = 0 if item.meaning is Meaning.NONE else 1
            item.meaning, item.word = Meaning.NUMBER, True
        else:
            item.meaning = Meaning.HARMLESS


def _settle_pairs(items: list[Item]) -> list[Item]:
    """Whether each "12/10" is a date or two numbers, by what else the text counts (R5, R29)."""
    pairs = [item for item in items if item.meaning is Meaning.DATE_OR_PAIR]
    if not pairs:
        return items
    kinds = {item.meaning for item in items}
    labelled = kinds & {
        Meaning.WOMEN,
        Meaning.MEN,
        *QUEUE,
        Meaning.ORIGIN,
        Meaning.BAND,
        Meaning.CLOSED,
        Meaning.UNDO,
        Meaning.EMPTY,
        Meaning.ALL_CAME,
        Meaning.ONLY,
    }
    others = [at for at, item in enumerate(items) if item.meaning is Meaning.NUMBER]
    kept: list[Item] = []
    for at, item in enumerate(items):
        if item.meaning is not Meaning.DATE_OR_PAIR:
            kept.append(item)
        elif _is_pair(items, at, bool(labelled), others, pairs):
            one = Item(Meaning.NUMBER, str(item.pair[0]), item.pair[0])
            two = Item(Meaning.NUMBER, str(item.pair[1]), item.pair[1], glued=True)
            kept += [one, Item(Meaning.MARK, item.text, glued=True), two]
        else:
            item.meaning = Meaning.DATE
            kept.append(item)
    return kept


def _is_pair(items: list[Item], at: int, labelled: bool, others: list[int], pairs: list[Item]) -> bool:
    item = items[at]
    before = items[at - 1] if at else None
    after = items[at + 1] if at + 1 < len(items) else None
    if labelled:
        return _after_label_pair(items, at)
    if len(pairs) == 1 and not others:
        return True
    if 2 <= len(pairs) == len({one.name for one in items if one.meaning is Meaning.SITE}):
        return True  # "A: 9/19 B: 5/20"
    if len(pairs) == 1 and len(others) == 1:
        bracket = before is not None and before.text in "(:" and others[0] < at
        equals = after is not None and after.text == "=" and others[0] > at
        return (
            bracket
            or equals
            or any(one.meaning in (Meaning.SUM, Meaning.GUESTS, Meaning.PIECES) for one in items)
        )
    if len(pairs) == 2 and not others:
        return item is pairs[1]
    return False


def _after_label_pair(items: list[Item], at: int) -> bool:
    """“k/m 9/10”: the two numbers belong to the two labels."""
    step = at - 1
    while step >= 0 and items[step].meaning is Meaning.MARK and items[step].text in ":=":
        step -= 1
    return (
        step >= 2
        and items[step].meaning in LABELS
        and items[step - 2].meaning in LABELS
        and items[step - 1].text in ("/", "+")
    )


def parts_of(items: list[Item], own: frozenset[str]) -> list[tuple[Draft, list[Item]]]:
    """The items for each site and date apart, each with a draft that names its site and date.

    "A k9 m19, B k5 m20" and "10/10 k8 m17, 11/10 k9 m21" have two parts; a date before all sites, or a site
    before all dates, holds for every part.
    """
    marks = [item for item in items if item.meaning in (Meaning.SITE, Meaning.DATE)]
    sites = {item.name for item in marks if item.meaning is Meaning.SITE}
    dates = {item.said for item in marks if item.meaning is Meaning.DATE}
    if len(sites) <= 1 and len(dates) <= 1:
        draft = Draft()
        _name(draft, marks, own)
        return [(draft, items)]
    runs = _runs(items)
    if not runs or (len(runs) == 1 and len(marks) == 2 and len(sites) <= 1 and len(dates) <= 1):
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
        (item for item in items if item.meaning in (Meaning.SITE, Meaning.DATE) or item.meaning in FIGURES),
        None,
    )
    if first is None:
        return []
    leading = first.meaning in (Meaning.SITE, Meaning.DATE)
    runs: list[tuple[list[Item], list[Item]]] = [([], [])]
    for item in items:
        names, inside = runs[-1]
        if item.meaning in (Meaning.SITE, Meaning.DATE):
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
            if not leading and names and item.meaning in FIGURES | LABELS:
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
    return SaidDate(How.VAGUE, night=one.night or two.night)
