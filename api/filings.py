"""What an obligor does with a duty: file it, acknowledge a rung, answer a supervision letter."""

from collections.abc import Collection
from typing import Annotated, Any

from fastapi import Body
from pydantic import Field, TypeAdapter
from starlette.responses import Response

from api.callers import Caller
from api.forms import AnyForm
from api.json_body import Strictly, invalid
from api.json_route import json_router
from api.problems import FieldError
from api.receipts import RECEIPT
from api.rights import Allowed
from api.tools import Tools, WithTools
from api.where import ADDRESSES, SUGGESTION_ADDRESSES, Named
from api.writing import Writing, answer
from domain.base import Text, Value
from domain.calendar import day_of
from domain.duty_commands import Acknowledge, AnswerLetter, FileDuty
from domain.forms import Evaluation, Filing
from domain.intention import Intention
from ledger.uploads import Upload

router = json_router("报送 filing")
_FILING: TypeAdapter[Filing] = TypeAdapter(Filing)


class Acknowledgement(Value):
    """签收: which rung was seen, as the inbox names it."""

    revision: Annotated[int, Field(ge=0, le=10_000)]
    level: Annotated[int, Field(ge=1, le=3)]
    intends: Intention | None = None
    """打算: of a deputy group and of an escalation to it only."""


class LetterReply(Value):
    """复函."""

    revision: Annotated[int, Field(ge=0, le=10_000)]
    text: Text


async def file(
    where: Named,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    form: Annotated[Any, Strictly(AnyForm), Body(description="按事项的材料种类（form）填报")],
) -> Response:
    """报送材料. 是否按时以完整请求到达的时刻为准。"""
    filing = await _with_files(form, caller, tools)
    await _not_in_the_future(filing, tools)
    if filing.evidence:
        await tools.uploads.offered(caller, {x.sha256 for x in filing.evidence}, where.stream)
    command = FileDuty(duty=where.duty, filing=filing)
    return answer(await write.record(caller, where.stream, command))


async def acknowledge(
    where: Named,
    caller: Allowed,
    write: Writing,
    seen: Annotated[Any, Strictly(Acknowledgement), Body()],
) -> Response:
    """签收催办、督办函或升级通知."""
    command = Acknowledge(
        duty=where.duty, revision=seen.revision, level=seen.level, intends=seen.intends
    )
    return answer(await write.record(caller, where.stream, command))


async def reply(
    where: Named,
    caller: Allowed,
    write: Writing,
    letter: Annotated[Any, Strictly(LetterReply), Body()],
) -> Response:
    """答复督办函."""
    command = AnswerLetter(duty=where.duty, revision=letter.revision, text=letter.text)
    return answer(await write.record(caller, where.stream, command))


async def _with_files(form: Value, caller: Caller, tools: Tools) -> Filing:
    """The filing with what is known of its files. Raises Problem for a file of nobody's or of
    another's, in the same words."""
    sent = form.model_dump(mode="json")
    known = await tools.uploads.of(caller, sent["evidence"]) if sent["evidence"] else {}
    if missing := [n for n, x in enumerate(sent["evidence"]) if x not in known]:
        zh, en = "没有这个文件，请先在 /api/v1/evidence 上传", "upload this file first"
        raise invalid([FieldError(field=f"evidence.{n}", zh=zh, en=en) for n in missing])
    return _FILING.validate_python({**sent, "evidence": _files(sent["evidence"], known)})


def _files(hashes: Collection[str], known: dict[str, Upload]) -> list[dict[str, object]]:
    return [known[x].evidence.model_dump() for x in dict.fromkeys(hashes)]


async def _not_in_the_future(filing: Filing, tools: Tools) -> None:
    if isinstance(filing, Evaluation) and filing.held_on > day_of(await tools.ledger.now()):
        zh, en = "测评日期不能晚于今天", "a ballot cannot lie in the future"
        raise invalid([FieldError(field="held_on", zh=zh, en=en)])


_EVERYWHERE = (*ADDRESSES, *SUGGESTION_ADDRESSES)
for tail, endpoint, addresses in (
    ("filings", file, ADDRESSES),
    ("acknowledgements", acknowledge, _EVERYWHERE),
    ("letter-replies", reply, _EVERYWHERE),
):
    for address in addresses:
        router.add_api_route(
            f"{address.path}/{tail}",
            endpoint,
            methods=["POST"],
            dependencies=address.parameters,
            operation_id=f"{endpoint.__name__}_{address.name}",
            responses=RECEIPT,
            status_code=201,
        )
