"""What the fields and choices of the forms are called; a word that is missing is an error."""

from collections.abc import Mapping

from domain.activity.kinds import RULES as ACTIVITIES
from domain.appraisal.messages import KIND_ZH as APPRAISED_ZH
from domain.lists.exported import OP_ZH
from domain.parties import ROLE_ZH
from domain.programme.opinions import VERDICT_ZH
from domain.project.changes.messages import KIND_ZH as CHANGE_ZH
from domain.project.inspections import KIND_ZH as INSPECTION_ZH
from domain.project.inspections import SEVERITY_ZH
from domain.regimes.sections_change import GROUND_ZH
from domain.regimes.sections_stations import FUNCTION_ZH
from domain.regimes.sections_stations import KIND_ZH as STATION_ZH
from domain.regimes.sections_suggestions import CLASS_ZH, STAGE_ZH
from domain.register.facts import PRESENCE_ZH
from domain.ruling import SITTING_ZH
from domain.steps.instruments import INSTRUMENTS

_LABEL: Mapping[str, str] = {
    "abstain": "弃权",
    "act": "类别",
    "actual": "核实的完成数",
    "approved": "决定",
    "as_of": "截至",
    "basic": "基本满意",
    "because": "理由",
    "body": "由谁作出",
    "bound": "数的含义",
    "budget": "预算调整决定（资金有变化的填）",
    "claims": "公开的数",
    "closed_on": "闭会日期",
    "closes": "延到",
    "closed": "复查结果",
    "co_units": "协办单位",
    "conduct": "与代表身份不符的行为",
    "corrected": "提醒以后",
    "count": "次数",
    "counts": "票数",
    "decided_by": "作出决定的机关",
    "decider": "决定机关",
    "decision": "决定文号",
    "Waiver.decision": "免除的依据（决定名称和文号）",
    "deputies": "代表编号",
    "dissatisfied": "不满意",
    "document": "文号",
    "documents": "附件",
    "dropped": "不再建设的子项目",
    "effective": "施行日期",
    "evidence": "证据文件",
    "figure": "更正的数",
    "figures": "统计数",
    "finding": "核实情况",
    "first": "从",
    "functions": "功能",
    "grade": "第几次评定",
    "granted": "决定",
    "ground": "事由",
    "group": "代表小组编号",
    "id": "编号",
    "invalid": "无效",
    "investment_wan": "投资（万元）",
    "item_no": "第几项",
    "items": "申诉哪些评分项目",
    "kind": "种类",
    "last": "到",
    "lead_unit": "承办单位",
    "lead_unit_synthetic": "承办单位是演示用的",
    "list_id": "清单编号",
    "matter": "评议事项",
    "meeting": "会议名称",
    "members": "组成人员总数",
    "metric": "指标",
    "name": "名称",
    "next_session": "下一次会议开幕日期",
    "no": "序号",
    "note": "说明",
    "object": "评议对象",
    "objects": "评议对象",
    "on": "日期",
    "op": "目标的说法",
    "opinion": "评议意见",
    "period": "期间",
    "periods": "期间",
    "persons": "人数",
    "place": "地点",
    "planned_completion": "完成时间",
    "presence": "出席",
    "present": "出席人数",
    "SigningIn.present": "出席的代表编号",
    "SigningIn.excused": "请假的代表编号",
    "SigningIn.absent": "缺席的代表编号",
    "SigningIn.sitting_in": "列席的代表编号",
    "programme": "年度清单编号",
    "CarryOverSent.programme": "转入哪份年度清单",
    "projects": "涉及的项目",
    "proposed": "改成什么",
    "quote": "原文",
    "reason": "理由",
    "reference": "依据的文号",
    "regime": "办法",
    "region": "地区",
    "reminder": "第几次提醒",
    "reply_by": "答复期限",
    "report_by": "上报期限",
    "roll": "应到人数",
    "ruling": "决定的依据",
    "RulingSent.on": "决定日期",
    "RulingSent.evidence": "决定文件",
    "satisfied": "满意",
    "Asking.satisfied": "群众是否满意",
    "seat": "所在",
    "session": "会议名称",
    "TakeStep.session": "在哪次会议提出（会议期间提出的填）",
    "setup": "站点",
    "signatories": "联名人数",
    "since": "设立日期",
    "sitting": "什么会议决定",
    "solved": "是否解决",
    "source": "出处",
    "subject": "事由和问题",
    "subproject": "子项目",
    "subprojects": "子项目",
    "successor": "接替的项目（更换项目才填）",
    "target": "目标",
    "targets": "新的目标",
    "text": "内容",
    "RecordReform.text": "整改情况",
    "DraftOpinion.text": "审议意见全文",
    "title": "标题",
    "to": "送给谁",
    "ExtensionWish.to": "申请延到",
    "told": "登记的内容",
    "turns": "值班安排",
    "unit": "单位",
    "unsatisfied": "不满意的联名人数",
    "until": "暂缓到（只是预计）",
    "up_to": "到（“从…到…”才填）",
    "value": "数",
    "verdict": "评价",
    "where": "在哪里公布",
    "whole": "是全部",
}
_HINT: Mapping[str, str] = {
    "TakeStep.signatories": "要联名提出的填，如质询案",
    "TakeStep.members": "按人数比例提出的填",
    "TakeStep.document": "函的字号，或者会议纪要文号",
    "DraftOpinion.closed_on": "交办期限从闭会日起算",
    "Proposed.until": "到期不会自动恢复，恢复另作决定",
    "deputies": "用、隔开，只填编号，不写姓名",
    "SigningIn.present": "用、隔开",
    "co_units": "用、隔开",
    "items": "用、隔开；不填就是全部",
    "region": "如 省/市/县",
    "CarryOverSent.programme": "先登记下一年度的票决清单",
}
_OPTIONS: Mapping[str, Mapping[str, str]] = {
    "Role": {str(k): zh for k, zh in ROLE_ZH.items()},
    "Sitting": {str(k): zh for k, zh in SITTING_ZH.items()},
    "Ground": {str(k): zh for k, zh in GROUND_ZH.items()},
    "Severity": {str(k): zh for k, zh in SEVERITY_ZH.items()},
    "ReplyClass": {str(k): zh for k, zh in CLASS_ZH.items()},
    "HandlingStage": {str(k): zh for k, zh in STAGE_ZH.items()},
    "InspectionKind": {str(k): zh for k, zh in INSPECTION_ZH.items()},
    "ActivityKind": {str(k): x.zh for k, x in ACTIVITIES.items()},
    "ChangeRequestSent.kind": {str(k): zh for k, zh in CHANGE_ZH.items()},
    "TakeStep.kind": {str(k): x.zh for k, x in INSTRUMENTS.items()},
    "ReplyVerdict.verdict": {str(k): zh for k, zh in VERDICT_ZH.items()},
    "Appraised.kind": {str(k): zh for k, zh in APPRAISED_ZH.items()},
    "Setup.kind": {str(k): zh for k, zh in STATION_ZH.items()},
    "Setup.functions": {str(k): zh for k, zh in FUNCTION_ZH.items()},
    "Setup.seat": {"town": "乡镇", "street": "街道"},
    "EntryTelling.presence": {str(k): zh for k, zh in PRESENCE_ZH.items()},
    "Target.op": {"eq": "正好", **{str(k): zh for k, zh in OP_ZH.items()}},
    "Told.bound": {"exact": "正好", "at_least": "以上", "about": "约"},
    "Claim.bound": {"exact": "正好", "at_least": "以上", "about": "约"},
}
_YES_NO: Mapping[str, tuple[str, str]] = {
    "approved": ("同意", "不同意"),
    "granted": ("同意", "不同意"),
    "corrected": ("已改正", "仍不改正"),
    "closed": ("已解决，销号", "没有解决，退回"),
    "solved": ("已解决", "没有解决"),
    "satisfied": ("满意", "不满意"),
}


def label(model: str, field: str) -> tuple[str, str]:
    """A field's name, and what to write there. Raises KeyError for a field without a name."""
    own = f"{model}.{field}"
    return _LABEL.get(own) or _LABEL[field], _HINT.get(own) or _HINT.get(field, "")


def options(model: str, field: str, title: str) -> Mapping[str, str]:
    """The words of a choice. Raises KeyError."""
    return _OPTIONS.get(f"{model}.{field}") or _OPTIONS[title]


def yes_no(_model: str, field: str) -> tuple[tuple[str, str], ...]:
    """The two answers to a question."""
    yes, no = _YES_NO.get(field, ("是", "否"))
    return (("true", yes), ("false", no))
