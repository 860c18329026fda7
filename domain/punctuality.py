"""On-time rates 按期率, always twice: with the extensions that were granted, and without them.

A duty counts once its date has come or it was filed; what fell away or was waived does not, nor
what waits for a session or a holiday notice: a provisional date makes nobody late. Every rate is
recomputable from the counts beside it (rulebook §4.6 no. 7).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from domain.base import Value
from domain.calendar import start_of
from domain.duty import Duty


class Share(Value):
    """So many of so many, and the percentage; None of nothing."""

    part: int
    of: int

    def rate(self, decimals: int = 2) -> Decimal | None:
        """In percent, half-up."""
        if not self.of:
            return None
        exact = Decimal(100 * self.part) / self.of
        return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


class Punctuality(Value):
    """How many duties were filed by their dates."""

    extended: int
    """Duties whose date was extended at least once."""
    with_extensions: Share
    without_extensions: Share


def punctuality(duties: Iterable[Duty], now: datetime) -> Punctuality:
    """The on-time shares of these duties at that time."""
    counted = [x for x in duties if x.closed is None and x.paused is None]
    return Punctuality(
        extended=sum(1 for x in counted if x.without is not None),
        with_extensions=_share([_with(x, now) for x in counted]),
        without_extensions=_share([_without(x, now) for x in counted]),
    )


def _share(said: list[bool | None]) -> Share:
    known = [x for x in said if x is not None]
    return Share(part=sum(known), of=len(known))


def _with(duty: Duty, now: datetime) -> bool | None:
    """On time by the date that holds; None while that is open. Late once is late for ever."""
    if duty.submission is not None:
        return duty.submission.on_time and not duty.overdue
    return False if duty.overdue or _come(duty, duty.due_at, now) else None


def _without(duty: Duty, now: datetime) -> bool | None:
    if duty.without is None:
        return _with(duty, now)
    due_at = start_of(duty.without + timedelta(days=1))
    if duty.submission is not None:
        return duty.submission.received_at < due_at and not duty.overdue
    return False if duty.overdue or _come(duty, due_at, now) else None


def _come(duty: Duty, due_at: datetime, now: datetime) -> bool:
    return duty.settled and now >= due_at
