"""What can be wrong with the memory itself."""


class StorageFault(Exception):
    """The memory cannot be used; the text says what is wrong and what to do."""
