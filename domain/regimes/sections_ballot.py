"""[ballot]: how candidates become projects: who must sit, what passes, margin, ties, shortfalls.

The method 票决办法 that a congress adopts for its session stays within this section where it binds
and starts from it where it is silent (rulebook B1–B14). A street's 票选 has the same figures and
another name; a consultation 会商 has none.
"""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Share = Annotated[Decimal, Field(ge=0, le=500)]
FamilyName = Literal["for_against", "up_to", "ranked"]
Shortfall = Literal["leave_unfilled", "second_vote", "second_vote_next_session"]
SHORTFALL_ZH: dict[Shortfall, str] = {
    "leave_unfilled": "缺额不补",
    "second_vote": "本次会议上按得票多少顺序再次投票",
    "second_vote_next_session": "下次会议上按得票多少顺序再次投票",
}
FAMILY_ZH: dict[FamilyName, str] = {
    "for_against": "逐项赞成、反对、弃权",
    "up_to": "在候选项目中选，不超过应选数",
    "ranked": "按名次填写序号",
}


class Balloting(BaseModel):
    """The section. Raises ValidationError where the least margin is above the most."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    origin: Annotated[str, Field(pattern=r"^(S00[0-4]|LAW-\d+.*|OUT-\d+.*|ours)$")]
    cite: Annotated[str, Field(min_length=4)]
    ours: tuple[str, ...] = ()
    quorum: Literal["two_thirds", "more_than_half"]
    """Of all members: a congress sits with two thirds (LAW-1 art. 14)."""
    passing: Literal["majority_of_all"] = "majority_of_all"
    """More than half of ALL, not of those present (LAW-1 art. 25)."""
    margin: Literal["binding", "recommended"]
    """Whether candidates outside the shares are refused, or taken with a reason."""
    least: Share = Decimal(20)
    most: Share = Decimal(50)
    """差额 in percent of the seats."""
    secret: bool = True
    families: Annotated[tuple[FamilyName, ...], Field(min_length=1)] = (
        "for_against",
        "up_to",
        "ranked",
    )
    """The papers that a method may choose from; the first is offered."""
    tie: Literal["second_vote"] = "second_vote"
    shortfalls: Annotated[tuple[Shortfall, ...], Field(min_length=1)] = (
        "leave_unfilled",
        "second_vote",
        "second_vote_next_session",
    )
    """What a method may choose where too few pass; the first is offered."""
    announcer: Annotated[str, Field(min_length=2, max_length=20)]
    """Who announces the result, in words: 大会主席团."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.least > self.most:
            raise ValueError(f"ballot: least {self.least} exceeds most {self.most}")
        return self
