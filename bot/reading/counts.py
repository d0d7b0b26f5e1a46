"""Women and men, a bare pair, a total, nobody: the count that a draft says (R4-R8)."""

from bot.reading.case import FIELD, Ask, Case
from bot.reading.corrections import check_old_numbers
from bot.reading.meanings import Meaning
from bot.reading.near import near_date
from shelter.acts import Topic
from shelter.dates import local
from shelter.figures import Count
from shelter.sites import Kind


def count_said(case: Case) -> None:
    draft = case.draft
    total = draft.numbers.get(Meaning.SUM)
    if draft.pair:
        if case.site.kind is Kind.INTAKE:
            raise Ask(Topic.EXTRA)
        case.store(_pair_count(case, draft.pair))
        return
    women, men = genders(case)
    if draft.empty or (total == 0 and women is None and men is None and not draft.full):
        _nobody(case, women, men)
        return
    if women is None or men is None:
        _ask_for_the_missing(case, women, men)
        return
    count = Count(women, men, draft.numbers.get(Meaning.OTHER, 0), draft.numbers.get(Meaning.UNKNOWN, 0))
    if total is not None and total != count.total:
        raise Ask(Topic.SUM)
    check_old_numbers(case, count)
    case.store(count)


def genders(case: Case) -> tuple[int | None, int | None]:
    """Women and men as they were said or as they follow from a total (R7, R8)."""
    draft = case.draft
    women, men = draft.numbers.get(Meaning.WOMEN), draft.numbers.get(Meaning.MEN)
    total = draft.numbers.get(Meaning.SUM)
    if draft.only and draft.only not in draft.numbers and total is not None:
        women, men = (total, men) if draft.only is Meaning.WOMEN else (women, total)
    if draft.only is Meaning.MEN and women is None and men is not None:
        women = 0
    if draft.only is Meaning.WOMEN and men is None and women is not None:
        men = 0
    if total is not None and (women is None) != (men is None):
        rest = (
            total
            - (women or 0)
            - (men or 0)
            - draft.numbers.get(Meaning.OTHER, 0)
            - draft.numbers.get(Meaning.UNKNOWN, 0)
        )
        if rest < 0:
            raise Ask(Topic.SUM)
        women, men = (rest, men) if women is None else (women, rest)
    return women, men


def _nobody(case: Case, women: int | None, men: int | None) -> None:
    draft = case.draft
    if case.site.kind is Kind.INTAKE:
        raise Ask(Topic.EXTRA)
    if (
        women
        or men
        or any(draft.numbers.get(label) for label in (*FIELD, Meaning.SUM))
        or draft.full
        or draft.only
    ):
        raise Ask(Topic.SUM)
    case.store(Count(0, 0))


def _ask_for_the_missing(case: Case, women: int | None, men: int | None) -> None:
    draft = case.draft
    said = (
        any(label in draft.numbers for label in (*FIELD, Meaning.SUM))
        or draft.only
        or draft.rest
        or draft.full
        or draft.olds
    )
    if not said:
        return
    if case.site.kind is Kind.INTAKE:
        raise Ask(Topic.EXTRA)
    if women is None and men is None:
        raise Ask(Topic.GENDER)
    raise Ask(Topic.MEN if men is None else Topic.WOMEN)


def _pair_count(case: Case, pair: tuple[int, int]) -> Count:
    """Two bare numbers: women first, where nothing else can be meant (R4, R5)."""
    first, second = pair
    sign, total = case.draft.sign, case.draft.numbers.get(Meaning.SUM)
    today = local(case.site, case.moment).date()
    if sign in ("/", ".", "-") and near_date(first, second, today):
        raise Ask(Topic.DATEPAIR, proposal=case.proposed(first, second) if first <= second else ())
    if sign in (":", ".", "-"):
        raise Ask(Topic.ORDER)
    beds = case.beds()
    if first > second or second == beds:
        raise Ask(Topic.ORDER, proposal=case.proposed(min(pair), max(pair)))
    if sign not in (" ", "/", ",", "+", "&", ";") and sign.lower() not in (
        "och",
        "and",
        "o",
        "å",
        "samt",
        "n",
        "plus",
    ):
        raise Ask(Topic.ORDER)
    if total is not None and total != first + second:
        raise Ask(Topic.SUM)
    return Count(first, second)
