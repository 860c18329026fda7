"""Events in the words of a clerk, for people who read a history."""

from typing import Any

EVENT_ZH = {
    "ProjectAdopted": "票决确定",
    "ScopeBreached": "少于票决目标",
    "SessionRedated": "会议日期变更",
    "SlownessMarked": "进度偏慢",
    "StepTaken": "督办措施",
    "AnswerJudged": "答复评价",
    "StepRecommended": "建议督办措施",
    "OpinionDrafted": "审议意见",
    "OpinionReplyEvaluated": "评价办理报告",
    "ProjectReported": "向大会报告",
    "ProjectEvaluated": "测评",
    "ProjectClosed": "办结销号",
    "InspectionRecorded": "检查记录",
    "InspectionCorrected": "更正检查记录",
    "TourRecorded": "集中视察",
    "ProgrammeOpened": "年度清单确定",
    "SessionSet": "会议日期确定",
    "EvaluationCounted": "测评计票",
    "ProgrammeClosed": "年度办结",
    "DutyScheduled": "列入待办",
    "DutyRedated": "期限变更",
    "DutyFiled": "报送",
    "DutyAccepted": "受理",
    "DutyReturned": "退回",
    "DutyVoided": "失效",
    "DutyWaived": "免除",
    "Reminded": "到期提醒",
    "Overdue": "逾期催办",
    "LetterIssued": "督办函",
    "Escalated": "升级代表监督小组",
    "EscalationRecommended": "建议升级",
    "Acknowledged": "签收",
    "LetterAnswered": "复函",
    "OrganisationFounded": "人大组织登记",
    "BodyFormed": "机构设立",
    "GroupFormed": "小组组建",
    "UnitEntered": "单位登记",
    "Dissolved": "撤销",
    "DeputyEntered": "代表登记",
    "OfficeLeft": "离任",
    "Appointed": "任职",
    "Relieved": "免职",
    "BallotPrepared": "投票设箱",
    "KeyTaken": "领取钥匙",
    "VotingOpened": "开始投票",
    "VotingClosed": "封箱",
    "PapersEntered": "录入纸质票",
    "PapersDiffered": "纸质票两次录入不一致",
    "PapersAgreed": "纸质票录入一致",
    "BallotCounted": "计票",
    "BallotPublished": "公布投票结果",
    "BallotAnnulled": "投票作废",
    "AnchorSet": "会议日期变更",
    "MeetingHeld": "会议闭会",
    "MeetingConvened": "会议召集",
    "MeetingMoved": "会议改期",
    "MeetingOpened": "会议开幕",
    "MeetingClosed": "会议闭会",
    "MeetingCancelled": "会议取消",
    "NoticePublished": "放假安排公布",
    "OutageRecorded": "服务中断",
}


def said(event_type: str, event: dict[str, Any]) -> str:
    """The event in one line: its duty, whom it addresses, its date and its reason."""
    terms = event.get("terms") or {}
    to = f"→ {event['to']}" if event.get("to") else ""
    due = f"期限 {terms['due']}" if terms else ""
    because = event.get("because") or event.get("reason") or event.get("decision") or ""
    parts = (EVENT_ZH.get(event_type, event_type), event.get("duty") or "", to, due, because)
    return " ".join(x for x in parts if x)
