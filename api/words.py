"""The words beside codes: nothing is shown by a code or a colour alone."""

from domain.duty import Status
from domain.project.state import Phase
from domain.regimes.model import Form, Stage

STATUS_ZH: dict[Status, str] = {
    Status.PLANNED: "未到报送期",
    Status.OPEN: "待报送",
    Status.SUBMITTED: "已报送，待受理",
    Status.OVERDUE: "已逾期，待报送",
    Status.FULFILLED: "按时办结",
    Status.FULFILLED_LATE: "逾期办结",
    Status.WAIVED: "已免除",
    Status.VOID: "已失效",
    Status.PAUSED: "暂缓中，期限停止计算",
}
FORM_ZH: dict[Form, str] = {
    Form.WORK_PLAN: "工作方案：目标、完成日期、节点、资金、保障措施",
    Form.PROGRESS: "进度：逐个子项目的计划与完成百分比",
    Form.REPORT: "书面材料：标题与正文",
    Form.CLAIM: "完成申报：逐个子项目的实际完成数",
    Form.VERIFICATION: "核验意见：是否属实与查看情况",
    Form.EVALUATION: "测评票数：全体、出席与逐项票数",
    Form.INSPECTION: "检查记录：已登记的检查编号",
    Form.REMEDY: "整改情况：做了什么，附佐证",
    Form.FILM: "纪实片：片名、时长与链接",
    Form.READING: "查阅通报：通报编号与看法",
    Form.CONSULTATION: "会商记录：参加方、困难、建议与完成期限",
    Form.REPLY: "答复：类别与办理情况",
    Form.VERDICT: "代表反馈：满意、基本满意或不满意",
    Form.REGISTER_CHECK: "登记册检查：逐册写明是否齐全规范",
    Form.SPOT_CHECK: "登记册抽查：抽查的登记册与通报",
}
STAGE_ZH: dict[Stage, str] = {
    Stage.COLLECT: "征集",
    Stage.SCREEN: "筛选",
    Stage.DECIDE: "决定",
    Stage.PLAN: "方案",
    Stage.IMPLEMENT: "实施",
    Stage.EVALUATE: "测评",
    Stage.REPORT: "报告",
}
PHASE_ZH: dict[Phase, str] = {
    Phase.ADOPTED: "已确定",
    Phase.PLANNED: "方案已定",
    Phase.IN_PROGRESS: "实施中",
    Phase.CLAIMED: "已申报完成",
    Phase.VERIFIED: "已核验",
    Phase.REPORTED: "已报告",
    Phase.EVALUATED: "已测评",
    Phase.RECTIFYING: "整改中",
    Phase.RE_EVALUATED: "整改后已再次测评",
    Phase.CLOSED: "已销号",
    Phase.TERMINATED: "已终止",
}
LEVEL_ZH = {0: "未升级", 1: "已催办", 2: "已发督办函", 3: "已升级代表监督小组", 4: "已建议升级监督"}


def held_zh(settled: bool) -> str | None:
    """Why a date is not final, if it is not."""
    return None if settled else "暂定：放假通知尚未发布，或下一次会议尚未召集，确定后重新计算"
