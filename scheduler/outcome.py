"""What a run came to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """Messages queued, things recorded as skipped because they came too late to be of use, and other things done."""

    queued: int = 0
    skipped: int = 0
    done: int = 0
    """Rows let go of, files written."""

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(self.queued + other.queued, self.skipped + other.skipped, self.done + other.done)


NOTHING = Outcome()
