"""From a regime's lines to the duties of a year: which periods, which due dates, and why."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from domain.anchors import Anchors, coming, due_on_anchor, is_anchored, is_assumed
from domain.base import Value
from domain.calendar import Calendar
from domain.duty import Counted, Terms, duty_id
from domain.duty_events import DutyScheduled
from domain.ladder import after_working_days, reminder_days
from domain.parties import Role, party
from domain.periods import Period
from domain.regimes.model import Ladder, Line, Regime, Scope
from domain.regimes.when import (
    After,
    EachPeriod,
    Every,
    FromAnchor,
    OnAnchor,
    OnDate,
    Span,
    Trigger,
)
from domain.terms import Due, Term, due, end_of_period, nominal

_PLAN_TERM = Term.parse("1m")
_THE_DAY = Term.parse("0d")


class Owners(Value):
    """Who stands behind the roles in one stream: the unit and group of a project, the deputy of
    a suggestion."""

    unit: str | None = None
    group: str | None = None
    deputy: str | None = None

    def of(self, role: Role) -> str:
        """The party that a role means here."""
        if role is Role.UNIT and self.unit is not None:
            return self.unit
        if role is Role.DEPUTY_GROUP and self.group is not None:
            return self.group
        if role is Role.DEPUTY and self.deputy is not None:
            return self.deputy
        return party(role)


def schedule(
    regime: Regime, scope: Scope, anchors: Anchors, owners: Owners, calendar: Calendar
) -> list[DutyScheduled]:
    """Every duty of the year that is known at the vote, by due date."""
    found = [
        _duty(regime, line, anchors, owners, calendar, period)
        for line in regime.of(scope)
        if not isinstance(line.when, After) and is_anchored(line, anchors)
        for period in _periods(line, anchors)
    ]
    return sorted(found, key=lambda x: (x.terms.due, x.duty))


def schedule_after(
    regime: Regime,
    scope: Scope,
    trigger: Trigger,
    on: date,
    owners: Owners,
    calendar: Calendar,
    instance: str | None = None,
    by: date | None = None,
) -> list[DutyScheduled]:
    """The duties that a fact of day `on` calls into being.

    `instance` tells facts of one kind apart: the duty is `line/instance`, so that several of one
    line may stand beside each other. `by` is a day that people set for this fact instead of the
    line's term.
    """
    found = []
    for line in regime.of(scope):
        if isinstance(line.when, After) and line.when.trigger is trigger:
            counted = Counted(since=on, term=line.when.term)
            if by is not None:
                counted = Counted(since=by, term=_THE_DAY)
            terms = terms_of(counted, on, regime, calendar)
            found.append(_scheduled(line, instance, None, on, terms, owners))
    return found


def terms_of(counted: Counted, opens: date, regime: Regime, calendar: Calendar) -> Terms:
    """The terms of a duty whose date is counted from a recorded day."""
    return _counted_terms(counted, opens, regime.ladder, calendar)


@lru_cache(maxsize=4096)
def _counted_terms(counted: Counted, opens: date, ladder: Ladder, calendar: Calendar) -> Terms:
    """Remembered: on one day most returns leave as many days."""
    when = due(counted.since, counted.term, calendar)
    terms = _made(when, opens, False, ladder, calendar)
    return terms.model_copy(update={"counted": counted})


def make_terms(when: Due, opens: date, assumed: bool, regime: Regime, calendar: Calendar) -> Terms:
    """A due date with its marks."""
    return _made(when, opens, assumed, regime.ladder, calendar)


def _made(when: Due, opens: date, assumed: bool, ladder: Ladder, calendar: Calendar) -> Terms:
    return Terms(
        due=when.due,
        provisional=when.provisional,
        assumed=assumed,
        reminders=reminder_days(when.due, opens, ladder, calendar),
        letter_on=after_working_days(when.due, ladder.letter, calendar),
        group_on=after_working_days(when.due, ladder.group, calendar),
        calendar=calendar.version,
        steps=when.steps,
    )


def _duty(
    regime: Regime,
    line: Line,
    anchors: Anchors,
    owners: Owners,
    calendar: Calendar,
    period: Period | None,
) -> DutyScheduled:
    terms = _terms(regime, line, anchors, calendar, period)
    name, last = (period.name, period.last) if period else (anchors.year, None)
    return _scheduled(line, name, last, _opens(anchors, period), terms, owners)


def _terms(
    regime: Regime, line: Line, anchors: Anchors, calendar: Calendar, period: Period | None
) -> Terms:
    when = _due(line, anchors, calendar, period)
    if when.due <= anchors.vote:  # a session so near that "before it" lies before the vote
        days = Term(sign=1, n=regime.filing.rearm_at_least, unit="wd")
        when = due(anchors.vote, days, calendar)
    assumed = is_assumed(line, anchors)
    return make_terms(when, _opens(anchors, period), assumed, regime, calendar)


def _opens(anchors: Anchors, period: Period | None) -> date:
    return max(anchors.vote, period.first) if period else anchors.vote


def _scheduled(
    line: Line,
    name: str | None,
    period_end: date | None,
    opens: date,
    terms: Terms,
    owners: Owners,
) -> DutyScheduled:
    return DutyScheduled(
        duty=duty_id(line.name, name),
        line=line.name,
        period=name,
        zh=f"{line.zh} {name}" if name else line.zh,
        stage=line.stage,
        form=line.form,
        obligor=owners.of(line.obligor),
        obligee=owners.of(line.obligee),
        supervisor=owners.group or party(Role.DEPUTY_GROUPS),
        opens=opens,
        terms=terms,
        origin=line.origin,
        cite=line.cite,
        ours=line.ours,
        until_verified=isinstance(line.when, EachPeriod) and line.when.until_verified,
        period_end=period_end,
        climbs=line.climbs,
    )


def _due(line: Line, anchors: Anchors, calendar: Calendar, period: Period | None) -> Due:
    match line.when:
        case FromAnchor() | OnAnchor() if when := due_on_anchor(line.when, anchors, calendar):
            return when
        case EachPeriod(term=term) if period is not None:
            return end_of_period(period, calendar, term)
        case OnDate() as on:
            return due(coming(on, anchors.vote), Term.parse("0d"), calendar)
        case _:
            raise AssertionError(f"{line.name} is scheduled by a fact, not by an anchor")


def _periods(line: Line, anchors: Anchors) -> Iterator[Period | None]:
    match line.when:
        case EachPeriod(every=every, span=span):
            yield from _span(every, span, anchors)
        case OnDate(before_session=True) as on:
            if coming(on, anchors.vote) < anchors.next_session:
                yield None
        case _:
            yield None


def _span(every: Every, span: Span, anchors: Anchors) -> Iterator[Period]:
    period, last = _first(every, span, anchors.vote), anchors.next_session - timedelta(days=1)
    if span is Span.TWELVE_MONTHS:
        months = Period.month(anchors.vote.year, anchors.vote.month)
        for _ in range(12):
            months = months.next()
        last = months.last
    while period.last <= last:
        yield period
        period = period.next()


def _first(every: Every, span: Span, vote: date) -> Period:
    of_vote = Period.containing(every, vote)
    match span:
        case Span.PLAN_TO_SESSION:
            after = nominal(vote, _PLAN_TERM)
            period = Period.containing(every, after)
            return period if period.first > after else period.next()
        case Span.VOTE_QUARTER_TO_SESSION:
            same = (vote.year, vote.month) == (of_vote.first.year, of_vote.first.month)
            return of_vote if same else of_vote.next()
        case Span.TWELVE_MONTHS:
            next_month = Period.month(vote.year, vote.month).next()
            return Period.containing(every, next_month.first)
        case Span.VOTE_TO_SESSION:
            return of_vote if of_vote.last > vote else of_vote.next()
