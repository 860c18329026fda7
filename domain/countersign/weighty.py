"""Which acts are weighty, and whose two signatures each of them takes (reliability §4.2, §4.4).

That a waiver is among them is ours: it releases from a duty for good, an extension for a while.
"""

from enum import StrEnum
from typing import NamedTuple

from domain.almanac.almanac import PublishNotice
from domain.base import Command
from domain.duty_commands import DecideExtension, WaiveDuty, WithdrawOverdue
from domain.measures import PublishMeasure
from domain.regime_change import ChangeRegime


class Weighty(StrEnum):
    """The acts for which two persons answer."""

    EXTENSION = "extension"
    WAIVER = "waiver"
    WITHDRAWAL = "withdrawal"
    REGIME_CHANGE = "regime_change"
    CALENDAR = "calendar"
    MEASURE = "measure"


WEIGHTY_ZH: dict[Weighty, str] = {
    Weighty.EXTENSION: "批准延期",
    Weighty.WAIVER: "免除义务",
    Weighty.WITHDRAWAL: "撤销逾期",
    Weighty.REGIME_CHANGE: "改用办法",
    Weighty.CALENDAR: "公布放假安排",
    Weighty.MEASURE: "公布办法",
}


class Bench(NamedTuple):
    """Whose accounts propose and confirm an act; one of the two must be of `lead`."""

    roles: tuple[str, ...]
    lead: str
    roles_zh: str
    lead_zh: str


_OFFICE = Bench(
    ("committee_clerk", "committee_lead"),
    "committee_lead",
    "人大机关经办人、负责人",
    "人大机关负责人",
)
_RULES = Bench(
    ("committee_lead", "rule_admin"), "rule_admin", "人大机关负责人、规则管理员", "规则管理员"
)
BENCHES: dict[Weighty, Bench] = {
    Weighty.EXTENSION: _OFFICE,
    Weighty.WAIVER: _OFFICE,
    Weighty.WITHDRAWAL: _OFFICE,
    Weighty.REGIME_CHANGE: _OFFICE,
    Weighty.CALENDAR: _RULES,
    Weighty.MEASURE: _RULES,
}


def weighty(command: Command) -> Weighty | None:
    """Which weighty act a command is. Refusing an extension leaves all as it is: none."""
    match command:
        case DecideExtension(granted=True):
            return Weighty.EXTENSION
        case WaiveDuty():
            return Weighty.WAIVER
        case WithdrawOverdue():
            return Weighty.WITHDRAWAL
        case ChangeRegime():
            return Weighty.REGIME_CHANGE
        case PublishNotice():
            return Weighty.CALENDAR
        case PublishMeasure():
            return Weighty.MEASURE
        case _:
            return None


def matter(command: Command) -> str:
    """What of its stream an act is about: of one matter one proposal waits at a time."""
    match command:
        case DecideExtension(duty=duty) | WaiveDuty(duty=duty) | WithdrawOverdue(duty=duty):
            return duty
        case PublishNotice(notice=notice):
            return str(notice.year)
        case PublishMeasure(ref=ref):
            return ref
        case _:
            return ""
