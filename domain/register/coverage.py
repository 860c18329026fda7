"""述职全覆盖: who of those who have to has reported to the voters in a term of office."""

from collections.abc import Iterable

from domain.base import Value
from domain.register.scoring import Year


class Reporting(Value):
    """One deputy's year, as far as reports and grades go."""

    deputy: str
    year: int
    term: int
    direct: bool
    reports: int
    """Oral and written ones."""
    graded: Year | None = None


class Coverage(Value):
    """So many of so many; who is still to report, by reference."""

    term: int
    owed: int
    done: int
    missing: tuple[str, ...]


def coverage(years: Iterable[Reporting], per_term: int) -> tuple[Coverage, ...]:
    """By term. Only directly elected deputies report to voters (S002)."""
    reports: dict[int, dict[str, int]] = {}
    for x in years:
        if x.direct:
            of_term = reports.setdefault(x.term, {})
            of_term[x.deputy] = of_term.get(x.deputy, 0) + x.reports
    return tuple(
        Coverage(
            term=term,
            owed=len(of_term),
            done=sum(n >= per_term for n in of_term.values()),
            missing=tuple(sorted(who for who, n in of_term.items() if n < per_term)),
        )
        for term, of_term in sorted(reports.items())
    )
