"""The half-year report of a house, from its memory to a document."""

from datetime import datetime

from reports.document import Document
from reports.halfyear.report import report
from shelter.activity import activity
from shelter.house import House
from shelter.period import Period
from shelter.privacy import Audience
from shelter.standing import Standing
from storage.activity import extract
from storage.wishes import Wish


def document_of(
    house: House,
    period: Period,
    now: datetime,
    language: str,
    audience: Audience = Audience.PUBLIC,
) -> Wish[Document]:
    """The report of `period` as known at `now`, read on one snapshot."""
    held = yield from extract(period)
    figures = activity(house.sites, held.reports, period, now, said=held.said, audience=audience)
    return report(figures, Standing(held.extracted), language)
