"""A decision 决定 taken by people: which body, in which meeting, on which day, under which number.

The system never decides; it records who did and refuses a body that is not the one to decide
(rulebook §3.3 A3–A7, A12).
"""

from datetime import date, timedelta
from enum import StrEnum

from domain.base import ShortText, Value, refuse_unless
from domain.evidence import Files
from domain.parties import ROLE_ZH, Role
from domain.refusals import NotTheirsToDecide

_OLDEST = timedelta(days=731)


class Sitting(StrEnum):
    """The kinds of meeting in which a body decides."""

    SESSION = "session"
    EXTRA_SESSION = "extra_session"
    STANDING_COMMITTEE = "standing_committee"
    CHAIRMEN = "chairmen"
    PRESIDIUM = "presidium"
    WORKING_COMMITTEE = "working_committee"
    DELIBERATIVE = "deliberative_meeting"


SITTING_ZH: dict[Sitting, str] = {
    Sitting.SESSION: "人民代表大会会议",
    Sitting.EXTRA_SESSION: "临时召集的人民代表大会会议",
    Sitting.STANDING_COMMITTEE: "常委会会议",
    Sitting.CHAIRMEN: "主任会议",
    Sitting.PRESIDIUM: "主席团会议",
    Sitting.WORKING_COMMITTEE: "街道人大工委会议",
    Sitting.DELIBERATIVE: "街道议政代表会",
}
EXECUTIVE = (
    Role.UNIT,
    Role.GOVERNMENT,
    Role.STREET_OFFICE,
    Role.DEPUTY_GROUP,
    Role.DEPUTY_GROUPS,
)
"""Who carries out and who looks on: none of them writes down a decision (rulebook §4.2)."""


class Ruling(Value):
    """Who decided, where, when and under which document; a person's choice on record."""

    decider: Role
    sitting: Sitting
    session: ShortText
    """The meeting's name, as 第二届人民代表大会第三次会议."""
    on: date
    document: ShortText
    """文号 of the resolution or decision."""
    evidence: Files = ()


class Bench(Value):
    """Which bodies may decide a matter, each in its own kind of meeting."""

    deciders: tuple[Role, ...]
    sittings: tuple[Sitting, ...]

    def zh(self) -> str:
        """人民代表大会（人民代表大会会议、…）."""
        who = "、".join(ROLE_ZH[x] for x in self.deciders)
        return f"{who}（{'、'.join(SITTING_ZH[x] for x in self.sittings)}）"


def must_decide(ruling: Ruling, bench: Bench | None, matter_zh: str, today: date) -> None:
    """Raises NotTheirsToDecide for another body or meeting, Malformed for a day to come."""
    if bench is None:
        raise NotTheirsToDecide(matter_zh, "本级没有决定权的机关，不得办理")
    if ruling.decider not in bench.deciders or ruling.sitting not in bench.sittings:
        raise NotTheirsToDecide(matter_zh, f"应由{bench.zh()}决定")
    refuse_unless(
        ruling.on <= today,
        f"决定日期 {ruling.on} 还没有到（今天是 {today}），请在作出决定后登记。",
        f"the decision of {ruling.on} is still to come (today is {today}).",
    )
    refuse_unless(
        ruling.on >= today - _OLDEST,
        f"决定日期 {ruling.on} 在两年以前，请核对决定的日期。",
        f"the decision of {ruling.on} is more than two years old; check its day.",
    )
