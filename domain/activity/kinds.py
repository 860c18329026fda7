"""The kinds of activities, and which act each is in the books of those who took part.

Closed, for every place; the words are those of S002 and S004.
"""

from enum import StrEnum
from typing import NamedTuple


class ActivityKind(StrEnum):
    """What was organised."""

    TRAINING = "training"
    SIT_IN = "sit_in"
    HEARING = "hearing"
    INSPECTION = "inspection"
    LAW_CHECK = "law_check"
    STUDY = "study"
    GROUP_PLAN = "group_plan"
    GROUP_ACTIVITY = "group_activity"
    RESEARCH_REPORT = "research_report"
    ARTICLE = "article"
    THEME = "theme"
    FACE_TO_FACE = "face_to_face"
    PUBLICITY = "publicity"
    VOTERS_REPORT = "voters_report"


class Rule(NamedTuple):
    """What people call it, and the act in the register; None where it counts in no book."""

    zh: str
    act: str | None


RULES: dict[ActivityKind, Rule] = {
    ActivityKind.TRAINING: Rule("履职培训", "training"),
    ActivityKind.SIT_IN: Rule("列席常委会会议", "sit_in_committee"),
    ActivityKind.HEARING: Rule("座谈会、听证会、征求意见会", "hearing"),
    ActivityKind.INSPECTION: Rule("调研视察、督查", "site_visit"),
    ActivityKind.LAW_CHECK: Rule("执法检查", "law_check"),
    ActivityKind.STUDY: Rule("专题调研", "study"),
    ActivityKind.GROUP_PLAN: Rule("代表小组活动计划", None),
    ActivityKind.GROUP_ACTIVITY: Rule("代表小组活动", "group_activity"),
    ActivityKind.RESEARCH_REPORT: Rule("调研报告", "research_report"),
    ActivityKind.ARTICLE: Rule("履职稿件", "article"),
    ActivityKind.THEME: Rule("主题活动", "group_activity"),
    ActivityKind.FACE_TO_FACE: Rule("代表与部门负责人面对面", "hearing"),
    ActivityKind.PUBLICITY: Rule("政策宣传", None),
    ActivityKind.VOTERS_REPORT: Rule("集中述职", None),
}


class FigureName(StrEnum):
    """What of an activity is counted."""

    TIMES = "times"
    PERSON_TIMES = "person_times"
    GROUPS = "groups"
    REPORTS = "reports"
    OPINIONS = "opinions"
    DEEDS = "deeds"
    ARTICLES = "articles"
    DEPUTIES = "deputies"


FIGURE_ZH: dict[FigureName, tuple[str, str]] = {
    FigureName.TIMES: ("次数", "次"),
    FigureName.PERSON_TIMES: ("人次", "人次"),
    FigureName.GROUPS: ("代表小组", "个"),
    FigureName.REPORTS: ("调研报告", "篇"),
    FigureName.OPINIONS: ("收集意见建议", "条"),
    FigureName.DEEDS: ("实事好事", "件"),
    FigureName.ARTICLES: ("稿件", "篇"),
    FigureName.DEPUTIES: ("代表", "名"),
}
"""What it is, and its unit."""
