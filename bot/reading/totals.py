"""Totals and their parts: "28 varav 9", "9 av 28", "resten män", "9+19=28", "besök 8/34" (R7, R8)."""

from bot.reading.draft import Draft
from bot.reading.items import Item
from bot.reading.meanings import GENDERS, LABELS, QUEUE, TAKERS, Meaning
from shelter.acts import Topic

OF_ALL_THE_OTHERS: frozenset[Meaning | str] = frozenset({Meaning.ONLY, Meaning.ALL, Meaning.REST})
IN_FRONT: frozenset[Meaning | str] = frozenset({"(", ":", Meaning.WHEREOF, Meaning.CLOCK, Meaning.BAND})
"""What a total may stand in front of; a time or an age band is as good as a bracket: "28 kl 21 9 19"."""

NOT_OF_ONE_GENDER = QUEUE | {
    *GENDERS,
    Meaning.OTHER,
    Meaning.UNKNOWN,
    Meaning.EXTRA,
    Meaning.UNREADABLE,
}


def without_parts_in_brackets(_: Draft, items: list[Item]) -> list[Item]:
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
            if told and inside.isdisjoint(NOT_OF_ONE_GENDER):
                at = end + 1
                continue
        kept.append(item)
        at += 1
    return kept


def of_them(_: Draft, items: list[Item]) -> list[Item]:
    """“28 gäster, 9 av dem är kvinnor”: said after its number, "av dem" says nothing that the label does not."""
    for at in range(1, len(items) - 1):
        if items[at].meaning is not Meaning.WHEREOF or items[at - 1].meaning is not Meaning.NUMBER:
            continue
        if items[at].text.lower() not in ("av", "of"):
            continue  # "28 varav kvinnor"
        label = at + 1 + (items[at + 1].meaning is Meaning.IS)
        if label < len(items) and items[label].meaning in GENDERS:
            after = items[label + 1] if label + 1 < len(items) else None
            if after is None or after.meaning is not Meaning.NUMBER:
                return items[:at] + items[label:]
    return items


def part_of(draft: Draft, items: list[Item]) -> list[Item]:
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


def gender_words(draft: Draft, items: list[Item]) -> list[Item]:
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


def equals_total(_: Draft, items: list[Item]) -> list[Item]:
    """“9+19=28” and “k9 m19 = 28”: after the parts, an equals sign is the word “summa”."""
    made: list[Item] = []
    for at, item in enumerate(items):
        following = items[at + 1] if at + 1 < len(items) else None
        if (
            item.text == "="
            and following is not None
            and following.meaning is Meaning.NUMBER
            and _ends_with_number(made)
            and sum(one.meaning is Meaning.NUMBER for one in made) >= 2
        ):
            made.append(Item(Meaning.MARK, ","))
            made.append(Item(Meaning.SUM, "=", word=False))
        else:
            made.append(item)
    return made


def _ends_with_number(items: list[Item]) -> bool:
    """“9+19”, “k9 m19”, “9k 19m”."""
    if items and items[-1].meaning in LABELS:
        items = items[:-1]
    return bool(items) and items[-1].meaning is Meaning.NUMBER


def total_in_front(draft: Draft, items: list[Item]) -> list[Item]:
    """“28 varav 9 kvinnor”, “28 (9/19)”, “28: 9 19”: the number in front is the total (R7)."""
    for at in range(1, len(items)):
        item, before = items[at], items[at - 1]
        if before.meaning in (Meaning.GUESTS, Meaning.PIECES) and at > 1:
            before = items[at - 2]
        if item.text == "," and at + 1 < len(items) and items[at + 1].meaning is Meaning.WHEREOF:
            continue
        if items[at - 1].text == "," and item.meaning is Meaning.WHEREOF and at > 1:
            before = items[at - 2] if items[at - 2].meaning is Meaning.NUMBER or at < 3 else items[at - 3]
        if before.meaning is not Meaning.NUMBER or any(
            one.meaning is Meaning.NUMBER for one in items[: items.index(before)]
        ):
            continue
        if item.meaning is Meaning.WHEREOF or (item.text in "(:" and _is_plain_pair(items[at + 1 :])):
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


def without_idle_guests(items: list[Item]) -> list[Item]:
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
