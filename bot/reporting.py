"""The half-year report of a house, from its memory to a document, and its sign-off."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from reports.document import Document
from reports.halfyear.findings import accepted_words, revised, unplaced
from reports.halfyear.report import report
from reports.wording import Wording, wording
from shelter.activity import activity
from shelter.house import House
from shelter.period import Period
from shelter.privacy import Audience
from shelter.signoff import Check, Finding, differences, findings
from shelter.standing import Standing
from storage.activity import Extract, extract
from storage.estimates import estimates_now
from storage.signoffs import Signed, sign_off, signed_versions, texts_now
from storage.wishes import Wish


def document_of(
    house: House,
    period: Period,
    now: datetime,
    language: str,
    audience: Audience = Audience.PUBLIC,
    *,
    draft: bool = False,
) -> Wish[Document]:
    """The report of `period`: its last signed version as it was, or a draft as known at `now`."""
    words = wording(language)
    versions = yield from signed_versions(period)
    if versions and not draft:
        held, moment, standing = _as_signed(words, versions[-1])
        earlier = versions[-2].held if len(versions) > 1 else None
    else:
        held, moment = (yield from extract(period)), now
        standing = Standing(
            extracted=held.extracted,
            version=len(versions) + 1,
            texts=(yield from texts_now()),
            estimates=(yield from estimates_now()),
        )
        earlier = versions[-1].held if versions else None
    if earlier is not None:
        changes = differences(earlier.reports, held.reports, period)
        standing = replace(
            standing,
            changes=revised(words, changes, house.sites, audience),
            unplaced=unplaced(words, changes, audience, origin_or_age=earlier.said != held.said),
        )
    figures = activity(house.sites, held.reports, period, moment, said=held.said, audience=audience)
    return report(figures, standing, language)


def _as_signed(words: Wording, signed: Signed) -> tuple[Extract, datetime, Standing]:
    standing = Standing(
        extracted=signed.held.extracted,
        version=signed.version,
        signed_at=signed.at,
        accepted=accepted_words(words, signed.accepted),
        texts=signed.texts,
        estimates=signed.estimates,
    )
    return signed.held, signed.at, standing


@dataclass(frozen=True, slots=True)
class SignedOff:
    """What came of a sign-off: its version, or None with what still stands in the way.

    `is_new` is False when nothing has changed since the version that is told.
    """

    version: int | None
    open: tuple[Finding, ...] = ()
    is_new: bool = True


def _is_same(signed: Extract, held: Extract, period: Period) -> bool:
    return signed.said == held.said and not differences(signed.reports, held.reports, period)


def sign_off_period(
    house: House, period: Period, now: datetime, accepted: Mapping[Check, str], by: str
) -> Wish[SignedOff]:
    """Sign `period` off when every finding is accepted with a reason; an awaited report never can be."""
    held = yield from extract(period)
    figures = activity(house.sites, held.reports, period, now, said=held.said)
    found = findings(figures)
    unsettled = tuple(one for one in found if one.check is Check.AWAITED or one.check not in accepted)
    if unsettled:
        return SignedOff(None, unsettled)
    versions = yield from signed_versions(period)
    if versions and _is_same(versions[-1].held, held, period):
        return SignedOff(versions[-1].version, is_new=False)
    kept = tuple(
        (check.value, accepted[check]) for check in Check if any(one.check is check for one in found)
    )
    version = yield from sign_off(period, held, kept, by, now)
    return SignedOff(version)
