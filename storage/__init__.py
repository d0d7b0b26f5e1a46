"""The memory: one function per wish with its SQL beside it; nothing else runs SQL."""
