"""会议文件: the agenda of the session at which projects are chosen, what is due for it by when, and
its papers, composed from the record and frozen when issued."""

from datetime import date
from typing import Annotated

from fastapi import Body, Query
from pydantic import Field
from starlette.responses import Response

from api.collections import seen
from api.duties import with_courses
from api.json_body import Strictly
from api.json_route import json_router
from api.papers import DRAFTS, FILES, Format, No, file_of, printed
from api.papers import issued as issued_of
from api.receipts import READ, RECEIPT, ReceiptShown
from api.rights import Allowed
from api.session_shown import SessionShown, agenda_shown, papers_known, session_lines
from api.tools import Tools, WithTools
from api.where import CollectionId
from api.writing import Writing, answer
from domain.base import ShortText, Text, Value
from domain.calendar import day_of
from domain.collection.state import Collection
from domain.names import COLLECTION, PAPERS, stream_id
from domain.papers.compose.session import SessionGathered, compose_session
from domain.papers.compose.session.reading import Proposal
from domain.papers.messages import IssuePaper, SessionKind
from domain.regimes import named
from domain.regimes.sections_ballot import FamilyName, Shortfall
from domain.session.decisions import proposed
from domain.session.messages import DraftAgenda, FixAgenda, Items
from ledger.queries.duties import duties_of_stream
from ledger.queries.gathering import issued_under, paper
from ledger.queries.gathering_session import gather_session
from ledger.refusals import ReusedKey

router = json_router("会议文件 session papers")
FamilyAsked = Annotated[FamilyName | None, Query(description="办法草案拟用的票式")]
ShortfallAsked = Annotated[Shortfall | None, Query(description="办法草案拟定的缺额处理")]


class Drafting(Value):
    """拟订议程; 不填的，按本地办法的议程."""

    items: Items | None = None


class Fixing(Value):
    """议程通过."""

    on: date
    document: ShortText | None = None


class SessionIssuing(Value):
    """印发会议文件."""

    kind: SessionKind
    issuer: ShortText | None = None
    """印发机关；不填的：决议为人民代表大会，公告为主席团，其余为筹备会议的机关."""
    replaces: Annotated[int, Field(ge=1, le=10_000)] | None = None
    because: Text | None = None
    family: FamilyName | None = None
    shortfall: Shortfall | None = None


@router.get("/collections/{collection}/session", responses=READ)
async def read_session(collection: CollectionId, caller: Allowed, tools: WithTools) -> SessionShown:
    """会议的议程、各文件的期限和已印发的文件."""
    standing, state = await seen(collection, caller, tools)
    rows = await duties_of_stream(tools.ledger, standing.stream)
    owed = [x for x in rows if x.line in session_lines(state)]
    issued = await issued_of(collection, tools, named(state.regime).decision)
    return SessionShown(
        session=state.session,
        session_assumed=state.anchors.session_assumed,
        agenda=agenda_shown(state),
        duties=tuple(await with_courses(owed, tools)),
        papers=tuple(papers_known(state, issued)),
        issued=tuple(issued),
    )


@router.post("/collections/{collection}/agenda", status_code=201, responses=RECEIPT)
async def draft_agenda(
    collection: CollectionId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Drafting, Strictly(Drafting), Body()],
) -> Response:
    """拟订议程：本地办法规定的每一项都要有，先听后票、先定办法后票决."""
    _, state = await seen(collection, caller, tools)
    items = sent.items or proposed(named(state.regime))
    command = DraftAgenda(items=items)
    return answer(await write.record(caller, stream_id(COLLECTION, collection), command))


@router.post("/collections/{collection}/agenda/fixing", status_code=201, responses=RECEIPT)
async def fix_agenda(
    collection: CollectionId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Fixing, Strictly(Fixing), Body()],
) -> Response:
    """通过议程：两个报告、一个说明和办法草案都已备齐."""
    await seen(collection, caller, tools)
    command = FixAgenda(**dict(sent))
    return answer(await write.record(caller, stream_id(COLLECTION, collection), command))


@router.post(
    "/collections/{collection}/papers",
    status_code=201,
    responses={**RECEIPT, 201: {"model": ReceiptShown}},
)
async def issue(
    collection: CollectionId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[SessionIssuing, Strictly(SessionIssuing), Body()],
) -> Response:
    """按记录当前的样子编制并印发，编号、日期和内容从此不变；有相应事项的即为报送."""
    _, state = await seen(collection, caller, tools)
    command = await command_for(state, sent, tools, caller.client, write.key)
    return answer(await write.record(caller, stream_id(PAPERS, collection), command))


@router.get("/collections/{collection}/papers/draft.{form}", responses=DRAFTS)
async def draft(
    collection: CollectionId,
    form: Format,
    kind: SessionKind,
    caller: Allowed,
    tools: WithTools,
    family: FamilyAsked = None,
    shortfall: ShortfallAsked = None,
) -> Response:
    """草稿：没有编号，也不登记."""
    await seen(collection, caller, tools)
    found = await gather_session(tools.ledger, collection, Proposal(family, shortfall))
    body = compose_session(kind, found)
    return await file_of(
        form, printed(None, issuer_of(kind, found), day_of(found.now), body), tools
    )


@router.get("/collections/{collection}/papers/{no}.{form}", responses=FILES)
async def fetch(
    collection: CollectionId, no: No, form: Format, caller: Allowed, tools: WithTools
) -> Response:
    """已印发的会议文件."""
    await seen(collection, caller, tools)
    one = await paper(tools.ledger, collection, no)
    return await file_of(form, printed(one.number, one.issuer, one.on, one.body), tools)


async def command_for(
    state: Collection, sent: SessionIssuing, tools: Tools, client: str, key: str
) -> IssuePaper:
    """What is to be recorded; under a key that was used, the paper as it was composed then.
    Raises ReusedKey where it named another paper, and what composing raises."""
    wanted = {
        "programme": state.id,
        "region": state.region,
        "kind": sent.kind,
        "period": None,
        "replaces": sent.replaces,
        "because": sent.because,
    }
    known = await issued_under(tools.ledger, client, key)
    if known is not None:
        if any(getattr(known, name) != value for name, value in wanted.items()):
            raise ReusedKey(key)
        again = {"issuer": sent.issuer or known.issuer, "on": known.on, "body": known.body}
        return IssuePaper.model_validate({**wanted, **again})
    proposal = Proposal(sent.family, sent.shortfall)
    found = await gather_session(tools.ledger, state.id, proposal)
    body = compose_session(sent.kind, found)
    made = {
        "issuer": sent.issuer or issuer_of(sent.kind, found),
        "on": day_of(found.now),
        "body": body,
    }
    return IssuePaper.model_validate({**wanted, **made})


def issuer_of(kind: SessionKind, found: SessionGathered) -> str:
    """In whose name a session's paper goes out where nobody says otherwise: the congress resolves,
    its presidium announces, whoever prepares the session sends the rest."""
    match kind:
        case SessionKind.RESOLUTION:
            return found.body
        case SessionKind.ANNOUNCEMENT:
            return found.chair
        case _:
            return found.office
