"""What a state looks like, line by line: the words that two moments are compared in.

A line is (what, how it stands). Lateness is that of the instant which is given; nothing is looked
up and nothing is decided here.
"""

from datetime import datetime

from api.pages import dates, words
from domain.collection.state import Collection
from domain.duty import Duty, Status
from domain.lights import LIGHT_ZH, light
from domain.programme.state import Programme
from domain.project.state import Phase, Project
from domain.regimes import named
from domain.streams import State

Aspects = dict[str, str]
_PHASE_ZH = {
    Phase.CLOSED: "办结",
    Phase.EVALUATED: "已测评",
    Phase.RECTIFYING: "整改中",
    Phase.RE_EVALUATED: "已再次测评",
    Phase.VERIFIED: "已核验",
    Phase.TERMINATED: "已终止",
}


def aspects(state: State | None, now: datetime) -> Aspects:
    """Every line of a state; none of a stream that is not there yet."""
    found: Aspects = {}
    match state:
        case Project():
            found = _of_project(state, now)
        case Programme():
            found = _of_programme(state)
        case Collection():
            found = _of_collection(state)
        case _:
            return {}
    return {**found, **{_name(x): _standing(x, now) for x in state.duties.values()}}


def _of_project(state: Project, now: datetime) -> Aspects:
    shown = light(state, named(state.regime).lights, now)
    track, done = state.track, state.planned_completion
    last = state.course.lags[-1] if state.course.lags else None
    found = {
        "灯": f"{LIGHT_ZH[shown.light]}　{shown.zh}".strip("　"),
        "阶段": _PHASE_ZH.get(state.phase, "办理中"),
        "升级": words.RUNG_ZH[max((x.level for x in state.duties.values()), default=0)],
        "计划完工": f"{dates.dated(done)}，基线第{state.baseline}版" if done else "没有报",
        "谁负责": words.name_zh(state.card.lead_unit),
        "监督小组": state.group.group_name if state.group else "没有安排",
        "核验": "已核验" if state.verified else "没有核验",
        "满意度": str(state.grade) if state.grade else "没有测评",
        "下次会议": dates.dated(state.anchors.next_session),
        "检查": f"{len(state.inspections)}次",
        "通报写到": f"{len(state.circulars)}次",
        "办理变更": f"{len(track.changes) + track.minor}次",
    }
    if last is not None:
        found["最近申报"] = f"{words.period_zh(last.period)}，完成{words.figure(last.claimed)}%"
        found["落后计划"] = f"{words.figure(last.points)}个百分点"
    if track.suspended:
        found["暂缓"] = f"{dates.dated(track.suspended)}起"
    for sub in state.card.subprojects:
        target = state.targets.get(sub.no)
        if target is not None:
            found[f"目标：{sub.name}"] = f"{words.figure(target.value)}{target.unit}"
    return found


def _of_programme(state: Programme) -> Aspects:
    return {
        "立项": f"{len(state.projects)}项",
        "下次会议": dates.dated(state.anchors.next_session),
        "测评": f"{len(state.results)}次",
        "视察": f"{len(state.inspections)}次",
        "审议意见": f"{len(state.opinions)}件",
        "通报": f"{len(state.circulars)}份",
        "监督联系安排": state.schedule.number if state.schedule else "没有公布",
        "办结": "已办结" if state.closed else "没有办结",
    }


def _of_collection(state: Collection) -> Aspects:
    closed = state.closed_on
    return {
        "征集": f"{dates.dated(closed)}结束" if closed else f"到{dates.dated(state.closes)}为止",
        "接待选民": f"{len(state.receptions)}次",
        "议程": "已拟定" if state.agenda else "没有拟定",
        "决定": "已作出" if state.adoption else "没有作出",
    }


def _name(duty: Duty) -> str:
    return words.duty_zh(duty.zh, duty.period)


def _standing(duty: Duty, now: datetime) -> str:
    status = duty.status_at(now)
    due = dates.dated(duty.due)
    if status is Status.OVERDUE:
        said = f"逾期，{due}到期"
    elif status in words.STATUS_ZH:
        said = words.STATUS_ZH[status]
    else:
        said = f"{due}到期" if duty.settled else f"暂定{due}到期"
    return f"{said}，升到{words.RUNG_ZH[duty.level]}" if duty.level > 1 else said
