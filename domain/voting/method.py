"""票决办法: how this congress votes on its candidates, adopted before it does (rulebook B3).

It fixes the seats, the margin, the paper, who wins, what happens to equals and to seats left open,
and how the result is announced. A street's meeting fixes its 票选办法 the same way.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.ballot.paper import Family, ForAgainst, Ranked, Seats, UpTo
from domain.base import Count, ShortText, Text, Value
from domain.regimes.sections_ballot import FAMILY_ZH, SHORTFALL_ZH, FamilyName, Shortfall

Way = Literal["box", "papers", "keypad"]
WAY_ZH: dict[Way, str] = {
    "box": "本系统票箱（手机，可领纸质票）",
    "papers": "纸质选票，人工计票",
    "keypad": "电子表决器",
}


class Method(Value):
    """What the method says. Figures are whole items."""

    seats: Seats
    """应选项目数."""
    candidates: Annotated[int, Field(ge=1, le=300)]
    """候选项目数; the rest over the seats is the margin 差额数."""
    family: FamilyName
    at_most_seats: bool = True
    """Whether a paper that approves more items than seats is void (B10). A paper on which one
    chooses, or gives ranks, is so in any case; with keys, item by item, it cannot be."""
    way: Way
    secret: bool = True
    tie: Literal["second_vote"] = "second_vote"
    shortfall: Shortfall
    announced: Text
    """公布方式: by whom, where."""

    @property
    def spare(self) -> int:
        """差额数."""
        return self.candidates - self.seats

    @property
    def caps(self) -> bool:
        """Whether a paper with more approvals than seats is void."""
        return self.family != "for_against" or (self.at_most_seats and self.way != "keypad")

    def paper_family(self, seats: int) -> Family:
        """The ballot paper for so many seats; a second vote has fewer."""
        match self.family:
            case "for_against":
                return ForAgainst(most=seats if self.caps else None)
            case "up_to":
                return UpTo(seats=seats)
            case "ranked":
                return Ranked(places=seats)

    def zh(self, word: str) -> tuple[str, ...]:
        """The method in sentences; `word` is the act's own: 票决, 票选."""
        whole = "全体代表" if word == "票决" else "全体议政代表"
        manner = "无记名" if self.secret else "记名"
        said = [
            f"应选 {self.seats} 项，候选 {self.candidates} 项，差额 {self.spare} 项。",
            f"{manner}投票，{FAMILY_ZH[self.family]}；{WAY_ZH[self.way]}。",
            f"赞成票超过{whole}半数的，按得票多少依次确定，至应选数为止。",
            "最后一席得票相等的，就相等的项目再次投票，得票多的确定。",
            f"过半数的不足应选数的，{SHORTFALL_ZH[self.shortfall]}。",
            f"结果公布：{self.announced}",
        ]
        if self.family == "ranked":
            said.insert(2, f"名次 1 至 {self.seats} 的各算一张赞成票，名次先后不再折算。")
        if self.caps:
            said.insert(2, "赞成多于应选数的整张无效，少于的有效。")
        return tuple(said)


class Hands(Value):
    """The show of hands by which the method itself passed: more than half of all (B2)."""

    roll: Annotated[int, Field(ge=1, le=10_000)]
    present: Count
    in_favour: Count
    against: Count = 0
    abstain: Count = 0


class Adopted(Value):
    """The method as it stands, with the meeting that adopted it."""

    method: Method
    hands: Hands
    on: date
    session: ShortText
    document: ShortText
