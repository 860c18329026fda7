"""What is filed in the play: plausible, varied by the seed, and marked as a sample."""

from datetime import date
from decimal import Decimal
from typing import assert_never

from domain.base import Value
from domain.duty import Duty
from domain.forms import (
    Claim,
    ClaimRow,
    Counts,
    Evaluation,
    ItemCounts,
    Progress,
    ProgressRow,
    Report,
    Verification,
    WorkPlan,
)
from domain.programme.evaluating import evaluated_under
from domain.programme.state import Programme
from domain.project.state import Project
from domain.regimes import named
from domain.regimes.model import Form
from domain.rehearsal.filings import filing_for
from stack.demo.bill import NOTE
from stack.demo.chance import Chance

RETURNED = {
    Form.WORK_PLAN: "缺少资金安排和分阶段目标，请补充后重报。",
    Form.PROGRESS: "完成比例没有佐证，第三方监理意见缺失，请补充。",
    Form.REPORT: "内容过于笼统，请写明问题、责任单位和整改期限。",
    Form.CLAIM: "缺少竣工验收单，请补充后重新申报。",
    Form.VERIFICATION: "核验记录缺少现场照片和代表签名，请补充。",
    Form.EVALUATION: "票数合计不符，请核对。",
    Form.INSPECTION: "检查记录没有写明地点和参加人，请补充。",
    Form.REMEDY: "复查时问题仍在，请继续整改。",
    Form.FILM: "链接打不开，请更换。",
    Form.READING: "没有写明通报与申报的出入，请补充。",
    Form.CONSULTATION: "会商记录缺少施工单位意见，请补充。",
}
"""Why the clerk returns a filing."""
_PLAIN = (
    Form.INSPECTION,
    Form.REMEDY,
    Form.FILM,
    Form.READING,
    Form.REGISTER_CHECK,
    Form.SPOT_CHECK,
)
_LAGS = ((0.6, 5), (0.85, 20), (1.0, 45))
_BALLOTS = ((0.05, 0.30), (0.15, 0.62), (1.0, 0.82))


def paper(state: Project | Programme, duty: Duty, today: date, chance: Chance) -> Value:
    """The filing for a duty of that stream on that day."""
    if isinstance(state, Project):
        return _of_project(state, duty, today, chance)
    if duty.form is Form.EVALUATION:
        return _evaluation(state, duty, chance)
    if duty.form in _PLAIN:
        return filing_for(state, duty, today)
    return Report(title=f"{NOTE}{duty.zh}", text=f"{NOTE}{state.title}：{duty.zh}。")


def _of_project(state: Project, duty: Duty, today: date, chance: Chance) -> Value:
    match duty.form:
        case Form.WORK_PLAN:
            finish = state.card.planned_completion or state.anchors.next_session
            target = f"{NOTE}按票决目标全部完成：{state.card.name}"
            return WorkPlan(target=target, planned_completion=max(finish, today))
        case Form.PROGRESS:
            return _progress(state, duty, today, chance)
        case Form.CLAIM:
            return _claim(state, chance)
        case Form.VERIFICATION:
            seen = chance.of("verified", state.card.id, duty.revision) < 0.92
            words = "现场核验，已完成" if seen else "现场核验，尚有部分未完工"
            return Verification(verified=seen, finding=NOTE + words)
        case Form.REPORT | Form.EVALUATION:
            return Report(title=f"{NOTE}{duty.zh}", text=f"{NOTE}{state.card.name}：{duty.zh}。")
        case Form.INSPECTION | Form.REMEDY | Form.FILM | Form.READING | Form.CONSULTATION:
            return filing_for(state, duty, today)
        case Form.REPLY | Form.VERDICT:
            raise AssertionError("no project owes what belongs to a suggestion")
        case Form.REGISTER_CHECK | Form.SPOT_CHECK:
            raise AssertionError("the books are checked for a whole congress")
    assert_never(duty.form)


def _progress(state: Project, duty: Duty, today: date, chance: Chance) -> Progress:
    """As far along as the year is, less what this project lags behind."""
    year = (state.anchors.next_session - state.anchors.vote).days
    planned = min(100, max(0, 115 * (today - state.anchors.vote).days // year))
    share = chance.of("lag", state.card.id)
    most = next(points for upto, points in _LAGS if share < upto)
    lag = int(most * (0.5 + chance.of("lag", state.card.id, duty.id) / 2))
    claimed = max(0, planned - lag)
    rows = [
        ProgressRow(subproject=x.no, planned=Decimal(planned), claimed=Decimal(claimed))
        for x in state.card.subprojects
    ]
    return Progress(rows=tuple(rows))


def _claim(state: Project, chance: Chance) -> Claim:
    """What was built: now and then less than was voted."""
    short = chance.of("short", state.card.id) < 0.06
    part = Decimal("0.95") if short else Decimal(1)
    rows = [
        ClaimRow(subproject=x.no, actual=round(x.target.value * part, 2) if x.target else None)
        for x in state.card.subprojects
    ]
    return Claim(rows=tuple(rows), note=NOTE)


def _evaluation(state: Programme, duty: Duty, chance: Chance) -> Evaluation:
    roll = 180 + chance.days(120, "roll", state.id)
    present = int(roll * (0.85 + chance.of("present", state.id, duty.id) / 10))
    owed = evaluated_under(state, duty.line, named(state.regime))
    items = [ItemCounts(project=x, counts=_counts(x, duty, present, chance)) for x in owed]
    return Evaluation(held_on=duty.due, roll=roll, present=present, items=tuple(items))


def _counts(project: str, duty: Duty, present: int, chance: Chance) -> Counts:
    luck = chance.of("popular", project)
    least = next(share for upto, share in _BALLOTS if luck < upto)
    share = least + 0.15 * chance.of("ballots", project, duty.id)
    satisfied = int(present * share)
    basic = int((present - satisfied) * 0.6)
    rest = present - satisfied - basic
    abstain = min(rest, 4)
    return Counts(satisfied=satisfied, basic=basic, dissatisfied=rest - abstain, abstain=abstain)
