"""The totals of a period as a reader may see them."""

from collections.abc import Sequence
from datetime import datetime

from shelter.period import Period
from shelter.privacy import Audience, without_outside_gender
from shelter.sites import Site
from shelter.sums import Report
from shelter.totals import Totals, totals
from storage.counts import reports_between
from storage.wishes import Wish


def reports_for(period: Period, audience: Audience = Audience.STAFF) -> Wish[list[Report]]:
    """The reports of a period; for the public with women and men alone, so that no rate tells more (C15)."""
    reports = yield from reports_between(period.first, period.last)
    return without_outside_gender(reports) if audience is Audience.PUBLIC else reports


def totals_of_period(
    sites: Sequence[Site], period: Period, now: datetime, audience: Audience = Audience.STAFF
) -> Wish[Totals]:
    reports = yield from reports_for(period, audience)
    return totals(sites, reports, period, now)
