"""Telegram: a channel on python-telegram-bot's types and Bot, with roads of its own that lose nothing."""

from bot.channels.telegram.channel import Telegram

__all__ = ["Telegram"]
