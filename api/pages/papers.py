"""通报与报告: the year's papers, a draft of each kind, and issuing one."""

from datetime import date, timedelta
from typing import Any

from fastapi import Request
from pydantic import ValidationError
from starlette.responses import RedirectResponse, Response

from api import papers as interface
from api.pages.recording import key_of, new_key, record
from api.pages.render import page
from api.pages.rights import Signed, can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.seen import Seen, seen
from api.pages.signed import Posted, WithSigned, check
from api.papers import Format, Issuing, command_for, issued
from api.problems import not_found
from api.refusals import problem_of
from api.tools import Tools, WithTools
from api.where import ProgrammeId
from domain.base import Value
from domain.calendar import day_of
from domain.names import PAPERS, PROGRAMME, stream_id
from domain.papers.messages import PAPER_ZH, PaperKind
from domain.periods import Period
from domain.programme.state import Programme
from domain.refusals import NotYours, Refused, Unknown
from domain.regimes import named
from domain.regimes.when import Every

router = page_router()


class _Wrong(Value):
    """What was asked and refused, to be shown again."""

    zh: str
    status: int


@router.get("/programmes/{programme}/papers")
async def papers_page(programme: ProgrammeId, signed: WithSigned, tools: WithTools) -> Response:
    """Everything issued, and what can be issued now."""
    one = await seen(stream_id(PROGRAMME, programme), signed, tools)
    return await _shown(one, programme, signed, tools, None)


@router.post("/programmes/{programme}/papers")
async def issue(
    programme: ProgrammeId, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """印发."""
    one = await seen(stream_id(PROGRAMME, programme), signed, tools)
    check(signed, "decide")
    state, key = year_of(one), key_of(form)
    try:
        said = {x: str(form.get(x, "")).strip() for x in _FIELDS}
        asked = Issuing.model_validate({k: v for k, v in said.items() if v})
        command = await command_for(state, asked, tools, signed.client, key)
        await record(request, tools, signed, stream_id(PAPERS, programme), command, key)
    except ValidationError:
        wrong = _Wrong(zh="请选择文种；更正时写明替换第几件和原因。", status=422)
        return await _shown(one, programme, signed, tools, wrong)
    except (NotYours, Unknown):
        raise
    except Refused as refused:
        wrong = _Wrong(zh=refused.zh, status=problem_of(refused).status_code)
        return await _shown(one, programme, signed, tools, wrong)
    return RedirectResponse(f"/programmes/{programme}/papers", 303)


@router.get("/programmes/{programme}/papers/draft.{form}")
async def draft(
    programme: ProgrammeId,
    form: Format,
    kind: PaperKind,
    signed: WithSigned,
    tools: WithTools,
    period: str | None = None,
) -> Response:
    """The draft's file."""
    check(signed, "read")
    return await interface.draft(programme, form, kind, signed, tools, period or None)


@router.get("/programmes/{programme}/papers/{no}.{form}")
async def fetch(
    programme: ProgrammeId, no: interface.No, form: Format, signed: WithSigned, tools: WithTools
) -> Response:
    """An issued paper's file."""
    check(signed, "read")
    return await interface.fetch(programme, no, form, signed, tools)


_FIELDS = ("kind", "period", "replaces", "because")
_EVERY: dict[PaperKind, tuple[Every, ...]] = {
    PaperKind.CIRCULAR: ("quarter", "month"),
    PaperKind.HALF_YEAR: ("half",),
}


def year_of(one: Seen) -> Programme:
    """The year behind the address. Raises Problem 404."""
    if not isinstance(one.state, Programme):
        raise not_found()
    return one.state


async def _shown(
    one: Seen, programme: str, signed: Signed, tools: Tools, wrong: _Wrong | None
) -> Response:
    check(signed, "read", one.state)
    state = year_of(one)
    return page(
        "papers.html",
        signed,
        one.standing.now,
        here="/",
        status=wrong.status if wrong else 200,
        sample=await sample_shown(tools),
        one=one,
        wrong=wrong.zh if wrong else None,
        papers=await issued(programme, tools, named(state.regime).decision),
        kinds=_kinds(day_of(one.standing.now)),
        issuer=interface.issuer_of(state),
        may_issue=can(signed, "decide"),
        programme=programme,
    )


def _kinds(today: date) -> list[dict[str, Any]]:
    """Each kind with the periods that one may choose: the one that ended last, and the running
    one. A form has a key of its own, so that pressing twice issues once."""
    found: list[dict[str, Any]] = []
    for kind in PaperKind:
        periods: list[str | None] = [y for x in _EVERY.get(kind, ()) for y in _last_two(x, today)]
        found += [
            {"kind": kind.value, "zh": PAPER_ZH[kind], "period": period, "key": new_key()}
            for period in periods or [None]
        ]
    return found


def _last_two(every: Every, today: date) -> list[str]:
    now = Period.containing(every, today)
    last = Period.containing(every, now.first - timedelta(days=1))
    return [last.name, now.name]
