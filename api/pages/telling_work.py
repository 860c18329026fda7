"""Deputies' work as a clerk tells it: books, activities, stations."""

from collections.abc import Callable
from typing import Any

from domain.activity.kinds import RULES, ActivityKind
from domain.register.catalogue import acts
from domain.register.messages import CHECK_ZH
from domain.station.messages import ROUTE_ZH

WORK_SENTENCES = {
    "BookOpened": "建立{year}年履职登记册",
    "EntryMade": "登记第{no}项：{told}",
    "EntryAmended": "更正第{no}项：{because}",
    "EntryStruck": "划去第{no}项：{because}",
    "BookChecked": "{kind}（{period}）：{complete}",
    "BookGraded": "年度考核：{sheet}分，{zh}",
    "GradeAppealed": "对考核提出申诉：{text}",
    "AppealDecided": "复核申诉：{because}",
    "DeputyReminded": "提醒（{document}）",
    "CorrectionJudged": "认定提醒后改正情况：{because}",
    "ResignationOrdered": "有权机关决定责令辞去代表职务：{because}",
    "AttendanceTaken": "登记签到",
    "ActivityRecorded": "登记代表活动：{told}",
    "ActivityCorrected": "更正代表活动：{because}",
    "ActivityAnnulled": "撤销代表活动：{because}",
    "StationEnrolled": "登记站点，{since}起",
    "StationAmended": "变更站点：{because}",
    "StationClosed": "撤销站点：{because}",
    "RotaPlanned": "排班{first}至{last}",
    "RotaChanged": "{on}换班：{because}",
    "VotersReceived": "{on}接待{persons}人次",
    "OpinionTaken": "收到第{no}号意见",
    "OpinionRouted": "第{opinion}号意见{to}：{name}",
    "OpinionAnswered": "答复第{opinion}号意见",
    "OpinionFollowedUp": "回访第{opinion}号意见",
    "FiguresOpened": "建立统计台账",
    "FiguresTold": "填报统计数（{document}）",
    "FigureCorrected": "更正统计数：{reason}",
    "ClaimsNoted": "登记公布数",
    "ClaimWithdrawn": "撤下公布数：{because}",
    "TopicsOpened": "公开征集监督议题，{closes}截止",
    "TopicNoted": "第{no}号议题：{title}",
    "TopicMerged": "第{no}号并入第{into}号：{reason}",
    "TopicChosen": "第{no}号列入计划，{lead}牵头，{month}月",
    "TopicDeclined": "第{no}号不列入：{reason}",
    "SupervisionPlanPublished": "年度监督计划于{on}公布（{where}）",
    "TopicClosed": "第{no}号完成监督：{result}",
    "AppraisalAssigned": "交办民主评议：{title}",
    "ReportHeard": "听取报告（{document}）",
    "OrganAppraised": "{meeting}评议测评",
    "AppraisalHandedOver": "交办评议意见，{reply_by}前答复",
    "ReformRecorded": "整改报告（{document}）",
    "AppraisalReported": "评议结果上报并公布（{where}）",
}


def _told(said: Any) -> str:
    if "act" in said:
        return f"{acts().get(said['act'], said['act'])}，{said['title']}"
    return f"{RULES[ActivityKind(said['kind'])].zh}，{said['title']}"


WORK_SAID: dict[str, Callable[[Any], Any]] = {
    "told": _told,
    "sheet": lambda x: x["total"],
    "complete": lambda x: "齐全规范" if x else "需要补正",
}
"""Fields that are not said as they stand."""


def work_said(event_type: str) -> dict[str, Callable[[Any], Any]]:
    """How the fields of one type of event are said; two have names that others use too."""
    if event_type == "BookChecked":
        return {**WORK_SAID, "kind": lambda x: CHECK_ZH[x]}
    if event_type == "OpinionRouted":
        return {**WORK_SAID, "to": lambda x: ROUTE_ZH[x]}
    return WORK_SAID
