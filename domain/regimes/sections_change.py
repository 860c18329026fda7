"""[adjustment]: who decides on changes of what was voted, on what grounds, and who announces it.

Where a measure is silent the tier's rule stands by analogy, marked as our default: the county's
standing committee, the township's congress itself, the street's deliberative meeting
(rulebook §3.3, A1–A12).
"""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from domain.parties import Role
from domain.ruling import Bench, Sitting

Tier = Literal["county", "township", "street"]


class Ground(StrEnum):
    """Grounds on which a voted project may be changed (rulebook A1, A11)."""

    FORCE_MAJEURE = "force_majeure"
    POLICY_CHANGE = "policy_change"
    PLANNING_CHANGE = "planning_change"
    HERITAGE = "heritage"
    LAND = "land"
    FUNDING = "funding"
    OTHER = "other"


GROUND_ZH: dict[Ground, str] = {
    Ground.FORCE_MAJEURE: "不可抗力",
    Ground.POLICY_CHANGE: "政策变化",
    Ground.PLANNING_CHANGE: "规划调整",
    Ground.HERITAGE: "文物保护",
    Ground.LAND: "用地、征迁受阻",
    Ground.FUNDING: "资金变化",
    Ground.OTHER: "其他（须写明）",
}


class Adjustment(BaseModel):
    """The section. Raises ValidationError for a body that the tier does not have."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    origin: Annotated[str, Field(pattern=r"^(S00[0-4]|LAW-\d+.*|OUT-\d+.*|ours)$")]
    cite: Annotated[str, Field(min_length=4)]
    ours: tuple[str, ...] = ()
    grounds: Annotated[tuple[Ground, ...], Field(min_length=1)] = tuple(Ground)
    decider: Role
    sittings: Annotated[tuple[Sitting, ...], Field(min_length=1)]
    """In which kinds of meeting the decider decides."""
    replacer: Role
    replacer_sittings: Annotated[tuple[Sitting, ...], Field(min_length=1)]
    """A new item in place of an old one enters only by those who vote items."""
    budget: Role | None = None
    """Who adjusts the budget (预算法 art. 69); none where the tier has no budget of its own."""
    extension: Role
    announcer: Role
    report_to_session: bool
    """Whether the decider reports to the next plenary congress (A5)."""

    @property
    def bench(self) -> Bench:
        """Who decides on every change but a replacement, on resuming and on a next year."""
        return Bench(deciders=(self.decider,), sittings=self.sittings)

    @property
    def replacing(self) -> Bench:
        """Who decides that another item takes the place of this one."""
        return Bench(deciders=(self.replacer,), sittings=self.replacer_sittings)

    @property
    def spending(self) -> Bench | None:
        """Who decides that other money is spent."""
        if self.budget is None:
            return None
        return Bench(deciders=(self.budget,), sittings=_SITS[self.budget])

    @property
    def extending(self) -> Bench:
        """Who decides on a later date for one duty: the body that receives, or the decider."""
        roles = tuple(dict.fromkeys((self.extension, self.decider)))
        sittings = dict.fromkeys((*_SITS.get(self.extension, ()), *self.sittings))
        return Bench(deciders=roles, sittings=tuple(sittings))

    @model_validator(mode="after")
    def _sits(self) -> Self:
        if self.decider is Role.PRESIDIUM:
            raise ValueError("the presidium never decides a change of what a congress voted (A3)")
        return self

    def check_tier(self, tier: Tier) -> None:
        """Raises ValueError for a decider whom the tier does not have (rulebook §4.6 no. 10)."""
        allowed = _OF_TIER[tier]
        budget = () if self.budget is None else (self.budget,)
        for role in (self.decider, self.replacer, self.extension, self.announcer, *budget):
            if role not in allowed:
                raise ValueError(f"adjustment: {role} does not exist in a {tier}'s measure")


_SITS: dict[Role, tuple[Sitting, ...]] = {
    Role.CONGRESS: (Sitting.SESSION, Sitting.EXTRA_SESSION),
    Role.STANDING_COMMITTEE: (Sitting.STANDING_COMMITTEE, Sitting.CHAIRMEN),
    Role.PRESIDIUM: (Sitting.PRESIDIUM,),
    Role.STREET_WORKING_COMMITTEE: (Sitting.WORKING_COMMITTEE,),
    Role.DELIBERATIVE_MEETING: (Sitting.DELIBERATIVE,),
}
_OF_TIER: dict[Tier, tuple[Role, ...]] = {
    "county": (Role.STANDING_COMMITTEE, Role.CONGRESS),
    "township": (Role.CONGRESS, Role.PRESIDIUM),
    "street": (Role.DELIBERATIVE_MEETING, Role.STREET_WORKING_COMMITTEE, Role.STANDING_COMMITTEE),
}
_ANALOGY = "办法未作规定，比照 OUT-4 第十八条，按层级类推，为本系统默认"
_CITE = "因不可抗力、政策变化等原因确需调整、暂缓或者终止的，应当依法作出决定并公布"


def of_tier(tier: Tier) -> Adjustment:
    """What stands where a measure is silent: the tier's rule by analogy."""
    congress = {
        "replacer": Role.CONGRESS,
        "replacer_sittings": (Sitting.SESSION, Sitting.EXTRA_SESSION),
    }
    committee = {"decider": Role.STANDING_COMMITTEE, "sittings": (Sitting.STANDING_COMMITTEE,)}
    per_tier: dict[Tier, dict[str, object]] = {
        "county": {
            **congress,
            **committee,
            "budget": Role.STANDING_COMMITTEE,
            "extension": Role.STANDING_COMMITTEE,
            "announcer": Role.STANDING_COMMITTEE,
            "report_to_session": True,
        },
        "township": {
            **congress,
            "decider": Role.CONGRESS,
            "sittings": (Sitting.SESSION, Sitting.EXTRA_SESSION),
            "budget": Role.CONGRESS,
            "extension": Role.PRESIDIUM,
            "announcer": Role.PRESIDIUM,
            "report_to_session": False,
        },
        "street": {
            "decider": Role.DELIBERATIVE_MEETING,
            "sittings": (Sitting.DELIBERATIVE,),
            "replacer": Role.DELIBERATIVE_MEETING,
            "replacer_sittings": (Sitting.DELIBERATIVE,),
            "extension": Role.STREET_WORKING_COMMITTEE,
            "announcer": Role.STREET_WORKING_COMMITTEE,
            "report_to_session": False,
        },
    }
    frame = {"origin": "ours", "cite": _CITE, "ours": (_ANALOGY,)}
    return Adjustment.model_validate({**frame, **per_tier[tier]})
