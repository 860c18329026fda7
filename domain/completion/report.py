"""完成情况报告: the data of a year's completion report, assembled from the projects' histories.

Every project is named: done, partly done, not done and why, adjusted, suspended, terminated,
carried over, with its money (rulebook O22). Nothing here is typed in.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal

from domain.base import Value
from domain.completion.entry import ChangeEntry, Entry
from domain.completion.outcome import Outcome
from domain.completion.year_end import Ending, YearTally, tally
from domain.project.changes.messages import Kind

_BASELINE = (Kind.SCOPE, Kind.TARGET, Kind.SCHEDULE, Kind.MONEY)


class Money(Value):
    """Sums in 万元, each with the number of projects that say it; the others are unknown, not 0."""

    total: Decimal
    said_by: int
    of: int


class CompletionReport(Value):
    """The year as the report tells it. A project may stand under several headings."""

    programme: str
    title: str
    as_of: date
    entries: tuple[Entry, ...]
    year: YearTally
    done: tuple[str, ...]
    early: tuple[str, ...]
    over_fulfilled: tuple[str, ...]
    partly: tuple[str, ...]
    not_done: tuple[str, ...]
    adjusted: tuple[str, ...]
    """A decision changed scope, target, date or money."""
    suspended: tuple[str, ...]
    terminated: tuple[str, ...]
    carried_over: tuple[str, ...]
    breached: tuple[str, ...]
    """Less built than voted, without a decision."""
    money: Money
    spent: Money


def assemble(programme: str, title: str, as_of: date, entries: Sequence[Entry]) -> CompletionReport:
    """The report's data. The order of the list is kept."""
    stopped = [x for x in entries if x.terminated or x.carried_over or x.suspended]
    going = [x for x in entries if x not in stopped]
    return CompletionReport(
        programme=programme,
        title=title,
        as_of=as_of,
        entries=tuple(entries),
        year=tally([_ending(x) for x in entries]),
        done=_ids(x for x in entries if x.complete),
        early=_ids(x for x in entries if x.early),
        over_fulfilled=_ids(x for x in entries if _over(x)),
        partly=_ids(x for x in going if x.outcome is Outcome.PARTIAL),
        not_done=_ids(x for x in going if x.outcome is Outcome.UNFINISHED),
        adjusted=_ids(x for x in entries if any(_changes_baseline(y) for y in x.changes)),
        suspended=_ids(x for x in entries if x.suspended),
        terminated=_ids(x for x in entries if x.terminated),
        carried_over=_ids(x for x in entries if x.carried_over),
        breached=_ids(x for x in entries if x.breaches),
        money=_sum([x.money.value if x.money else None for x in entries]),
        spent=_sum([x.spent.value if x.spent else None for x in entries]),
    )


def _ending(entry: Entry) -> Ending:
    return Ending(
        project=entry.id,
        name=entry.name,
        state=entry.ending,
        zh=entry.ending_zh,
        complete=entry.complete,
    )


def _changes_baseline(change: ChangeEntry) -> bool:
    return change.approved is True and change.kind in _BASELINE


def _over(entry: Entry) -> bool:
    return any(x.outcome is Outcome.OVER_FULFILLED for x in entry.parts)


def _ids(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(x.id for x in entries)


def _sum(values: Collection[Decimal | None]) -> Money:
    known = [x for x in values if x is not None]
    return Money(total=sum(known, Decimal(0)), said_by=len(known), of=len(values))
