"""Events of suggestions as a clerk tells them."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.regimes.sections_suggestions import STAGE_ZH, HandlingStage

SUGGESTION_SENTENCES: Mapping[str, str] = {
    "SuggestionSubmitted": "{submitted_on}提出建议“{title}”",
    "SuggestionBroughtOver": "由“{past}”导入建议“{title}”",
    "SuggestionSeconded": "代表{deputy}附议",
    "SuggestionAssigned": "第{number}次交办：主办{lead}{co}",
    "CoHandlerAdded": "增加协办单位{unit}",
    "SuggestionReturned": "{unit}退回：{reason}",
    "DeclaredDifficult": "申明涉及面广、处理难度大：{reason}",
    "StageRecorded": "{stage}（{on}，{how}）：{note}",
    "SuggestionReplied": "第{round}次答复，{kind}类",
    "ReplyJudged": "代表对第{round}次答复反馈：{verdict}",
    "HandlingAssessed": "专家评估：{outcome}。{finding}",
    "ReplyUpgraded": "答复由{was}类转为{kind}类：{text}",
    "RecommendationLinked": "与检察建议{recommendation}衔接转化",
    "SuggestionWithdrawn": "代表撤回：{reason}",
    "SuggestionStruckOff": "销号",
}
SUGGESTION_SAID: Mapping[str, Callable[[Any], Any]] = {
    "past": lambda x: x["reference"],
    "co": lambda x: f"，协办{'、'.join(x)}" if x else "",
    "stage": lambda x: STAGE_ZH[HandlingStage(x)],
    "outcome": lambda x: {"handled": "办理妥当", "again": "应当再办"}[x],
    "recommendation": lambda x: f"{x['number']}（{x['organ']}）",
}
"""Fields that are not said as they stand."""
