"""From the items of one part of a text to its draft: numbers in their places, and every doubt."""

from typing import TypeVar

from bot.reading.draft import Draft
from bot.reading.items import Item
from bot.reading.lexicon import LABELS, QUEUE
from bot.reading.pairing import PEOPLE, TAKERS, THINGS, paired
from bot.reading.words import Meaning
from shelter.acts import Topic

Key = TypeVar("Key")
GENDERS = (Meaning.WOMEN, Meaning.MEN)
TOPIC_OF_WORD = {
    Meaning.UNREADABLE: Topic.NUMBER,
    Meaning.ABOUT: Topic.EXACT,
    Meaning.NOT_FINAL: Topic.FINAL,
    Meaning.DOUBTFUL: Topic.CONFIRM,
    Meaning.NO_END: Topic.CLOSED,
    Meaning.NOT_CLOSED: Topic.CLOSED,
}
TOPIC_OF_MARK = {"%": Topic.EXACT, "~": Topic.EXACT, "<": Topic.EXACT, ">": Topic.EXACT, "±": Topic.EXACT, "≈": Topic.EXACT,
                 "≤": Topic.EXACT, "≥": Topic.EXACT, "½": Topic.EXACT, "¼": Topic.EXACT, "?": Topic.CONFIRM}  # fmt: skip
CHANGE_WORDS = (Meaning.CHANGE, Meaning.WRONG)
KINDS = frozenset({Meaning.NIGHT_SITE, Meaning.NIGHT_WORD, Meaning.DAY_SITE, Meaning.INTAKE_SITE})


def fill(draft: Draft, items: list[Item]) -> None:
    """Reads one part's items into its draft."""
    items = [item for item in items if item.meaning not in (Meaning.SITE, Meaning.DATE)]
    draft.kinds = {item.meaning for item in items} & KINDS
    _whole_words(draft, items)
    if draft.closed:
        _closed_what(draft, items)
    items = _set_apart(draft, items)
    items = _moves(draft, items)
    items = _olds(draft, items)
    items = _part_of(draft, items)
    items = _gender_words(draft, items)
    items = _equals_total(items)
    items = _bracket(draft, items)
    _numbers(draft, items)
    _words(draft, items)


def _whole_words(draft: Draft, items: list[Item]) -> None:
    meanings = {item.meaning for item in items}
    draft.closed = Meaning.CLOSED in meanings
    draft.empty = Meaning.EMPTY in meanings
    draft.undo = Meaning.UNDO in meanings
    draft.full = Meaning.FULL in meanings
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
    small = (Meaning.IS, Meaning.HARMLESS, Meaning.NIGHT_WORD, Meaning.NIGHT_SITE, Meaning.DAY_SITE, Meaning.INTAKE_SITE)
    at = next(step for step, item in enumerate(items) if item.meaning is Meaning.CLOSED)
    before = [item for item in items[:at] if item.meaning not in small]
    after = [item for item in items[at + 1 :] if item.meaning not in small]
    if any(item.meaning is Meaning.PLACE for item in items):
        draft.closed = False
        draft.doubt(Topic.CLOSED)
    elif before and before[-1].meaning in (Meaning.STRANGE, Meaning.THING, Meaning.ALL, Meaning.ONLY):
        draft.doubt(Topic.CLOSED, before[-1].text)
    elif after and after[0].meaning in (Meaning.CLOCK, Meaning.STRANGE, Meaning.THING, Meaning.ALL, Meaning.ONLY, *LABELS, Meaning.FROM):
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
            if told and not inside & {*GENDERS, Meaning.EXTRA, Meaning.OTHER, Meaning.UNKNOWN, Meaning.UNREADABLE, *QUEUE}:
                at = end + 1
                continue
        kept.append(item)
        at += 1
    return kept


def _moves(draft: Draft, items: list[Item]) -> list[Item]:
    """Takes out the signed numbers: "+2k", "k+2", "-1 m", "minus 1 man", "2 kvinnor till" (R17)."""
    kept: list[Item] = []
    at = 0
    while at < len(items):
        step = _signed(draft, items, at, kept) or _more(draft, items, at, kept)
        if step:
            at = step
            continue
        kept.append(items[at])
        at += 1
    return kept


def _signed(draft: Draft, items: list[Item], at: int, kept: list[Item]) -> int:
    item = items[at]
    plus = item.text == "+" or item.meaning is Meaning.PLUS
    minus = item.text == "-" or item.meaning is Meaning.MINUS
    if not (plus or minus) or at + 1 >= len(items):
        return 0
    number = items[at + 1]
    before = kept[-1] if kept else None
    word = item.meaning is not Meaning.MARK
    if plus and number.meaning in LABELS and number.glued and before is None:
        after = items[at + 2] if at + 2 < len(items) else None
        if after is None or after.meaning is not Meaning.NUMBER:
            draft.moves.append((number.meaning, 1))
            return at + 2
    if number.meaning is not Meaning.NUMBER or (before is not None and before.meaning is Meaning.NUMBER):
        return 0
    if not (number.glued or word or plus):
        return 0  # "- 9 kvinnor": a list
    sign = 1 if plus else -1
    if before is not None and before.meaning in TAKERS:
        number_first = len(kept) > 1 and kept[-2].meaning is Meaning.NUMBER
        if number_first:
            return 0  # "9k+19m"
        if minus and not word:
            if number.glued and not item.glued:
                draft.doubt(Topic.CHANGE)  # "k -2": a separator or a change
            return 0
        if before.meaning in LABELS:
            kept.pop()
            draft.moves.append((before.meaning, sign * number.value))
            return at + 2
        return 0
    if before is not None and before.text in ("=", "/", "+", "-"):
        return 0
    after = items[at + 2] if at + 2 < len(items) else None
    step = at + 3
    if after is not None and after.meaning is Meaning.PIECES:
        after, step = (items[at + 3] if at + 3 < len(items) else None), at + 4
    if after is not None and after.meaning in LABELS:
        follows = items[step] if step < len(items) else None
        if follows is not None and follows.meaning is Meaning.NUMBER and follows.glued:
            return 0
        draft.moves.append((after.meaning, sign * number.value))
        return step
    if after is not None and after.meaning in TAKERS:
        return 0
    draft.moves.append((None, sign * number.value))
    return at + 2


def _more(draft: Draft, items: list[Item], at: int, kept: list[Item]) -> int:
    """ "3 män till", "2 more men", "ytterligare 2 kvinnor", "en man mindre"."""
    window = [item for item in items[at : at + 3] if item.meaning is not Meaning.LINE]
    if len(window) < 3:
        return 0
    signs = [item for item in window if item.meaning in (Meaning.MORE, Meaning.FEWER)]
    numbers = [item for item in window if item.meaning is Meaning.NUMBER]
    labels = [item for item in window if item.meaning in LABELS]
    if not (len(signs) == len(numbers) == len(labels) == 1) or (kept and kept[-1].meaning in LABELS | {Meaning.CHANGE}):
        return 0
    following = items[at + 3] if at + 3 < len(items) else None
    if signs[0].text.lower() == "till" and signs[0] is window[2] and following is not None:
        if following.meaning not in (Meaning.MARK, Meaning.LINE, Meaning.AND, Meaning.HARMLESS):
            draft.doubt(Topic.CHANGE)
            return 0
    draft.moves.append((labels[0].meaning, numbers[0].value * (1 if signs[0].meaning is Meaning.MORE else -1)))
    return at + 3


def _olds(draft: Draft, items: list[Item]) -> list[Item]:
    """Takes out the number that was wrong: "10 women not 9", "ändra k från 9 till 10"."""
    kept: list[Item] = []
    at = 0
    while at < len(items):
        item, rest = items[at], items[at + 1 : at + 4]
        if item.meaning in (Meaning.NOT, Meaning.INSTEAD) and rest and rest[0].meaning is Meaning.NUMBER and item.text.lower() != "utan":
            followed = len(rest) > 1 and rest[1].meaning in PEOPLE
            said_before = any(one.meaning is Meaning.NUMBER for one in kept)
            if said_before and not followed:
                draft.olds.append(rest[0].value)
                at += 2
                continue
        if item.meaning is Meaning.FROM and len(rest) > 2 and rest[0].meaning is rest[2].meaning is Meaning.NUMBER:
            if rest[1].text.lower() in ("till", "to"):
                draft.olds.append(rest[0].value)
                draft.sets = True
                at += 3
                continue
        kept.append(item)
        at += 1
    return kept


def _part_of(draft: Draft, items: list[Item]) -> list[Item]:
    """ "9 av 28 är kvinnor" has a part and a total; "9 av 28 kvinnor" may mean two things, so it is asked about."""
    for at in range(1, len(items) - 2):
        one, item, two = items[at - 1 : at + 2]
        if item.meaning is not Meaning.OF or one.meaning is not Meaning.NUMBER or two.meaning is not Meaning.NUMBER:
            continue
        rest = [other for other in items[at + 2 :] if other.meaning not in (Meaning.GUESTS, Meaning.PIECES)]
        certain = bool(rest) and rest[0].meaning is Meaning.IS
        label = next((other for other in rest if other.meaning not in (Meaning.IS, Meaning.HARMLESS)), None)
        if label is None or label.meaning not in {*GENDERS, *QUEUE}:
            draft.doubt(Topic.ORDER)
            return items
        draft.numbers[label.meaning] = one.value
        whole = {Meaning.OFFERED: Meaning.APPLIED, Meaning.NO_SHOW: Meaning.OFFERED}.get(label.meaning, Meaning.SUM)
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
    """ "9+19=28" and "k9 m19 = 28": after the parts, an equals sign is the word "summa"."""
    made: list[Item] = []
    for at, item in enumerate(items):
        following = items[at + 1] if at + 1 < len(items) else None
        after_number = made and (made[-1].meaning is Meaning.NUMBER or (
            made[-1].meaning in LABELS and len(made) > 1 and made[-2].meaning is Meaning.NUMBER))  # fmt: skip
        enough = sum(one.meaning is Meaning.NUMBER for one in made) >= 2
        if item.text == "=" and after_number and enough and following is not None and following.meaning is Meaning.NUMBER:
            made.append(Item(Meaning.MARK, ","))
            made.append(Item(Meaning.SUM, "=", word=False))
        else:
            made.append(item)
    return made


def _bracket(draft: Draft, items: list[Item]) -> list[Item]:
    """ "28 varav 9 kvinnor", "28 (9/19)", "28: 9 19": the number in front is the total (R7)."""
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
            kept = [one for one in items if one is not before and not (one.meaning in (Meaning.GUESTS, Meaning.SUM) and items.index(one) < at)]
            return [one for one in kept if one is not item]
    return items


def _is_plain_pair(items: list[Item]) -> bool:
    numbers = [item for item in items if item.meaning is Meaning.NUMBER]
    return len(numbers) == 2 and not any(item.meaning in TAKERS for item in items)


def _numbers(draft: Draft, items: list[Item]) -> None:
    found = paired(items)
    origin_seen = any(label.meaning is Meaning.ORIGIN for label, _ in found.pairs) or any(one.meaning is Meaning.BAND for one in items)
    positions = {id(item): at for at, item in enumerate(items)}
    first_origin = min((positions[id(item)] for item in items if item.meaning in (Meaning.ORIGIN, Meaning.BAND)), default=0)
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
    if len(alone) == 3 and not gendered and total is None and alone[0].value + alone[1].value == alone[2].value:
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
    """ "9k 19" is asked about; in "28 st, 9 kvinnor" the "st" says that 28 is the total (R7)."""
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
        following = items[at + 1] if at + 1 < len(items) else None
        before = items[at - 1] if at else None
        if topic := TOPIC_OF_WORD.get(item.meaning):
            draft.doubt(topic, item.text)
        elif item.meaning is Meaning.MARK:
            if topic := TOPIC_OF_MARK.get(item.text):
                draft.doubt(topic)
            elif item.text == "-" and _is_number(before) and _is_number(following) and draft.pair is None:
                draft.doubt(Topic.EXACT)
        elif item.meaning is Meaning.ABOUT_BEFORE and following is not None and following.meaning in {Meaning.NUMBER, *LABELS, Meaning.GUESTS}:
            draft.doubt(Topic.EXACT, item.text)
        elif item.meaning is Meaning.OR and (_is_number(before) or _is_number(following)):
            draft.doubt(Topic.EXACT, item.text)
        elif item.meaning in (Meaning.NOT, Meaning.INSTEAD):
            draft.doubt(Topic.CHANGE if draft.sets else Topic.CONFIRM, item.text)
        elif item.meaning is Meaning.STRANGE and item.text.lower().endswith("tal") and not draft.numbers.get(Meaning.SUM):
            draft.doubt(Topic.EXACT)
    if items and items[0].meaning is Meaning.ASKING:
        draft.doubt(Topic.CONFIRM)


def _is_number(item: Item | None) -> bool:
    return item is not None and item.meaning is Meaning.NUMBER
