"""Keys of programs that read figures through the API."""

import hashlib
from datetime import datetime

from shelter.people import Role
from storage.wishes import Wish, sql


def _hash(token: str) -> str:
    # The token is 256 random bits, so a plain hash cannot be turned back by guessing.
    return hashlib.sha256(token.encode()).hexdigest()


def keep_token(token: str, name: str, role: Role, at: datetime) -> Wish[None]:
    """Let a program in; a name that is there already gets the new token in place of the old one."""
    yield sql(
        """
        INSERT INTO api_tokens (hash, name, role, made_at) VALUES (:hash, :name, :role, :at)
        ON CONFLICT (name) DO UPDATE SET hash = excluded.hash, role = excluded.role, made_at = excluded.made_at
        """,
        hash=_hash(token),
        name=name,
        role=role.value,
        at=at,
    )


def end_token(name: str) -> Wish[bool]:
    """Shut a program out at once; False when there is none of that name."""
    rows = yield sql("DELETE FROM api_tokens WHERE name = :name RETURNING name", name=name)
    return bool(rows)


def role_of_token(token: str) -> Wish[Role | None]:
    rows = yield sql("SELECT role FROM api_tokens WHERE hash = :hash", hash=_hash(token))
    return Role(rows[0]["role"]) if rows else None
