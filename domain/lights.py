"""Lights 亮灯, always with words: how a project stands at the time of reading (rulebook §4.4).

Green: lag under 10 points and nothing overdue. Yellow: 10 to 30 points, or one duty overdue.
Red: over 30 points, two yellow reports in a row, not started in three reports in a row, several
duties overdue, or less built than voted. A month that was caught up stays "late-fixed", not green.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from domain.agenda import overdue_count
from domain.base import Value
from domain.project.state import Lag, Project
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


def of_lag(lag: Lag, rule: Lights) -> Light:
    """The light of one progress report by its lag alone."""
    if lag.points > rule.red_above:
        return Light.RED
    return Light.YELLOW if lag.points >= rule.yellow_from else Light.GREEN


def light(project: Project, rule: Lights, now: datetime) -> Shown:
    """The project's light at the time of reading: the worst of what can be said of it."""
    late = overdue_count(project.duties, now)
    told = [x for x in project.lags if x.accepted]
    reasons: list[tuple[Light, str]] = []
    if project.scope_breached:
        reasons.append((Light.RED, "申报数量少于票决目标"))
    if late:
        reasons.append((Light.RED if late > 1 else Light.YELLOW, f"逾期 {late} 项"))
    if told:
        reasons.append(_of_reports(told, rule))
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


def _of_reports(told: Sequence[Lag], rule: Lights) -> tuple[Light, str]:
    last = of_lag(told[-1], rule)
    points = f"进度滞后 {told[-1].points.normalize():f} 个百分点"
    recent = [of_lag(x, rule) for x in told[-2:]]
    if last is Light.RED:
        return Light.RED, points
    if len(recent) == 2 and Light.GREEN not in recent:
        return Light.RED, f"{points}，连续两期滞后"
    if len(told) >= 3 and not any(x.started for x in told[-3:]):
        return Light.RED, "连续三期未开工"
    return last, points if last is Light.YELLOW else ""
