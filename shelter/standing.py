"""How far a period's report has come, and what people have written into it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from types import MappingProxyType

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""The moment of an extract that holds no revision at all."""


class Written(StrEnum):
    """The parts of the report that people write, kept from one report to the next."""

    BACKGROUND = "background"
    OVERBOOKING = "overbooking"
    COUNTING = "counting"
    BREAKS = "breaks"
    ANALYSIS = "analysis"
    MEASURES = "measures"
    FOLLOW_UP = "follow-up"
    WOMENS_HEALTH = "womens-health"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure from outside, with its source and date; it stands apart and is never added to counts."""

    what: str
    figure: str
    source: str
    dated: str


@dataclass(frozen=True, slots=True)
class Revised:
    """One figure that changed after an earlier version: what it was and what it became, for people."""

    site: str
    date: date
    was: str
    became: str


@dataclass(frozen=True, slots=True)
class Standing:
    """`extracted` is the moment of the last revision in the figures, so the same figures give the same bytes.

    `unplaced` are changes since the last version that are told without a site and date.
    """

    extracted: datetime
    version: int = 1
    signed_at: datetime | None = None
    accepted: tuple[str, ...] = ()
    changes: tuple[Revised, ...] = ()
    unplaced: tuple[str, ...] = ()
    texts: Mapping[Written, str] = field(default_factory=lambda: MappingProxyType({}))
    estimates: tuple[Estimate, ...] = ()
