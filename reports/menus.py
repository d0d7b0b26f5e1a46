"""What stands beside each command in Telegram's menu, by what the reader may do."""

from reports.wording import Wording
from shelter.people import Role


def menu(wording: Wording, role: Role) -> list[tuple[str, str]]:
    """Commands, in Latin letters, with a line each; the most used first."""
    tonight = ("tonight", wording.say("Who has reported, and free beds"))
    missing = ("missing", wording.say("Reports that are missing"))
    summary = ("summary", wording.say("Totals of a period"))
    undo = ("undo", wording.say("Take back my latest report"))
    report = ("report", wording.say("Report by touch"))
    tally = ("tally", wording.say("Count together, one by one"))
    invite = ("invite", wording.say("Invite somebody"))
    about = [("language", wording.say("Choose language")), ("help", wording.say("How it works"))]
    match role:
        case Role.COORDINATOR:
            return [tonight, missing, summary, invite, tally, undo, *about]
        case Role.VIEWER:
            return [summary, *about]
        case Role.SITE_LEAD:
            return [report, tally, missing, tonight, undo, summary, invite, *about]
    return [report, tally, undo, missing, tonight, summary, *about]
