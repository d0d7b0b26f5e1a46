"""Section 6: the gender equality analysis. The program shows differences; people write the causes."""

from collections.abc import Iterator
from fractions import Fraction

from reports.document import Block, Chart, Heading, Paragraph, Series, Voice
from reports.halfyear.night import women_only
from reports.halfyear.scene import Scene
from shelter.comparison import Comparison, Measure
from shelter.privacy import is_published_whole
from shelter.rounding import half_up, is_small_base
from shelter.sites import Kind
from shelter.standing import Written
from shelter.totals import Day, Night


def equality(scene: Scene) -> Iterator[Block]:
    say = scene.words.say
    yield Heading(1, say("6. Gender equality analysis"))
    yield Heading(2, say("What the figures show"))
    yield Paragraph(" ".join(_mapping(scene)))
    yield _by_month(scene)
    if scene.of(Kind.NIGHT):
        yield Paragraph(women_only(scene))
    yield Heading(2, say("Resources"))
    yield Paragraph(" ".join(_resources(scene)))
    yield Heading(2, say("Analysis: why"))
    yield from scene.written(
        Written.ANALYSIS,
        say("Why do night and day differ?"),
        say("Is it supply, safety, opening hours, rules of the queue, or who stays in the city?"),
        say("Whom do we not reach?"),
    )
    yield Heading(2, say("Conclusions and measures"))
    yield from scene.written(Written.MEASURES, say("Which measure, who does it, by when?"))
    yield Heading(3, say("Follow-up of earlier measures"))
    yield from scene.written(Written.FOLLOW_UP, say("What came of the measures in the last report?"))
    yield Heading(3, say("Cooperation with women's health projects"))
    yield from scene.written(
        Written.WOMENS_HEALTH, say("Which cooperation was there, and what did it lead to?")
    )
    yield Paragraph(
        say(
            "The gender split of those staying in the city is not known; the differences cannot be compared with the "
            "target group."
        ),
        Voice.NOTE,
    )


def _mapping(scene: Scene) -> Iterator[str]:
    say, numerals, whole = scene.words.say, scene.numerals, scene.figures.whole
    night, day = _share(whole.night), _share(whole.day)
    if night is None or day is None:
        if whole.night.nights_counted and whole.day.days_counted:
            yield say(
                "At night {night}; by day {day}.",
                night=numerals.split(whole.night.people),
                day=numerals.split(whole.day.people),
            )
    else:
        yield say(
            "The share of women was {night} at night and {day} by day, a difference of {points} percentage points.",
            night=numerals.percent(night, 1),
            day=numerals.percent(day, 1),
            points=numerals.decimal(100 * (night - day)),
        )
    if (spread := _spread(scene, Night)) is not None:
        low, high = spread
        yield say("Between the shelters the share of women ran from {low} to {high}.", low=low, high=high)
    if (spread := _spread(scene, Day)) is not None:
        low, high = spread
        yield say("Between the day centres the share of women ran from {low} to {high}.", low=low, high=high)
    for told, name in (
        (scene.figures.last_year, say("the same period last year")),
        (scene.figures.before, say("the period before")),
    ):
        yield from _change(scene, told, name)
    for label, shown in ((say("at night"), scene.figures.night), (say("by day"), scene.figures.day)):
        if scene.hides_rows and not is_published_whole(scene.figures.period):
            yield say("Other and unknown {when}: published for whole half-years only.", when=label)
        elif shown.merged is None:
            yield say("Other and unknown {when}: not shown (few or none).", when=label)
        else:
            number = numerals.whole(shown.merged)
            yield say("Other and unknown {when}: {number}.", when=label, number=number)


def _share(block: Night | Day) -> Fraction | None:
    """The share of women; none of so few that the numbers say more (C9)."""
    return None if is_small_base(block.people.women + block.people.men) else block.share_women


def _spread(scene: Scene, kind: type[Night] | type[Day]) -> tuple[str, str] | None:
    """The lowest and the highest share of women of the sites of one kind with a share; None of fewer than two."""
    blocks = [held.block for held in scene.figures.totals.sites]
    shares = [share for block in blocks if isinstance(block, kind) if (share := _share(block)) is not None]
    if len(shares) < 2:
        return None
    return scene.numerals.percent(min(shares), 1), scene.numerals.percent(max(shares), 1)


def _change(scene: Scene, told: Comparison | None, name: str) -> Iterator[str]:
    if told is None:
        return
    for measure, when in (
        (Measure.SHARE_WOMEN_NIGHT, scene.words.say("at night")),
        (Measure.SHARE_WOMEN_DAY, scene.words.say("by day")),
    ):
        difference = told.line(measure).difference
        if difference is not None:
            yield scene.words.say(
                "Against {period} the share of women {when} changed by {points} percentage points.",
                period=name,
                when=when,
                points=scene.numerals.change(difference).text,
            )


def _by_month(scene: Scene) -> Chart:
    say, numerals, months = scene.words.say, scene.numerals, scene.figures.months
    names = [numerals.short_month(month.period.first) for month in months]
    lines = {
        say("Night"): [_share(month.night) for month in months],
        say("Day"): [_share(month.day) for month in months],
    }
    told = "; ".join(
        f"{name}: "
        + ", ".join(
            f"{month} {'..' if share is None else numerals.percent(share, 1)}"
            for month, share in zip(names, shares, strict=True)
        )
        for name, shares in lines.items()
    )
    return Chart(
        name="diagram-6",
        caption=say("Diagram 6. Share of women, night and day, by month"),
        alt=say("Line chart with two lines, the share of women by month. {told}.", told=told),
        unit=say("Share of women, %"),
        labels=tuple(names),
        ticks=tuple(range(len(names))),
        series=tuple(
            Series(name, tuple(None if share is None else half_up(100 * share, 1) for share in shares))
            for name, shares in lines.items()
        ),
    )


def _resources(scene: Scene) -> Iterator[str]:
    say, numerals = scene.words.say, scene.numerals
    first, last = scene.figures.period.first, scene.figures.period.last
    held = [site.capacity_on(last) for site in scene.of(Kind.NIGHT)]
    beds = sum(one.beds for one in held if one)
    only = sum(one.women_only_beds for one in held if one)
    if beds:
        yield say(
            "At the end of the period {only} of {beds} beds, {share}, were for women only; all others are open to all.",
            only=numerals.whole(only),
            beds=numerals.whole(beds),
            share=numerals.percent(Fraction(only, beds)),
        )
    for kind, name in ((Kind.NIGHT, say("The shelters")), (Kind.DAY, say("The day centres"))):
        times = {
            f"{hours.opens:%H.%M}–{hours.closes:%H.%M}"
            for site in scene.of(kind)
            for hours in site.hours
            if (hours.first is None or hours.first <= last) and (hours.last is None or first <= hours.last)
        }
        if times:
            yield say("{sites} are open {hours}.", sites=name, hours=scene.words.series(sorted(times)))
