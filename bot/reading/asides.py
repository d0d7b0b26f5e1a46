"""What stands beside the count and is taken out: who signed it, and the reason for it (R12)."""

from bot.reading.items import Item
from bot.reading.meanings import COUNTED, FIGURES, LABELS, Meaning

OF_A_DEVICE = ("skickat", "sent")
NOT_A_NAME = FIGURES | {Meaning.ORIGIN}


def without_signature(items: list[Item]) -> list[Item]:
    """“Mvh Anna”, “/M”, “//Bo” and “-M” at the end are who wrote, not what is counted (R12)."""
    for at, item in enumerate(items):
        if item.meaning is Meaning.SIGNED:
            after = at + 1
            if item.text.lower() in OF_A_DEVICE:
                line = next(
                    (step for step in range(at, len(items)) if items[step].meaning is Meaning.LINE),
                    len(items),
                )
                if not any(one.meaning in LABELS for one in items[at:line]):
                    return items[:at] + items[line:]  # "Sent from my iPhone 7"
            while after < len(items) and after - at <= 6 and items[after].meaning not in NOT_A_NAME:
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


def without_reasons(items: list[Item]) -> list[Item]:
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
