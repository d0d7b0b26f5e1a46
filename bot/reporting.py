"""The half-year report of a house, from its memory to a document, and its sign-off."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from reports.document import Document
from reports.halfyear.findings import accepted_words, resited, revised, unplaced
from reports.halfyear.report import report
from reports.wording import wording
from shelter.activity import activity
from shelter.counting import programme_of
from shelter.house import House
from shelter.period import Period
from shelter.privacy import Audience
from shelter.signoff import Check, Finding, differences, findings, site_changes
from shelter.sites import Site
from shelter.standing import Estimate, Standing, Written
from storage.activity import Extract, extract
from storage.estimates import estimates_now
from storage.signoffs import Signed, sign_off, signed_versions, texts_now
from storage.wishes import Wish


@dataclass(frozen=True, slots=True)
class Material:
    """What the report of a period is made from, read on one snapshot; making it reads nothing more.

    `signed` is the version that is shown; for a draft None, and `earlier` the last one signed before it.
    A signed version keeps the sites as they were, so that a bed or a name that is changed later changes none.
    """

    sites: tuple[Site, ...]
    period: Period
    held: Extract
    moment: datetime
    version: int
    signed: Signed | None
    earlier: Signed | None
    texts: Mapping[Written, str]
    estimates: tuple[Estimate, ...]

    def of_sites(self, shorts: Collection[str]) -> "Material":
        """The same of these sites alone. Origin and age are never told by site (C15), so they are left out."""
        held = replace(self.held, reports=[one for one in self.held.reports if one.site in shorts], said={})
        return replace(self, sites=tuple(site for site in self.sites if site.short in shorts), held=held)


def material_of(house: House, period: Period, now: datetime, *, draft: bool = False) -> Wish[Material]:
    """The last signed version of `period` as it was, or a draft as known at `now`."""
    versions = yield from signed_versions(period)
    if versions and not draft:
        signed = versions[-1]
        return Material(
            sites=_sites_of(signed, house),
            period=period,
            held=signed.held,
            moment=signed.at,
            version=signed.version,
            signed=signed,
            earlier=versions[-2] if len(versions) > 1 else None,
            texts=signed.texts,
            estimates=signed.estimates,
        )
    return Material(
        sites=house.sites,
        period=period,
        held=(yield from extract(period)),
        moment=now,
        version=len(versions) + 1,
        signed=None,
        earlier=versions[-1] if versions else None,
        texts=(yield from texts_now()),
        estimates=(yield from estimates_now()),
    )


def _sites_of(signed: Signed, house: House) -> tuple[Site, ...]:
    return house.sites if signed.sites is None else signed.sites


def document(material: Material, language: str, audience: Audience = Audience.PUBLIC) -> Document:
    """The report in words, tables and charts; the same material gives the same document."""
    words = wording(language)
    held, signed = material.held, material.signed
    standing = Standing(
        extracted=held.extracted,
        version=material.version,
        signed_at=signed.at if signed else None,
        accepted=accepted_words(words, signed.accepted) if signed else (),
        texts=material.texts,
        estimates=material.estimates,
    )
    if material.earlier is not None:
        earlier = material.earlier
        changes = differences(earlier.held.reports, held.reports, material.period)
        sites = site_changes(earlier.sites or material.sites, material.sites, material.period)
        standing = replace(
            standing,
            changes=revised(words, changes, material.sites, audience),
            unplaced=(
                *unplaced(words, changes, audience, origin_or_age=earlier.held.said != held.said),
                *resited(words, sites),
            ),
        )
    figures = activity(
        material.sites,
        held.reports,
        material.period,
        material.moment,
        said=held.said,
        audience=audience,
        programme=programme_of(material.sites),
    )
    return report(figures, standing, language)


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
    return document((yield from material_of(house, period, now, draft=draft)), language, audience)


@dataclass(frozen=True, slots=True)
class SignedOff:
    """What came of a sign-off: its version, or None with what still stands in the way.

    `is_new` is False when nothing has changed since the version that is told.
    """

    version: int | None
    open: tuple[Finding, ...] = ()
    is_new: bool = True


def _is_same(signed: Signed, sites: Sequence[Site], held: Extract, period: Period) -> bool:
    return (
        signed.held.said == held.said
        and not differences(signed.held.reports, held.reports, period)
        and not site_changes(signed.sites or sites, sites, period)
    )


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
    if versions and _is_same(versions[-1], house.sites, held, period):
        return SignedOff(versions[-1].version, is_new=False)
    kept = tuple(
        (check.value, accepted[check]) for check in Check if any(one.check is check for one in found)
    )
    version = yield from sign_off(period, house.sites, held, kept, by, now)
    return SignedOff(version)
