"""每月一条: how many suggestions each deputy handed in, month by month, beside what is asked.

Coverage is shown, nobody is reminded: the source says how many, and no consequence (S002).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from domain.base import refuse_unless
from domain.periods import Period
from domain.regimes.sections_suggestions import Monthly

_YEARS = 10


class Month(NamedTuple):
    """One deputy's month; `asked` is 0 before the rule began."""

    month: str
    handed_in: int
    asked: int

    @property
    def met(self) -> bool:
        """Whether as many came as are asked for."""
        return self.handed_in >= self.asked


class Coverage(NamedTuple):
    """One deputy over some months."""

    deputy: str
    months: Sequence[Month]

    @property
    def met(self) -> int:
        """In how many of the months that ask for one it came."""
        return sum(1 for x in self.months if x.asked and x.met)

    @property
    def asked(self) -> int:
        """How many of the months ask for one."""
        return sum(1 for x in self.months if x.asked)


def month_of(day: date) -> str:
    """`2022-04`."""
    return f"{day.year}-{day.month:02}"


def months(first: date, last: date) -> list[str]:
    """The months from one day's to another's, both included. Raises Malformed beyond ten years."""
    refuse_unless(
        last.year - first.year <= _YEARS,
        f"一次最多看{_YEARS}年，请把起止日期改近一些。",
        f"{_YEARS} years at most are shown at once; bring the dates closer together.",
    )
    period, found = Period.month(first.year, first.month), list[str]()
    while period.first <= last:
        found.append(month_of(period.first))
        period = period.next()
    return found


def coverage(
    deputies: Iterable[tuple[str, date, date | None]],
    handed_in: Mapping[tuple[str, str], int],
    over: Sequence[str],
    rule: Monthly | None,
) -> list[Coverage]:
    """Each deputy with the time in office (`until` is the first day after it), month by month.

    Asked for are the months of which a deputy was in office for the whole: no share of a month
    is owed, nor one before the rule began.
    """
    found = []
    for ref, since, until in deputies:
        told = [Month(x, handed_in.get((ref, x), 0), _asked(x, since, until, rule)) for x in over]
        found.append(Coverage(ref, told))
    return sorted(found, key=lambda x: x.deputy)


def _asked(month: str, since: date, until: date | None, rule: Monthly | None) -> int:
    if rule is None or month < rule.since:
        return 0
    period = Period.month(*map(int, month.split("-")))
    whole = since <= period.first and (until is None or until > period.last)
    return rule.per_deputy if whole else 0
