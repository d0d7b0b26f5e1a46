"""How the house reminds, as it is kept: its settings, the rules of its sites, and every change of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from shelter.escalation import STEPS, Escalation, Rule, SiteReset, SiteSettings, When
from storage.wishes import Wish, sql


def time_in(text: str | None) -> time | None:
    return None if text is None else time.fromisoformat(text)


def clock_text(clock: time | None) -> str | None:
    return None if clock is None else clock.isoformat("minutes")


def escalation() -> Wish[Escalation]:
    (row,) = yield sql("SELECT * FROM escalation")
    return Escalation(
        colleague=row["colleague"],
        site_lead=row["site_lead"],
        coordinator=row["coordinator"],
        quiet_from=time.fromisoformat(row["quiet_from"]),
        quiet_to=time.fromisoformat(row["quiet_to"]),
        summary_at=time.fromisoformat(row["summary_at"]),
        digest_at=time.fromisoformat(row["digest_at"]),
    )


def reminder_rules() -> Wish[dict[str, tuple[Rule, ...]]]:
    rows = yield sql("SELECT * FROM reminder_rules ORDER BY site, position")
    found: dict[str, tuple[Rule, ...]] = {}
    for row in rows:
        rule = Rule(
            reminders=_times(row["times"]),
            escalate_at=time_in(row["escalate_at"]),
            weekdays=frozenset(int(digit) for digit in row["weekdays"]),
            first=row["first"],
            last=row["last"],
        )
        found[row["site"]] = (*found.get(row["site"], ()), rule)
    return found


def _times(text: str) -> tuple[When, ...]:
    return tuple(
        timedelta(minutes=int(part)) if part.startswith("+") else time.fromisoformat(part)
        for part in text.split(",")
        if part
    )


def _times_text(times: Iterable[When]) -> str:
    return ",".join(
        f"+{int(when.total_seconds()) // 60}" if isinstance(when, timedelta) else f"{when:%H:%M}"
        for when in times
    )


def save_reminder_rules(site: str, rules: Sequence[Rule]) -> Wish[None]:
    yield sql("DELETE FROM reminder_rules WHERE site = :site", site=site)
    for position, rule in enumerate(rules):
        yield sql(
            """
            INSERT INTO reminder_rules (site, position, times, escalate_at, weekdays, first, last)
            VALUES (:site, :position, :times, :escalate_at, :weekdays, :first, :last)
            """,
            site=site,
            position=position,
            times=_times_text(rule.reminders),
            escalate_at=clock_text(rule.escalate_at),
            weekdays="".join(str(day) for day in sorted(rule.weekdays)),
            first=rule.first,
            last=rule.last,
        )


NEVER = "never"
"""A step that is not taken, in the settings of one site."""

SETTINGS = ("colleague", "site_lead", "coordinator", "quiet_from", "quiet_to", "summary_at", "digest_at")
"""The columns of the house's settings; each is changed by itself and its change is kept."""


def change_escalation(changes: Mapping[str, Any], person: int | None, at: datetime) -> Wish[int]:
    """Change the settings named in `changes`, and keep who did it (None: the house file). Returns how many."""
    (row,) = yield sql("SELECT * FROM escalation")
    changed = 0
    for name in SETTINGS:
        after = clock_text(changes[name]) if isinstance(changes.get(name), time) else changes.get(name)
        if name not in changes or row[name] == after:
            continue
        yield sql(f"UPDATE escalation SET {name} = :after", after=after)
        old, new = (None if value is None else str(value) for value in (row[name], after))
        yield from _keep_change(f"escalation.{name}", old, new, person, at)
        changed += 1
    return changed


def site_settings() -> Wish[dict[str, SiteSettings]]:
    """What the coordinator set for single sites, by short."""
    rows = yield sql("SELECT site, setting, value FROM site_settings ORDER BY site, setting")
    held: dict[str, dict[str, str]] = {}
    for row in rows:
        held.setdefault(row["site"], {})[row["setting"]] = row["value"]
    return {
        site: SiteSettings(
            reminders=_times(values["reminders"]) if "reminders" in values else None,
            escalate_at=time_in(values.get("escalate_at")),
            steps=tuple(
                (name, None if values[name] == NEVER else int(values[name]))
                for name in STEPS
                if name in values
            ),
        )
        for site, values in held.items()
    }


def _plain_settings(settings: SiteSettings) -> dict[str, str]:
    plain = {name: NEVER if minutes is None else str(minutes) for name, minutes in settings.steps}
    if settings.reminders is not None:
        plain["reminders"] = _times_text(settings.reminders)
    if settings.escalate_at is not None:
        plain["escalate_at"] = f"{settings.escalate_at:%H:%M}"
    return plain


def keep_site_settings(reset: SiteReset, person: int, at: datetime) -> Wish[None]:
    """Let these hold at the site, and keep who changed what."""
    rows = yield sql("SELECT setting, value FROM site_settings WHERE site = :site", site=reset.site)
    before = {row["setting"]: row["value"] for row in rows}
    after = _plain_settings(reset.settings)
    yield sql("DELETE FROM site_settings WHERE site = :site", site=reset.site)
    for name, value in after.items():
        yield sql(
            "INSERT INTO site_settings (site, setting, value) VALUES (:site, :setting, :value)",
            site=reset.site,
            setting=name,
            value=value,
        )
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            setting = f"escalation.{reset.site}.{name}"
            yield from _keep_change(setting, before.get(name), after.get(name), person, at)


def _keep_change(
    setting: str, before: str | None, after: str | None, person: int | None, at: datetime
) -> Wish[None]:
    yield sql(
        """
        INSERT INTO setting_changes (at, person, setting, before, after)
        VALUES (:at, :person, :setting, :before, :after)
        """,
        at=at,
        person=person,
        setting=setting,
        before=before,
        after=after,
    )


def setting_changes() -> Wish[list[tuple[str, str | None, str | None, str | None]]]:
    """The audit trail of the settings, oldest first: setting, before, after, and who (None: the house file)."""
    rows = yield sql(
        """
        SELECT setting, before, after, people.name FROM setting_changes
        LEFT JOIN people ON people.id = setting_changes.person ORDER BY setting_changes.id
        """
    )
    return [(row["setting"], row["before"], row["after"], row["name"]) for row in rows]


@dataclass(frozen=True, slots=True)
class Reminding:
    """What a house file says of reminding: the settings it names, and the rules of sites that have their own."""

    changes: Mapping[str, Any]
    rules: Mapping[str, Sequence[Rule]]
    at: datetime


def save_reminding(reminding: Reminding, sites: Iterable[str]) -> Wish[None]:
    """Settings that the file does not name stay as they are; a site's rules are those of the file."""
    yield from change_escalation(reminding.changes, None, reminding.at)
    for site in sites:
        yield from save_reminder_rules(site, reminding.rules.get(site, ()))
