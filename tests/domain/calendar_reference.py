"""A second, plain way to find a due date, sharing no code and no data with the house.

The notices of 2023-2026 are typed from the published text; every search tries day after day.
"""

from datetime import date, timedelta

_TEXT = """
2023 off 01-01 01-02 01-21 01-22 01-23 01-24 01-25 01-26 01-27 04-05 04-29 04-30 05-01 05-02 05-03
2023 off 06-22 06-23 06-24 09-29 09-30 10-01 10-02 10-03 10-04 10-05 10-06
2023 work 01-28 01-29 04-23 05-06 06-25 10-07 10-08
2024 off 01-01 02-10 02-11 02-12 02-13 02-14 02-15 02-16 02-17 04-04 04-05 04-06
2024 off 05-01 05-02 05-03 05-04 05-05 06-10 09-15 09-16 09-17
2024 off 10-01 10-02 10-03 10-04 10-05 10-06 10-07
2024 work 02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12
2025 off 01-01 01-28 01-29 01-30 01-31 02-01 02-02 02-03 02-04 04-04 04-05 04-06
2025 off 05-01 05-02 05-03 05-04 05-05 05-31 06-01 06-02
2025 off 10-01 10-02 10-03 10-04 10-05 10-06 10-07 10-08
2025 work 01-26 02-08 04-27 09-28 10-11
2026 off 01-01 01-02 01-03 02-15 02-16 02-17 02-18 02-19 02-20 02-21 02-22 02-23 04-04 04-05 04-06
2026 off 05-01 05-02 05-03 05-04 05-05 06-19 06-20 06-21 09-25 09-26 09-27
2026 off 10-01 10-02 10-03 10-04 10-05 10-06 10-07
2026 work 01-04 02-14 02-28 05-09 09-20 10-10
"""
TYPED: dict[date, str] = {
    date.fromisoformat(f"{line.split()[0]}-{day}"): line.split()[1]
    for line in _TEXT.strip().splitlines()
    for day in line.split()[2:]
}


def worked(day: date) -> bool:
    """By the typed notices; good for 2023-2026."""
    if day in TYPED:
        return TYPED[day] == "work"
    return day.weekday() not in (5, 6)


def nominal(anchor: date, term: str) -> date:
    """The day a term of months or days arrives at before any rest day is looked at."""
    unit = term[-1]
    count = int(term[:-1])
    if unit == "d":
        return anchor + timedelta(days=count)
    year, month = anchor.year, anchor.month
    for _ in range(abs(count)):
        month += 1 if count > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    day = anchor.day
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


def due_by_search(anchor: date, term: str) -> date:
    """The due day by the rules T1-T6, found by walking."""
    one = timedelta(days=-1 if term.startswith("-") else 1)
    if term.endswith("wd"):
        day, left = anchor, abs(int(term[:-2]))
        while left > 0:
            day += one
            if worked(day):
                left -= 1
        return day
    day = nominal(anchor, term)
    while not worked(day):
        day += one
    return day
