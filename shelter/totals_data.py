"""Totals as plain data, which `summary --format json` prints and the API serves."""

from fractions import Fraction

from shelter.sums import Reports
from shelter.totals import Day, Intake, Night, Totals

Data = dict[str, object]


def totals_as_data(totals: Totals) -> Data:
    """Numbers, texts, lists and dicts only; shares are unrounded fractions of 1, null without a base."""
    return {
        "period": {
            "first": totals.period.first.isoformat(),
            "last": totals.period.last.isoformat(),
            "days": totals.period.days,
        },
        "night": _block_as_data(totals.night),
        "day": _block_as_data(totals.day),
        "intake": _block_as_data(totals.intake),
        "complete": totals.complete,
        "sites": [
            {"site": held.site.name, "short": held.site.short, "kind": held.site.kind.value}
            | _block_as_data(held.block)
            for held in totals.sites
        ],
    }


def _block_as_data(block: Night | Day | Intake) -> Data:
    if isinstance(block, Intake):
        return {
            "applied": block.applied,
            "offered": block.offered,
            "no_show": block.no_show,
            "away": block.away,
            "placement_rate": _number(block.placement_rate),
            "no_show_rate": _number(block.no_show_rate),
            "reports": _reports_as_data(block.reports),
        }
    data: Data = {"stays" if isinstance(block, Night) else "visits": block.people.total}
    data |= {
        "women": block.people.women,
        "men": block.people.men,
        "other": block.people.other,
        "unknown": block.people.unknown,
        "share_women": _number(block.share_women),
    }
    if isinstance(block, Night):
        beds, over = block.bed_nights, block.overbooked
        by_base = {"agreed": beds.agreed, "open": beds.open, "reported": beds.reported}
        data |= {
            "bed_nights": by_base,
            "occupancy": {name: _number(block.occupancy(base)) for name, base in by_base.items()},
            "overbooked": {
                "site_nights": over.site_nights,
                "guests": over.guests,
                "with_free_beds_elsewhere": over.with_free_beds_elsewhere,
            },
        }
    return data | {"reports": _reports_as_data(block.reports), "closed": block.closed}


def _reports_as_data(reports: Reports) -> Data:
    return {"due": reports.due, "received": reports.received, "on_time": reports.on_time}


def _number(value: Fraction | None) -> float | None:
    return None if value is None else value.numerator / value.denominator
