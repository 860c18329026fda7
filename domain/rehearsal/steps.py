"""The steps of the chain at which measures are compared, and the facts that call for duties."""

from typing import NamedTuple

from domain.regimes.when import Trigger


class StepLines(NamedTuple):
    """A step and the lines by which measures take it."""

    name: str
    zh: str
    lines: tuple[str, ...] = ()


STEPS: tuple[StepLines, ...] = (
    StepLines("work_plan", "工作方案", ("work_plan", "plan_publication")),
    StepLines("supervision_plan", "监督计划", ("supervision_plan", "contact_schedule")),
    StepLines("monthly", "每月", ("monthly_progress", "monthly_inspection", "monthly_contact")),
    StepLines(
        "quarterly",
        "每季",
        (
            "quarterly_meeting",
            "quarterly_report",
            "circular",
            "circular_reading",
            "deputies_working_day",
        ),
    ),
    StepLines("half_year", "半年", ("half_year_report", "half_year_inspection")),
    StepLines(
        "mid_year",
        "年中审议和测评",
        (
            "mid_year_site_visit",
            "special_report_draft",
            "special_report_final",
            "special_report_to_members",
            "mid_year_report",
            "special_deliberation",
            "mid_year_evaluation",
        ),
    ),
    StepLines("special_inquiry", "专题询问", ("special_inquiry",)),
    StepLines(
        "slow_project",
        "进展缓慢",
        ("consultation", "proposal", "consultation_follow_up", "letter_reply", "step_answer"),
    ),
    StepLines("opinion", "审议意见", ("opinion_handover", "opinion_reply", "opinion_publication")),
    StepLines(
        "change",
        "调整、暂缓、终止",
        (
            "adjustment_announcement",
            "suspension_announcement",
            "termination_announcement",
            "adjustment_report",
            "resumption_plan",
            "carry_over_plan",
            "scope_statement",
        ),
    ),
    StepLines("findings", "发现问题", ("finding_rectification",)),
    StepLines("results_told", "结果报告", ("joint_supervision_report", "party_report")),
    StepLines("completion", "完成认定", ("completion_claim", "verification")),
    StepLines(
        "pre_congress",
        "会前文件",
        ("documentary", "special_supervision_report", "completion_report"),
    ),
    StepLines("final_evaluation", "年终测评", ("evaluation", "evaluation_publication")),
    StepLines(
        "rectification",
        "整改和再次测评",
        (
            "rectification_plan",
            "rectification_report",
            "second_evaluation",
            "second_failure_report",
            "follow_up_report",
        ),
    ),
    StepLines("look_back", "回头看", ("look_back", "next_year_look_back")),
    StepLines(
        "suggestions",
        "代表建议",
        (
            "suggestion_assignment",
            "suggestion_reassignment",
            "suggestion_reply",
            "suggestion_opinion",
            "suggestion_feedback",
            "suggestion_redo",
            "suggestion_assessment",
        ),
    ),
)
OTHER = StepLines("other", "其他")
"""Lines that stand at no step of their own."""

TRIGGER_ZH: dict[Trigger, str] = {
    Trigger.PLAN_ACCEPTED: "方案受理",
    Trigger.DECIDED: "作出决议或决定",
    Trigger.CLAIM_ACCEPTED: "申报受理",
    Trigger.EVALUATED: "测评",
    Trigger.DISSATISFIED: "测评不满意",
    Trigger.SLOW: "红灯",
    Trigger.SCOPE_BREACHED: "规模不符",
    Trigger.LETTER_SENT: "发出督办函",
    Trigger.ANSWER_OWED: "提出监督措施",
    Trigger.CONSULTED: "会商",
    Trigger.PROPOSED: "提出会商建议",
    Trigger.BELOW_FOLLOW_UP: "满意率偏低",
    Trigger.SECOND_FAILURE: "再次不满意",
    Trigger.OPINION_DRAFTED: "意见起草",
    Trigger.OPINION_HANDED_OVER: "意见交办",
    Trigger.OPINION_REPLIED: "意见答复",
    Trigger.FINDING: "发现问题",
    Trigger.ADJUSTED: "批准调整",
    Trigger.SUSPENDED: "批准暂缓",
    Trigger.RESUMED: "恢复实施",
    Trigger.TERMINATED: "批准终止",
    Trigger.CARRIED_OVER: "决定跨年",
    Trigger.SESSION_CLOSED: "会议闭幕",
    Trigger.SUGGESTION_SUBMITTED: "提出建议",
    Trigger.SUGGESTION_ASSIGNED: "建议交办",
    Trigger.CO_HANDLER_ASSIGNED: "交办协办",
    Trigger.SUGGESTION_RETURNED: "建议退回",
    Trigger.SUGGESTION_REPLIED: "建议答复",
    Trigger.SUGGESTION_DISSATISFIED: "代表不满意",
    Trigger.SUGGESTION_FAILED: "代表再次不满意",
}
"""Each fact as people say it."""
