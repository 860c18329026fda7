"""One project for everybody: questions as headings, each answered from the record (design §7)."""

from decimal import Decimal
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import Response

from api.pages.dates import plain
from api.pages.open_parts import public_page, where_from
from api.pages.router import page_router
from api.pages.why_note import why_note
from api.problems import not_found
from api.public.course import Told, course
from api.public.shape import PublicPart, PublicProject
from api.public.slip import slip
from api.public.told import Facts, facts_of, told
from api.public.words import ANSWER_ZH, LAMP_ZH, STANDING_ZH, late_sentence, lead, mended_sentence
from api.tools import Tools, WithTools
from api.where import ProjectId
from domain.calendar import day_of
from domain.refusals import Unknown
from ledger.answers import words_shown
from ledger.queries.course import courses
from ledger.queries.duties import duties_of_stream
from ledger.tries import secret_of

router = page_router()


@router.get("/open/projects/{project}")
async def project_page(
    project: ProjectId,
    request: Request,
    tools: WithTools,
    why: Annotated[str | None, Query(max_length=100)] = None,
) -> Response:
    """The page; `why` names the duty whose day is explained."""
    facts = await known(project, tools)
    one = told(facts)
    late = {x.duty: late_sentence(x, plain(day_of(facts.stands.now))) for x in one.late}
    return await public_page(
        "open_project.html",
        request,
        tools,
        sample=one.sample,
        one=one,
        place=len(facts.list.projects),
        up=where_from(one.region),
        today=day_of(facts.stands.now),
        lamp=LAMP_ZH[one.lamp],
        standing=STANDING_ZH[one.standing],
        lead=lead(one),
        bars=[(x, *bars(x)) for x in one.parts],
        late=late,
        mended={x.duty: mended_sentence(x) for x in one.mended},
        note=await _note(facts, one, why, tools),
        asked=why,
        answers=ANSWER_ZH,
        slip=slip(one.id, await secret_of(tools.ledger)),
        words=await words_shown(tools.ledger, one.id),
    )


@router.get("/open/projects/{project}/course")
async def course_page(project: ProjectId, request: Request, tools: WithTools) -> Response:
    """来龙去脉: every fact with its number, day and fingerprint; what is not public says so."""
    facts = await known(project, tools)
    one = told(facts)
    lines: list[Told] = course(facts)
    return await public_page(
        "open_course.html",
        request,
        tools,
        sample=one.sample,
        one=one,
        up=where_from(one.region),
        lines=lines,
    )


async def known(project: str, tools: Tools) -> Facts:
    """Raises Problem 404."""
    try:
        return await facts_of(project, tools)
    except Unknown as error:
        raise not_found() from error


def bars(part: PublicPart) -> tuple[float, float]:
    """How much of the promise is verified and claimed, in percent of the bar."""
    verified = _share(part.verified_amount, part) if part.verified else 0.0
    claimed = _share(part.claimed_amount, part)
    if part.claimed_amount is None and part.claimed_percent is not None:
        claimed = min(float(part.claimed_percent), 100.0)
    if part.verified and part.verified_amount is None:
        verified = 100.0
    return round(verified, 1), round(claimed, 1)


def _share(amount: Decimal | None, part: PublicPart) -> float:
    if amount is None:
        return 0.0
    if not part.target_value:
        return 100.0
    return min(float(amount / part.target_value * 100), 100.0)


async def _note(
    facts: Facts, one: PublicProject, asked: str | None, tools: Tools
) -> dict[str, Any] | None:
    """Why that day, for a duty that the page names; its measure's sentence beside it."""
    names: dict[str, str] = {x.duty: x.zh for x in (*one.late, *one.mended)}
    names |= {x.duty: x.zh for x in one.ahead}
    if asked is None or asked not in names:
        return None
    for stream in (facts.stands.stream, f"programme:{one.programme}"):
        rows = await duties_of_stream(tools.ledger, stream)
        row = next((x for x in rows if x.duty == asked), None)
        if row is not None:
            found = (await courses(tools.ledger, [stream], [asked]))[stream, asked]
            return why_note(row, found, facts.calendar) | {"duty": names[asked]}
    return None
