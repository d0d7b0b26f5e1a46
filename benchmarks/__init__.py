"""Measurements: what the bot does in a second, beside the barest thing that could do the same."""

from datetime import datetime
from zoneinfo import ZoneInfo

EVENING = datetime(2017, 10, 12, 21, 40, tzinfo=ZoneInfo("Europe/Stockholm"))
"""When the clock of a benched process begins: at other hours a count is asked for its night and nothing is stored."""
