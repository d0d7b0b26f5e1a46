"""Reading: a text becomes acts, or one question when it can mean two things (docs/reading.md)."""

from bot.reading.circumstances import Circumstances, Reading, Tells
from bot.reading.read import read

__all__ = ["Circumstances", "Reading", "Tells", "read"]
