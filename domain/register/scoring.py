"""From what a deputy did in a year to points and a grade: the same facts give the same sheet.

Points are never given by the system for what nobody recorded; what people give or take beside the
facts is an adjustment of theirs, with its reason, and stands in the sheet as such (S002).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from pydantic import Field

from domain.base import ShortText, Text, Value, refuse_unless
from domain.regimes.sections_register import Band, Category, GradeCode, Item, Scoring
from domain.register.facts import Fact, counted

Points = Annotated[Decimal, Field(ge=0, le=1000, max_digits=6, decimal_places=2)]


class Adjustment(Value):
    """What the assessors give for an item instead of what follows from the facts."""

    item: ShortText
    points: Points
    because: Text


class Scored(Value):
    """One item's points and where they come from."""

    item: str
    points: Points
    of: int
    """The most that the item brings."""
    attended: int
    occasions: int
    """Times done, and occasions on which it could have been done."""
    sources: tuple[str, ...]
    computed: Points
    """What follows from the facts; another figure than `points` only by an adjustment."""
    because: str | None = None
    """Why people gave another figure."""


class Sheet(Value):
    """A year's score sheet 评分表."""

    lines: tuple[Scored, ...]
    total: Points

    def of_category(self, category: Category) -> Decimal:
        """The points of a category."""
        codes = {x.code for x in category.items}
        return sum((x.points for x in self.lines if x.item in codes), Decimal(0))


class Year(Value):
    """The grade of one year of a term of office."""

    year: int
    term: int
    grade: GradeCode


def score(scoring: Scoring, facts: tuple[Fact, ...], adjust: Sequence[Adjustment] = ()) -> Sheet:
    """The sheet. Raises Malformed for an adjustment of no item, or beyond its points."""
    given = _checked(scoring, adjust)
    once = counted(facts)
    lines = tuple(_scored(x, once, given.get(x.code), scoring.decimals) for x in scoring.items)
    return Sheet(lines=lines, total=sum((x.points for x in lines), Decimal(0)))


def band_of(scoring: Scoring, total: Decimal) -> Band:
    """The highest grade whose floor the total reaches."""
    return [x for x in scoring.bands if total >= x.at_least][-1]


def recommended(scoring: Scoring, years: Iterable[Year]) -> frozenset[int]:
    """The terms of office in which one deputy was excellent often enough to be recommended as a
    candidate again; once in each of two terms is not."""
    top = scoring.bands[-1].code
    excellent = Counter(x.term for x in {y.year: y for y in years}.values() if x.grade == top)
    return frozenset(x for x, times in excellent.items() if times >= scoring.excellent_times)


def reason_zh(item: Item, line: Scored) -> str:
    """Why the item has these points, in one sentence."""
    if line.because is not None:
        return f"评定时由{line.computed}分改为{line.points}分：{line.because}"
    if line.occasions == 0:
        return "没有记录，不得分"
    if item.rule == "attendance":
        return f"应参加{line.occasions}次，参加{line.attended}次"
    return f"记{line.attended}次，满{item.full}次得满分"


def _checked(scoring: Scoring, adjust: Sequence[Adjustment]) -> dict[str, Adjustment]:
    for x in adjust:
        item = scoring.item(x.item)
        known = "、".join(y.code for y in scoring.items)
        refuse_unless(
            item is not None,
            f"没有评分项“{x.item[:40]}”，可用：{known}。",
            f"there is no item “{x.item[:40]}”; known: {known}.",
        )
        assert item is not None, "it was just found"
        refuse_unless(
            x.points <= item.points,
            f"“{item.zh}”最多 {item.points} 分，不能评 {x.points} 分。",
            f"{item.code} brings {item.points} points at most, not {x.points}.",
        )
    refuse_unless(
        len({x.item for x in adjust}) == len(adjust),
        "同一评分项调整了两次，请合并。",
        "an item is adjusted twice.",
    )
    return {x.item: x for x in adjust}


def _scored(item: Item, facts: tuple[Fact, ...], given: Adjustment | None, decimals: int) -> Scored:
    own = [x for x in facts if x.act in item.acts]
    attended = sum(x.count for x in own if x.presence == "present")
    occasions = sum(x.count for x in own)
    computed = _points(item, attended, occasions, decimals)
    return Scored(
        item=item.code,
        points=computed if given is None else given.points,
        of=item.points,
        attended=attended,
        occasions=occasions,
        sources=tuple(x.source for x in own),
        computed=computed,
        because=None if given is None else given.because,
    )


def _points(item: Item, attended: int, occasions: int, decimals: int) -> Decimal:
    share = occasions if item.rule == "attendance" else item.full
    if share == 0:
        return Decimal(0)
    exact = Decimal(item.points * min(attended, share)) / Decimal(share)
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
