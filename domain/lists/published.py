"""What a source says of its list besides the items: how many, how much, how many votes.

Nothing here is put right, and nothing is decided on it: it is laid beside what the rows give.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from domain.lists.headings import plain
from domain.lists.numerals import SPOKEN, spoken
from domain.lists.table import Row, seen

_FIGURE = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?", re.ASCII)
_TALLY = ("eval_satisfied", "eval_basically_satisfied", "eval_dissatisfied")
_MOST = 1000
_NUMBER = rf"([0-9]{{1,3}}|[{SPOKEN}]{{1,4}})"
_COUNT = re.compile(
    rf"{_NUMBER}(?:大|件|项|个|类)?(?:重点|为民)?民生实事"
    rf"|民生实事(?:项目)?\(?共?计?{_NUMBER}[件项个]"
)


class Published(NamedTuple):
    """The source's own sums and remarks, as one row repeats them."""

    items: Decimal | None = None
    subprojects: Decimal | None = None
    investment_wan: Decimal | None = None
    seats: Decimal | None = None
    candidates: Decimal | None = None
    truncated: bool = False
    """Only the opening of the list could be read: an absent item means "not seen"."""
    tally: tuple[Decimal, ...] = ()
    """满意, 基本满意, 不满意, where all three are published."""
    note: str = ""
    site: str = ""
    benefit: str = ""
    milestones: str = ""
    target: str = ""
    """The target in words."""
    completion: str = ""
    """The time of completion in words."""
    place: tuple[str, ...] = ()
    year: str = ""
    tier: str = ""


def promised(text: str) -> list[int]:
    """The numbers of items that a text promises: 十件民生实事, 民生实事项目（共10项）."""
    said = [spoken(x) if x in SPOKEN or not x.isascii() else int(x) for x in _found(text)]
    return list(dict.fromkeys(x for x in said if x))


def _found(text: str) -> list[str]:
    return [before or after for before, after in _COUNT.findall(plain(text))]


def published(row: Row) -> Published:
    """What the row repeats of its list's sums, and what it says in words."""
    votes = (_figure(row.cell(name)) for name in _TALLY)
    tally = tuple(x for x in votes if x is not None)
    return Published(
        items=_figure(row.cell("list_items_total")),
        subprojects=_figure(row.cell("list_subprojects_total")),
        investment_wan=_figure(row.cell("list_investment_total_wan")),
        seats=_figure(row.cell("seats_count")),
        candidates=_figure(row.cell("candidates_count")),
        truncated=row.cell("list_truncated").upper() == "Y",
        tally=tally if len(tally) == len(_TALLY) else (),
        note=_words(row, "note"),
        site=_words(row, "site_zh"),
        benefit=_words(row, "benefit_zh"),
        milestones=_words(row, "milestones_zh"),
        target=_words(row, "target_text_zh"),
        completion=_words(row, "planned_completion_text_zh"),
        place=tuple(x for p in ("province", "city", "county", "township") if (x := row.cell(p))),
        year=row.cell("year")[:4],
        tier=row.cell("tier")[:20],
    )


def _figure(cell: str) -> Decimal | None:
    return Decimal(cell) if cell and _FIGURE.fullmatch(cell) else None


def _words(row: Row, column: str) -> str:
    cell = row.cell(column)
    return seen(cell)[:_MOST] if cell else ""
