"""`make bench`: measure, print, and write docs/benchmarks.md and docs/benchmarks.json.

`make bench ARGS="telegram sms"` measures these parts alone, prints them and writes nothing.
"""

import sys

from benchmarks import clock, conversation, process, report, sms, telegram, totals
from benchmarks.results import keep

PARTS = {
    "conversation": conversation.run,
    "clock": clock.run,
    "totals": totals.run,
    "report": report.run,
    "process": process.run,
    "telegram": telegram.run,
    "sms": sms.run,
}


def main() -> None:
    chosen = sys.argv[1:]
    unknown = [name for name in chosen if name not in PARTS]
    if unknown:
        sys.exit(f"there is no part {unknown[0]!r}; there are {', '.join(PARTS)}")
    results = []
    for name in chosen or PARTS:
        for result in PARTS[name]():
            beside = f"{result.ratio:.2f} of {result.reference}" if result.ratio is not None else ""
            print(f"{result.name:32} {result.value:10.3f} {result.unit:12} {beside}", flush=True)
            results.append(result)
    if not chosen:
        keep(results)


main()
