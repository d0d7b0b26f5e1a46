"""The doctor: looks at everything the bot needs before somebody misses a night's figures."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.service import CannotListen, listening_socket
from bot.settings import Settings
from reports.wording import languages
from storage.database import open_database, sqlite_path
from storage.faults import StorageFault
from storage.house import load_house
from storage.migrations import applied_names


@dataclass(frozen=True, slots=True)
class Finding:
    well: bool
    what: str


async def examine(settings: Settings) -> list[Finding]:
    """Every finding, the good ones too. Looks only: a database that does not exist is not made."""
    return [*await _memory(settings), _port(settings), Finding(True, f"languages: {', '.join(languages())}")]


async def _memory(settings: Settings) -> list[Finding]:
    path = sqlite_path(settings.database_url)
    if path is not None and not path.exists():
        return [Finding(False, f"database: none at {path} yet; `shelterbot sites load house.toml` makes it")]
    try:
        database = await open_database(settings.database_url)
    except StorageFault as fault:
        return [Finding(False, f"database: {fault}")]
    try:
        names = await database.read(applied_names)
        house = await database.read(load_house)
        ahead = (await Clock.kept_in(database)).now() - Clock().now() if settings.DEMO else None
    finally:
        await database.close()
    findings = [Finding(True, f"database: answers, {len(names)} migrations")]
    if house.sites:
        findings.append(Finding(True, f"house: {len(house.sites)} sites, {house.zone.key}"))
    else:
        findings.append(Finding(False, "house: none; load yours with `shelterbot sites load house.toml`"))
    if ahead:
        findings.append(
            Finding(True, f"clock: {round(ahead.total_seconds() / 86400)} days from the real one (DEMO)")
        )
    return findings


def _port(settings: Settings) -> Finding:
    try:
        listening_socket(settings.LISTEN_HOST, settings.LISTEN_PORT).close()
    except CannotListen as fault:
        return Finding(False, f"port: {fault}")
    return Finding(True, f"port: {settings.LISTEN_HOST}:{settings.LISTEN_PORT} is free")
