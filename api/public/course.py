"""来龙去脉: a project's facts, one line each, in public words. What is not public keeps its number
and its fingerprint, so that nobody need take the chain on trust."""

from datetime import date, datetime
from typing import NamedTuple

from api.pages.dates import plain
from api.public.held import Held
from api.public.named import public_duty, public_party
from api.public.told import Facts
from domain.project.inspections import KIND_ZH, InspectionKind
from domain.project.state import Project
from domain.regimes import named
from ledger.queries.history import Entry

SAID: dict[str, str] = {
    "ProjectAdopted": "定下来，列入年度清单",
    "DutyScheduled": "定下{duty}，{due}前交",
    "DutyRedated": "{duty}的日子改到{due}",
    "DutyFiled": "{who}交了{duty}",
    "DutyAccepted": "{duty}收下了",
    "DutyReturned": "{duty}退回，要求重交",
    "DutyVoided": "{duty}不用交了",
    "DutyWaived": "{duty}免了",
    "DutyPaused": "{duty}暂停计时",
    "DutyRestated": "{duty}改由{who}负责",
    "ExtensionRequested": "申请把{duty}推后",
    "ExtensionDecided": "{duty}的推后申请有了决定",
    "Reminded": "提醒{to}：{duty}快到日子了",
    "Overdue": "{duty}到期没有交，催办{to}",
    "OverdueWithdrawn": "{duty}其实按期交了，逾期撤销",
    "LetterIssued": "就{duty}向{to}发督办函",
    "Escalated": "{duty}转给{to}",
    "EscalationRecommended": "系统建议进一步监督，由人决定",
    "Acknowledged": "签收",
    "LetterAnswered": "督办函有了答复",
    "DutyUrged": "催办{to}：{duty}还没有交",
    "ScopeBreached": "报的完成数比答应的少",
    "BreachSettled": "完成数不够的事有了处理",
    "SessionRedated": "下一次会议改到{next_session}",
    "AnchorSet": "会议的日子定了",
    "ProjectReported": "{on}向大会报告",
    "ProjectEvaluated": "{held_on}代表打分",
    "ProjectClosed": "销号",
    "InspectionRecorded": "代表到现场（{visit}）",
    "InspectionCorrected": "检查记录更正",
    "SlownessMarked": "进度慢，提醒{to}",
    "StepTaken": "{on}采取进一步监督：{zh}",
    "StepRecommended": "系统建议进一步监督，由人决定",
    "ChangeRequested": "申请调整",
    "ChangeRefused": "调整申请没有批准",
    "ChangeApproved": "调整申请批准",
    "BaselineSet": "按决定（{document}）调整了目标",
    "ProjectSuspended": "按决定（{document}）暂停",
    "ProjectResumed": "按决定（{document}）继续办",
    "ProjectTerminated": "按决定（{document}）不办了",
    "MinorChangeRecorded": "小的变动，目标没有变",
    "ProjectCarriedOver": "转到下一年继续办",
    "RegimeChanged": "改用新的办法",
    "GroupAssigned": "由{group_name}联系监督",
}
"""What is told of each kind of fact; nothing here quotes what somebody wrote."""
INTERNAL = {
    "CircularNoted": "政府内部督查通报写到本项目",
    "AnswerJudged": "提案人对答复的评价",
}
"""Facts of which the public learns that there is one, and no more."""
HIDDEN = "内部记录，不公开内容"


class Told(NamedTuple):
    """One line."""

    version: int
    on: datetime
    zh: str
    hash: str
    public: bool


def course(facts: Facts) -> list[Told]:
    """Every fact, the newest first."""
    return [line(x, facts.state, facts.held_back) for x in reversed(facts.entries)]


def line(x: Entry, state: Project, held_back: Held) -> Told:
    """One fact; a count that was not announced, and what it called for, is none yet."""
    said = None if held_back.waits(x) else SAID.get(x.type)
    zh = said.format_map(_words(x, state)) if said else INTERNAL.get(x.type, HIDDEN)
    return Told(x.version, x.happened_at, zh, x.hash, said is not None)


def _words(x: Entry, state: Project) -> dict[str, str]:
    event = x.event
    duty = state.duties.get(str(event.get("duty", "")))
    found = {
        "duty": public_duty(duty, named(state.regime)) if duty else "",
        "who": public_party(duty.obligor) if duty else "",
        "to": public_party(event["to"]) if isinstance(event.get("to"), str) else "",
        "due": _day(event.get("terms", {}).get("due")) if "terms" in event else "",
    }
    for name in ("document", "group_name", "zh"):
        found[name] = str(event.get(name, ""))
    for name in ("on", "held_on", "next_session"):
        found[name] = _day(event.get(name))
    if "visit" in event:
        found["visit"] = KIND_ZH[InspectionKind(event["visit"]["kind"])]
    if x.type == "ProjectResumed":
        found["document"] = str(event["document"])
    return found


def _day(text: object) -> str:
    return plain(date.fromisoformat(text)) if isinstance(text, str) else ""
