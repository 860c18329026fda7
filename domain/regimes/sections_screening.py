"""[screening]: what the government asks of an item before it becomes a candidate, and who else is
asked before the congress is (rulebook B16, B19).

Where a measure is silent all checks are made and the comment period is ours, marked as such.
"""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from domain.parties import Role
from domain.ruling import Bench, Sitting


class Check(StrEnum):
    """The closed catalogue of checks (rulebook B19, OUT-4, OUT-7). A person makes each."""

    FINISHABLE = "finishable"
    NO_BURDEN = "no_burden"
    MONEY = "money"
    READY = "ready"
    LAWFUL = "lawful"
    NO_DEBT = "no_debt"
    NO_UNREST = "no_unrest"
    NOT_ORDERED = "not_ordered"


CHECK_ZH: dict[Check, str] = {
    Check.FINISHABLE: "年内能够完成，跨年度的有逐年节点",
    Check.NO_BURDEN: "不增加群众和企业负担",
    Check.MONEY: "资金来源已经落实",
    Check.READY: "前期工作成熟，能够组织实施",
    Check.LAWFUL: "符合法律法规和规划",
    Check.NO_DEBT: "没有政府债务风险",
    Check.NO_UNREST: "没有社会稳定风险",
    Check.NOT_ORDERED: "不是上级下达的任务",
}


class ReviewKind(StrEnum):
    """In what the government goes through the pool together."""

    EXECUTIVE_MEETING = "executive_meeting"
    JOINT_SCREENING = "joint_screening"


REVIEW_ZH: dict[ReviewKind, str] = {
    ReviewKind.EXECUTIVE_MEETING: "政府常务会议（乡镇为政府办公会议）",
    ReviewKind.JOINT_SCREENING: "联合筛选",
}
Tier = Literal["county", "township", "street"]


class Screening(BaseModel):
    """The section."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    origin: Annotated[str, Field(pattern=r"^(S00[0-4]|LAW-\d+.*|OUT-\d+.*|ours)$")]
    cite: Annotated[str, Field(min_length=4)]
    ours: tuple[str, ...] = ()
    checks: Annotated[tuple[Check, ...], Field(min_length=1)] = tuple(
        x for x in Check if x is not Check.NOT_ORDERED
    )
    """Whether it may be ordered by a superior authority is asked only where the measure says so."""
    reviews: Annotated[tuple[ReviewKind, ...], Field(min_length=1)] = tuple(ReviewKind)
    """In any one of these the items are gone through before they are listed."""
    comment: Literal["required", "optional"] = "required"
    """Whether the public is heard on the candidates before the vote."""
    comment_days: Annotated[int, Field(ge=1, le=60)] = 5
    """For how many days at least."""
    hearing: Literal["standing_committee"] | None = None
    """Who deliberates on the candidates before the congress does (B16)."""
    consent: Role
    """Without whose consent the government withdraws no candidate (LAW-1 art. 22)."""

    @property
    def consenting(self) -> Bench:
        """Who agrees to a withdrawal, and decides on a margin outside the recommended one."""
        return Bench(deciders=(self.consent,), sittings=(_SITS[self.consent],))

    @property
    def hearers(self) -> Bench | None:
        """Who hears the candidates first."""
        if self.hearing is None:
            return None
        return Bench(deciders=(Role.STANDING_COMMITTEE,), sittings=(Sitting.STANDING_COMMITTEE,))

    @model_validator(mode="after")
    def _sits(self) -> Self:
        if self.consent not in _SITS:
            raise ValueError(f"screening: {self.consent} consents to nothing")
        return self


_SITS: dict[Role, Sitting] = {
    Role.PRESIDIUM: Sitting.PRESIDIUM,
    Role.STREET_WORKING_COMMITTEE: Sitting.WORKING_COMMITTEE,
}


def screening_of_tier(tier: Tier) -> Screening:
    """What stands where a measure says nothing of screening."""
    street = tier == "street"
    return Screening(
        origin="ours",
        cite="候选项目应当经过筛选论证（参照 OUT-4、OUT-7）",
        ours=("办法未作规定，筛选条件参照 OUT-4、OUT-7，公示不少于5日，均为本系统默认",),
        consent=Role.STREET_WORKING_COMMITTEE if street else Role.PRESIDIUM,
    )
