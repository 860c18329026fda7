"""Days as places on a drawing: percent of its width, with its months and long rests."""

from datetime import date, timedelta
from typing import NamedTuple

from domain.calendar import Calendar


class Scale(NamedTuple):
    """From the first day drawn to the last."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """Percent of the width, within the drawing."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(100 * min(1.0, max(0.0, share)), 3)


def months(scale: Scale) -> list[tuple[float, str]]:
    """Where each month begins."""
    found, day = [], scale.first
    while day <= scale.last:
        named = day == scale.first or day.month == 1
        found.append((scale.x(day), f"{day.year}年{day.month}月" if named else f"{day.month}月"))
        day = (day + timedelta(days=32)).replace(day=1)
    return found


def holidays(scale: Scale, calendar: Calendar) -> list[tuple[float, float]]:
    """Rests of three days and more."""
    found: list[tuple[float, float]] = []
    day, began = scale.first, None
    while day <= scale.last:
        if calendar.is_workday(day):
            if began is not None and (day - began).days >= 3:
                found.append((scale.x(began), round(scale.x(day) - scale.x(began), 3)))
            began = None
        elif began is None:
            began = day
        day += timedelta(days=1)
    return found
