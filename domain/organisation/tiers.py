"""The tiers of a congress, and which organs each may have: data, with the article beside it."""

from enum import StrEnum
from typing import NamedTuple

from domain.refusals import Malformed


class Tier(StrEnum):
    """Where a congress stands (rulebook §0). A street has none, only a committee of the county's
    standing committee and a deliberative meeting."""

    COUNTY = "county"
    TOWNSHIP = "township"
    STREET = "street"


TIER_ZH: dict[Tier, str] = {
    Tier.COUNTY: "县级",
    Tier.TOWNSHIP: "乡镇",
    Tier.STREET: "街道",
}


class BodyKind(StrEnum):
    """The organs of a congress (glossary: rulebook §5)."""

    CONGRESS = "congress"
    STANDING_COMMITTEE = "standing_committee"
    CHAIRMENS_MEETING = "chairmens_meeting"
    SPECIAL_COMMITTEE = "special_committee"
    WORKING_COMMITTEE = "working_committee"
    PRESIDIUM = "presidium"
    STREET_WORKING_COMMITTEE = "street_working_committee"
    STREET_DELIBERATIVE_MEETING = "street_deliberative_meeting"


class Standing(NamedTuple):
    """One kind of organ: its name, the tiers that have it as a standing one, and who says so."""

    zh: str
    tiers: tuple[Tier, ...]
    article: str
    elsewhere: str
    """What another tier has in its place."""


_COUNTY, _TOWNSHIP, _STREET = (Tier.COUNTY,), (Tier.TOWNSHIP,), (Tier.STREET,)
_NO_COMMITTEE = "乡镇由人大主席团在闭会期间工作，街道只设人大工作机构"
BODIES: dict[BodyKind, Standing] = {
    BodyKind.CONGRESS: Standing(
        "人民代表大会",
        (Tier.COUNTY, Tier.TOWNSHIP),
        "地方组织法 art. 7",
        "街道不设人民代表大会，只设人大街道工委和街道议政代表会",
    ),
    BodyKind.STANDING_COMMITTEE: Standing(
        "人大常委会", _COUNTY, "地方组织法 arts 46-47", _NO_COMMITTEE
    ),
    BodyKind.CHAIRMENS_MEETING: Standing("主任会议", _COUNTY, "地方组织法 art. 54", _NO_COMMITTEE),
    BodyKind.SPECIAL_COMMITTEE: Standing(
        "专门委员会", _COUNTY, "地方组织法 art. 33", _NO_COMMITTEE
    ),
    BodyKind.WORKING_COMMITTEE: Standing(
        "常委会工作委员会", _COUNTY, "地方组织法 art. 59", _NO_COMMITTEE
    ),
    BodyKind.PRESIDIUM: Standing(
        "人大主席团",
        _TOWNSHIP,
        "地方组织法 arts 17-19",
        "县级人大的主席团只在会议期间存在，闭会期间由常委会工作；街道不设主席团",
    ),
    BodyKind.STREET_WORKING_COMMITTEE: Standing(
        "人大街道工委", _STREET, "地方组织法 art. 59", "这是县级人大常委会在街道设立的工作机构"
    ),
    BodyKind.STREET_DELIBERATIVE_MEETING: Standing(
        "街道议政代表会", _STREET, "S004", "只有街道召开议政代表会；县乡由人民代表大会议决"
    ),
}

LEADERS: dict[Tier, BodyKind] = {
    Tier.COUNTY: BodyKind.STANDING_COMMITTEE,
    Tier.TOWNSHIP: BodyKind.PRESIDIUM,
    Tier.STREET: BodyKind.STREET_WORKING_COMMITTEE,
}
"""Whose members lead between the sessions: the layer above the groups (S000, S001)."""


class NotInThisTier(Malformed):
    """An organ that this tier does not have."""

    def __init__(self, kind: BodyKind, tier: Tier) -> None:
        known = BODIES[kind]
        super().__init__(
            f"{TIER_ZH[tier]}没有常设的{known.zh}（{known.article}）：{known.elsewhere}。",
            f"a {tier} has no standing {kind} ({known.article}).",
        )


def must_have(tier: Tier, kind: BodyKind) -> None:
    """Raises NotInThisTier unless a congress of that tier may have that organ."""
    if tier not in BODIES[kind].tiers:
        raise NotInThisTier(kind, tier)
