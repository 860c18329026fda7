"""通报与报告: drafting from the record, issuing with number and date, and the files."""

from datetime import date
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import Body, Path, Query
from pydantic import AwareDatetime, BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.json_body import Strictly
from api.json_route import json_router
from api.problems import not_found
from api.receipts import READ, RECEIPT, ReceiptShown, Responses, problems
from api.rights import Allowed
from api.sight import sees
from api.tools import Tools, WithTools
from api.where import ProgrammeId
from api.writing import Writing, answer
from documents import docx, pdf, xlsx
from documents.printed import Printed
from domain.base import ShortText, Text, Value
from domain.calendar import day_of
from domain.names import PAPERS, PROGRAMME, stream_id
from domain.papers import papers
from domain.papers.body import Body as Contents
from domain.papers.compose import compose
from domain.papers.messages import AnyKind, IssuePaper, PaperKind, Papers, kind_zh
from domain.papers.office import Words
from domain.parties import ROLE_ZH
from domain.programme.state import Programme
from domain.refusals import Contradicted, Unknown
from domain.regimes import named
from domain.regimes.decision import Decision
from ledger.queries.gathering import gather, issued_under, paper
from ledger.refusals import ReusedKey

router = json_router("通报 papers")
Format = Literal["pdf", "docx", "xlsx"]
MEDIA: dict[Format, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_BINARY = {"schema": {"type": "string", "format": "binary"}}
FILES = {200: {"content": dict.fromkeys(MEDIA.values(), _BINARY)}, **READ}
DRAFTS: Responses = {**FILES, **problems(409)}
No = Annotated[int, Path(ge=1, le=10_000, description="第几件")]
PeriodAsked = Annotated[
    str | None,
    Query(max_length=100, description="期间，如 2023-Q2；测评结果填测评轮次", examples=["2023-Q2"]),
]


class Issuing(Value):
    """印发: which paper, of which period, in whose name."""

    kind: PaperKind
    period: ShortText | None = None
    issuer: ShortText | None = None
    """印发机关；不填为本办法的经办机关."""
    replaces: Annotated[int, Field(ge=1, le=10_000)] | None = None
    because: Text | None = None
    words: Words = Words()
    """本机关自己的话：期号、送达、要求等段落、署名、成文日期；数字都由记录编制."""


class Moved(Contradicted):
    """The figures are not those that were seen in the draft."""

    def __init__(self) -> None:
        super().__init__(
            "看样以后记录有了变化，没有印发。下面是现在的样子，看过再印发。",
            "the record went on since the draft was seen; look at it again.",
        )


class PaperListed(BaseModel):
    """An issued paper in a list."""

    no: int
    number: str
    kind: AnyKind
    kind_zh: str
    period: str | None
    title: str
    issuer: str
    on: date
    as_of: AwareDatetime
    digest: str
    replaces: int | None
    replaced_by: int | None


class PaperPage(BaseModel):
    """Every paper of the year."""

    items: tuple[PaperListed, ...]


@router.get("/programmes/{programme}/papers", responses=READ)
async def listed(programme: ProgrammeId, caller: Allowed, tools: WithTools) -> PaperPage:
    """本年度印发的通报与报告."""
    state = await visible(programme, caller, tools)
    decision = named(state.regime).decision
    return PaperPage(items=tuple(await issued(programme, tools, decision)))


@router.post(
    "/programmes/{programme}/papers",
    status_code=201,
    responses={**RECEIPT, 201: {"model": ReceiptShown}},
)
async def issue(
    programme: ProgrammeId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Issuing, Strictly(Issuing), Body()],
) -> Response:
    """按记录当前的样子编制并印发，编号、日期和内容从此不变."""
    state = await visible(programme, caller, tools)
    command = await command_for(state, sent, tools, caller.client, write.key)
    return answer(await write.record(caller, stream_id(PAPERS, programme), command))


@router.get("/programmes/{programme}/papers/draft.{form}", responses=DRAFTS)
async def draft(
    programme: ProgrammeId,
    form: Format,
    kind: PaperKind,
    caller: Allowed,
    tools: WithTools,
    period: PeriodAsked = None,
) -> Response:
    """草稿：按记录当前的样子编制，没有编号，也不登记."""
    state = await visible(programme, caller, tools)
    found = await gather(tools.ledger, programme)
    body = compose(kind, period, found)
    return await file_of(form, printed(None, issuer_of(state), day_of(found.now), body), tools)


@router.get("/programmes/{programme}/papers/{no}.{form}", responses=FILES)
async def fetch(
    programme: ProgrammeId, no: No, form: Format, caller: Allowed, tools: WithTools
) -> Response:
    """已印发的文件."""
    await visible(programme, caller, tools)
    one = await paper(tools.ledger, programme, no)
    return await file_of(form, printed(one.number, one.issuer, one.on, one.body), tools)


async def visible(programme: str, caller: Allowed, tools: Tools) -> Programme:
    """The year, if it is shown to the caller. Raises Problem 404."""
    try:
        state = (await tools.ledger.standing(stream_id(PROGRAMME, programme))).state
    except Unknown:
        raise not_found() from None
    if not isinstance(state, Programme) or not sees(caller, state):
        raise not_found()
    return state


async def issued(programme: str, tools: Tools, decision: Decision | None) -> list[PaperListed]:
    """The year's papers, the newest first, called by the words of its measure."""
    try:
        state = (await tools.ledger.standing(stream_id(PAPERS, programme))).state
    except Unknown:
        return []
    if not isinstance(state, Papers):
        raise TypeError(programme)
    return [
        PaperListed.model_validate({**x.model_dump(), "kind_zh": kind_zh(x.kind, decision)})
        for x in reversed(state.issued)
    ]


def issuer_of(state: Programme) -> str:
    """The organ in whose name a paper goes out where nobody says otherwise."""
    place = state.region.rsplit("/", 1)[-1]
    return f"{place}{ROLE_ZH[named(state.regime).clerk]}"


async def command_for(
    state: Programme,
    sent: Issuing,
    tools: Tools,
    client: str,
    key: str,
    figures: str | None = None,
) -> IssuePaper:
    """What is to be recorded. Under a key that was used, the paper as it was composed then: a
    repeat must not find other figures. `figures` are those of the draft that was seen. Raises
    ReusedKey where the key named another paper, Moved where the record went on since."""
    wanted = {
        "programme": state.id,
        "region": state.region,
        "kind": sent.kind,
        "period": sent.period,
        "issuer": sent.issuer or issuer_of(state),
        "replaces": sent.replaces,
        "because": sent.because,
    }
    before = await issued_under(tools.ledger, client, key)
    if before is not None:
        if any(getattr(before, name) != value for name, value in wanted.items()):
            raise ReusedKey(key)
        if before.body.office is not None and before.body.office.words != sent.words:
            raise ReusedKey(key)
        return IssuePaper.model_validate({**wanted, "on": before.on, "body": before.body})
    found = await gather(tools.ledger, state.id)
    body = compose(sent.kind, sent.period, found, sent.words)
    if figures is not None and figures != papers.figures_of(body):
        raise Moved
    return IssuePaper.model_validate({**wanted, "on": day_of(found.now), "body": body})


def printed(number: str | None, issuer: str, on: date, body: Contents) -> Printed:
    """A paper as it is printed; without a number it is a draft."""
    return Printed(number=number, issuer=issuer, on=on, digest=papers.digest_of(body), body=body)


async def file_of(form: Format, one: Printed, tools: Tools) -> Response:
    """The file, to be saved under the paper's own name."""
    match form:
        case "pdf":
            made = await run_in_threadpool(pdf.pdf, one)
        case "docx":
            made = await run_in_threadpool(docx.docx, one, tools.paper_template or docx.TEMPLATE)
        case "xlsx":
            made = await run_in_threadpool(xlsx.workbook, one)
    name = quote(f"{one.name}.{form}", safe="")
    return Response(
        made,
        media_type=MEDIA[form],
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )
