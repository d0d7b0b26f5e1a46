"""Which number belongs to which label: "k9 m19", "9 kvinnor 19 män", "kvinnor 9 män 19" (R1, R3)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.reading.items import Item
from bot.reading.meanings import LABELS, PEOPLE, TAKERS, THINGS, WEAK, Meaning

SKIPPED = frozenset(
    {
        Meaning.HARMLESS,
        Meaning.PIECES,
        Meaning.IS,
        Meaning.ONLY,
        Meaning.ALL,
        Meaning.REST,
        Meaning.FROM,
        Meaning.DATE,
        Meaning.CHANGE,
        Meaning.TO,
        Meaning.MORE,
        Meaning.FULL,
        Meaning.RIGHT,
        Meaning.SORRY,
        Meaning.NIGHT_WORD,
        Meaning.CLOCK,
    }
)
TIGHT = ":="
LONGEST_ABBREVIATION = 2
SEPARATING = TIGHT + "-\"'*_"


@dataclass(slots=True)
class Paired:
    """What the numbers of a stretch of text belong to; `alone` and `idle` are the numbers and labels left over."""

    pairs: list[tuple[Item, Item]] = field(default_factory=list)
    """(label, number)"""
    alone: list[Item] = field(default_factory=list)
    idle: list[Item] = field(default_factory=list)
    unclear: list[Item] = field(default_factory=list)
    """Words that could have taken a number from its label: "man 19 år"."""


def paired(items: Sequence[Item]) -> Paired:
    """Pairs each number with the label beside it where only one way leaves nothing over."""
    found = Paired()
    taken = _zipped(items, found)
    _fixed(items, found, taken)
    if len(taken) < len(items):
        for stretch in _stretches(items, taken):
            _pair_stretch(stretch, found)
    return found


def _zipped(items: Sequence[Item], found: Paired) -> set[int]:
    """“k/m 9/19”: labels with the same sign between them as their numbers."""
    for at in range(len(items) - 5):
        one, two = items[at], items[at + 2]
        if one.meaning not in LABELS or two.meaning not in LABELS or items[at + 1].text not in ("/", "+"):
            continue
        step = at + 3
        while step < len(items) and items[step].text in TIGHT and items[step].meaning is Meaning.MARK:
            step += 1
        three = items[step : step + 3]
        numbers = [item.meaning for item in three[::2]] == [Meaning.NUMBER] * 2
        if (
            numbers
            and three[1].text in ("/", "+")
            and (at == 0 or items[at - 1].meaning is not Meaning.NUMBER)
        ):
            found.pairs += [(one, three[0]), (two, three[2])]
            return {at, at + 2, step, step + 2}
    return set()


def _fixed(items: Sequence[Item], found: Paired, taken: set[int]) -> None:
    """Pairs that a colon or the lack of a space ties together: "k9", "9k", "kvinnor: 9"."""
    for at in range(len(items) - 1):
        one, two = items[at], items[at + 1]
        if at in taken:
            continue
        if one.meaning in TAKERS and two.meaning is Meaning.NUMBER and two.glued:
            after = items[at + 2] if at + 2 < len(items) else None
            if one.glued and at and items[at - 1].meaning is Meaning.NUMBER and at - 1 not in taken:
                continue
            if after is None or not (after.meaning in TAKERS and after.glued):
                found.pairs.append((one, two))
                taken |= {at, at + 1}
        elif one.meaning is Meaning.NUMBER and two.meaning in TAKERS and two.glued:
            before = items[at - 1] if at else None
            after = items[at + 2] if at + 2 < len(items) else None
            chained = after is not None and after.meaning is Meaning.NUMBER and after.glued
            if (
                not (one.glued and before and before.meaning in TAKERS and at - 1 not in taken)
                and not chained
            ):
                found.pairs.append((two, one))
                taken |= {at, at + 1}
        elif one.meaning in PEOPLE and two.meaning is Meaning.MARK and two.text in TIGHT:
            step = at + 2
            while step < len(items) and items[step].meaning is Meaning.LINE:
                step += 1
            if step < len(items) and items[step].meaning is Meaning.NUMBER:
                found.pairs.append((one, items[step]))
                taken |= {at, step}


def _stretches(items: Sequence[Item], taken: set[int]) -> list[list[Item]]:
    """The numbers and labels still free, cut at commas, lines and words that are not understood."""
    cut: list[list[Item]] = [[]]
    joined: list[list[Item]] = [[]]
    for at, item in enumerate(items):
        if at in taken:
            cut.append([])
            joined.append([])
        elif item.meaning is Meaning.NUMBER or item.meaning in TAKERS:
            cut[-1].append(item)
            joined[-1].append(item)
        elif item.meaning in SKIPPED or (
            item.meaning is Meaning.MARK
            and (item.text in SEPARATING or (at > 0 and _shortens(items[at - 1], item)))
        ):
            continue
        else:
            cut.append([])
            if item.meaning not in (Meaning.MARK, Meaning.LINE):
                joined.append([])
    cut = [stretch for stretch in cut if stretch]
    if all(len(stretch) == 1 for stretch in cut):
        # "Kvinnor\n9\nMän\n19": the lines only separate a label from its own number.
        return [stretch for stretch in joined if stretch]
    return cut


def _shortens(label: Item, mark: Item) -> bool:
    """Whether the mark is the full stop of an abbreviated label, "kv. 9 m. 19", and ends nothing."""
    return (
        mark.text == "."
        and mark.glued
        and label.meaning in PEOPLE
        and len(label.text) <= LONGEST_ABBREVIATION
    )


def _pair_stretch(stretch: list[Item], found: Paired) -> None:
    """Cuts where two numbers or two labels meet; a run with as many of each has only one pairing."""
    run: list[Item] = []
    for item in stretch:
        if run and (run[-1].meaning is Meaning.NUMBER) == (item.meaning is Meaning.NUMBER):
            _pair_run(run, found)
            run = []
        run.append(item)
    _pair_run(run, found)


def _pair_run(run: list[Item], found: Paired) -> None:
    while len(run) % 2 and run:
        first, last = run[0], run[-1]
        if len(run) == 1:
            (found.alone if first.meaning is Meaning.NUMBER else found.idle).append(first)
            return
        if first.meaning is Meaning.NUMBER:
            drop = _total_at_an_end(run)
            if drop is None:
                # "9 kvinnor 19": number first, then label; the last number is left over.
                drop = -1
            found.alone.append(run.pop(drop))
        else:
            weak_first, weak_last = first.meaning in WEAK, last.meaning in WEAK
            drop = (
                0 if weak_first or (first.meaning in (Meaning.THING, Meaning.TRAIT) and not weak_last) else -1
            )
            dropped = run.pop(drop)
            found.idle.append(dropped)
            if dropped.meaning in THINGS:
                found.unclear.append(dropped)
    for at in range(0, len(run), 2):
        one, two = run[at], run[at + 1]
        found.pairs.append((two, one) if one.meaning is Meaning.NUMBER else (one, two))


def _total_at_an_end(run: list[Item]) -> int | None:
    """Which end of "28 kvinnor 9 män 19" is the sum of what remains; None when neither or both are."""
    values = [item.value for item in run[::2]]
    fits = [
        drop
        for drop, rest in ((0, values[1:]), (-1, values[:-1]))
        if len(rest) > 1 and sum(rest) == values[drop]
    ]
    return fits[0] if len(fits) == 1 else None
