"""The totals of a period beside those of earlier ones."""

from collections.abc import Sequence
from datetime import datetime

from reports.totals_words import Beside
from shelter.comparison import comparison
from shelter.period import Period, period_before, same_period_last_year
from shelter.privacy import Audience
from shelter.sites import Site
from storage.totals import totals_of_periods
from storage.wishes import Wish


def totals_beside(
    sites: Sequence[Site], period: Period, now: datetime, audience: Audience = Audience.STAFF
) -> Wish[Beside]:
    """The totals beside those of the same period last year and of the period before (C12)."""
    told, *earlier = yield from totals_of_periods(
        sites, [period, same_period_last_year(period), period_before(period)], now, audience
    )
    last_year, before = (comparison(told, then) if then.reports.received else None for then in earlier)
    return Beside(told, last_year, before, audience)
