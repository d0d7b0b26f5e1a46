"""Codes that prove a number: what waits for one, how often it was guessed at, and what a count is compared with."""

from dataclasses import dataclass
from datetime import date, datetime

from shelter.figures import Count
from storage.wishes import Wish, sql


@dataclass(frozen=True, slots=True)
class Standing:
    """What a count is compared with: the beds of that night, and the count that holds until now.

    `version` is the number of its last revision, 0 before the first. `waits` is whether the number that
    reports it has a report waiting for a code.
    """

    beds: int | None
    count: Count | None
    version: int
    waits: bool


def standing(site: str, day: date, address: str) -> Wish[Standing]:
    rows = yield sql(
        """
        SELECT (SELECT beds FROM capacities WHERE capacities.site = :site AND first <= :day
                ORDER BY first DESC LIMIT 1) AS beds,
               (SELECT COALESCE(MAX(number), 0) FROM revisions
                WHERE revisions.site = :site AND revisions.date = :day AND aspect = 'count') AS version,
               (SELECT body FROM sms_codes WHERE sms_codes.address = :address) AS waiting,
               counts.women, counts.men, counts.other, counts.unknown
        FROM (SELECT 1 AS one) AS here LEFT JOIN counts ON counts.site = :site AND counts.date = :day
        """,
        site=site,
        day=day,
        address=address,
    )
    row = rows[0]
    count = None if row["women"] is None else Count(row["women"], row["men"], row["other"], row["unknown"])
    return Standing(row["beds"], count, int(row["version"]), bool(row["waiting"]))


@dataclass(frozen=True, slots=True)
class Code:
    """The code that a number was sent last; without a body nothing waits for it any more."""

    code: str
    body: str
    tries: int
    """Wrong codes that have come in its place."""
    asked_at: datetime
    codes: int
    """How many the number has been sent, this one included, since the last that came back."""
    first_at: datetime
    """When the first of those was sent."""


def last_code(address: str) -> Wish[Code | None]:
    """The code that this number was sent last."""
    rows = yield sql(
        "SELECT code, body, tries, asked_at, codes, first_at FROM sms_codes WHERE address = :address",
        address=address,
    )
    if not rows:
        return None
    row = rows[0]
    return Code(
        row["code"],
        row["body"],
        row["tries"],
        row["asked_at"],
        row["codes"],
        row["first_at"] or row["asked_at"],
    )


def wait_for_code(address: str, code: str, body: str, now: datetime, since: datetime) -> Wish[None]:
    """Keep a report until its code comes; a newer one takes its place.

    Codes that did not come back are counted from the first on, unless that was sent before `since`.
    """
    yield sql(
        """
        INSERT INTO sms_codes (address, code, body, asked_at, tries, codes, first_at)
        VALUES (:address, :code, :body, :now, 0, 1, :now)
        ON CONFLICT (address) DO UPDATE
            SET code = excluded.code, body = excluded.body, asked_at = excluded.asked_at, tries = 0,
                codes = CASE WHEN sms_codes.first_at >= :since AND sms_codes.codes > 0
                        THEN sms_codes.codes + 1 ELSE 1 END,
                first_at = CASE WHEN sms_codes.first_at >= :since AND sms_codes.codes > 0
                           THEN sms_codes.first_at ELSE excluded.first_at END
        """,
        address=address,
        code=code,
        body=body,
        now=now,
        since=since,
    )


def wrong_code(address: str) -> Wish[None]:
    yield sql("UPDATE sms_codes SET tries = tries + 1 WHERE address = :address", address=address)


def right_code(address: str) -> Wish[None]:
    """The number is its owner's: what came before is no longer counted, and nothing waits."""
    yield sql("UPDATE sms_codes SET body = '', codes = 0 WHERE address = :address", address=address)


def end_code(address: str) -> Wish[None]:
    """Let nothing wait for this number's code any more; the code itself is known, to say so when it comes."""
    yield sql("UPDATE sms_codes SET body = '' WHERE address = :address", address=address)
