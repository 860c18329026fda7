"""推演 of any published list: a file is read, its year played under a measure; none goes on record.

The file is kept like every file that is handed in, under its SHA-256 and for the office that sent
it; the address says the rest, so that a rehearsal can be sent to a colleague.
"""

import asyncio
import hashlib
from datetime import date
from typing import Annotated, NamedTuple
from urllib.parse import urlencode

from fastapi import Depends, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from api.list_import import MOST_LINES, Sent, keep, read_within
from api.pages.lists import file_in, words_of
from api.pages.recording import key_of
from api.pages.rehearsal_page import Place, as_table, shown_on
from api.pages.rehearsals import Supposed, chosen_from
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.signed import Posted, WithSigned
from api.problems import Problem, not_found
from api.rehearsals import Source, WithStage, published
from api.tools import Tools, WithTools
from domain.lists import Reading, VotedList
from domain.lists.kinds import ON_A_STREET
from domain.lists.mapping import reading_of
from domain.refusals import Malformed, Refused
from domain.regimes import named

router = page_router()
Sha = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
Said = Annotated[str, Query(max_length=200)]
FIELDS = ("under", "voted", "list_id", "region", "status")


class Told(NamedTuple):
    """What is said of the file: the measure, the day of the vote, and what the file leaves out."""

    under: str
    voted: str
    list_id: str = ""
    region: str = ""
    status: str = ""
    list: str = ""
    """Which list of the file; the first where none is named."""


async def told(
    under: Said = "",
    voted: Said = "",
    list_id: Said = "",
    region: Said = "",
    status: Said = "",
    list: Said = "",  # noqa: A002  # the word of the address
) -> Told:
    """The words of the address."""
    return Told(under, voted, list_id, region, status, list)


@router.post("/rehearsals/published")
async def read_file(signed: WithSigned, form: Posted, tools: WithTools) -> Response:
    """Read the file and keep it; then its year can be asked about."""
    said = {x: y.strip() for x in FIELDS if isinstance(y := form.get(x, ""), str)}
    try:
        name, content = await file_in(form)
        one, day = Told(**said), _day(said["voted"])
        await asyncio.to_thread(_year, content, one)
        await keep(
            Sent(name, content, one.under, day, None, Reading()), signed, tools, key_of(form)
        )
    except (Problem, Refused) as refused:
        return await chosen_from(signed, tools, said, words_of(refused))
    at = f"/rehearsals/published/{hashlib.sha256(content).hexdigest()}"
    query = urlencode(_kept_words(one))
    return RedirectResponse(f"{at}?{query}", 303)


@router.get("/rehearsals/published/{sha256}")
async def rehearse_published(
    sha256: Sha,
    request: Request,
    signed: WithSigned,
    tools: WithTools,
    stage: WithStage,
    asked: Supposed,
    one: Annotated[Told, Depends(told)],
) -> Response:
    """The suppositions, and the year of that list."""
    source, lists = await _kept(sha256, one, signed, tools)
    at = f"/rehearsals/published/{sha256}"
    others = tuple(
        (f"{at}?{urlencode(_kept_words(one._replace(list=x.list_id)))}", x.title)
        for x in lists
        if x.id != source.programme
    )
    place = Place(at, _kept_words(one), others)
    return await shown_on(place, source, asked, request.url.query, signed, tools, stage)


@router.get("/rehearsals/published/{sha256}/messages.{form}")
async def messages_of_published(
    sha256: Sha,
    form: str,
    signed: WithSigned,
    tools: WithTools,
    stage: WithStage,
    asked: Supposed,
    one: Annotated[Told, Depends(told)],
) -> Response:
    """Every message as a file."""
    source, _ = await _kept(sha256, one, signed, tools)
    return await as_table(source, asked, form, tools, stage)


Year = tuple[Source, tuple[VotedList, ...]]


def _kept_words(one: Told) -> tuple[tuple[str, str], ...]:
    return tuple((x, y) for x, y in one._asdict().items() if y)


async def _kept(sha256: str, one: Told, signed: Signed, tools: Tools) -> Year:
    """The list in the file that this office handed in. Raises Problem 404."""
    if sha256 not in await tools.uploads.of(signed, [sha256]):
        raise not_found()
    try:
        return await asyncio.to_thread(_year, await tools.store.fetch(sha256), one)
    except Refused:
        raise not_found() from None


def _year(content: bytes, one: Told) -> Year:
    """The list's year, and every list of the file. Raises Refused where none can be read."""
    measure, vote = named(one.under), _day(one.voted)
    held = {"list_id": one.list_id, "region": one.region, "status_kind": one.status}
    how = reading_of((), (), [f"{x}={y}" for x, y in held.items() if y])
    if measure.tier == "street":
        how = how._replace(kinds=ON_A_STREET, assumed_kind="voted_street_selection")
    _, lists = read_within(content, how, MOST_LINES)
    if not lists.voted:
        why = lists.skipped[0].reason.partition(" / ")[0] if lists.skipped else "表里没有项目"
        raise Malformed(
            f"文件里没有一份可以推演的清单：{why}。没写明状态的，在“名单的状态”里选。",
            "the file holds no list that was voted.",
        )
    chosen = lists.only([one.list] if one.list else []).voted[0]
    if chosen.refused:
        raise Malformed(f"清单{chosen.list_id}：{chosen.refused[0].zh}", chosen.refused[0].en)
    return published(chosen, measure, vote), lists.voted


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Malformed("票决日写成 2025-03-31 的样子。", "no such day.") from error
