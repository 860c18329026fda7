"""A slow project at a progress date: what is marked, who is called together, what is recommended.

Evaluated when a report is accepted, on accepted reports only: de-escalation needs a verified fact,
not a promise (rulebook §4.4). From level 4 on it recommends; people decide (`domain.steps`).
"""

from collections.abc import Sequence
from datetime import date
from itertools import takewhile

from domain.duty import Duty
from domain.duty_events import DutyScheduled
from domain.given import Given
from domain.lights import Light, of_reports
from domain.parties import Role, party
from domain.project.messages import ScopeBreached
from domain.project.progress import Lag
from domain.project.slow_events import SlownessMarked
from domain.project.state import Project
from domain.regimes.model import Lights, Scope
from domain.regimes.slowness import Slowness
from domain.regimes.when import After, Trigger
from domain.scheduling import schedule_after
from domain.steps.instruments import INSTRUMENTS, Kind
from domain.steps.messages import StepRecommended
from domain.terms import due

Slow = SlownessMarked | StepRecommended | DutyScheduled


def at_progress_date(state: Project, duty: Duty, given: Given) -> Sequence[Slow]:
    """What follows from the reports accepted so far, the newest among them just now."""
    rule, told = given.regime.slowness, state.course.told
    if rule is None or not told:
        return []
    reason = of_reports(told, given.regime.lights)
    if reason.light is Light.GREEN:
        return []
    red = reason.light is Light.RED
    mark = SlownessMarked(
        duty=duty.id,
        revision=duty.revision,
        on=given.today,
        to=state.owners.of(Role.UNIT),
        because=reason.zh,
        light="RED" if red else "YELLOW",
        level=2 if red else 1,
        rule=reason.rule,
        reply_by=due(given.today, given.regime.ladder.letter_reply, given.calendar).due
        if red
        else None,
    )
    if not red:
        return [mark]
    return [mark, *consulted(state, duty.period, given), *_recommended(state, told, rule, given)]


def consulted(state: Project, period: str | None, given: Given) -> Sequence[DutyScheduled]:
    """The consultation that a red light calls for (S000), unless one is still owed or waits."""
    lines = {
        x.name
        for x in given.regime.of(Scope.PROJECT)
        if isinstance(x.when, After) and x.when.trigger is Trigger.SLOW
    }
    open_ = any(
        x.line in lines and x.closed is None and not x.accepted for x in state.duties.values()
    )
    if open_:
        return []
    new = schedule_after(
        given.regime,
        Scope.PROJECT,
        Trigger.SLOW,
        given.today,
        state.owners,
        given.calendar,
        instance=period,
    )
    return [x for x in new if x.duty not in state.duties]


def breached(
    state: Project, duty: str, breaches: Sequence[ScopeBreached], given: Given
) -> Sequence[Slow]:
    """Less claimed than voted, without a decision: a letter at once (rulebook §4.4, A9), and what
    the measure wants then."""
    if not breaches:
        return []
    short = "；".join(f"第 {x.subproject} 个子项目少 {x.short_by.normalize():f}" for x in breaches)
    revision = state.duties[duty].revision
    called = schedule_after(
        given.regime,
        Scope.PROJECT,
        Trigger.SCOPE_BREACHED,
        given.today,
        state.owners,
        given.calendar,
        instance=str(revision + 1),
    )
    new = [x for x in called if x.duty not in state.duties]
    if given.regime.slowness is None:
        return new
    mark = SlownessMarked(
        duty=duty,
        revision=revision,
        on=given.today,
        to=state.owners.of(Role.UNIT),
        because=f"申报少于原定目标且没有决定：{short}",
        light="RED",
        level=2,
        rule="scope_breach",
        reply_by=due(given.today, given.regime.ladder.letter_reply, given.calendar).due,
    )
    return [mark, *new]


def red_quarters(told: Sequence[Lag], lights: Lights) -> int:
    """How many quarters in a row, up to the newest report's, ended (or stand) red."""
    last: dict[str, Light] = {}
    for n, lag in enumerate(told, 1):
        last[_quarter(lag.period)] = of_reports(told[:n], lights).light
    newest_first = sorted(last.items(), reverse=True)
    return sum(1 for _ in takewhile(lambda x: x[1] is Light.RED, newest_first))


def _recommended(
    state: Project, told: Sequence[Lag], rule: Slowness, given: Given
) -> Sequence[StepRecommended]:
    quarters, quarter = red_quarters(told, given.regime.lights), _quarter(told[-1].period)
    group, organ = state.owners.of(Role.DEPUTY_GROUP), party(_organ(given))
    unanswered = [x for x in state.duties.values() if _is_letter(x) and x.late_at(given.now)]
    found: list[tuple[Kind, str, str]] = []
    if quarters >= rule.call_in_after:
        because = f"连续 {quarters} 个季度滞后"
        found += [(Kind.CALL_IN, group, because), (rule.instrument, organ, because)]
    elif unanswered:
        because = f"督办函逾期未复（{unanswered[0].zh}）"
        found += [(Kind.CALL_IN, group, because), (rule.instrument, organ, because)]
    if quarters >= rule.recommend_after:
        because = f"连续 {quarters} 个季度滞后"
        found.append((rule.higher, organ, because))
        if rule.party_report:
            found.append((Kind.PARTY_REPORT, organ, because))
    return [
        recommend(kind, to, because, f"{kind}@{quarter}", given.today)
        for kind, to, because in found
        if f"{kind}@{quarter}" not in state.recommended
    ]


def recommend(kind: Kind, to: str, because: str, rule: str, on: date) -> StepRecommended:
    """A recommendation to people."""
    one = INSTRUMENTS[kind]
    return StepRecommended(
        kind=kind, zh=one.zh, level=one.level, to=to, because=because, rule=rule, on=on
    )


def _organ(given: Given) -> Role:
    return given.regime.ladder.to[Role.UNIT].recommend


def _is_letter(duty: Duty) -> bool:
    return duty.line == "letter_reply" and duty.owed


def _quarter(period: str) -> str:
    """`2023-Q3` of `2023-M08` and of `2023-Q3`."""
    year, _, part = period.partition("-")
    if part.startswith("M") and part[1:].isdigit():
        return f"{year}-Q{(int(part[1:]) + 2) // 3}"
    return period
