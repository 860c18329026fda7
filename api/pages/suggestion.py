"""One suggestion: its four stages as steps, what is owed by when, and what the reader may do."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from api.pages.meeting_forms import Wrong, texts_of, tried
from api.pages.recording import key_of, new_key, record
from api.pages.render import page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.pages.suggestion_forms import command_of
from api.pages.telling import told
from api.suggestions_read import seen
from api.tools import Tools, WithTools
from api.where import SUGGESTION_ADDRESSES, SuggestionId
from domain.calendar import day_of
from domain.forms import SuggestionReply
from domain.names import SUGGESTION, stream_id
from domain.parties import Role, party
from domain.regimes import named
from domain.regimes.sections_suggestions import CLASS_ZH, STAGE_ZH, HandlingStage
from domain.suggestion.proposal import VERDICT_ZH
from domain.suggestion.state import LIFE_ZH, Life, Suggestion
from ledger.queries.deputies_suggestions import names_in
from ledger.queries.duties import duties_of_stream
from ledger.queries.history import Entry, history

router = page_router()


@router.get("/suggestions/{suggestion}")
async def suggestion_page(
    suggestion: SuggestionId,
    signed: WithSigned,
    tools: WithTools,
    done: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """One suggestion, and what can be done with it now."""
    return await _shown(suggestion, signed, tools, {}, None, done)


@router.post("/suggestions/{suggestion}/act")
async def act(
    suggestion: SuggestionId, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """One step of its way; the domain asks again who may take it."""
    await seen(suggestion, signed, tools)
    texts = texts_of(form)
    try:
        command = command_of(texts.get("what", ""), texts)
        stream = stream_id(SUGGESTION, suggestion)
        receipt = await tried(record(request, tools, signed, stream, command, key_of(form)))
    except Wrong as wrong:
        return await _shown(suggestion, signed, tools, texts, wrong, None)
    return RedirectResponse(f"/suggestions/{suggestion}?done={receipt.version}", 303)


async def to_its_page(suggestion: SuggestionId, signed: WithSigned) -> Response:
    """A duty of a suggestion stands on the suggestion's own page."""
    return RedirectResponse(f"/suggestions/{suggestion}", 303)


for address in SUGGESTION_ADDRESSES:
    router.add_api_route(
        address.path, to_its_page, methods=["GET"], dependencies=address.parameters
    )


async def _shown(
    suggestion: str,
    signed: Signed,
    tools: Tools,
    values: Mapping[str, str],
    wrong: Wrong | None,
    done: int | None,
) -> Response:
    standing, state = await seen(suggestion, signed, tools)
    entries = await history(tools.ledger, standing.stream, after=max(0, standing.version - 30))
    section = named(state.regime).suggestions
    rows = await duties_of_stream(tools.ledger, standing.stream)
    return page(
        "suggestion.html",
        signed,
        standing.now,
        here="/suggestions",
        sample=await sample_shown(tools),
        status=wrong.status if wrong else 200,
        refused=wrong.zh if wrong else None,
        done=done,
        values=values,
        key=new_key(),
        today=day_of(standing.now),
        one=state,
        life_zh=LIFE_ZH[state.life],
        steps=steps(state),
        names=await names_in(tools.ledger, state.region),
        owed=[x for x in rows if x.owed],
        may=may(signed, state),
        stages=[(x, STAGE_ZH[x]) for x in _to_record(state)],
        classes=[(x, CLASS_ZH[x]) for x in (section.classes if section else ())],
        verdicts=VERDICT_ZH,
        procuratorate=section.procuratorate if section else False,
        history=[told(x, state.duties) for x in reversed(entries)],
        replies=_replies(entries),
    )


def _replies(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """What the unit answered, the newest first: whoever is asked to judge reads it here."""
    found = []
    for x in reversed(entries):
        filing = x.event.get("filing") if x.type == "DutyFiled" else None
        if filing and filing["form"] == "reply":
            said = SuggestionReply.model_validate(filing)
            found.append(
                {
                    "at": x.received_at,
                    "version": x.version,
                    "kind": said.kind,
                    "text": said.text,
                    "done_by": said.done_by,
                }
            )
    return found


def steps(state: Suggestion) -> list[dict[str, Any]]:
    """The four stages in their order: done on which day, or the one that comes now."""
    found: list[dict[str, Any]] = []
    for stage in HandlingStage:
        days = [x.on for x in state.stages if x.stage is stage]
        if stage is HandlingStage.REPLY and state.replied_on:
            days = [state.replied_on]
        now = not days and not state.closed and all(x["on"] for x in found) and state.lead
        found.append({"zh": STAGE_ZH[stage], "on": days[-1] if days else None, "now": bool(now)})
    return found


def may(signed: Signed, state: Suggestion) -> set[str]:
    """Which forms are shown; the domain asks again in the lock."""
    if state.closed:
        return {"upgrade"} if _leads(signed, state) and state.kind not in (None, "A") else set()
    match signed.role:
        case "clerk":
            return _of_office(state)
        case "deputy":
            return _of_deputy(signed, state)
        case "unit":
            return _of_unit(signed, state)
        case _:
            return set()


def _of_office(state: Suggestion) -> set[str]:
    ways: dict[Life, set[str]] = {
        Life.SUBMITTED: {"assign"},
        Life.RETURNED: {"assign"},
        Life.ASSIGNED: {"add_co"},
        Life.REPLIED: {"judge", "strike"},
        Life.ASSESSING: {"assess"},
        Life.CONTENT: {"strike"},
    }
    return {"withdraw", "link", *ways.get(state.life, set())}


def _of_deputy(signed: Signed, state: Suggestion) -> set[str]:
    if signed.party == state.deputy:
        return {"withdraw", "judge"} if state.life is Life.REPLIED else {"withdraw"}
    ref = signed.party.partition(":")[2]
    signs = state.life is Life.SUBMITTED and ref not in state.seconders
    return {"second"} if signs else set()


def _of_unit(signed: Signed, state: Suggestion) -> set[str]:
    found: set[str] = set()
    opinions = [x for x in state.duties.values() if x.owed and x.obligor == signed.party]
    if _leads(signed, state):
        found |= {"stage"}
        if state.life is Life.ASSIGNED:
            found |= {"return"} if state.difficult else {"return", "difficult"}
        if state.life in (Life.ASSIGNED, Life.REDO):
            found |= {"reply"}
    elif any(x.line == "suggestion_opinion" for x in opinions):
        found |= {"opinion", "return"}
    return found


def _leads(signed: Signed, state: Suggestion) -> bool:
    return state.lead is not None and signed.party == party(Role.UNIT, state.lead)


def _to_record(state: Suggestion) -> list[HandlingStage]:
    before = [HandlingStage.CONTACT, HandlingStage.COMMUNICATE]
    return [HandlingStage.RETURN_VISIT] if state.replies else before
