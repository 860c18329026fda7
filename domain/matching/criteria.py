"""What speaks for a pair and what forbids it, in figures and in words (S000; 代表法 art. 59)."""

import unicodedata
from typing import NamedTuple

from domain.matching.catalogue import professions
from domain.matching.problem import Candidate, Item, Problem
from domain.regimes.groups import Criterion

NEAREST = 3
"""同村 3, 同镇 2, the same county or town that votes 1, elsewhere 0."""
_LEVELS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("村", "社区", "居委会", "嘎查", "组"), "同村（社区）"),
    (("镇", "乡", "街道", "苏木"), "同镇（街道）"),
    (("县", "区", "市", "旗"), "同县（市、区）"),
)


class Merit(NamedTuple):
    """How good a pair is by one criterion, and why."""

    points: int
    zh: str = ""


def clash(candidate: Candidate, item: Item) -> str | None:
    """Why the pair is forbidden; None where nothing forbids it."""
    mine = {_plain(x): x for x in candidate.interests}
    for name in (*item.parties, item.project):
        if _plain(name) in mine:
            if name == item.project:
                return f"已申报回避项目 {name}"
            return f"与项目单位“{name}”有任职或申报的利害关系"
    return None


def fit(candidate: Candidate, item: Item) -> Merit:
    """专业相关: one point where a profession is needed."""
    known = professions()
    found = [(known.get(x, x), sector) for x, sector in item.needs if x in candidate.professions]
    if not found:
        return Merit(0)
    names = "、".join(x for x, _ in found)
    return Merit(1, f"专业相关：{names} ↔ {found[0][1]}")


def nearness(candidate: Candidate, item: Item, region: str) -> Merit:
    """相邻相近: the nearer of the places of work and of home."""
    if item.site is None:
        return Merit(0)
    ways = [
        *((_shared(item.site, x), "工作地") for x in candidate.work_places),
        *((_shared(item.site, x), "居住地") for x in candidate.home_places),
    ]
    shared, which = max(ways, key=lambda x: len(x[0]), default=([], ""))
    within = len(shared) - len(region.split("/")) + 1
    if within <= 0:
        return Merit(0)
    return Merit(min(NEAREST, within), f"{_word(shared[-1])}：{which}在{shared[-1]}")


def merit(criterion: Criterion, candidate: Candidate, item: Item, problem: Problem) -> Merit:
    """The pair by one criterion; load is no matter of a pair."""
    match criterion:
        case "profession":
            return fit(candidate, item)
        case "proximity":
            return nearness(candidate, item, problem.region)
        case "even_load":
            return Merit(0)


def reasons(candidate: Candidate, item: Item, problem: Problem) -> tuple[str, ...]:
    """Why this pair, in the order of the criteria; even load where nothing else speaks for it."""
    said = [merit(x, candidate, item, problem).zh for x in problem.criteria]
    return tuple(x for x in said if x) or ("负荷均衡",)


def _shared(one: str, other: str) -> list[str]:
    found = []
    for a, b in zip(one.split("/"), other.split("/"), strict=False):
        if a != b:
            break
        found.append(a)
    return found


def _word(place: str) -> str:
    return next((zh for ends, zh in _LEVELS if place.endswith(ends)), "同地")


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
