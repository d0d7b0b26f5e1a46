"""The conversation: every message in, what it means, every message out."""
