"""The phone simulator: a channel like the others, whose network is a page in the browser (DEMO=1)."""

from bot.channels.phone.channel import Phone

__all__ = ["Phone"]
