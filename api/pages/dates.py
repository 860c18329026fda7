"""Days and instants as a clerk writes them, in Asia/Shanghai; deadlines are 24:00 of their day."""

from datetime import date, datetime, timedelta

from domain.calendar import SHANGHAI, Calendar

WEEK = "一二三四五六日"


def full(day: date) -> str:
    """2026年2月24日（星期二）."""
    return f"{day.year}年{day.month}月{day.day}日（星期{WEEK[day.weekday()]}）"


def short(day: date) -> str:
    """06-25 日."""
    return f"{day:%m-%d} {WEEK[day.weekday()]}"


def plain(day: date) -> str:
    """6月25日."""
    return f"{day.month}月{day.day}日"


def dated(day: date) -> str:
    """2023年6月25日."""
    return f"{day.year}年{plain(day)}"


def at(instant: datetime) -> str:
    """6月29日 17:42."""
    local = instant.astimezone(SHANGHAI)
    return f"{plain(local.date())} {local:%H:%M}"


def moment(text: str) -> str:
    """2023年6月30日, or 2023年6月30日 17:42, of what an address says: a day or an instant."""
    if len(text) == 10:
        return dated(date.fromisoformat(text))
    local = datetime.fromisoformat(text.replace(" ", "+")).astimezone(SHANGHAI)
    return f"{dated(local.date())} {local:%H:%M}"


def to_the_second(instant: datetime) -> str:
    """2023-06-29 17:42:08."""
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def late_days(due: date, today: date, calendar: Calendar) -> int:
    """Working days since the due day; a debt of the weekend counts as one."""
    return max(1, calendar.workdays_between(due, today))


def left_days(today: date, due: date, calendar: Calendar) -> int:
    """Working days from now to the due day."""
    return calendar.workdays_between(today, due) if due > today else 0


def workday_ahead(today: date, n: int, calendar: Calendar) -> date:
    """The nth working day after today."""
    return calendar.workday_after(today, n)


def days_from(today: date, n: int) -> list[date]:
    """Today and the n days after it."""
    return [today + timedelta(days=x) for x in range(n + 1)]
