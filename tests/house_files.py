"""Pieces of a house file, for the tests that load a house of their own."""

NIGHT_A = """
[[sites]]
name = "Natthärbärge A"
short = "A"
kind = "night"
organisation = "Organisation 1"
first = 2017-05-01
beds = 45
women_only_beds = 10
opens = "19:00"
closes = "09:00"
"""
NIGHT_B = """
[[sites]]
name = "Natthärbärge B"
short = "B"
kind = "night"
organisation = "Organisation 2"
first = 2017-05-01
beds = 40
opens = "19:00"
closes = "09:00"
"""
DAY_1 = """
[[sites]]
name = "Dagverksamhet 1"
short = "D1"
kind = "day"
organisation = "Organisation 1"
first = 2017-05-01
opens = "09:00"
closes = "16:00"
usual = 45
"""
QUIET = "closed = [{ from = 2020-01-01, to = 2099-12-31 }]\n"
"""Written behind a site: no report is due, so that no reminder comes between the messages that a test looks at."""


def staff(name: str, sites: list[str] | None = None, *, language: str = "", **addresses: object) -> str:
    """Somebody who reports for these sites, or coordinates where there are none, with an address on each channel."""
    role = f'role = "reporter"\nsites = {sites}' if sites else 'role = "coordinator"'
    told = ", ".join(f'{channel} = "{address}"' for channel, address in addresses.items())
    speaks = f'language = "{language}"\n' if language else ""
    return f'\n[[people]]\nname = "{name}"\n{role}\n{speaks}addresses = {{ {told} }}\n'
