"""Which meetings there are in which tier, who convenes them, how many must attend, and by what.

Data, each with its article: LAW-1 is 地方组织法 (2022), LAW-7 a province's rules on presidiums.
"""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Literal, NamedTuple

from domain.parties import Role
from domain.regimes.when import Anchor

Tier = Literal["county", "township", "street"]
TIER_ZH: dict[Tier, str] = {"county": "县级", "township": "乡镇", "street": "街道"}


class MeetingKind(StrEnum):
    """The kinds of meetings."""

    FIRST_SESSION = "first_session"
    """The congress's first session of a year 年初人代会."""
    MID_YEAR_SESSION = "mid_year_session"
    EXTRA_SESSION = "extra_session"
    """临时召集, by the organ itself or on the proposal of a fifth of the deputies."""
    SC_MEETING = "sc_meeting"
    CHAIRMENS_MEETING = "chairmens_meeting"
    PRESIDIUM_MEETING = "presidium_meeting"
    DELIBERATIVE_MEETING = "deliberative_meeting"
    """The deputies' deliberative meeting of a street: no congress, no statute of its own."""


class Quorum(NamedTuple):
    """How many of all must be present: at least `share`, or more than it where `more`."""

    share: Fraction
    more: bool
    zh: str
    basis: str

    def needed(self, roll: int) -> int:
        """The smallest number with which the meeting may be held."""
        exact = self.share * roll
        ceiling = -(-exact.numerator // exact.denominator)
        return ceiling + (1 if self.more and ceiling == exact else 0)


class Rule(NamedTuple):
    """What holds for one kind of meeting."""

    zh: str
    conveners: Mapping[Tier, tuple[Role, str]]
    """By tier where it exists: who convenes it, and by which article."""
    quorum: Quorum
    anchors: tuple[Anchor, ...]
    """The days it may set for the duties of a year."""


_TWO_THIRDS = Quorum(Fraction(2, 3), False, "全体代表的三分之二", "LAW-1 art 14")
_HALF = Fraction(1, 2)
_SESSION: Mapping[Tier, tuple[Role, str]] = {
    "county": (Role.STANDING_COMMITTEE, "LAW-1 art 15"),
    "township": (Role.PRESIDIUM, "LAW-1 art 19"),
}
_COMMITTEE = (Role.STANDING_COMMITTEE, "LAW-1 art 51")

RULES: Mapping[MeetingKind, Rule] = {
    MeetingKind.FIRST_SESSION: Rule(
        "人代会年初会议",
        _SESSION,
        _TWO_THIRDS,
        (Anchor.NEXT_SESSION, Anchor.SESSION),
    ),
    MeetingKind.MID_YEAR_SESSION: Rule(
        "人代会年中会议",
        {"township": (Role.PRESIDIUM, "LAW-1 arts 14, 19")},
        _TWO_THIRDS,
        (Anchor.MID_SESSION,),
    ),
    MeetingKind.EXTRA_SESSION: Rule(
        "人代会临时会议",
        _SESSION,
        _TWO_THIRDS,
        (Anchor.NEXT_SESSION, Anchor.MID_SESSION, Anchor.SESSION),
    ),
    MeetingKind.SC_MEETING: Rule(
        "人大常委会会议",
        {"county": _COMMITTEE},
        Quorum(_HALF, True, "常委会全体组成人员的半数", "LAW-1 art 51"),
        (Anchor.MID_MEETING,),
    ),
    MeetingKind.CHAIRMENS_MEETING: Rule(
        "主任会议",
        {"county": (Role.STANDING_COMMITTEE, "LAW-1 art 54")},
        Quorum(_HALF, True, "主任会议组成人员的半数", "ours"),
        (Anchor.MID_MEETING,),
    ),
    MeetingKind.PRESIDIUM_MEETING: Rule(
        "主席团会议",
        {"township": (Role.PRESIDIUM, "LAW-7 art 5")},
        Quorum(_HALF, True, "主席团成员的半数", "LAW-7 art 5"),
        (Anchor.MID_SESSION,),
    ),
    MeetingKind.DELIBERATIVE_MEETING: Rule(
        "街道议政代表会",
        {"street": (Role.STREET_WORKING_COMMITTEE, "LAW-1 art 59; LAW-11 arts 16-18")},
        Quorum(_HALF, True, "议政代表的半数", "ours"),
        (Anchor.NEXT_SESSION, Anchor.MID_SESSION, Anchor.SESSION),
    ),
}
PUBLISHED = frozenset(
    {
        MeetingKind.FIRST_SESSION,
        MeetingKind.MID_YEAR_SESSION,
        MeetingKind.EXTRA_SESSION,
        MeetingKind.DELIBERATIVE_MEETING,
    }
)
"""Whose days everybody may know when they are decided: where deputies meet. A standing committee,
its chairmen and a presidium meet among themselves. Ours."""
PROPOSERS = Fraction(1, 5)
"""Of all deputies, who may propose an extra session (LAW-1 art 14)."""
