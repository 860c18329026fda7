"""A calendar that phones subscribe to (RFC 5545, RFC 7986): the same bytes while nothing changed.

Whatever could differ from one request to the next comes from the record: DTSTAMP and LAST-MODIFIED
are the instant of the last change, SEQUENCE counts the changes, UID names the thing itself.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Alarm, Event

PRODID = "-//bihuan//民生实事项目督办//ZH"
SHANGHAI = ZoneInfo("Asia/Shanghai")
REFRESH = timedelta(hours=4)
"""How often a calendar is asked to look again."""
LASTS = timedelta(hours=2)
"""How long an appointment with an hour is shown to last; nobody says when it ends."""
EVE = timedelta(hours=-15)
"""Before the day begins: nine in the morning of the day before."""


class Dated(NamedTuple):
    """One thing with its day."""

    thing: str
    """What it is, for ever the same: the stream and the duty, or the meeting."""
    changes: int
    changed_at: datetime
    on: date
    at: time | None
    """In Asia/Shanghai; None for a thing of the whole day."""
    summary: str
    description: str
    place: str | None
    url: str
    settled: bool
    cancelled: bool
    done: bool


def calendar_file(name: str, things: Sequence[Dated]) -> bytes:
    """The calendar, its things by day."""
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", PRODID)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", str(SHANGHAI))
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT4H")
    for one in sorted(things, key=lambda x: (x.on, x.at or time.min, x.thing)):
        made.add_component(_event(one))
    if any(x.at for x in things):
        made.add_missing_timezones()
    return bytes(made.to_ical())


def _event(one: Dated) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"{hashlib.sha256(one.thing.encode()).hexdigest()[:32]}@bihuan")
    event.add("dtstamp", one.changed_at.astimezone(UTC))
    event.add("last-modified", one.changed_at.astimezone(UTC))
    event.add("sequence", one.changes)
    event.add("summary", one.summary)
    event.add("description", one.description)
    if one.place:
        event.add("location", one.place)
    event.add("url", one.url)
    if one.at is None:
        event.add("dtstart", one.on)
        event.add("dtend", one.on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        start = datetime.combine(one.on, one.at, SHANGHAI)
        event.add("dtstart", start)
        event.add("dtend", start + LASTS)
    event.add("status", _status(one))
    if not (one.cancelled or one.done):
        event.add_component(_alarm(one))
    return event


def _status(one: Dated) -> str:
    if one.cancelled:
        return "CANCELLED"
    return "CONFIRMED" if one.settled else "TENTATIVE"


def _alarm(one: Dated) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one.summary)
    alarm.add("trigger", EVE if one.at is None else timedelta(hours=-2))
    return alarm
