"""What a run came to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """Messages queued, and things recorded as skipped because they came too late to be of use."""

    queued: int = 0
    skipped: int = 0

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(self.queued + other.queued, self.skipped + other.skipped)


NOTHING = Outcome()
