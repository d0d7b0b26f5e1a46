"""What stands beside each command in Telegram's menu, by what the reader may do."""

from reports.wording import Wording
from shelter.people import Role

EDITION = "1"
"""Raised with every change below, so that menus which are shown already are registered again."""


def in_group(wording: Wording) -> list[tuple[str, str]]:
    """What the staff of a group's site can say there."""
    return [
        ("report", wording.say("Women and men: /report W9 M19")),
        ("tally", wording.say("Count together, one by one")),
        ("tonight", wording.say("What has been reported, and free beds")),
        ("undo", wording.say("Take back my latest report")),
    ]


def menu(wording: Wording, role: Role) -> list[tuple[str, str]]:
    """Commands, in Latin letters, with a line each; the most used first."""
    tonight = ("tonight", wording.say("Who has reported, and free beds"))
    missing = ("missing", wording.say("Reports that are missing"))
    summary = ("summary", wording.say("Totals of a period"))
    file = ("file", wording.say("The report as a file"))
    chart = ("chart", wording.say("A chart of a period"))
    undo = ("undo", wording.say("Take back my latest report"))
    report = ("report", wording.say("Report by touch"))
    tally = ("tally", wording.say("Count together, one by one"))
    invite = ("invite", wording.say("Invite somebody"))
    about = [("language", wording.say("Choose language")), ("help", wording.say("How it works"))]
    remind = ("remind", wording.say("My own reminder time, or later"))
    desk = [
        ("nightly", wording.say("The last night, whole")),
        ("escalation", wording.say("Reminding and escalation")),
        ("jobs", wording.say("What ran by itself, and the backup")),
    ]
    match role:
        case Role.COORDINATOR:
            bind = ("bind", wording.say("Connect a group to a site"))
            return [tonight, missing, summary, chart, file, *desk, invite, tally, undo, bind, *about]
        case Role.VIEWER:
            return [summary, chart, file, *about]
        case Role.SITE_LEAD:
            return [report, tally, missing, tonight, undo, summary, chart, invite, remind, *about]
    return [report, tally, undo, missing, tonight, summary, chart, remind, *about]
