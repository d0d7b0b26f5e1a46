"""What stands beside each command in Telegram's menu, by what the reader may do."""

from reports.wording import Wording
from shelter.people import Role


def menu(wording: Wording, role: Role) -> list[tuple[str, str]]:
    """Commands, in Latin letters, with a line each; the most used first."""
    tonight = ("tonight", wording.say("Who has reported, and free beds"))
    missing = ("missing", wording.say("Reports that are missing"))
    summary = ("summary", wording.say("Totals of a period"))
    file = ("file", wording.say("The report as a file"))
    chart = ("chart", wording.say("A chart of a period"))
    undo = ("undo", wording.say("Take back my latest report"))
    report = ("report", wording.say("Report by touch"))
    invite = ("invite", wording.say("Invite somebody"))
    about = [("language", wording.say("Choose language")), ("help", wording.say("How it works"))]
    match role:
        case Role.COORDINATOR:
            return [tonight, missing, summary, chart, file, invite, undo, *about]
        case Role.VIEWER:
            return [summary, chart, file, *about]
        case Role.SITE_LEAD:
            return [report, missing, tonight, undo, summary, chart, invite, *about]
    return [report, undo, missing, tonight, summary, chart, *about]
