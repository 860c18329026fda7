"""`python -m tests.support.due_dates`: what a machine in its own zone finds for the golden table.

Prints one JSON line a row: the due day, its instant, every step of its derivation, and beside them
the day that careless code would show: the one before the instant's day in the machine's own zone.
"""

import csv
import json
from datetime import date, datetime, timedelta
from pathlib import Path

from domain.calendar import Calendar
from domain.terms import Term, due

GOLDEN = Path(__file__).parents[1] / "domain" / "calendar_golden.csv"


def golden() -> list[dict[str, str]]:
    """The rows as they were checked by hand."""
    with GOLDEN.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def told(row: dict[str, str]) -> dict[str, object]:
    """A row of the table, found by the house."""
    found = due(date.fromisoformat(row["anchor"]), Term.parse(row["term"]), Calendar.seeded())
    careless = datetime.fromtimestamp(found.due_at.timestamp())  # noqa: DTZ006  # what is shown
    return {
        "due": found.due.isoformat(),
        "due_at": found.due_at.isoformat(),
        "steps": [x.model_dump(mode="json") for x in found.steps],
        "careless": (careless.date() - timedelta(days=1)).isoformat(),
    }


def main() -> None:
    """Tell them all."""
    for row in golden():
        print(json.dumps(told(row), ensure_ascii=False))


if __name__ == "__main__":
    main()
