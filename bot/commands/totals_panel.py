"""The buttons below a summary on Telegram: site, month, chart, files; one message that is edited in place."""

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import date

from bot.commands.asked import audience_of, drawable
from bot.commands.beside import totals_beside
from bot.commands.following import charts, refused_period, report_file
from bot.commands.scene import Scene
from reports import enclosed, guide
from reports.period_words import period_words
from reports.totals_lines import in_chat
from shelter.enclosures import Diagram, FileForm
from shelter.house import Part, parts_of
from shelter.messages import Answer, Button, Panel
from shelter.people import Deed, Reach, Role, reach
from shelter.period import Period, months_of
from shelter.privacy import Audience
from storage.panels import Kept, panel
from storage.signoffs import is_signed
from storage.totals import totals_of_period
from storage.wishes import Wish

MARK = "sum"
"""Stands before the token of these panels, to tell them from others."""

TOKEN_BYTES = 12
SITES_SHOWN, MONTHS_SHOWN, MONTHS_IN_A_ROW = 8, 12, 3
FILES = (FileForm.WORD, FileForm.PDF, FileForm.EXCEL, FileForm.CSV)

Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class View:
    """What the message shows. `part` is the key of a part of the house, '' for all of it.

    `first` and `last` are what was asked for; `month` narrows it. `place` is where a list begins.
    """

    step: str
    first: str
    last: str
    part: str = ""
    month: str = ""
    place: int = 0
    internal: bool = False

    @property
    def asked(self) -> Period:
        return Period(date.fromisoformat(self.first), date.fromisoformat(self.last))

    @property
    def period(self) -> Period:
        if not self.month:
            return self.asked
        return next(one for one in months_of(self.asked) if _month(one) == self.month)


def open_at_totals(scene: Scene, period: Period, part: Part | None) -> Wish[Answer]:
    return (yield from _opened(scene, View("totals", *_dates(period), part=_key(part) if part else "")))


def open_at_files(scene: Scene, period: Period) -> Wish[Answer]:
    return (yield from _opened(scene, View("files", *_dates(period))))


def _opened(scene: Scene, view: View) -> Wish[Answer]:
    return (yield from _shown(scene, f"{MARK}:{secrets.token_urlsafe(TOKEN_BYTES)}", view))


def is_below_totals(press: str) -> bool:
    return press.startswith(f"{MARK}:")


def pressed_below_totals(scene: Scene) -> Wish[Answer]:
    """A press: another view, a file or a picture; a kind word when the button is old or somebody else's."""
    token, _, rest = (scene.incoming.press or "").partition(".")
    step, _, what = rest.partition(".")
    kept = yield from panel(scene.incoming.channel, token)
    view = _view(scene, kept)
    if kept is None or view is None or view.step != step:
        return Answer("", toast=enclosed.old_button(scene.wording))
    if reach(scene.person, Deed.SEE_TOTALS) is Reach.NONE:
        return Answer("", toast=guide.not_yours(scene.wording))
    if what in {one.value for one in Diagram} and step == "charts":
        answer = yield from charts(scene, view.period, _part(scene, view), Diagram(what))
        return _behind(scene, answer)
    if what in {one.value for one in FILES} and step == "files":
        return (yield from _file(scene, view, FileForm(what)))
    further = _further(scene, view, what)
    if further is None:
        return Answer("", toast=enclosed.old_button(scene.wording))
    refused = refused_period(scene, further.period) if further.step in ("charts", "files") else None
    if refused is not None:
        return Answer("", toast=refused.text)
    return replace((yield from _shown(scene, token, further)), shown_in_answer_to=kept.message)


def _view(scene: Scene, kept: Kept | None) -> View | None:
    """How far the panel has come; None when it is not the presser's, or what it shows is not theirs any more."""
    if kept is None or (kept.address, kept.person) != (scene.incoming.address, scene.person.id):
        return None
    view = View(**json.loads(kept.state))
    if view.part and _part(scene, view) is None:
        return None
    return replace(view, internal=view.internal and scene.person.role is Role.COORDINATOR)


def _behind(scene: Scene, answer: Answer) -> Answer:
    """What a press makes follow; the message with the buttons stays as it is."""
    if not answer.enclosed:
        return Answer("", toast=answer.text)
    return Answer("", toast=enclosed.coming_soon(scene.wording), enclosed=answer.enclosed)


def _file(scene: Scene, view: View, form: FileForm) -> Wish[Answer]:
    if reach(scene.person, Deed.GET_FILES) is Reach.NONE:
        return Answer("", toast=guide.not_yours(scene.wording))
    audience = Audience.STAFF if view.internal else Audience.PUBLIC
    answer = yield from report_file(scene, form, view.period, audience)
    return _behind(scene, answer)


def _further(scene: Scene, view: View, what: str) -> View | None:
    """The view that a press leads to; None for one that does not stand below this message."""
    if what in ("sites", "months", "charts", "files") and view.step == "totals":
        return replace(view, step=what, place=0)
    if view.step == "sites":
        shown, there_are = SITES_SHOWN, len(_parts(scene))
    else:
        shown, there_are = MONTHS_SHOWN, len(list(months_of(view.asked)))
    later = view.place + shown  # a button that is pressed twice turns no page that is not there
    named = {
        "back": replace(view, step="totals", place=0),
        "all": replace(view, step="totals", part=""),
        "period": replace(view, step="totals", month=""),
        "later": replace(view, place=later) if later < there_are else view,
        "earlier": replace(view, place=max(0, view.place - shown)),
        "internal": replace(view, internal=scene.person.role is Role.COORDINATOR),
        "public": replace(view, internal=False),
    }
    if what in named:
        return named[what]
    if view.step == "sites" and what in {_key(part) for part in _parts(scene)}:
        return replace(view, step="totals", part=what, place=0)
    if view.step == "months" and what in {_month(one) for one in months_of(view.asked)}:
        return replace(view, step="totals", month=what, place=0)
    return None


def _shown(scene: Scene, token: str, view: View) -> Wish[Answer]:
    """The message as it looks in this view."""
    show = {
        "totals": _totals,
        "sites": _choose_site,
        "months": _choose_month,
        "charts": _choose_chart,
        "files": _choose_file,
    }[view.step]
    text, rows = yield from show(scene, _Buttons(scene, token, view), view)
    return Answer(text, buttons=rows, panel=Panel(token, json.dumps(asdict(view))))


class _Buttons:
    """Makes buttons of one view; what a press says begins with the panel's token and the view's step."""

    def __init__(self, scene: Scene, token: str, view: View) -> None:
        self._words = scene.wording
        self._before = f"{token}.{view.step}."

    def __call__(self, words: str, what: str) -> Button:
        return Button(words, self._before + what)

    def named(self, *names: str) -> tuple[Button, ...]:
        return tuple(self(enclosed.button(self._words, name), name) for name in names)

    def around(self, view: View, shown: int, there_are: int) -> Rows:
        """The row below a list: its other pages, and the way back."""
        earlier = ("earlier",) if view.place else ()
        later = ("later",) if view.place + shown < there_are else ()
        pages = (self.named(*earlier, *later),) if earlier or later else ()
        return (*pages, self.named("back"))


def _totals(scene: Scene, button: _Buttons, view: View) -> Wish[tuple[str, Rows]]:
    part = _part(scene, view)
    sites = part.sites if part else scene.house.within_reach(scene.person, Deed.SEE_TOTALS)
    beside = yield from totals_beside(sites, view.period, scene.incoming.moment, audience_of(scene))
    narrow = [
        *(["sites"] if len(_parts(scene)) > 1 else []),
        *(["months"] if len(list(months_of(view.asked))) > 1 else []),
    ]
    more = ["charts", *(["files"] if reach(scene.person, Deed.GET_FILES) is not Reach.NONE else [])]
    widen = [*(["all"] if view.part else []), *(["period"] if view.month else [])]
    rows = tuple(button.named(*names) for names in (narrow, more, widen) if names)
    return in_chat(scene.wording, beside, part), rows


def _choose_site(scene: Scene, button: _Buttons, view: View) -> Wish[tuple[str, Rows]]:
    yield from ()
    parts = _parts(scene)
    shown = parts[view.place : view.place + SITES_SHOWN]
    rows = tuple((button(part.name, _key(part)),) for part in shown)
    around = button.around(view, SITES_SHOWN, len(parts))
    return enclosed.which_site(scene.wording, view.period), (*rows, *around)


def _choose_month(scene: Scene, button: _Buttons, view: View) -> Wish[tuple[str, Rows]]:
    yield from ()
    part = _part(scene, view)
    all_months = list(months_of(view.asked))
    shown = all_months[view.place : view.place + MONTHS_SHOWN]
    buttons = [button(period_words(scene.wording, one), _month(one)) for one in shown]
    rows = tuple(
        tuple(buttons[place : place + MONTHS_IN_A_ROW]) for place in range(0, len(buttons), MONTHS_IN_A_ROW)
    )
    around = button.around(view, MONTHS_SHOWN, len(all_months))
    return enclosed.which_month(scene.wording, part.name if part else None, view.asked), (*rows, *around)


def _choose_chart(scene: Scene, button: _Buttons, view: View) -> Wish[tuple[str, Rows]]:
    part, words = _part(scene, view), scene.wording
    sites = part.sites if part else scene.house.within_reach(scene.person, Deed.SEE_TOTALS)
    told = yield from totals_of_period(sites, view.period, scene.incoming.moment)
    able = drawable(told).diagrams
    if not able:
        return enclosed.nothing_to_draw(words, view.period), (button.named("back"),)
    rows = tuple((button(enclosed.diagram_name(words, one), one.value),) for one in able)
    text = enclosed.which_diagram(words, view.period, part.name if part else None)
    return text, (*rows, button.named("back"))


def _choose_file(scene: Scene, button: _Buttons, view: View) -> Wish[tuple[str, Rows]]:
    """The report is of the whole house; coordinators choose whom it is for."""
    words = scene.wording
    draft = not (yield from is_signed(view.period))
    audience = Audience.STAFF if view.internal else Audience.PUBLIC
    forms = [button(enclosed.form_name(words, form), form.value) for form in FILES]
    other = button.named("public" if view.internal else "internal")
    mine = (other,) if scene.person.role is Role.COORDINATOR else ()
    text = enclosed.which_file(words, view.period, draft=draft, audience=audience)
    return text, (tuple(forms[:2]), tuple(forms[2:]), *mine, button.named("back"))


def _parts(scene: Scene) -> list[Part]:
    return parts_of(scene.house.within_reach(scene.person, Deed.SEE_TOTALS))


def _part(scene: Scene, view: View) -> Part | None:
    return next((part for part in _parts(scene) if _key(part) == view.part), None)


def _key(part: Part) -> str:
    """A short key of a part that lasts as long as its name: a name may be too long for a button."""
    return hashlib.blake2b(f"{part.name}/{part.short}".encode(), digest_size=6).hexdigest()


def _month(period: Period) -> str:
    return f"{period.first.year}-{period.first.month}"


def _dates(period: Period) -> tuple[str, str]:
    return period.first.isoformat(), period.last.isoformat()
