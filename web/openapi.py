"""What the API offers, in OpenAPI 3.1, for programs and those who write them."""

from typing import Any

_PERIOD = {
    "name": "period",
    "in": "query",
    "required": False,
    "description": "2017-05-01..2017-10-31, 2017-05, 2017 H1, may-oct 2017, ...; the current half-year when left out.",
    "schema": {"type": "string"},
}
_SITE = {
    "name": "site",
    "in": "query",
    "required": False,
    "description": "The short of one site; all sites when left out.",
    "schema": {"type": "string"},
}
_NUMBER = {"type": ["integer", "null"]}
_PEOPLE = dict.fromkeys(("women", "men", "other", "unknown"), _NUMBER)
_QUEUE = dict.fromkeys(("applied", "offered", "no_show", "away"), _NUMBER)


def _get(summary: str, schema: dict[str, Any], *parameters: dict[str, Any]) -> dict[str, Any]:
    fault = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Fault"}}}}
    return {
        "get": {
            "summary": summary,
            "parameters": list(parameters),
            "responses": {
                "200": {"description": "As asked", "content": {"application/json": {"schema": schema}}},
                "400": {"description": "The period cannot be read"} | fault,
                "401": {"description": "No token, or one that is not known"} | fault,
                "404": {"description": "No such site"} | fault,
            },
        }
    }


def _rows(name: str, properties: dict[str, Any]) -> dict[str, Any]:
    row = {"type": "object", "properties": properties, "required": list(properties)}
    return {"type": "object", "properties": {name: {"type": "array", "items": row}}, "required": [name]}


OPENAPI: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {
        "title": "shelterbot",
        "version": "1",
        "description": (
            "Read-only figures of night shelters, day centres and their common intake. Shares are unrounded "
            "fractions of 1, null without a base. A viewer's token gets null for other and unknown gender."
        ),
    },
    "servers": [{"url": "/api/v1"}],
    "security": [{"token": []}],
    "paths": {
        "/totals": _get(
            "The totals of a period",
            {
                "type": "object",
                "properties": {
                    "period": {"type": "object"},
                    "night": {"type": "object"},
                    "day": {"type": "object"},
                    "intake": {"type": "object"},
                    "complete": {"type": "boolean"},
                    "sites": {"type": "array", "items": {"type": "object"}},
                },
                "required": ["period", "night", "day", "intake", "complete", "sites"],
            },
            _PERIOD,
            _SITE,
        ),
        "/sites": _get(
            "The sites, with their beds today",
            _rows(
                "sites",
                {
                    name: {"type": "string"}
                    for name in ("site", "short", "kind", "organisation", "programme", "first")
                }
                | {"last": {"type": ["string", "null"]}, "beds": _NUMBER, "women_only_beds": _NUMBER},
            ),
            _SITE,
        ),
        "/counts": _get(
            "What holds for each site and date",
            _rows(
                "counts",
                {
                    "site": {"type": "string"},
                    "date": {"type": "string", "format": "date"},
                    "closed": {"type": "boolean"},
                }
                | _PEOPLE
                | _QUEUE
                | {"revision": {"type": "integer"}, "received_at": {"type": "string", "format": "date-time"}},
            ),
            _PERIOD,
            _SITE,
        ),
    },
    "components": {
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        "schemas": {
            "Fault": {"type": "object", "properties": {"error": {"type": "string"}}, "required": ["error"]}
        },
    },
}
