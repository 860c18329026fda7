"""What people fill in about a suggestion, as the command it means."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from api.field_errors import described
from api.pages.meeting_forms import Wrong
from api.problems import not_found
from domain.base import Command
from domain.forms import SuggestionReply, SuggestionVerdict
from domain.suggestion.messages import (
    AddCoHandler,
    AssessHandling,
    AssignSuggestion,
    DeclareDifficult,
    GiveOpinion,
    JudgeReply,
    LinkRecommendation,
    RecordStage,
    ReplyToSuggestion,
    ReturnSuggestion,
    SecondSuggestion,
    StrikeOff,
    SubmitSuggestion,
    UpgradeReply,
    WithdrawSuggestion,
)

Texts = Mapping[str, str]
_FIELD_ZH = {
    "title": "标题",
    "text": "内容",
    "lead": "主办单位",
    "unit": "单位",
    "reason": "理由",
    "on": "日期",
    "how": "方式",
    "note": "情况",
    "kind": "类别",
    "done_by": "解决期限",
    "verdict": "反馈",
    "finding": "评估意见",
    "number": "文号",
    "organ": "检察院",
    "deputy": "提出代表",
    "session": "会议",
    "field": "领域",
}
_PLAIN: Mapping[str, type[Command]] = {
    "add_co": AddCoHandler,
    "return": ReturnSuggestion,
    "difficult": DeclareDifficult,
    "stage": RecordStage,
    "opinion": GiveOpinion,
    "assess": AssessHandling,
    "upgrade": UpgradeReply,
    "withdraw": WithdrawSuggestion,
    "strike": StrikeOff,
    "second": SecondSuggestion,
}


def command_of(what: str, texts: Texts) -> Command:
    """The command of a form. Raises Wrong for fields that cannot be, Problem 404 for no form of
    ours."""
    told = {k: v for k, v in texts.items() if v}
    found: Command = _checked(lambda: _meant(what, told))
    return found


def submission_of(number: str, texts: Texts, frame: Mapping[str, Any]) -> SubmitSuggestion:
    """A suggestion as it is handed in; `frame` is what the form does not ask. Raises Wrong."""
    told: dict[str, Any] = {
        x: texts[x] for x in ("title", "text", "field", "session", "deputy") if texts.get(x)
    }
    told["seconders"] = several(texts.get("seconders", ""))
    told["raised"] = "session" if told.get("session") else "recess"
    made = {**told, **frame, "id": number}
    found: SubmitSuggestion = _checked(lambda: SubmitSuggestion.model_validate(made))
    return found


def several(text: str) -> tuple[str, ...]:
    """Names that people part by 、，or blanks."""
    for mark in "，,；;\n":
        text = text.replace(mark, "、")
    return tuple(x.strip() for x in text.split("、") if x.strip())


def _meant(what: str, told: dict[str, str]) -> Command:
    match what:
        case "assign":
            body = {**_of(told, "lead", "reason"), "co": several(told.get("co", ""))}
            return AssignSuggestion.model_validate(body)
        case "reply":
            reply = SuggestionReply.model_validate(_of(told, "kind", "text", "done_by"))
            return ReplyToSuggestion(reply=reply)
        case "judge":
            verdict = SuggestionVerdict.model_validate(_of(told, "verdict", "note"))
            return JudgeReply(verdict=verdict)
        case "link":
            body = {"recommendation": _of(told, "number", "organ"), **_of(told, "note")}
            return LinkRecommendation.model_validate({**body, "direction": told.get("direction")})
        case _ if what in _PLAIN:
            shape = _PLAIN[what]
            return shape.model_validate(_of(told, *shape.model_fields))
        case _:
            raise not_found()


def _of(told: dict[str, str], *names: str) -> dict[str, Any]:
    return {x: told[x] for x in names if x in told}


def _checked(make: Callable[[], Any]) -> Any:
    try:
        return make()
    except ValidationError as error:
        said = described(error.errors(include_url=False))
        named = [f"{_FIELD_ZH.get(x.field.split('.')[-1], x.field)}：{x.zh}" for x in said]
        raise Wrong(422, "；".join(named)) from error
