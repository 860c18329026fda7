"""签收升级: what happened in a sentence, and one question — what the group will do."""

from typing import Any
from uuid import UUID

from fastapi import Request
from pydantic import ValidationError
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.field_errors import described
from api.pages import dates, words
from api.pages.debt_rows import place
from api.pages.group_mine import parties_of, project_ids, voice
from api.pages.ladder_told import ladder
from api.pages.recording import key_of, new_key, record
from api.pages.render import page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.problems import not_found
from api.refusals import problem_of
from api.tools import Tools, WithTools
from domain.calendar import day_of
from domain.duty import Duty
from domain.duty_commands import Acknowledge
from domain.intention import WAY_ZH, Intention
from domain.parties import Role
from domain.programme.state import Programme
from domain.project.state import Project
from domain.refusals import NotYours, Refused
from ledger.queries.board import calendar_now
from ledger.queries.groups import intended
from ledger.queries.history import history
from ledger.queries.inbox import Addressed
from ledger.queries.inbox import notice as find_notice
from ledger.standing import Standing

router = page_router()
HINTS = {
    "visit": "带上核验清单，看了就记一次督查",
    "meet": "由联系本项目的工委安排",
    "consult": "单位、专家、居民一起谈",
}


@router.get("/group/notices/{notice}")
async def notice_page(notice: UUID, signed: WithSigned, tools: WithTools) -> Response:
    """One letter to the group, with everything that went before it."""
    found, standing, _ = await _addressed(notice, signed, tools)
    return await _shown(notice, found, standing, signed, tools)


@router.post("/group/notices/{notice}/acknowledgement")
async def acknowledge(
    notice: UUID, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """签收, with what the group will do about it."""
    found, standing, spoken = await _addressed(notice, signed, tools)
    fields = {x: str(form.get(x, "")).strip() for x in ("way", "on", "at", "place")}
    try:
        intends = _intention(form) if asked(found) else None
        command = Acknowledge(
            duty=found.duty, revision=found.revision, level=found.level, intends=intends
        )
        await record(request, tools, spoken, found.stream, command, key_of(form))
    except NotYours:
        raise
    except ValidationError as error:
        wrong = {x.field: x.zh for x in described(error.errors(include_url=False))}
        return await _shown(notice, found, standing, signed, tools, fields, wrong, status=422)
    except Refused as refused:
        wrong = {"on": refused.zh}
        status = problem_of(refused).status_code
        return await _shown(notice, found, standing, signed, tools, fields, wrong, status=status)
    return RedirectResponse(f"/group/notices/{notice}?done=1", 303)


def asked(found: Addressed) -> bool:
    """Whether the group is asked what it will do: of an escalation, and of nothing else."""
    return found.level == 3 and found.party.partition(":")[0] in (
        Role.DEPUTY_GROUP,
        Role.DEPUTY_GROUPS,
    )


def _intention(form: FormData) -> Intention:
    told = {x: str(form.get(x, "")).strip() or None for x in ("way", "on", "at", "place")}
    return Intention.model_validate(told)


async def _addressed(
    notice: UUID, signed: Signed, tools: Tools
) -> tuple[Addressed, Standing, Signed]:
    """The letter, its stream, and in whose name the reader signs. Raises Problem 404."""
    found = await find_notice(tools.ledger, notice)
    if found is None or not 1 <= found.level <= 3 or found.region != signed.region:
        raise not_found()
    standing = await tools.ledger.standing(found.stream)
    ours = parties_of(signed, await project_ids(signed, tools))
    of_all = found.party == Role.DEPUTY_GROUPS and signed.role == "deputy_group"
    if found.party not in ours and not of_all:
        raise not_found()
    if not isinstance(standing.state, Project | Programme):
        raise not_found()
    return found, standing, voice(signed, standing.state) or signed


async def _shown(  # what a form that came back still knows
    notice: UUID,
    found: Addressed,
    standing: Standing,
    signed: Signed,
    tools: Tools,
    values: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> Response:
    state = standing.state
    assert isinstance(state, Project | Programme)  # noqa: S101  # `_addressed` refused the others
    duty = state.duties[found.duty]
    told = ladder(duty, await history(tools.ledger, standing.stream))
    kind, _, subject = standing.stream.partition(":")
    title = words.name_zh(state.card.name if isinstance(state, Project) else state.title)
    return page(
        "group_notice.html",
        signed,
        standing.now,
        here="/group",
        sample=await sample_shown(tools),
        status=status,
        tab="projects",
        notice=notice,
        key=new_key(),
        title=title,
        subject=f"/{kind}s/{subject}",
        duty=f"{place(standing.stream, subject)}/duties/{duty.id}",
        said=await _said(duty, title, standing, tools),
        steps=told["steps"],
        answered=await _answered(found, standing, tools),
        waits=duty.next_if_silent is not None and duty.level == found.level,
        asks=asked(found),
        own=duty.owed and duty.obligor == found.party and isinstance(state, Project),
        ways=[(x, zh, HINTS[x]) for x, zh in WAY_ZH.items()],
        who=words.who_zh(found.party),
        rung=words.RUNG_LONG_ZH[found.level],
        today=day_of(standing.now),
        values=values or {},
        errors=errors or {},
    )


async def _said(duty: Duty, title: str, standing: Standing, tools: Tools) -> dict[str, str]:
    """What happened, in one sentence and in one more."""
    today, calendar = day_of(standing.now), await calendar_now(tools.ledger)
    who, what = words.who_zh(duty.obligor), words.duty_zh(duty.zh, duty.period)
    if duty.submission is not None:
        return {"head": f"{who}交了{title}的{what}。", "due": f"{dates.full(duty.due)}到期。"}
    if not duty.owed:
        return {"head": f"{title}的{what}不用交了。", "due": f"{dates.full(duty.due)}到期。"}
    late = dates.late_days(duty.due, today, calendar)
    return {
        "head": f"{who}没有交{title}的{what}。",
        "due": f"{dates.full(duty.due)}到期，已晚{late}个工作日。",
    }


async def _answered(found: Addressed, standing: Standing, tools: Tools) -> dict[str, Any] | None:
    """What the group said when it signed for this letter; None while it did not."""
    for entry in reversed(await intended(tools.ledger, [standing.stream])):
        e = entry.event
        if (e["duty"], e["revision"], e["level"]) == (found.duty, found.revision, found.level):
            said = Intention.model_validate(e["intends"])
            return {"said": said, "way": WAY_ZH[said.way], "at": entry.received_at}
    return None
