"""会议文件: what the session needs by when, its agenda, its papers to look at, issue and print."""

from typing import Any

from fastapi import Request
from pydantic import ValidationError
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api import session_papers as interface
from api import session_shown as shown
from api.pages.project_head import duty_rows
from api.pages.recording import key_of, new_key, record
from api.pages.render import page
from api.pages.rights import Signed, can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.seen import Seen, seen
from api.pages.session_forms import agenda_of, agenda_text, fixing_of, issuing_of
from api.pages.signed import Posted, WithSigned, check
from api.papers import Format, No
from api.papers import issued as issued_of
from api.problems import not_found
from api.refusals import problem_of
from api.tools import Tools, WithTools
from api.where import CollectionId
from domain.base import Command, Value
from domain.calendar import day_of
from domain.collection.state import Collection
from domain.names import COLLECTION, PAPERS, stream_id
from domain.papers.messages import SessionKind
from domain.refusals import NotYours, Refused, Unknown
from domain.regimes import named
from domain.regimes.sections_ballot import FAMILY_ZH, SHORTFALL_ZH
from ledger.queries.board import calendar_now
from ledger.queries.duties import duties_of_stream

router = page_router()
TABLES = (
    SessionKind.CANDIDATES_EXPLANATION,
    SessionKind.CANDIDATE_BOOKLET,
    SessionKind.COUNTING_SHEET,
    SessionKind.RESOLUTION,
)
"""What is also a workbook."""


class _Wrong(Value):
    """What was asked and refused, to be shown again."""

    zh: str
    status: int
    agenda: str | None = None


@router.get("/collections/{collection}/papers")
@router.get("/collections/{collection}/session")
async def session_page(collection: CollectionId, signed: WithSigned, tools: WithTools) -> Response:
    """What is due, the agenda, the papers."""
    one = await seen(stream_id(COLLECTION, collection), signed, tools)
    return await _shown(one, signed, tools, None)


@router.post("/collections/{collection}/session/{act}")
async def do(
    collection: CollectionId,
    act: str,
    form: Posted,
    request: Request,
    signed: WithSigned,
    tools: WithTools,
) -> Response:
    """拟订议程、通过议程、印发; what is refused is said on the same page."""
    one = await seen(stream_id(COLLECTION, collection), signed, tools)
    state, key = _of(one), key_of(form)
    try:
        stream, command = await _meant(act, form, state, signed, tools, key)
        await record(request, tools, signed, stream, command, key)
    except ValidationError:
        zh = "有一处没有填对，请核对日期和文号；更正时写明替换第几件和原因。"
        return await _shown(one, signed, tools, _wrong(form, zh, 422))
    except (NotYours, Unknown):
        raise
    except Refused as refused:
        status = problem_of(refused).status_code
        return await _shown(one, signed, tools, _wrong(form, refused.zh, status))
    return RedirectResponse(f"/collections/{collection}/session", 303)


@router.get("/collections/{collection}/papers/draft.{form}")
async def draft(
    collection: CollectionId, form: Format, kind: SessionKind, signed: WithSigned, tools: WithTools
) -> Response:
    """The draft's file."""
    return await interface.draft(collection, form, kind, signed, tools)


@router.get("/collections/{collection}/papers/{no}.{form}")
async def fetch(
    collection: CollectionId, no: No, form: Format, signed: WithSigned, tools: WithTools
) -> Response:
    """An issued paper's file."""
    return await interface.fetch(collection, no, form, signed, tools)


async def _meant(
    act: str, form: FormData, state: Collection, signed: Signed, tools: Tools, key: str
) -> tuple[str, Command]:
    own = stream_id(COLLECTION, state.id)
    match act:
        case "agenda":
            return own, agenda_of(form, named(state.regime))
        case "fixing":
            return own, fixing_of(form)
        case "papers":
            asked = issuing_of(form)
            command = await interface.command_for(state, asked, tools, signed.client, key)
            return stream_id(PAPERS, state.id), command
        case _:
            raise not_found()


async def _shown(one: Seen, signed: Signed, tools: Tools, wrong: _Wrong | None) -> Response:
    check(signed, "read", one.state)
    state = _of(one)
    calendar = await calendar_now(tools.ledger)
    lines = shown.session_lines(state)
    own = [x for x in await duties_of_stream(tools.ledger, one.standing.stream) if x.line in lines]
    issued = await issued_of(state.id, tools, named(state.regime).decision)
    agenda = shown.agenda_shown(state)
    ballot = named(state.regime).ballot
    return page(
        "session.html",
        signed,
        one.standing.now,
        here="/collections",
        status=wrong.status if wrong else 200,
        sample=await sample_shown(tools),
        one=one,
        state=state,
        wrong=wrong.zh if wrong else None,
        rows=duty_rows(own, day_of(one.standing.now), calendar, every=True),
        owed=[x for x in own if x.owed],
        agenda=agenda,
        agenda_text=(wrong and wrong.agenda) or agenda_text(agenda.items),
        papers=[_kind(x) for x in shown.papers_known(state, issued)],
        issued=[x for x in issued if x.kind in set(SessionKind)],
        may=can(signed, "decide"),
        key=new_key(),
        families=[(x, FAMILY_ZH[x]) for x in ballot.families] if ballot else [],
        shortfalls=[(x, SHORTFALL_ZH[x]) for x in ballot.shortfalls] if ballot else [],
    )


def _kind(known: shown.PaperKnown) -> dict[str, Any]:
    """A kind with the files it is made as, and a key of its own for its form."""
    forms = ("pdf", "docx", "xlsx") if known.kind in TABLES else ("pdf", "docx")
    return {**known.model_dump(), "kind": known.kind.value, "forms": forms, "key": new_key()}


def _wrong(form: FormData, zh: str, status: int) -> _Wrong:
    said = form.get("items")
    return _Wrong(zh=zh, status=status, agenda=said if isinstance(said, str) else None)


def _of(one: Seen) -> Collection:
    if not isinstance(one.state, Collection):
        raise not_found()
    return one.state
