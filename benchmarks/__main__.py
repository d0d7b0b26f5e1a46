"""`make bench`: measure, print, and write docs/benchmarks.md and docs/benchmarks.json."""

from benchmarks import clock, conversation, process, report, sms, telegram, totals
from benchmarks.results import keep

PARTS = (conversation.run, clock.run, totals.run, report.run, process.run, telegram.run, sms.run)


def main() -> None:
    results = []
    for part in PARTS:
        for result in part():
            beside = f"{result.ratio:.2f} of {result.reference}" if result.ratio is not None else ""
            print(f"{result.name:32} {result.value:10.3f} {result.unit:12} {beside}", flush=True)
            results.append(result)
    keep(results)


main()
