"""Measurements: what the bot does in a second, beside the barest thing that could do the same."""
