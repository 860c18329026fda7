"""回放一个地区: the whole place at any day, by two knowledges, project by project."""

from datetime import date, datetime
from typing import Annotated, Any, NamedTuple

from fastapi import Query, Request
from starlette.responses import Response

from api.pages import replay_shown as shown
from api.pages import words
from api.pages.render import alone, page
from api.pages.replay import SHOWN_STREAMS, zipped
from api.pages.replay_proofs import laws
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.scale import Scale, months
from api.pages.signed import WithSigned
from api.pages.telling import told as said_of
from api.problems import not_found
from api.purpose import must_tell_why
from api.sight import narrowed
from api.tools import Tools, WithTools
from domain.calendar import day_of
from domain.lights import LIGHT_ZH
from ledger.audit import Fault, Verified, verify
from ledger.audit.package import package
from ledger.door import Ledger
from ledger.past import Building, Moment, moment_of
from ledger.past.moment import INSTANT
from ledger.queries import lives
from ledger.queries.clocks import clocks
from ledger.queries.history import Entry
from ledger.queries.projects import ProjectRow, Wanted, find_projects
from ledger.refusals import Crowded

router = page_router()
MOST = 2000
"""Projects of one region that are compared."""
NEWEST = 60
PATIENCE = 1.0
Region = Annotated[str, Query(max_length=300)]


class Row(NamedTuple):
    """A project by two knowledges."""

    id: str
    name: str
    then: str
    now: str
    causes: tuple[int, ...]

    @property
    def differs(self) -> bool:
        """Whether it was known otherwise."""
        return self.then != self.now


@router.get("/audit/region")
async def region_page(
    signed: WithSigned,
    tools: WithTools,
    region: Region = "",
    as_of: date | None = None,
    known_at: date | None = None,
    chains: bool = False,
) -> Response:
    """The sliders, the place by two knowledges, its newest events, its chains and clocks."""
    place, streams = await _streams(signed, tools, region)
    now = await tools.ledger.now()
    facts = await state_facts(signed, tools, place, streams, _moment(as_of, known_at, now), now)
    entries = await lives.newest(tools.ledger, list(streams), NEWEST)
    whole = await _whole(tools.ledger, list(streams)) if chains else None
    return page(
        "replay_region.html",
        signed,
        now,
        here="/audit",
        sample=await sample_shown(tools),
        place=place,
        here_at="/audit/region",
        asked={"region": place, "as_of": as_of, "known_at": known_at},
        number=len(streams),
        entries=await _lines(tools.ledger, entries, streams),
        laws=laws(whole, whole.events) if whole else None,
        whole=whole,
        unseen=await _unseen(tools.ledger, streams),
        **facts,
    )


@router.get("/audit/region/state")
async def region_state(
    signed: WithSigned,
    tools: WithTools,
    region: Region = "",
    as_of: date | None = None,
    known_at: date | None = None,
) -> Response:
    """The part that changes while one drags."""
    place, streams = await _streams(signed, tools, region)
    now = await tools.ledger.now()
    asked = {"region": place, "as_of": as_of, "known_at": known_at}
    facts = await state_facts(signed, tools, place, streams, _moment(as_of, known_at, now), now)
    return alone("_replay_region_state.html", asked=asked, here_at="/audit/region", **facts)


@router.get("/audit/region/package")
async def region_package(
    signed: WithSigned, tools: WithTools, request: Request, region: Region = ""
) -> Response:
    """The record of the whole place to take away."""
    place, streams = await _streams(signed, tools, region)
    must_tell_why(request)
    name = f"{(place or '全部').rsplit('/', 1)[-1]}.zip"
    return zipped(name, await package(tools.ledger, list(streams), name))


async def _streams(
    signed: WithSigned, tools: Tools, region: str
) -> tuple[str | None, dict[str, str]]:
    """The place that may be seen and its streams. Raises Problem 404."""
    place, outside = narrowed(signed, region.strip() or None)
    streams = {} if outside else await lives.streams_of(tools.ledger, place)
    if not streams:
        raise not_found()
    return place, streams


def _moment(as_of: date | None, known_at: date | None, now: datetime) -> Moment:
    today = day_of(now)
    past = [min(x, today) if x else None for x in (as_of, known_at)]
    return moment_of(past[0], past[1], now)


async def state_facts(  # each is a part of the question
    signed: Signed,
    tools: Tools,
    place: str | None,
    streams: dict[str, str],
    moment: Moment,
    now: datetime,
) -> dict[str, Any]:
    """What changes with the sliders; the comparison may have to wait for its houses."""
    days = await lives.days_of(tools.ledger, list(streams))
    first, last = days[0].day, max(day_of(now), days[-1].day)
    as_of_zh, known_zh = shown.moment_said(moment)
    later = await lives.learnt_later(tools.ledger, list(streams), moment, now, SHOWN_STREAMS)
    rows: list[Row] | None = None
    building = None
    try:
        rows = await _compared(tools, place, moment, later, signed.client)
    except Building as made:
        building = round(100 * made.done / made.of) if made.of else 0
    except Crowded:  # who drags asks for many days; the part asks again by itself
        building = 0
    return {
        "moment": moment,
        "rows": rows,
        "building": building,
        "differing": sum(1 for x in rows or () if x.differs),
        "sums": _sums(rows or []),
        "later": await _lines(tools.ledger, later, streams),
        "as_of_zh": as_of_zh,
        "known_zh": known_zh,
        "track": _track(days, first, last, moment),
        "first": first,
        "last": last,
        "days": (last - first).days,
    }


async def _compared(
    tools: Tools, place: str | None, moment: Moment, later: list[Entry], asker: str
) -> list[Row]:
    """Each project by what was known, and by what is known. Raises Building, Crowded."""
    today = Moment(moment.as_of, None)
    then = await _projects(await _house(tools, moment, asker), place)
    now = then if moment == today else await _projects(await _house(tools, today, asker), place)
    causes: dict[str, list[int]] = {}
    for x in later:
        causes.setdefault(x.stream, []).append(x.version)
    rows = [_row(then.get(x), now.get(x), causes) for x in dict.fromkeys([*now, *then])]
    return sorted(rows, key=lambda x: (not x.differs, x.id))


async def _house(tools: Tools, moment: Moment, asker: str) -> Ledger:
    if moment.is_today:
        return tools.ledger
    return await tools.houses.at(moment, PATIENCE, asker=asker)


async def _projects(ledger: Ledger, place: str | None) -> dict[str, ProjectRow]:
    found = await find_projects(ledger, Wanted(region=place), limit=MOST)
    return {x.id: x for x in found.items}


def _row(then: ProjectRow | None, now: ProjectRow | None, causes: dict[str, list[int]]) -> Row:
    one = now or then
    assert one is not None, "it is of one of them"  # noqa: S101  # for the types
    name = words.name_zh(one.name)
    return Row(one.id, name, _standing(then), _standing(now), tuple(causes.get(one.stream, ())))


def _standing(row: ProjectRow | None) -> str:
    if row is None:
        return "还没有立项"
    if row.closed:
        return "已办结"
    zh = LIGHT_ZH[row.light]
    return f"{zh}，逾期{row.overdue}项" if row.overdue else zh


def _sums(rows: list[Row]) -> list[tuple[str, int, int]]:
    """How many stand how, by both knowledges."""
    kinds = ("正常", "偏慢", "滞后", "已办结", "还没有立项")
    return [
        (
            x,
            sum(1 for r in rows if r.then.startswith(x)),
            sum(1 for r in rows if r.now.startswith(x)),
        )
        for x in kinds
    ]


def _track(days: list[lives.Day], first: date, last: date, moment: Moment) -> dict[str, Any]:
    scale = Scale(first, last)
    every = max(1, round((last - first).days / 30 / 14))
    tones = {
        (round(scale.x(x.day), 1), "r" if x.bad else "u" if x.unit else "k" if x.clock else "c")
        for x in days
    }
    return {
        "months": [x for n, x in enumerate(months(scale)) if n % every == 0],
        "ticks": [(x, tone, tone == "u") for x, tone in sorted(tones)],
        "as_of": scale.x(day_of(moment.as_of - INSTANT)) if moment.as_of else 100.0,
        "stops": sorted({(x.day - first).days for x in days}),
    }


async def _lines(
    ledger: Ledger, entries: list[Entry], streams: dict[str, str]
) -> list[dict[str, Any]]:
    """Events in words, each with where it belongs."""
    standing = {x: await ledger.standing(x) for x in dict.fromkeys(y.stream for y in entries)}
    return [
        {
            **said_of(x, standing[x.stream].state.duties),
            "entry": x,
            "name": words.name_zh(streams.get(x.stream, x.stream)),
            "place": x.stream.replace(":", "/", 1),
        }
        for x in entries
    ]


async def _whole(ledger: Ledger, streams: list[str]) -> Verified:
    """Every chain of the place."""
    events = 0
    faults: list[Fault] = []
    for stream in streams:
        one = await verify(ledger, stream)
        events += one.events
        faults += one.faults
    return Verified(streams=len(streams), events=events, faults=tuple(faults))


async def _unseen(ledger: Ledger, streams: dict[str, str]) -> list[dict[str, Any]]:
    """Streams whose clock has not yet seen their newest event, or believes in another moment."""
    return [
        {
            "name": words.name_zh(streams[x.stream]),
            "place": x.stream.replace(":", "/", 1),
            "version": x.version,
            "seen": x.seen_version,
        }
        for x in await clocks(ledger)
        if x.stream in streams and (x.seen_version, x.believed_at) != (x.version, x.next_at)
    ]
