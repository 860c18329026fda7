"""回放: one stream's whole life, at any day, by the knowledge of any other day; and its proofs."""

from datetime import date, timedelta
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import Path, Query, Request
from starlette.responses import Response

from api.pages import replay_shown as shown
from api.pages.render import alone, page
from api.pages.replay_proofs import laws, witnesses
from api.pages.rights import can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.seen import Seen, seen
from api.pages.signed import WithSigned
from api.problems import not_found
from api.purpose import must_tell_why
from api.testimony import testimony
from api.tools import Tools, WithTools
from domain.calendar import day_of
from domain.names import stream_id
from ledger.audit import verify
from ledger.audit.knowledge import Told, life, steps, told_of
from ledger.audit.package import package
from ledger.past import Moment, moment_of
from ledger.queries.origins import before

router = page_router()
_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"
Kind = Literal["project", "programme", "collection"]
Name = Annotated[str, Path(pattern=_ID)]
LINES = 14
"""Lines of a state that stand open; the others are the same by both knowledges."""
SHOWN_STREAMS = 200
"""Late events of a region that are listed."""
Show = Literal["all", "late", "changes"]


@router.get("/audit/{kind}/{name}")
async def stream_page(
    kind: Kind,
    name: Name,
    signed: WithSigned,
    tools: WithTools,
    as_of: date | None = None,
    known_at: date | None = None,
    show: Show = "all",
    before_: Annotated[int | None, Query(alias="before", ge=1)] = None,
) -> Response:
    """The sliders, the state by two knowledges, every event, and who bears witness."""
    one, told = await _one(kind, name, signed, tools)
    stream, now = one.standing.stream, one.standing.now
    moment = _moment(as_of, known_at, now)
    course = [x for x in steps(stream, told) if before_ is None or x.told.entry.version < before_]
    listed, older = shown.facts(course, one.state.duties, moment, show)
    whole = await verify(tools.ledger, stream)
    return page(
        "replay.html",
        signed,
        now,
        here="/audit",
        sample=one.sample or await sample_shown(tools),
        one=one,
        here_at=f"/audit/{kind}/{name}",
        total=len(told),
        facts=listed,
        older=older,
        late=sum(1 for x in told if shown.is_late(x)),
        show=show,
        asked={"as_of": as_of, "known_at": known_at},
        laws=laws(whole, one.standing.version),
        one_head=told[-1].entry.hash,
        whole=whole,
        witness=witnesses(told, await testimony(tools.temporal, stream), one.state.duties),
        before=await before(tools.ledger, stream),
        **state_facts(stream, told, moment, now),
    )


@router.get("/audit/{kind}/{name}/state")
async def state_part(
    kind: Kind,
    name: Name,
    signed: WithSigned,
    tools: WithTools,
    as_of: date | None = None,
    known_at: date | None = None,
) -> Response:
    """The part that changes while one drags."""
    one, told = await _one(kind, name, signed, tools)
    moment = _moment(as_of, known_at, one.standing.now)
    asked = {"as_of": as_of, "known_at": known_at}
    facts = state_facts(one.standing.stream, told, moment, one.standing.now)
    answer = alone("_replay_state.html", asked=asked, **facts)
    said = "&".join(f"{x}={y}" for x, y in asked.items() if y)
    answer.headers["HX-Replace-Url"] = f"/audit/{kind}/{name}" + (f"?{said}" if said else "")
    return answer


@router.get("/audit/{kind}/{name}/package")
async def stream_package(
    kind: Kind, name: Name, signed: WithSigned, tools: WithTools, request: Request
) -> Response:
    """The record of this stream to take away and check anywhere."""
    one, _ = await _one(kind, name, signed, tools)
    must_tell_why(request)
    return zipped(f"{kind}-{name}.zip", await package(tools.ledger, [one.standing.stream], name))


def zipped(name: str, content: bytes) -> Response:
    """A ZIP file to keep."""
    where = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type="application/zip", headers={"Content-Disposition": where})


async def _one(kind: str, name: str, signed: WithSigned, tools: Tools) -> tuple[Seen, list[Told]]:
    """The stream with all its events, to who may audit it. Raises Problem 404."""
    one = await seen(stream_id(kind, name), signed, tools)
    if not can(signed, "audit", one.state):
        raise not_found()
    return one, await told_of(tools.ledger, one.standing.stream)


def _moment(as_of: date | None, known_at: date | None, now: Any) -> Moment:
    """Days to come are today here: a slider ends there."""
    today = day_of(now)
    past = [min(x, today) if x else None for x in (as_of, known_at)]
    return moment_of(past[0], past[1], now)


def state_facts(stream: str, told: list[Told], moment: Moment, now: Any) -> dict[str, Any]:
    """What the sliders, the line, the table of two knowledges and the map of two times need."""
    began, ended = life(told)
    first, last = day_of(began), max(day_of(now), day_of(ended))
    lines = shown.compared(stream, told, moment, now)
    as_of_zh, known_zh = shown.moment_said(moment)
    days = (last - first).days
    return {
        "moment": moment,
        "lines": lines,
        "differing": (differing := sum(1 for x in lines if x.differs)),
        "shown": max(differing, LINES),
        "counting": sum(1 for x in told if x.counts(moment)),
        "as_of_zh": as_of_zh,
        "known_zh": known_zh,
        "track": shown.track(told, first, last, moment),
        "map": shown.two_times(told, first, last, moment),
        "first": first,
        "days": days,
        "last": first + timedelta(days=days),
    }
