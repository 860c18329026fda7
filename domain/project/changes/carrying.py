"""跨年度: an unfinished project goes on in the next year's list, only as it was planned to.

The work plan must have fixed milestones in the year and a completion day beyond it (A10); nothing
is renamed "carried over" without a decision. The stream stays the same: the next year's duties are
named with their year, and what the old year still owes stays a visible debt.
"""

from collections.abc import Sequence
from datetime import date

from domain.anchors import must_follow
from domain.base import refuse_unless
from domain.duty_events import DutyVoided
from domain.given import Given, has_been_voted
from domain.project.changes.effects import called_by, on_completion
from domain.project.changes.messages import CarryOver, ProjectCarriedOver
from domain.project.changes.settling import must_record
from domain.project.messages import ProjectEvent
from domain.project.state import Phase, Project, evolve
from domain.refusals import Contradicted
from domain.regimes.model import Scope
from domain.regimes.when import Trigger
from domain.ruling import must_decide
from domain.scheduling import schedule

_OPEN = (Phase.ADOPTED, Phase.PLANNED, Phase.IN_PROGRESS, Phase.CLAIMED, Phase.REPORTED)


def carry_over(state: Project, c: CarryOver, given: Given) -> Sequence[ProjectEvent]:
    """Raises NotYours, NotTheirsToDecide, Contradicted, Malformed."""
    must_record(given)
    if c.programme == state.programme:
        return []
    must_decide(c.ruling, given.regime.adjusting.bench, f"{state.card.name} 跨年度", given.today)
    _may(state, given)
    has_been_voted(c.vote, given)
    must_follow(c.next_session, c.vote)
    refuse_unless(
        c.vote > state.anchors.vote,
        f"下一年度的项目确定日 {c.vote} 应晚于本年度的 {state.anchors.vote}。",
        f"the next year's vote ({c.vote}) comes after this year's ({state.anchors.vote}).",
    )
    carried = ProjectCarriedOver(
        before=state.programme,
        programme=c.programme,
        vote=c.vote,
        next_session=c.next_session,
        session_assumed=c.session_assumed,
        ruling=c.ruling,
        by=given.actor.ref,
    )
    because = f"项目依 {c.ruling.document} 结转到下一年度，重新申报完成"
    fallen = [DutyVoided(duty=x.id, because=because) for x in on_completion(state)]
    after = evolve(state, carried)
    year = schedule(given.regime, Scope.PROJECT, after.anchors, after.owners, given.calendar)
    new = [x for x in year if x.duty not in state.duties]
    number = len(after.track.years)
    return [carried, *fallen, *new, *called_by(after, Trigger.CARRIED_OVER, number, given)]


def planned_across(state: Project) -> bool:
    """Whether the plan had milestones in the year of the vote and ends after that year (A10)."""
    plan, finish = state.track.plan, state.planned_completion
    end = date(state.anchors.vote.year, 12, 31)
    if plan is None or finish is None or finish <= end:
        return False
    return any(x <= end for x in plan.milestones)


def _may(state: Project, given: Given) -> None:
    if state.verified or state.phase not in _OPEN or state.track.terminated is not None:
        raise Contradicted(
            "项目已经完成、终止或者测评，不能结转。",
            "what is complete, terminated or evaluated is not carried over.",
        )
    if state.track.suspended is not None:
        raise Contradicted(
            "项目暂缓中，年末按暂缓统计；恢复实施后再办结转。",
            "a suspended project ends the year as suspended; resume it first.",
        )
    if given.today < date(state.anchors.vote.year, 12, 31):
        raise Contradicted("年度还没有结束，不能结转。", "the year has not ended.")
    never = given.regime.completion.cross_year == "never"
    if never or not planned_across(state):
        raise Contradicted(
            "工作方案没有列明年度节点和跨年完成日期，不能按跨年度项目结转；应列为逾期未完成。",
            "the plan fixed no milestones of the year and no completion day beyond it: "
            "the project is overdue, not carried over.",
        )
