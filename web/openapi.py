"""What the API offers, in OpenAPI 3.1, for programs and those who write them."""

from typing import Any

from shelter.sites import Kind

Schema = dict[str, Any]


def _object(properties: Schema, **more: Any) -> Schema:
    """An object that has all of these and nothing else."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        **more,
    }


def _parameter(name: str, description: str) -> Schema:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": {"type": "string", "minLength": 1},
    }


PERIOD = _parameter(
    "period",
    "2017-05-01..2017-10-31, 2017-05, 2017 H1, may-oct 2017, ...; the current half-year when left out. "
    "At most ten years.",
)
SITE = _parameter("site", "The short of one site; all sites when left out.")

WHOLE = {"type": "integer", "minimum": 0}
MAYBE = {"type": ["integer", "null"], "minimum": 0}
SHARE = {"type": ["number", "null"], "minimum": 0, "description": "Unrounded, null without a base"}
DATE = {"type": "string", "format": "date"}
TEXT = {"type": "string"}
KIND = {"type": "string", "enum": [kind.value for kind in Kind]}
HIDDEN = MAYBE | {"description": "Null for a viewer's token"}
PEOPLE = {"women": WHOLE, "men": WHOLE, "other": HIDDEN, "unknown": HIDDEN}
QUEUE = dict.fromkeys(("applied", "offered", "no_show", "away"), MAYBE)
REPORTS = {"$ref": "#/components/schemas/Reports"}
RATES = {"agreed": SHARE, "open": SHARE, "reported": SHARE}

NIGHT = {
    "stays": WHOLE,
    **PEOPLE,
    "share_women": SHARE,
    "bed_nights": _object(dict.fromkeys(RATES, WHOLE)),
    "occupancy": _object(RATES, description="Stays of bed-nights; above 1 when overbooked"),
    "overbooked": _object(dict.fromkeys(("site_nights", "guests", "with_free_beds_elsewhere"), WHOLE)),
    "reports": REPORTS,
    "closed": WHOLE,
}
DAY = {"visits": WHOLE, **PEOPLE, "share_women": SHARE, "reports": REPORTS, "closed": WHOLE}
INTAKE = {**QUEUE, "placement_rate": SHARE, "no_show_rate": SHARE, "reports": REPORTS}

SCHEMAS: Schema = {
    "Fault": _object({"error": TEXT}),
    "Reports": _object(
        {"due": WHOLE, "received": WHOLE, "on_time": WHOLE},
        description="How complete the figures are: below due, every total is at least what it says",
    ),
    "Night": _object(NIGHT),
    "Day": _object(DAY),
    "Intake": _object(INTAKE),
    "SiteTotals": {
        "oneOf": [
            _object({"site": TEXT, "short": TEXT, "kind": {"const": kind.value}} | block)
            for kind, block in ((Kind.NIGHT, NIGHT), (Kind.DAY, DAY), (Kind.INTAKE, INTAKE))
        ]
    },
    "Totals": _object(
        {
            "period": _object({"first": DATE, "last": DATE, "days": WHOLE}),
            "night": {"$ref": "#/components/schemas/Night"},
            "day": {"$ref": "#/components/schemas/Day"},
            "intake": {"$ref": "#/components/schemas/Intake"},
            "complete": {"type": "boolean"},
            "sites": {"type": "array", "items": {"$ref": "#/components/schemas/SiteTotals"}},
        }
    ),
    "Site": _object(
        {
            "site": TEXT,
            "short": TEXT,
            "kind": KIND,
            "organisation": TEXT,
            "programme": TEXT,
            "first": DATE,
            "last": {"type": ["string", "null"], "format": "date"},
            "beds": MAYBE,
            "women_only_beds": MAYBE,
        }
    ),
    "Count": _object(
        {
            "site": TEXT | {"description": "The site's short"},
            "date": DATE | {"description": "A night is dated by the evening it began"},
            "closed": {"type": "boolean"},
            "women": MAYBE,
            "men": MAYBE,
            "other": HIDDEN,
            "unknown": HIDDEN,
            **QUEUE,
            "revision": WHOLE | {"description": "1 was never corrected"},
            "received_at": {"type": "string", "format": "date-time"},
        }
    ),
}


def _get(operation: str, summary: str, schema: Schema, *parameters: Schema) -> Schema:
    fault = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Fault"}}}}
    faults = {
        "400": {"description": "A parameter that is not known, or a period that cannot be read"} | fault,
        "401": {"description": "No token, or one that is not known"} | fault,
        "404": {"description": "No such site"} | fault,
    }
    return {
        "get": {
            "operationId": operation,
            "summary": summary,
            "parameters": list(parameters),
            "responses": {
                "200": {"description": "As asked", "content": {"application/json": {"schema": schema}}},
                **faults,
            },
        }
    }


def _rows(name: str, schema: str) -> Schema:
    return _object({name: {"type": "array", "items": {"$ref": f"#/components/schemas/{schema}"}}})


OPENAPI: Schema = {
    "openapi": "3.1.0",
    "info": {
        "title": "shelterbot",
        "version": "1",
        "description": (
            "Read-only figures of night shelters, day centres and their common intake. Shares are unrounded "
            "fractions of 1, null without a base. Totals are those of the regular programme, or of the "
            "one that the site asked for is of; practice is in nothing. For a viewer's token every figure is of women "
            "and men alone."
        ),
    },
    "servers": [{"url": "/api/v1"}],
    "security": [{"token": []}],
    "paths": {
        "/totals": _get(
            "totals", "The totals of a period", {"$ref": "#/components/schemas/Totals"}, PERIOD, SITE
        ),
        "/sites": _get("sites", "The sites, with their beds today", _rows("sites", "Site"), SITE),
        "/counts": _get(
            "counts", "What holds for each site and date", _rows("counts", "Count"), PERIOD, SITE
        ),
    },
    "components": {
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        "schemas": SCHEMAS,
    },
}
