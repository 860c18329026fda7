"""Events as a clerk tells them: plain verbs, who, and what of it was late."""

from collections.abc import Callable, Mapping
from typing import Any

from api.pages import dates, words
from api.pages.telling_before import BEFORE_SAID, BEFORE_SENTENCES
from api.pages.telling_changes import CHANGE_SAID, CHANGE_SENTENCES
from api.pages.telling_pool import POOL_SAID, POOL_SENTENCES
from api.pages.telling_suggestions import SUGGESTION_SAID, SUGGESTION_SENTENCES
from api.pages.telling_work import WORK_SENTENCES, work_said
from domain.anchors import ANCHOR_ZH
from domain.calendar import day_of
from domain.countersign.persons import Persons
from domain.duty import Duty
from domain.duty_decisions import decided_by_group
from domain.intention import WAY_ZH, Intention
from domain.programme.opinions import VERDICT_ZH
from domain.project.inspections import KIND_ZH
from domain.regimes import known
from domain.regimes.when import Anchor
from ledger.queries.history import Entry

SENTENCES = {
    "DutyScheduled": "记下义务：{name}，{terms}到期",
    "DutyFiled": "交了{name}",
    "DutyAccepted": "收下{name}",
    "DutyReturned": "退回{name}：{reason}",
    "DutyRedated": "{name}改期到{terms}：{because}",
    "DutyRestated": "{name}改由{obligor}承担，报送{obligee}：{because}",
    "RegimeChanged": "自{effective}起由办法{was}改用{regime}（{decision}）：{because}",
    "DutyVoided": "{name}不用交了：{because}",
    "DutyWaived": "免除{name}：{decision}",
    "Reminded": "提醒{to}：{name}快到期",
    "Overdue": "{name}逾期，催办{to}",
    "LetterIssued": "就{name}向{to}发督办函，限{reply_by}答复",
    "Escalated": "{name}升级到{to}",
    "EscalationRecommended": "{name}建议{to}启动{instrument}，由人决定",
    "Acknowledged": "签收{name}的{level}",
    "OverdueWithdrawn": "撤销{name}的逾期（{document}）：{because}",
    "DutyUrged": "催办{to}：{name}。{because}",
    "LetterAnswered": "答复{name}的督办函：{text}",
    "ProjectAdopted": "{vote}票决确定“{card}”",
    "ScopeBreached": "第{subproject}个子项目比原定目标少{short_by}",
    **CHANGE_SENTENCES,
    **BEFORE_SENTENCES,
    **SUGGESTION_SENTENCES,
    **POOL_SENTENCES,
    **WORK_SENTENCES,
    "SessionRedated": "下一次会议定在{next_session}：{because}",
    "AnchorSet": "{anchored}：{because}",
    "MeetingHeld": "会议{closed_on}闭会",
    "SessionSet": "下一次会议定在{next_session}：{because}",
    "InspectionRecorded": "{visit}（{number}），问题{issues}个",
    "InspectionCorrected": "更正检查记录{number}：{reason}",
    "TourRecorded": "{tour}（{number}）",
    "CircularRead": "登记督查通报{source}，{rows}行",
    "CircularNoted": "督查通报{source}写到本项目，{rows}行",
    "SlownessMarked": "{name}：{because}，提醒{to}",
    "StepTaken": "{zh}（{document}）：{subject}。依据{basis}",
    "AnswerJudged": "{unsatisfied}名提案人对答复不满意",
    "StepRecommended": "{because}，建议{zh}，由人决定",
    "PaperIssued": "印发{number}",
    "OpinionDrafted": "形成审议意见“{title}”",
    "OpinionReplyEvaluated": "评价第{opinion}号审议意见的办理报告：{verdict}",
    "ProjectReported": "{on}向大会报告",
    "ProjectEvaluated": "{held_on}测评",
    "EvaluationCounted": "{held_on}测评",
    "MethodAdopted": "通过表决办法（{document}）",
    "BoxOpened": "第{round}次投票开始（票箱{ballot}）",
    "BoxAnnulled": "第{round}次投票的票箱{ballot}作废",
    "CountEntered": "第一人录入第{round}次投票的计票结果",
    "CountDiffered": "两人录入的计票结果不一致，重新录入",
    "VoteVoided": "第{round}次投票发出{issued}票、收回{returned}票，无效，重新投票",
    "VoteCounted": "票决计票（第{round}次），收回{ballots}票，确定{elected}项",
    "SelectionCounted": "票选计票（第{round}次），收回{ballots}票，入选{elected}项",
    "ConsultationRecorded": "会商确定{chosen}项（{minutes}）",
    "BallotPrepared": "设箱：{title}",
    "KeyTaken": "一位持钥人领了钥匙",
    "VotingOpened": "开始投票，全体{roll}人，出席{present}人",
    "VotingClosed": "封箱，已投{cast}票，发出纸质票{papers}张",
    "PapersEntered": "第一人录入纸质票{returned}张",
    "PapersDiffered": "两人录入的纸质票不一致，重新录入",
    "PapersAgreed": "两人录入的纸质票一致，{returned}张",
    "BallotCounted": "计票，共{ballots}票",
    "BallotPublished": "公布投票结果：{where}",
    "BallotAnnulled": "作废：{reason}",
    "ContactSchedulePublished": "公布监督联系安排表（{number}）",
    "ContactScheduleChanged": "调整监督联系安排：{because}",
    "GroupAssigned": "由{group_name}联系监督（安排表{schedule}）",
    "ResolutionPassed": "{passed_on}作出决议《{document}》（{number}），{projects}项立项",
    "DecisionRecorded": "{decided_on}作出决定《{document}》（{number}），{projects}项立项",
    "ResultAnnounced": "{on}公告结果（{number}，{where}）",
    "ProgrammeOpened": "{vote}票决确定年度清单，{projects}项",
    "ProjectClosed": "办结：{note}",
    "ProgrammeClosed": "办结：{note}",
}
_BY_THE_CLOCK = ("system:clock", "system:sweeper")


def told(entry: Entry, duties: Mapping[str, Duty]) -> dict[str, Any]:
    """One line of the history."""
    duty = duties.get(str(entry.event.get("duty", "")))
    name = words.duty_zh(duty.zh, duty.period) if duty else ""
    happened, recorded = day_of(entry.happened_at), day_of(entry.recorded_at)
    return {
        "version": entry.version,
        "at": entry.received_at,
        "zh": _zh(entry, name),
        "bad": entry.type in ("Overdue", "DutyReturned", "ScopeBreached", "SlownessMarked")
        or (entry.type == "DutyFiled" and not entry.event["on_time"]),
        "later": dates.plain(recorded) if recorded > happened else None,
        "by": _by(entry, duty),
        "hash": entry.hash,
    }


def _zh(entry: Entry, name: str) -> str:
    form = SENTENCES.get(entry.type)
    if form is None:
        return entry.type
    said = {**entry.event, "name": name}
    if entry.type in WORK_SENTENCES:
        how = work_said(entry.type)
        said = {x: how[x](y) if x in how else y for x, y in entry.event.items()}
        return words.told_zh(form.format(**said))
    zh = form.format_map(_Words(said))
    return words.told_zh(_as_decided(zh, entry)) + _aside(entry) + _persons(entry)


def _persons(entry: Entry) -> str:
    """How many answer for a weighty act; nothing where nobody asked for two yet."""
    said = entry.event.get("persons")
    return f"；{Persons.model_validate(said).zh}" if said else ""


def _as_decided(zh: str, entry: Entry) -> str:
    """A street selects 票选, it does not vote 票决 (rulebook §4.6 no. 6)."""
    measure = known().get(str(entry.event.get("regime")))
    return zh.replace("票决", measure.decision.word) if measure and measure.decision else zh


def _aside(entry: Entry) -> str:
    e = entry.event
    match entry.type:
        case "DutyFiled":
            return "" if e["on_time"] else "，迟交"
        case "DutyAccepted":
            said = f"：{e['note']}" if e.get("note") else ""
            return said + ("，收得晚了" if e["decided_late"] else "")
        case "DutyReturned":
            return f"。限{e['terms']['due']}补正"
        case "Acknowledged":
            return _intends(e.get("intends"))
        case "ProjectReported":
            return "，当时还没有核验" if e["unfinished"] else ""
        case _:
            return ""


def _intends(said: Mapping[str, Any] | None) -> str:
    if said is None:
        return ""
    told = Intention.model_validate(said)
    return f"，打算{dates.plain(told.on)}{WAY_ZH[told.way]}"


def _anchored(said: Mapping[str, Any]) -> str:
    name = ANCHOR_ZH[Anchor(said["anchor"])]
    return f"{name}定在{said['day']}" if said["day"] else f"{name}不再召开"


_SAID: dict[str, Callable[[Any], Any]] = {
    **CHANGE_SAID,
    **BEFORE_SAID,
    **SUGGESTION_SAID,
    **POOL_SAID,
    "to": words.who_zh,
    "obligor": words.who_zh,
    "obligee": words.who_zh,
    "terms": lambda x: x["due"],
    "anchored": _anchored,
    "level": lambda x: ("", "催办", "督办函", "升级通知")[x],
    "card": lambda x: words.name_zh(x["name"]),
    "projects": len,
    "issues": len,
    "elected": len,
    "chosen": len,
    "rows": len,
    "source": lambda x: f"{x['name']}{x['number']}（{x['dated']}）",
    "visit": lambda x: f"{x['place']}{KIND_ZH[x['kind']]}",
    "tour": lambda x: f"{KIND_ZH[x['kind']]}项目{len(x['visits'])}个",
    "verdict": lambda x: VERDICT_ZH[x],
}
"""Fields that are not said as they stand."""


class _Words(dict[str, Any]):
    """An event's fields as they are said in a sentence."""

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        return _SAID[key](value) if key in _SAID else value


def _by(  # noqa: PLR0911  # one line per kind of hand
    entry: Entry, duty: Duty | None
) -> str:
    if entry.actor in _BY_THE_CLOCK:
        return "时钟"
    if entry.actor.startswith("system"):
        return "规则"
    if entry.type in ("DutyFiled", "LetterAnswered") and duty:
        return words.who_zh(duty.obligor)
    if entry.type in ("DutyAccepted", "DutyReturned") and duty and decided_by_group(duty):
        return words.who_zh(duty.obligee)
    if "party" in entry.event:
        return words.who_zh(entry.event["party"])
    if entry.type == "Acknowledged":
        return "收件的一方"
    return "人大机关"
