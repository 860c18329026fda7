"""What is odd about a list but no reason to leave it out: said once, on the way."""

from collections.abc import Iterator
from datetime import date

from domain.lists.items import VotedList
from domain.regimes.model import Regime

TIER_ZH = {
    "province": "省级",
    "city": "市级",
    "county": "县级",
    "township": "乡镇",
    "street": "街道",
}


def doubts(voted: VotedList, regime: Regime, vote: date) -> Iterator[str]:
    """The warnings about one list under one regime and vote day, zh / en."""
    name = voted.list_id
    for tier in dict.fromkeys(x.tier for x in voted.rows):
        if tier and tier != regime.tier:
            yield (
                f"清单 {name} 是{TIER_ZH.get(tier, tier)}清单，{regime.zh}的办法用于"
                f"{TIER_ZH[regime.tier]} / "
                f"list {name} is of tier {tier}, the regime of {regime.tier}"
            )
    for year in dict.fromkeys(x.year for x in voted.rows):
        if year and year != vote.year:
            yield (
                f"清单 {name} 是 {year} 年的，票决日在 {vote.year} 年 / "
                f"list {name} is of {year}, the vote of {vote.year}"
            )
    for row in voted.rows:
        if row.planned_completion and row.planned_completion < vote:
            yield (
                f"{row.row} 行计划完成日 {row.planned_completion} 早于票决日 / "
                f"row {row.row} was to be complete before the vote"
            )
        if row.progress_pct is not None and row.progress_pct > 100:
            yield (
                f"{row.row} 行公布的进度为 {row.progress_pct}%，超过 100% / "
                f"row {row.row} published a progress over 100 %"
            )
    made_up = sum(x.lead_unit_synthetic for x in voted.cards)
    if made_up:
        yield (
            f"清单 {name} 有 {made_up} 项未公布承办单位，以“（合成）…”代替 / "
            f"{made_up} items of {name} name no unit: a synthetic one, so marked, stands in"
        )
