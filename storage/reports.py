"""A row of `counts` as the report it holds."""

from shelter.figures import Count, Queue
from shelter.sums import Report
from storage.wishes import Row


def report_of(row: Row) -> Report:
    # Hundreds of thousands of rows go through here: what most rows do not have is not made.
    women = row["women"]
    applied, offered, no_show, away = row["applied"], row["offered"], row["no_show"], row["away"]
    has_queue = not (applied is None and offered is None and no_show is None and away is None)
    return Report(
        row["site"],
        row["date"],
        row["closed"],
        None if women is None else Count(women, row["men"], row["other"], row["unknown"]),
        Queue(applied, offered, no_show, away) if has_queue else None,
        row["received_at"],
        row["revision"],
    )
