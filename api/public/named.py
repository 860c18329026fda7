"""What duties and parties are called in public.

A duty's own title may hold a piece of what somebody wrote (a finding names its defect); so the
public name is the line's, from the measure, or the form's. Parties are offices and units: no name
of a person stands in the record.
"""

from api.pages.words import duty_zh, period_zh, who_zh
from domain.duty import Duty
from domain.regimes.model import Form, Regime

_FORM_ZH: dict[Form, str] = {
    Form.WORK_PLAN: "工作方案",
    Form.PROGRESS: "进度报告",
    Form.REPORT: "书面报告",
    Form.CLAIM: "完成申报",
    Form.VERIFICATION: "核验",
    Form.EVALUATION: "满意度测评",
    Form.INSPECTION: "现场检查",
    Form.REMEDY: "问题整改",
    Form.FILM: "纪实片",
    Form.READING: "查阅通报",
    Form.CONSULTATION: "会商",
    Form.REPLY: "答复",
    Form.VERDICT: "代表反馈",
    Form.REGISTER_CHECK: "登记册检查",
    Form.SPOT_CHECK: "登记册抽查",
}
_NUMBERED = (Form.REMEDY, Form.CONSULTATION)


def public_duty(duty: Duty, regime: Regime) -> str:
    """月度进度 5月: the line and its period, nothing that anybody typed."""
    line = next((x for x in regime.lines if x.name == duty.line), None)
    if duty.form in _NUMBERED or line is None:
        return f"{_FORM_ZH[duty.form]} {period_zh(duty.period)}".strip()
    return duty_zh(line.zh, duty.period)


def public_party(who: str) -> str:
    """A unit by its name, an office by its kind."""
    return who_zh(who)


def town_of(region: str) -> str:
    """The last part of a region's path."""
    return region.rsplit("/", 1)[-1]
