"""The words around files and pictures in chat: their names, the line below them, and why one does not come."""

from collections.abc import Sequence

from reports.period_words import period_words
from reports.wording import Wording, first_that_fits
from shelter.enclosures import Diagram, Enclosure, FileForm
from shelter.period import Period
from shelter.privacy import Audience

MEGABYTE = 1_000_000


def file_stem(wording: Wording, enclosure: Enclosure, version: int | None) -> str:
    """A file's name without its ending: `verksamhetsrapport-2017-05-01--2017-10-31-utkast`."""
    parts = [
        wording.say("activity-report"),
        f"{enclosure.period.first}--{enclosure.period.last}",
        wording.say("draft") if version is None else wording.say("version-{number}", number=version),
    ]
    if enclosure.audience is Audience.STAFF:
        parts.append(wording.say("internal"))
    return "-".join(parts)


def picture_name(enclosure: Enclosure) -> str:
    assert enclosure.diagram is not None  # noqa: S101 only diagrams are pictures
    parts = [enclosure.diagram.value, f"{enclosure.period.first}--{enclosure.period.last}", *enclosure.sites]
    return "".join(one if one.isascii() and one.isalnum() else "-" for one in "-".join(parts[:3])) + ".png"


def form_name(wording: Wording, form: FileForm) -> str:
    return {
        FileForm.WORD: "Word",
        FileForm.PDF: "PDF",
        FileForm.EXCEL: "Excel",
        FileForm.CSV: wording.say("CSV data"),
        FileForm.PAGE: wording.say("Web page"),
        FileForm.CHART: wording.say("Chart"),
    }[form]


def diagram_name(wording: Wording, diagram: Diagram) -> str:
    """What a diagram shows, short enough for a button."""
    return {
        Diagram.STAYS: wording.say("Stays per night"),
        Diagram.OCCUPANCY: wording.say("Occupancy per month"),
        Diagram.QUEUE: wording.say("Queue per week"),
        Diagram.VISITS: wording.say("Visits per week"),
        Diagram.WEEKDAYS: wording.say("Visits by weekday"),
        Diagram.WOMEN: wording.say("Share of women"),
    }[diagram]


def title(wording: Wording, enclosure: Enclosure, place: str | None = None) -> str:
    """What a file is, of whom and of when, and whether it is signed off."""
    period = period_words(wording, enclosure.period)
    standing = wording.say("draft") if enclosure.draft else wording.say("signed off")
    if enclosure.diagram is not None:
        what = diagram_name(wording, enclosure.diagram)
        return wording.series([what, *([place] if place else []), period, standing])
    form = form_name(wording, enclosure.form)
    return wording.say(
        "Activity report {period}, {standing} ({form})", period=period, standing=standing, form=form
    )


def caption(wording: Wording, enclosure: Enclosure, place: str | None = None) -> str:
    """The line below a file."""
    said = f"{title(wording, enclosure, place)}."
    if enclosure.diagram is None and enclosure.audience is Audience.STAFF:
        said += " " + wording.say("For own staff only: not to be passed on.")
    return said


def coming(wording: Wording, enclosures: Sequence[Enclosure], place: str | None, more: Sequence[str]) -> str:
    """What comes, and as far as it fits what else there is to ask for."""
    what = title(wording, enclosures[0], place)
    if len(enclosures) > 1:
        charts = wording.plural("{n} chart", "{n} charts", len(enclosures))
        period = period_words(wording, enclosures[0].period)
        what = wording.series([charts, *([place] if place else []), period])
    said = wording.say("Coming: {what}.", what=what)
    also = wording.say("Also: {words}.", words=wording.series(more)) if more else ""
    return first_that_fits(f"{said} {also}".strip(), said)


def coming_soon(wording: Wording) -> str:
    return wording.say("It is on its way.")


def which_file(wording: Wording, period: Period, *, draft: bool, audience: Audience) -> str:
    standing = wording.say("draft") if draft else wording.say("signed off")
    lines = [
        wording.say(
            "Activity report {period}, {standing}. Which file?",
            period=period_words(wording, period),
            standing=standing,
        )
    ]
    if audience is Audience.STAFF:
        lines.append(wording.say("With all figures, for own staff only."))
    else:
        lines.append(wording.say("Without small numbers: it can be published."))
    return "\n".join(lines)


def which_form(wording: Wording) -> str:
    """Where there are no buttons to choose a file by."""
    return first_that_fits(
        wording.say(
            "Write which file: report file word may-oct 2017. There is word, pdf, excel, csv and html."
        )
    )


def which_diagram(wording: Wording, period: Period, place: str | None) -> str:
    where = wording.series([*([place] if place else []), period_words(wording, period)])
    return wording.say("{where}: which diagram?", where=where)


def not_here(wording: Wording) -> str:
    """To somebody whose channel carries no files: where they come, and what there is here."""
    return first_that_fits(
        wording.say(
            "Files and pictures come in Telegram, not by SMS. Figures come here too: summary may-oct 2017."
        )
    )


def nothing_to_draw(wording: Wording, period: Period) -> str:
    return first_that_fits(
        wording.say(
            "{period}: there is nothing to draw. Ask for a longer period or another diagram.",
            period=period_words(wording, period),
        )
    )


def too_long(wording: Wording, years: int) -> str:
    return wording.say(
        "Files and charts are of at most {years} years. Ask for a shorter period.", years=years
    )


def not_begun(wording: Wording, period: Period) -> str:
    return wording.say("{period} has not begun.", period=period_words(wording, period))


def too_many(wording: Wording, n: int) -> str:
    return wording.plural(
        "{n} file is on its way already. Ask again when it has come.",
        "{n} files are on their way already. Ask again when they have come.",
        n,
    )


def whole_house(wording: Wording) -> str:
    """To somebody who asks for the report of one site."""
    return first_that_fits(
        wording.say("The report is of the whole house. For one site write summary or chart and its name.")
    )


def internal_refused(wording: Wording) -> str:
    return wording.say("Only coordinators get the internal form. Leave the word out for the public one.")


def too_large(wording: Wording, size: int) -> str:
    return wording.say(
        "The file became too large for Telegram ({megabytes} MB). Ask for a shorter period.",
        megabytes=-(-size // MEGABYTE),
    )


def not_made(wording: Wording) -> str:
    """When a file could not be made; nothing that its reader can mend."""
    return wording.say("The file could not be made. Tell your coordinator; the log says why.")


def period_report(wording: Wording, enclosure: Enclosure, received: int, due: int) -> str:
    """Below the first file of a half-year that has ended."""
    told = wording.say(
        "{received} of {due} reports", received=wording.number(received), due=wording.number(due)
    )
    said = wording.say(
        "The half-year {period} has ended: {reports} have come.",
        period=period_words(wording, enclosure.period),
        reports=told,
    )
    return f"{said} {caption(wording, enclosure)}"


def period_report_elsewhere(wording: Wording, period: Period) -> str:
    """To a coordinator whom no file reaches."""
    return first_that_fits(
        wording.say(
            "The draft report of {period} is ready. Files come in Telegram, or on the computer with "
            "shelterbot report.",
            period=period_words(wording, period),
        )
    )


def button(wording: Wording, name: str) -> str:
    """The words on the buttons below a summary."""
    return {
        "sites": wording.say("Site"),
        "months": wording.say("Month"),
        "charts": wording.say("Chart"),
        "files": wording.say("Files"),
        "all": wording.say("All sites"),
        "period": wording.say("Whole period"),
        "back": wording.say("Back"),
        "later": wording.say("More"),
        "earlier": wording.say("Earlier in the list"),
        "internal": wording.say("With all figures"),
        "public": wording.say("To publish"),
    }[name]


def which_site(wording: Wording, period: Period) -> str:
    return wording.say("{period}: which site?", period=period_words(wording, period))


def which_month(wording: Wording, place: str | None, period: Period) -> str:
    where = wording.series([*([place] if place else []), period_words(wording, period)])
    return wording.say("{where}: which month?", where=where)


def old_button(wording: Wording) -> str:
    return wording.say("That button no longer works. Write /summary to begin again.")
