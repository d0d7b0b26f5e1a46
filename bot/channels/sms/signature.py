"""Twilio's signature on what comes in, checked against the address we know ourselves by.

The address is PUBLIC_URL with the raw path and query of the request: what a proxy says of the host or the
scheme is never asked, as anybody can say it. A signature holds for ever, so it is no guard against the same
request again: the MessageSid is, which is settled once.
"""

import hmac
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote, urlsplit

from twilio.request_validator import RequestValidator

FIELDS_AT_MOST = 200
"""Twilio sends about thirty; more is nothing of Twilio's."""

PORTS = {"https": 443, "http": 80}


def _plain(part: str) -> str:
    """What a part of a form stands for; most stand for themselves."""
    if "+" in part:
        part = part.replace("+", " ")
    return unquote(part, errors="strict") if "%" in part else part


class Fields:
    """The fields of a form with every value of each, blank ones too, as Twilio has signed them."""

    def __init__(self, body: bytes) -> None:
        """Raises ValueError for what is no form in UTF-8."""
        self._values: dict[str, list[str]] = {}
        pairs = body.decode("ascii").split("&") if body else []
        if len(pairs) > FIELDS_AT_MOST:
            raise ValueError("more fields than Twilio sends")
        for pair in pairs:
            name, _, value = pair.partition("=")
            self._values.setdefault(_plain(name), []).append(_plain(value))

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def getall(self, name: str) -> list[str]:
        """Under the name by which RequestValidator asks first."""
        return self._values.get(name, [])

    def once(self, name: str) -> str | None:
        """The value of a field that came exactly once; None otherwise."""
        values = self._values.get(name, ())
        return values[0] if len(values) == 1 else None


class Signatures:
    """Tells Twilio's requests from all others, by the account's secret or, while it is changed, the one before."""

    def __init__(self, public_url: str, tokens: Sequence[str]) -> None:
        self._bases = _bases(public_url)
        # Its `validate` takes an address apart and together again, which loses a blank query, a password
        # before the host and an IPv6 port; how it lays out and signs the fields is Twilio's own rule.
        self._validators = [RequestValidator(token) for token in tokens if token]

    def are_right(self, scope: Mapping[str, object], fields: Fields, signature: str) -> bool:
        """Whether `signature` was made for this request with one of the secrets."""
        raw_path, query = scope["raw_path"], scope["query_string"]
        assert isinstance(raw_path, bytes)  # noqa: S101 - so says ASGI
        assert isinstance(query, bytes)  # noqa: S101
        target = raw_path.decode("latin-1") + (f"?{query.decode('latin-1')}" if query else "")
        given = signature.encode("utf-8", "replace")
        return any(
            hmac.compare_digest(validator.compute_signature(base + target, fields).encode(), given)
            for validator in self._validators
            for base in self._bases
        )


def _bases(public_url: str) -> tuple[str, ...]:
    """The address as it is configured, and with its port left out or added: Twilio signs either."""
    parts = urlsplit(public_url)
    name = parts.netloc
    other = name.removesuffix(f":{parts.port}") if parts.port else f"{name}:{PORTS[parts.scheme]}"
    return public_url, parts._replace(netloc=other).geturl()
