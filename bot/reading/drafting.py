"""From the items of one part of a text to its draft: numbers in their places, and every doubt."""

from typing import TypeVar

from bot.reading.changes import without_moves, without_old_numbers
from bot.reading.draft import Draft
from bot.reading.items import Item
from bot.reading.meanings import GENDERS, LABELS, PEOPLE, QUEUE, TAKERS, THINGS, Meaning
from bot.reading.pairing import paired
from shelter.acts import Topic

Key = TypeVar("Key")
TOPIC_OF_WORD = {
    Meaning.UNREADABLE: Topic.NUMBER,
    Meaning.ABOUT: Topic.EXACT,
    Meaning.NOT_FINAL: Topic.FINAL,
    Meaning.DOUBTFUL: Topic.CONFIRM,
    Meaning.NO_END: Topic.CLOSED,
    Meaning.NOT_CLOSED: Topic.CLOSED,
}
TOPIC_OF_MARK = {
    "%": Topic.EXACT,
    "~": Topic.EXACT,
    "<": Topic.EXACT,
    ">": Topic.EXACT,
    "±": Topic.EXACT,
    "≈": Topic.EXACT,
    "≤": Topic.EXACT,
    "≥": Topic.EXACT,
    "½": Topic.EXACT,
    "¼": Topic.EXACT,
    "?": Topic.CONFIRM,
}
ABOUT_THESE = frozenset({Meaning.NUMBER, Meaning.GUESTS, *LABELS})
LOOSE_CHANGES = frozenset(["till", "fler", "mer", "more", "another", "färre", "fewer", "less", "mindre"])
"""Words of a change that found no number and label: "9 kvinnor 19 män till"."""
KINDS = frozenset({Meaning.NIGHT_SITE, Meaning.NIGHT_WORD, Meaning.DAY_SITE, Meaning.INTAKE_SITE})


def fill(draft: Draft, items: list[Item]) -> None:
    """Reads one part's items into its draft."""
    items = [item for item in items if item.meaning not in (Meaning.SITE, Meaning.DATE)]
    draft.kinds = {item.meaning for item in items} & KINDS
    _whole_words(draft, items)
    if draft.closed:
        _closed_what(draft, items)
    items = _set_apart(draft, items)
    items = without_moves(draft, items)
    items = without_old_numbers(draft, items)
    items = _part_of(draft, items)
    items = _gender_words(draft, items)
    items = _equals_total(items)
    items = _bracket(draft, items)
    _numbers(draft, _without_idle_guests(items))
    _words(draft, items)


def _whole_words(draft: Draft, items: list[Item]) -> None:
    meanings = {item.meaning for item in items}
    draft.closed = Meaning.CLOSED in meanings
    draft.empty = Meaning.EMPTY in meanings
    draft.undo = Meaning.UNDO in meanings
    draft.full = bool(meanings & {Meaning.FULL, Meaning.SAME})
    if Meaning.SAME in meanings and Meaning.NUMBER in meanings:
        draft.doubt(Topic.CONFIRM)
    draft.sets = Meaning.CHANGE in meanings
    if Meaning.ALL_CAME in meanings:
        draft.numbers[Meaning.NO_SHOW] = 0
    draft.guests_said = Meaning.GUESTS in meanings
    draft.total_said = Meaning.SUM in meanings
    wrong = [at for at, item in enumerate(items) if item.meaning is Meaning.WRONG]
    numbers = [at for at, item in enumerate(items) if item.meaning is Meaning.NUMBER]
    if wrong and numbers:
        if wrong[0] < numbers[0]:
            draft.sets = True
        elif not draft.sets:
            draft.doubt(Topic.CHANGE)


def _closed_what(draft: Draft, items: list[Item]) -> None:
    """Whether the site is closed, or "köket", "dörren", or the doors at ten (R16)."""
    small = (
        Meaning.IS,
        Meaning.HARMLESS,
        Meaning.NIGHT_WORD,
        Meaning.NIGHT_SITE,
        Meaning.DAY_SITE,
        Meaning.INTAKE_SITE,
    )
    at = next(step for step, item in enumerate(items) if item.meaning is Meaning.CLOSED)
    before = [item for item in items[:at] if item.meaning not in small]
    after = [item for item in items[at + 1 :] if item.meaning not in small]
    if any(item.meaning is Meaning.PLACE for item in items):
        draft.closed = False
        draft.doubt(Topic.CLOSED)
    elif before and before[-1].meaning in (Meaning.STRANGE, Meaning.THING, Meaning.ALL, Meaning.ONLY):
        draft.doubt(Topic.CLOSED, before[-1].text)
    elif after and after[0].meaning in (
        Meaning.CLOCK,
        Meaning.STRANGE,
        Meaning.THING,
        Meaning.ALL,
        Meaning.ONLY,
        *LABELS,
        Meaning.FROM,
    ):
        draft.doubt(Topic.CLOSED, after[0].text)


def _set_apart(draft: Draft, items: list[Item]) -> list[Item]:
    """Takes out what is in brackets after "varav": a part of the gender before it (R12)."""
    kept: list[Item] = []
    at = 0
    while at < len(items):
        item = items[at]
        following = items[at + 1] if at + 1 < len(items) else None
        if item.text == "(" and following is not None and following.meaning is Meaning.WHEREOF:
            end = next((step for step in range(at, len(items)) if items[step].text == ")"), len(items) - 1)
            inside = {one.meaning for one in items[at:end]}
            told = any(one.meaning in GENDERS for one in kept)
            if told and not inside & {
                *GENDERS,
                Meaning.EXTRA,
                Meaning.OTHER,
                Meaning.UNKNOWN,
                Meaning.UNREADABLE,
                *QUEUE,
            }:
                at = end + 1
                continue
        kept.append(item)
        at += 1
    return kept


def _part_of(draft: Draft, items: list[Item]) -> list[Item]:
    """“9 av 28 är kvinnor” has a part and a total; “9 av 28 kvinnor” may mean two things, so it is asked about."""
    for at in range(1, len(items) - 2):
        one, item, two = items[at - 1 : at + 2]
        if (
            item.meaning is not Meaning.OF
            or one.meaning is not Meaning.NUMBER
            or two.meaning is not Meaning.NUMBER
        ):
            continue
        rest = [other for other in items[at + 2 :] if other.meaning not in (Meaning.GUESTS, Meaning.PIECES)]
        certain = bool(rest) and rest[0].meaning is Meaning.IS
        label = next((other for other in rest if other.meaning not in (Meaning.IS, Meaning.HARMLESS)), None)
        if label is None or label.meaning not in {*GENDERS, *QUEUE}:
            draft.doubt(Topic.ORDER)
            return items
        draft.numbers[label.meaning] = one.value
        whole = {Meaning.OFFERED: Meaning.APPLIED, Meaning.NO_SHOW: Meaning.OFFERED}.get(
            label.meaning, Meaning.SUM
        )
        draft.numbers[whole] = two.value
        if label.meaning in GENDERS and not certain:
            missing = Topic.MEN if label.meaning is Meaning.WOMEN else Topic.WOMEN
            if one.value <= two.value:
                rest_of_them = two.value - one.value
                draft.guess = (one.value, rest_of_them) if missing is Topic.MEN else (rest_of_them, one.value)
            draft.doubt(missing)
        return [other for other in items if other not in (one, item, two) and other is not label]
    return items


def _gender_words(draft: Draft, items: list[Item]) -> list[Item]:
    """Takes "bara män" and "resten män" out as what they say of all the others (R7, R8)."""
    kept = list(items)
    for at, item in enumerate(items[:-1]):
        if item.meaning not in (Meaning.ONLY, Meaning.ALL, Meaning.REST):
            continue
        step = at + 1
        while step < len(items) - 1 and items[step].meaning is Meaning.IS:
            step += 1
        label = items[step]
        if label.meaning not in GENDERS or not label.word:
            continue
        after = items[step + 1] if step + 1 < len(items) else None
        if item.meaning is Meaning.REST:
            if after is None or after.meaning is not Meaning.NUMBER:
                draft.rest = label.meaning
                kept.remove(label)
        else:
            draft.only = label.meaning
            numbers = [one for one in kept if one.meaning is Meaning.NUMBER]
            labelled = [one for one in kept if one.meaning in LABELS and one is not label]
            if len(numbers) == 1 and not labelled:
                draft.numbers[label.meaning] = numbers[0].value
                kept.remove(label)
                kept.remove(numbers[0])
            elif after is None or after.meaning is not Meaning.NUMBER:
                kept.remove(label)
    return kept


def _equals_total(items: list[Item]) -> list[Item]:
    """“9+19=28” and “k9 m19 = 28”: after the parts, an equals sign is the word “summa”."""
    made: list[Item] = []
    for at, item in enumerate(items):
        following = items[at + 1] if at + 1 < len(items) else None
        after_number = made and (
            made[-1].meaning is Meaning.NUMBER
            or (made[-1].meaning in LABELS and len(made) > 1 and made[-2].meaning is Meaning.NUMBER)
        )
        enough = sum(one.meaning is Meaning.NUMBER for one in made) >= 2
        if (
            item.text == "="
            and after_number
            and enough
            and following is not None
            and following.meaning is Meaning.NUMBER
        ):
            made.append(Item(Meaning.MARK, ","))
            made.append(Item(Meaning.SUM, "=", word=False))
        else:
            made.append(item)
    return made


def _bracket(draft: Draft, items: list[Item]) -> list[Item]:
    """“28 varav 9 kvinnor”, “28 (9/19)”, “28: 9 19”: the number in front is the total (R7)."""
    for at in range(1, len(items)):
        item, before = items[at], items[at - 1]
        if before.meaning in (Meaning.GUESTS, Meaning.PIECES) and at > 1:
            before = items[at - 2]
        if item.text == "," and at + 1 < len(items) and items[at + 1].meaning is Meaning.WHEREOF:
            continue
        if items[at - 1].text == "," and item.meaning is Meaning.WHEREOF and at > 1:
            before = items[at - 2] if items[at - 2].meaning is Meaning.NUMBER or at < 3 else items[at - 3]
        first = not any(one.meaning is Meaning.NUMBER for one in items[: items.index(before)])
        opens = item.meaning is Meaning.WHEREOF or (item.text in "(:" and _is_plain_pair(items[at + 1 :]))
        if opens and first and before.meaning is Meaning.NUMBER:
            draft.numbers[Meaning.SUM] = before.value
            draft.guests_said = True
            kept = [
                one
                for one in items
                if one is not before
                and not (one.meaning in (Meaning.GUESTS, Meaning.SUM) and items.index(one) < at)
            ]
            return [one for one in kept if one is not item]
    return items


def _is_plain_pair(items: list[Item]) -> bool:
    numbers = [item for item in items if item.meaning is Meaning.NUMBER]
    return len(numbers) == 2 and not any(item.meaning in TAKERS for item in items)


def _without_idle_guests(items: list[Item]) -> list[Item]:
    """“34 personer sökte” and “besök 8/34”: the word for guests is not what the number belongs to."""
    kept = [
        item
        for at, item in enumerate(items)
        if not (item.meaning is Meaning.GUESTS and at + 1 < len(items) and items[at + 1].meaning in QUEUE)
    ]
    numbers = [at for at, item in enumerate(kept) if item.meaning is Meaning.NUMBER]
    tied = len(numbers) == 2 and numbers[1] - numbers[0] == 2 and kept[numbers[0] + 1].text in ("/", "+")
    if tied and not any(item.meaning in TAKERS and item.meaning is not Meaning.GUESTS for item in kept):
        kept = [item for item in kept if item.meaning is not Meaning.GUESTS]
    return kept


def _numbers(draft: Draft, items: list[Item]) -> None:
    found = paired(items)
    origin_seen = any(label.meaning is Meaning.ORIGIN for label, _ in found.pairs) or any(
        one.meaning is Meaning.BAND for one in items
    )
    positions = {id(item): at for at, item in enumerate(items)}
    first_origin = min(
        (positions[id(item)] for item in items if item.meaning in (Meaning.ORIGIN, Meaning.BAND)), default=0
    )
    for item in items:
        if item.meaning is Meaning.BAND:
            _put(draft, draft.ages, item.name, item.value)
    for label, number in sorted(found.pairs, key=lambda pair: positions.get(id(pair[0]), 0)):
        late = origin_seen and positions.get(id(label), 0) > first_origin
        if label.meaning is Meaning.ORIGIN:
            _put(draft, draft.origins, label.name, number.value)
        elif late and label.meaning in (Meaning.OTHER, Meaning.UNKNOWN):
            other = "other" if label.meaning is Meaning.OTHER else "unknown"
            _put(draft, draft.origins if draft.origins or not draft.ages else draft.ages, other, number.value)
        elif label.meaning in THINGS:
            draft.doubt(Topic.EXTRA, f"{number.text} {label.text}")
        else:
            place = Meaning.SUM if label.meaning is Meaning.GUESTS else label.meaning
            _put(draft, draft.numbers, place, number.value)
    for label in found.unclear:
        draft.doubt(Topic.EXTRA, label.text)
    for label in found.idle:
        if label.typo:
            continue
        if label.meaning in LABELS and not label.word:
            draft.doubt(Topic.CHANGE if draft.sets else Topic.EXTRA, label.text)
        elif label.meaning in PEOPLE or label.meaning is Meaning.EXTRA:
            draft.doubt(Topic.EXTRA, label.text)
    _alone(draft, items, [number for number in items if any(number is one for one in found.alone)])


def _put(draft: Draft, places: dict[Key, int], key: Key, value: int) -> None:
    if places.get(key, value) != value:
        draft.doubt(Topic.CHANGE)
    places[key] = value


def _alone(draft: Draft, items: list[Item], alone: list[Item]) -> None:
    """Numbers without a label: a pair, a total, the sum of the parts, or one too many."""
    gendered = [draft.numbers[label] for label in LABELS if label in draft.numbers]
    total = draft.numbers.get(Meaning.SUM)
    if (
        len(alone) == 3
        and not gendered
        and total is None
        and alone[0].value + alone[1].value == alone[2].value
    ):
        draft.numbers[Meaning.SUM] = total = alone.pop().value
    if len(alone) == 2 and not gendered and not draft.moves:
        at = [position for position, item in enumerate(items) if item is alone[0] or item is alone[1]]
        between = items[at[0] + 1 : at[1]]
        joints = [item for item in between if item.meaning not in (Meaning.LINE, Meaning.PIECES)]
        if len(joints) <= 1:
            draft.pair = (alone[0].value, alone[1].value)
            draft.sign = joints[0].text if joints else " "
            return
    if len(alone) == 1:
        value = alone[0].value
        if total is None and not gendered:
            draft.numbers[Meaning.SUM] = value
            return
        if len(gendered) >= 2 and total is None and value == sum(gendered):
            draft.numbers[Meaning.SUM] = value
            return
        if len(gendered) == 1 and total is None:
            _one_label_one_number(draft, items, value, alone[0])
            return
    for number in alone:
        draft.doubt(Topic.EXTRA, number.text)


def _one_label_one_number(draft: Draft, items: list[Item], value: int, number: Item) -> None:
    """“9k 19” is asked about; in “28 st, 9 kvinnor” the “st” says that 28 is the total (R7)."""
    at = next(position for position, item in enumerate(items) if item is number)
    counted = at + 1 < len(items) and items[at + 1].meaning is Meaning.PIECES
    if (counted and at < _first_label(items)) or draft.rest or draft.only:
        draft.numbers[Meaning.SUM] = value
        return
    women, men = draft.numbers.get(Meaning.WOMEN), draft.numbers.get(Meaning.MEN)
    if women is not None:
        draft.guess = (women, value)
        draft.doubt(Topic.MEN)
    elif men is not None:
        draft.guess = (value, men)
        draft.doubt(Topic.WOMEN)
    else:
        draft.doubt(Topic.EXTRA, number.text)


def _first_label(items: list[Item]) -> int:
    return next((at for at, item in enumerate(items) if item.meaning in GENDERS), len(items))


def _words(draft: Draft, items: list[Item]) -> None:
    """The doubts that words and marks raise, whatever the numbers are (R9-R12)."""
    for at, item in enumerate(items):
        before, following = items[at - 1] if at else None, items[at + 1] if at + 1 < len(items) else None
        beside = _is_number(before) or _is_number(following)
        if topic := TOPIC_OF_WORD.get(item.meaning):
            draft.doubt(topic, item.text)
        elif item.meaning is Meaning.MARK:
            if item.text == "?" and _asks_of_other_things(items, at):
                continue
            between = item.text == "-" and _is_number(before) and _is_number(following)
            if topic := TOPIC_OF_MARK.get(item.text, Topic.EXACT if between and not draft.pair else None):
                draft.doubt(topic)
        elif (
            item.meaning is Meaning.ABOUT_BEFORE
            and following is not None
            and following.meaning in ABOUT_THESE
        ) or (item.meaning is Meaning.OR and beside):
            draft.doubt(Topic.EXACT, item.text)
        elif item.meaning in (Meaning.NOT, Meaning.INSTEAD):
            draft.doubt(Topic.CHANGE if draft.sets else Topic.CONFIRM, item.text)
        elif _is_loose_change(item, following) and draft.says_something and not draft.sets:
            draft.doubt(Topic.CHANGE, item.text)
    if items and items[0].meaning is Meaning.ASKING:
        draft.doubt(Topic.CONFIRM)


def _asks_of_other_things(items: list[Item], at: int) -> bool:
    """“k9 m19. Kan ni skicka filtar?”: the question is a sentence of its own, about something else (R10)."""
    first = at
    while first and not (items[first - 1].meaning is Meaning.LINE or items[first - 1].text in (".", "!")):
        first -= 1
    meanings = {item.meaning for item in items[first:at]}
    figures = {
        Meaning.NUMBER,
        Meaning.RIGHT,
        Meaning.CLOSED,
        Meaning.EMPTY,
        Meaning.CHANGE,
        Meaning.SAME,
        *LABELS,
        *QUEUE,
    }
    return (
        first > 0
        and bool(meanings & {Meaning.STRANGE, Meaning.THING, Meaning.PLACE})
        and not meanings & figures
    )


def _is_loose_change(item: Item, following: Item | None) -> bool:
    """“9 kvinnor 19 män till”: a word of change that found no number of its own."""
    if item.meaning not in (Meaning.MORE, Meaning.FEWER) or item.text.lower() not in LOOSE_CHANGES:
        return False
    if item.text.lower() in ("fler", "more"):
        return following is None or following.meaning not in THINGS
    return following is None or following.meaning in (Meaning.MARK, Meaning.LINE)


def _is_number(item: Item | None) -> bool:
    return item is not None and item.meaning is Meaning.NUMBER
