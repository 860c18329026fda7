"""Deputies' suggestions as they are written: handed in, assigned, handled, judged, struck off."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Body
from starlette.responses import Response

from api.callers import Caller
from api.json_body import Strictly, invalid
from api.json_route import json_router
from api.opening import unknown_regime
from api.problems import FieldError, not_found
from api.receipts import RECEIPT
from api.rights import Allowed
from api.rulings import documents_of
from api.sight import must_see
from api.suggestion_bodies import (
    AssessmentSent,
    OpinionSent,
    ReplySent,
    StageSent,
    Submission,
    VerdictSent,
)
from api.tools import WithTools
from api.where import SuggestionId
from api.writing import Writing, answer
from domain.base import Command
from domain.forms import SuggestionReply, SuggestionVerdict
from domain.names import SUGGESTION, stream_id
from domain.refusals import Unknown
from domain.regimes import named
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

router = json_router("代表建议 suggestions")


@router.post("/suggestions", status_code=201, responses=RECEIPT)
async def submit(
    caller: Allowed,
    write: Writing,
    sent: Annotated[Any, Strictly(Submission), Body()],
) -> Response:
    """提出建议：代表本人，或人大机关经办人员代录."""
    command = submission(sent, caller)
    return answer(await write.record(caller, stream_id(SUGGESTION, command.id), command))


@router.post("/suggestions/{suggestion}/seconders", status_code=201, responses=RECEIPT)
async def second(suggestion: SuggestionId, caller: Allowed, write: Writing) -> Response:
    """附议：代表本人，在交办以前."""
    stream = stream_id(SUGGESTION, suggestion)
    return answer(await write.record(caller, stream, SecondSuggestion()))


def submission(sent: Submission, caller: Caller) -> SubmitSuggestion:
    """The command that is meant. Raises Problem for what is missing or out of reach."""
    own = caller.party.partition(":")[2] if caller.role == "deputy" else None
    told = {x: getattr(sent, x) for x in type(sent).model_fields}
    told |= {"deputy": own or sent.deputy, "region": sent.region or caller.region}
    for name in ("deputy", "region"):
        if told[name] is None:
            raise invalid([FieldError(field=name, zh="必须填写", en="is missing")])
    if (own and sent.deputy not in (None, own)) or not caller.actor.reaches(told["region"]):
        raise not_found()
    try:
        told["regime"] = named(sent.regime).ref
    except Unknown as refusal:
        raise unknown_regime(refusal.zh, refusal.en) from refusal
    return SubmitSuggestion(**told)


def _same(sent: Command, _: Any) -> Command:
    return sent


def _stage(sent: StageSent, files: Any) -> Command:
    told = {x: getattr(sent, x) for x in type(sent).model_fields}
    return RecordStage(**told | {"evidence": files})


def _reply(sent: ReplySent, files: Any) -> Command:
    told = {x: getattr(sent, x) for x in type(sent).model_fields}
    return ReplyToSuggestion(reply=SuggestionReply(**told | {"evidence": files}))


def _opinion(sent: OpinionSent, files: Any) -> Command:
    return GiveOpinion(text=sent.text, evidence=files)


def _verdict(sent: VerdictSent, _: Any) -> Command:
    return JudgeReply(verdict=SuggestionVerdict(verdict=sent.verdict, note=sent.note))


def _assessment(sent: AssessmentSent, files: Any) -> Command:
    return AssessHandling(outcome=sent.outcome, finding=sent.finding, evidence=files)


def _add(tail: str, body: type[Any], zh: str, meant: Callable[[Any, Any], Command] = _same) -> None:
    async def act(
        suggestion: SuggestionId,
        caller: Allowed,
        write: Writing,
        tools: WithTools,
        sent: Annotated[Any, Strictly(body), Body()],
    ) -> Response:
        stream = stream_id(SUGGESTION, suggestion)
        await must_see(caller, stream, tools.ledger)
        hashes = getattr(sent, "evidence", ())
        files = await documents_of(hashes, "evidence", stream, caller, tools)
        return answer(await write.record(caller, stream, meant(sent, files)))

    act.__doc__ = zh
    act.__name__ = f"suggestion_{tail}".replace("-", "_")
    router.add_api_route(
        f"/suggestions/{{suggestion}}/{tail}",
        act,
        methods=["POST"],
        status_code=201,
        responses=RECEIPT,
    )


_add("assignment", AssignSuggestion, "交办：一个主办单位，协办单位若干")
_add("co-handlers", AddCoHandler, "增加协办单位")
_add("return", ReturnSuggestion, "退回：不属本单位职责的，在规定的工作日内书面说明理由")
_add("difficulty", DeclareDifficult, "申明涉及面广、处理难度大，答复期限随之延长")
_add("stages", StageSent, "登记办前联系、办中沟通、办后回访", _stage)
_add("reply", ReplySent, "办结答复：缺少前面阶段的，按办法不予受理", _reply)
_add("opinion", OpinionSent, "协办意见，送主办单位", _opinion)
_add("verdict", VerdictSent, "代表反馈：满意、基本满意、不满意", _verdict)
_add("assessment", AssessmentSent, "再次不满意后的专家评估", _assessment)
_add("class", UpgradeReply, "答复类别转化，如 B 类转 A 类")
_add("recommendations", LinkRecommendation, "与检察建议衔接转化")
_add("withdrawal", WithdrawSuggestion, "代表撤回")
_add("strike-off", StrikeOff, "销号")
