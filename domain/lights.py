"""Lights 亮灯, always with words: how a project stands at the time of reading (rulebook §4.4).

Green: lag under 10 points and nothing overdue. Yellow: 10 to 30 points, a start month passed
without a reason, or one duty overdue.
Red: over 30 points, two yellow reports in a row, not started in three reports in a row, a milestone
missed by more than 30 days, several duties overdue, or less built than voted. A month that was
caught up stays "late-fixed", not green.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from domain.agenda import overdue_count
from domain.base import Value
from domain.project.progress import Lag
from domain.project.state import Project
from domain.regimes.model import Lights


class Light(StrEnum):
    """绿 / 黄 / 红."""

    GREEN = "GREEN"
    YELLOW = "YELLOW"
    RED = "RED"


class PastLight(StrEnum):
    """How a past period is shown: what was late and is caught up does not turn green."""

    GREEN = "GREEN"
    YELLOW = "YELLOW"
    RED = "RED"
    LATE_FIXED = "LATE_FIXED"


LIGHT_ZH = {Light.GREEN: "正常", Light.YELLOW: "偏慢", Light.RED: "滞后"}


class Shown(Value):
    """A light and the sentence that goes with it."""

    light: Light
    zh: str


class Reason(NamedTuple):
    """A light, the sentence that goes with it, and the name of the condition (rulebook §4.4)."""

    light: Light
    zh: str
    rule: str


def of_lag(lag: Lag, rule: Lights) -> Light:
    """The light of one progress report alone: its lag, its milestones, its start."""
    return _of_one(lag, rule).light


def _of_one(lag: Lag, rule: Lights) -> Reason:
    points = f"进度滞后 {lag.points.normalize():f} 个百分点"
    if lag.points > rule.red_above:
        return Reason(Light.RED, points, "lag_red")
    if lag.milestone_late > rule.milestone_grace:
        late = f"节点“{lag.milestone}”超期 {lag.milestone_late} 天"
        return Reason(Light.RED, late, "milestone_missed")
    if lag.points >= rule.yellow_from:
        return Reason(Light.YELLOW, points, "lag_yellow")
    if lag.start_missed:
        return Reason(Light.YELLOW, "已过计划开工月份，未说明原因", "start_missed")
    return Reason(Light.GREEN, "", "on_schedule")


def light(project: Project, rule: Lights, now: datetime) -> Shown:
    """The project's light at the time of reading: the worst of what can be said of it."""
    late = overdue_count(project.duties, now)
    told = project.course.told
    reasons: list[tuple[Light, str]] = []
    if project.scope_breached:
        reasons.append((Light.RED, "申报数量少于原定目标"))
    if late:
        reasons.append((Light.RED if late > 1 else Light.YELLOW, f"逾期 {late} 项"))
    if told and project.track.suspended is None:  # nobody lags while nothing runs
        said = of_reports(told, rule)
        reasons.append((said.light, said.zh))
    worst = [x for x in reasons if x[0] is Light.RED] or [
        x for x in reasons if x[0] is Light.YELLOW
    ]
    if not worst:
        return Shown(light=Light.GREEN, zh=LIGHT_ZH[Light.GREEN])
    return Shown(light=worst[0][0], zh="；".join(x[1] for x in worst if x[1]))


def past(lags: Sequence[Lag], rule: Lights) -> list[tuple[str, PastLight]]:
    """Each reported period's light; late periods before a green one are late-fixed (OUT-32)."""
    shown: list[tuple[str, PastLight]] = []
    caught_up = False
    for lag in sorted(lags, key=lambda x: x.period, reverse=True):
        own = of_lag(lag, rule)
        caught_up = caught_up or own is Light.GREEN
        fixed = caught_up and own is not Light.GREEN
        shown.append((lag.period, PastLight.LATE_FIXED if fixed else PastLight(own)))
    return shown[::-1]


def of_reports(told: Sequence[Lag], rule: Lights) -> Reason:
    """What the accepted reports, in the order of their periods, say together. Never of none."""
    last = _of_one(told[-1], rule)
    recent = [of_lag(x, rule) for x in told[-2:]]
    if last.light is Light.RED:
        return last
    if len(recent) == 2 and Light.GREEN not in recent:
        return Reason(Light.RED, f"{last.zh}，连续两期滞后", "two_yellow")
    if len(told) >= 3 and not any(x.started for x in told[-3:]):
        return Reason(Light.RED, "连续三期未开工", "not_started")
    return last
