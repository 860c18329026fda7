"""The instruments of supervision, who may use them in which tier, and the article that says so.

Data, not code: rulebook §3.5. From level 4 on they are decisions of people, recorded with their
document; the system only recommends them.
"""

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from domain.parties import Role

HUMAN_FROM = 4
"""From this level on a step is decided by people and needs the decision's document."""


class Kind(StrEnum):
    """The instruments, in the order in which they rise (glossary: rulebook §5)."""

    LETTER = "letter"
    CALL_IN = "call_in"
    SPECIAL_INQUIRY = "special_inquiry"
    SPECIAL_HEARING = "special_hearing"
    SELF_CRITICISM = "self_criticism"
    PARTY_REPORT = "party_report"
    INTERPELLATION = "interpellation"
    INVESTIGATION = "investigation"
    REMOVAL = "removal"
    RECALL = "recall"


class Instrument(NamedTuple):
    """What an instrument is called, how high it stands, and whether it must be answered."""

    zh: str
    level: int
    answered: bool


INSTRUMENTS: dict[Kind, Instrument] = {
    Kind.LETTER: Instrument("督办函", 2, answered=True),
    Kind.CALL_IN: Instrument("约见", 3, answered=True),
    Kind.SPECIAL_INQUIRY: Instrument("专题询问", 4, answered=True),
    Kind.SPECIAL_HEARING: Instrument("主席团听取专项工作报告", 4, answered=True),
    Kind.SELF_CRITICISM: Instrument("书面检查", 4, answered=True),
    Kind.PARTY_REPORT: Instrument("向党委报告", 4, answered=False),
    Kind.INTERPELLATION: Instrument("质询案", 5, answered=True),
    Kind.INVESTIGATION: Instrument("特定问题调查", 6, answered=False),
    Kind.REMOVAL: Instrument("撤职案", 6, answered=False),
    Kind.RECALL: Instrument("罢免案", 6, answered=False),
}


class Grant(NamedTuple):
    """One article: in this tier, this body may use that instrument, if so many propose it.

    `signatories` or `share` of the body's members must propose; `in_session` where it is a right
    of the session; neither number where the body decides as such.
    """

    kind: Kind
    tier: str
    body: Role
    basis: str
    signatories: int = 0
    share: Fraction | None = None
    in_session: bool = False


_COUNTY, _TOWNSHIP, _STREET = "county", "township", "street"
_SC, _CONGRESS, _PRESIDIUM = Role.STANDING_COMMITTEE, Role.CONGRESS, Role.PRESIDIUM

GRANTS: tuple[Grant, ...] = (
    Grant(Kind.LETTER, _COUNTY, _SC, "监督法第一条、第二条（督办函为工作文书）"),
    Grant(Kind.LETTER, _COUNTY, Role.WORKING_COMMITTEE, "S000（工委具体联系；督办函为工作文书）"),
    Grant(Kind.LETTER, _TOWNSHIP, _PRESIDIUM, "地方组织法第十九条（督办函为工作文书）"),
    Grant(Kind.CALL_IN, _COUNTY, Role.DEPUTY_GROUP, "代表法第二十九条"),
    Grant(Kind.CALL_IN, _TOWNSHIP, Role.DEPUTY_GROUP, "代表法第二十九条"),
    Grant(Kind.CALL_IN, _STREET, Role.DEPUTY_GROUP, "代表法第二十九条"),
    Grant(Kind.SPECIAL_INQUIRY, _COUNTY, _SC, "监督法第四十七条至第五十条"),
    Grant(Kind.SPECIAL_HEARING, _TOWNSHIP, _PRESIDIUM, "地方组织法第十九条"),
    Grant(Kind.SELF_CRITICISM, _COUNTY, _SC, "OUT-13（两次测评不满意，作书面检查）"),
    Grant(Kind.SELF_CRITICISM, _TOWNSHIP, _PRESIDIUM, "OUT-13（类推，本系统默认）"),
    Grant(Kind.PARTY_REPORT, _COUNTY, _SC, "S003（及时向县乡党委请示报告）"),
    Grant(Kind.PARTY_REPORT, _TOWNSHIP, _PRESIDIUM, "S003（及时向县乡党委请示报告）"),
    Grant(Kind.INTERPELLATION, _COUNTY, _SC, "监督法第五十一条、地方组织法第五十三条", 3),
    Grant(Kind.INTERPELLATION, _COUNTY, _CONGRESS, "地方组织法第二十四条", 10, in_session=True),
    Grant(Kind.INTERPELLATION, _TOWNSHIP, _CONGRESS, "地方组织法第二十四条", 10, in_session=True),
    Grant(Kind.INVESTIGATION, _COUNTY, _SC, "地方组织法第五十八条", share=Fraction(1, 5)),
    Grant(
        Kind.INVESTIGATION,
        _COUNTY,
        _CONGRESS,
        "地方组织法第三十六条",
        share=Fraction(1, 10),
        in_session=True,
    ),
    Grant(Kind.REMOVAL, _COUNTY, _SC, "监督法第八章"),
    Grant(
        Kind.RECALL,
        _COUNTY,
        _CONGRESS,
        "地方组织法第三十一条",
        share=Fraction(1, 10),
        in_session=True,
    ),
    Grant(
        Kind.RECALL,
        _TOWNSHIP,
        _CONGRESS,
        "地方组织法第三十一条",
        share=Fraction(1, 5),
        in_session=True,
    ),
)


def grants(kind: Kind, tier: str) -> tuple[Grant, ...]:
    """Every article by which that instrument may be used in that tier; none: nobody may."""
    return tuple(x for x in GRANTS if x.kind is kind and x.tier == tier)


def highest_allowed(tier: str) -> int:
    """The highest level that people of that tier can reach at all."""
    return max(INSTRUMENTS[x.kind].level for x in GRANTS if x.tier == tier)
